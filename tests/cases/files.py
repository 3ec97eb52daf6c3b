"""Files to upload, good and bad, made on the spot."""

import io
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a small picture \xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR a small picture IEND\xaeB`\x82"


def office(holds="word/document.xml", *, types=b"<Types/>", **parts):
    """An Office file; further parts by keyword, with __ for / and the last _ for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(holds, "<document/>")
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), body)
    return file.getvalue()


def odt(mimetype=b"application/vnd.oasis.opendocument.text", **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", "<office/>")
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/"), body)
    return file.getvalue()


def pdf_with(words, *, packed=False):
    if packed:
        body = zlib.compress(words)
        words = b"5 0 obj\n<< /Type /ObjStm /Length %d >>\nstream\n%s\nendstream\nendobj" % (
            len(body),
            body,
        )
    return PDF.replace(b"endobj\n", b"endobj\n" + words + b"\n", 1)


def bomb():
    return office(word__media__big=b"\0" * (201 * 1024 * 1024))


GOOD = {
    "letter.pdf": (PDF, "pdf"),
    "photo.jpg": (JPEG, "jpeg"),
    "drawing.png": (PNG, "png"),
    "scan.tif": (b"II*\0 a scan", "tiff"),
    "phone.heic": (b"\0\0\0\x18ftypheic a picture", "heic"),
    "report.docx": (office(), "docx"),
    "with its printer.docx": (office(word__printerSettings__one_DOT_bin=b"x"), "docx"),
    "budget.xlsx": (office("xl/workbook.xml"), "xlsx"),
    "talk.pptx": (office("ppt/presentation.xml"), "pptx"),
    "statement.odt": (odt(), "odt"),
    "note.txt": ("Mum says: «it’s fine»".encode(), "txt"),
    "old note.txt": ("It’s fine".encode("cp1252"), "txt"),
}

SCRIPT = b"7 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj"
ESCAPED = b"7 0 obj\n<< /S /J#61vaScript /JS (app.alert(1)) >>\nendobj"
OUTSIDE = b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://x" TargetMode="External"/></Relationships>'
BAD = {
    "nothing": (b"", "The file is empty"),
    "a web page": (b"<!DOCTYPE html><p>hello", "none of the kinds"),
    "a web page after spaces": (b"\xef\xbb\xbf \n<script>alert(1)</script>", "none of the kinds"),
    "a drawing with script": (b'<svg xmlns="x" onload="alert(1)"/>', "none of the kinds"),
    "XML": (b'<?xml version="1.0"?><x/>', "none of the kinds"),
    "a program for Windows": (b"MZ\x90\x00\x03", "none of the kinds"),
    "a program for Linux": (b"\x7fELF\x02\x01", "none of the kinds"),
    "a shell script": (b"#!/bin/sh\nrm -rf /", "none of the kinds"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "none of the kinds"),
    "an archive": (office("a/letter.txt"), "none of the kinds"),
    "a broken archive": (office()[:60], "none of the kinds"),
    "a Word file with macros": (office(word__vbaProject_DOT_bin=b"x"), "macros"),
    "a Word file that says macros": (office(types=b"<x macroEnabled/>"), "macros"),
    "a Word file with a program in it": (office(word__embeddings__a_DOT_exe=b"MZ"), "macros"),
    "a Word file with an object": (office(word__embeddings__ole_DOT_bin=b"x"), "macros"),
    "a Word file with ActiveX": (office(word__activeX__a_DOT_xml=b"x"), "macros"),
    "a Word file that fetches": (office(word___rels__a_DOT_rels=OUTSIDE), "from elsewhere"),
    "an OpenDocument file with Basic": (odt(Basic__script="x"), "macros"),
    "an OpenDocument file that is another": (odt(b"application/zip"), "not what it says"),
    "a PDF with script": (pdf_with(SCRIPT), "holds a script"),
    "a PDF with script in hiding": (pdf_with(ESCAPED), "holds a script"),
    "a PDF with script packed away": (pdf_with(SCRIPT, packed=True), "holds a script"),
    "a PDF that starts a program": (pdf_with(b"<< /S /Launch >>"), "holds a script"),
    "a PDF with a file in it": (pdf_with(b"<< /EmbeddedFiles 3 0 R >>"), "holds a script"),
    "a PDF with a password": (pdf_with(b"<< /Encrypt 3 0 R >>"), "locked with a password"),
    "half a PDF": (PDF[:40], "cut off"),
    "a broken PDF": (pdf_with(b"<< /ObjStm >>\nstream\nxx\nendstream"), "damaged"),
    "half a picture": (JPEG[:-2], "cut off"),
}
