"""Which files may be filed on a child's record, and how large. To allow a format, add a row.

A file is what its content says, whatever its name says. `cases/uploads/` looks into it; `inside`
names the way it does, and a row with a way that nobody wrote fails a test.
"""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Format:
    key: str
    label: str
    ending: str
    """Of the name it is handed out under."""
    media_type: str
    starts: tuple[bytes, ...]
    """How such a file begins; none of them for text, which is known by having nothing else in it."""
    inside: str
    """How its content is looked at: pdf, image, office, open-document or text."""
    holds: str = ""
    """For an archive: the part that makes it this format."""


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: tuple[Format, ...] = (
    Format("pdf", "PDF", ".pdf", "application/pdf", (b"%PDF-",), "pdf"),
    Format("jpeg", "JPEG picture", ".jpg", "image/jpeg", (b"\xff\xd8\xff",), "image"),
    Format("png", "PNG picture", ".png", "image/png", (b"\x89PNG\r\n\x1a\n",), "image"),
    Format("tiff", "TIFF scan", ".tif", "image/tiff", (b"II*\0", b"MM\0*"), "image"),
    Format(
        "heic",
        "HEIC picture",
        ".heic",
        "image/heic",
        tuple(
            b"\0\0\0" + bytes([size]) + b"ftyp" + brand
            for size in range(16, 64, 4)
            for brand in (b"heic", b"heix", b"mif1")
        ),
        "image",
    ),
    Format(
        "docx",
        "Word document",
        ".docx",
        f"{_OFFICE}.wordprocessingml.document",
        (b"PK\x03\x04",),
        "office",
        "word/document.xml",
    ),
    Format(
        "xlsx",
        "Excel workbook",
        ".xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
        (b"PK\x03\x04",),
        "office",
        "xl/workbook.xml",
    ),
    Format(
        "pptx",
        "PowerPoint presentation",
        ".pptx",
        f"{_OFFICE}.presentationml.presentation",
        (b"PK\x03\x04",),
        "office",
        "ppt/presentation.xml",
    ),
    Format(
        "odt",
        "OpenDocument text",
        ".odt",
        "application/vnd.oasis.opendocument.text",
        (b"PK\x03\x04",),
        "open-document",
        "content.xml",
    ),
    Format("txt", "Plain text", ".txt", "text/plain", (), "text"),
)

LARGEST = 20 * MB
"""Bytes of one file."""
MOST_UNPACKED = 200 * MB
"""Bytes that an Office file may unpack to: more is made to fill a disk."""
MOST_PARTS = 2_000
"""Parts of an Office file."""
LONGEST_NAME = 100
"""Characters of the name it is handed out under."""

WHY = (
    "What a colleague, a court or a school sends, and a photograph; nothing that runs when it is "
    "opened. Macros, web pages, drawings with script (SVG), programs, archives and files locked "
    "with a password are refused."
)


def listed_formats() -> str:
    """ "PDF, JPEG picture, … or plain text", for the form."""
    labels = [row.label for row in FORMATS]
    return f"{', '.join(labels[:-1])} or {labels[-1][:1].lower()}{labels[-1][1:]}"
