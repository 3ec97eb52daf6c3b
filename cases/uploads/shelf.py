"""Where the content of documents is kept: a folder outside what the web server hands out, each file
under the checksum of its content, so that the name somebody gave it is never the name on disk."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import storages


class Damaged(Exception):
    """A file is gone, or is not what was put there."""


def _place(checksum: str) -> str:
    return f"{checksum[:2]}/{checksum}"


def put(content: bytes) -> str:
    """Keep the content; its checksum. The same content is kept once."""
    checksum = sha256(content).hexdigest()
    shelf = storages["documents"]
    if not shelf.exists(_place(checksum)):
        shelf.save(_place(checksum), ContentFile(content))
    return checksum


def take(checksum: str) -> bytes:
    """The content, checked against its checksum."""
    try:
        with storages["documents"].open(_place(checksum)) as file:
            content: bytes = file.read()
    except OSError as error:
        raise Damaged(checksum) from error
    if sha256(content).hexdigest() != checksum:
        raise Damaged(checksum)
    return content


def destroy(checksum: str) -> None:
    """Remove the content for good. For disposal, once no document names it any more."""
    storages["documents"].delete(_place(checksum))
