"""What a file is, by its content, and every reason why it may not be kept."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable

from rules.documents import (
    FORMATS,
    LARGEST,
    MB,
    MOST_PARTS,
    MOST_UNPACKED,
    Format,
    listed_formats,
)

_MOST_OF_A_PDF = 50 * MB
"""Bytes of a PDF's packed objects that are looked at; a PDF with more is refused."""
# a script of a PDF is always in a dictionary that says /JavaScript, however short its own name is
_PDF_RUNS = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)(?=[\s/<>\[\](){}%]|$)")
_PDF_LOCKED = re.compile(rb"/Encrypt(?=[\s/<>\[\](){}%]|$)")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_MARKUP = re.compile(
    rb"\s*(<!doctype|<html|<\?xml|<svg|<script|<body|<head|<iframe|#!|MZ)", re.IGNORECASE
)
_RUNS = re.compile(
    r"\.(bin|exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|msi|lnk|sh|py|html?|svg)$",
    re.IGNORECASE,
)
# settings of a printer are kept in a .bin of their own by Word and Excel, and are harmless
_HARMLESS = re.compile(r"/printerSettings/[^/]+\.bin$")


def examine(content: bytes) -> tuple[Format | None, list[str]]:
    """The format of a file, and every reason not to keep it in full sentences; no reason means
    that it may be kept."""
    if not content:
        return None, ["The file is empty."]
    if len(content) > LARGEST:
        return None, [f"The file is larger than {LARGEST // MB} MB."]
    found = _format_of(content)
    if found is None:
        return None, [f"The file is none of the kinds that are kept here: {listed_formats()}."]
    return found, INSIDE[found.inside](content, found)


def _format_of(content: bytes) -> Format | None:
    for row in FORMATS:
        if row.starts and content.startswith(row.starts):
            if not row.holds or row.holds in _parts(content):
                return row
        elif not row.starts and _is_text(content):
            return row
    return None


def _parts(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []


def _is_text(content: bytes) -> bool:
    if b"\0" in content or _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        if "\ufffd" in text:
            return False
    return not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text)


def _text(content: bytes, of: Format) -> list[str]:
    return []


def _image(content: bytes, of: Format) -> list[str]:
    end = {"jpeg": b"\xff\xd9", "png": b"IEND"}.get(of.key, b"")
    return [] if end in content else ["The picture is cut off. Open it, and save it again."]


def _pdf(content: bytes, of: Format) -> list[str]:
    if b"%%EOF" not in content[-2048:]:
        return ["The PDF is cut off or has something behind it. Open it, and save it again."]
    packed = bytearray()
    for body in _PDF_STREAM.finditer(content):
        # only objects packed together can hold what a viewer acts on; pages and pictures cannot
        if b"/ObjStm" not in content[max(0, body.start() - 400) : body.start()]:
            continue
        try:
            packed += zlib.decompressobj().decompress(
                body.group(1), max(1, _MOST_OF_A_PDF - len(packed))
            )
        except zlib.error:
            return ["The PDF is damaged. Open it, and save it again."]
        if len(packed) >= _MOST_OF_A_PDF:
            return ["The PDF unpacks to more than can be checked."]
    objects = _plain_names(content + b" " + bytes(packed))
    reasons = []
    if _PDF_LOCKED.search(objects):
        reasons.append("The PDF is locked with a password. Print it to a new PDF, and file that.")
    if _PDF_RUNS.search(objects):
        reasons.append(
            "The PDF holds a script, a program or another file. Print it to a new PDF, and file that."
        )
    return reasons


def _plain_names(objects: bytes) -> bytes:
    """Names in a PDF may be written with #41 for A."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code.group(1), 16)]), objects)


def _archive(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    """The small parts of an Office file that say what it does, and what is wrong with the whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return {}, ["The file unpacks to more than can be checked."]
        if any(part.flag_bits & 1 for part in parts):
            return {}, ["The file is locked with a password. Save it without one."]
        telling = {}
        try:
            for part in parts:
                with archive.open(part) as opened:  # reads no more than the part says it has
                    if part.filename.endswith((".rels", "[Content_Types].xml", "mimetype")):
                        telling[part.filename] = opened.read(4 * MB)
                    while opened.read(MB):
                        pass
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
            return {}, ["The file is damaged. Open it, and save it again."]
    reasons = []
    names = [part.filename for part in parts]
    if any(_RUNS.search(name) and not _HARMLESS.search(name) for name in names) or any(
        "activex" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in names
    ):
        reasons.append("The file holds macros or a program. Save it without them, or as a PDF.")
    return telling, reasons


def _office(content: bytes, of: Format) -> list[str]:
    telling, reasons = _archive(content)
    if not telling:
        return reasons
    if b"macroenabled" in telling.get("[Content_Types].xml", b"").lower() and not reasons:
        reasons.append("The file holds macros or a program. Save it without them, or as a PDF.")
    links = b" ".join(body for name, body in telling.items() if name.endswith(".rels"))
    if re.search(
        rb"<Relationship\b[^>]*(attachedTemplate|oleObject|frame|subDocument)[^>]*External"
        rb"|<Relationship\b[^>]*External[^>]*(attachedTemplate|oleObject|frame|subDocument)",
        links,
    ):
        reasons.append("The file fetches a part of itself from elsewhere. Save it as a PDF.")
    return reasons


def _open_document(content: bytes, of: Format) -> list[str]:
    telling, reasons = _archive(content)
    if telling and telling.get("mimetype", b"").strip() != of.media_type.encode():
        reasons.append("The file is not what it says it is. Save it as a PDF.")
    return reasons


INSIDE: dict[str, Callable[[bytes, Format], list[str]]] = {
    "pdf": _pdf,
    "image": _image,
    "office": _office,
    "open-document": _open_document,
    "text": _text,
}
"""How each `inside` of `rules.documents` is looked at."""
