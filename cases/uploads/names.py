"""The name a file is handed out under: words that a person chose, and nothing a computer acts on."""

import re
import unicodedata
from pathlib import PurePosixPath

from rules.documents import LONGEST_NAME, Format

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def kept_name(name: str, of: Format) -> str:
    """A name with no folders, nothing hidden, and the ending that the content has earned."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = "".join(
        each
        for each in unicodedata.normalize("NFC", name)
        # control, format (what turns the direction of writing among them), surrogate, private, none
        if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    name = " ".join(_FORBIDDEN.sub(" ", name).split())
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name).strip(" .")
    stem = stem[: LONGEST_NAME - len(of.ending)].strip(" .") or "document"
    if _RESERVED.fullmatch(stem):
        stem = f"document {stem}"
    return stem + of.ending
