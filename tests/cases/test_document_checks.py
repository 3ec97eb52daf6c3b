"""What may be kept is told by the content, and the name is made harmless (W37)."""

import io
import socketserver
import threading
import time
import zipfile

import pytest

from cases.uploads import scanner
from cases.uploads.checks import INSIDE, examine
from cases.uploads.names import kept_name
from cases.uploads.scanner import scan
from rules.codes import ScanResult
from rules.documents import FORMATS, LARGEST, LONGEST_NAME
from tests.cases.files import BAD, GOOD, bomb, office, pdf_with


def test_every_format_is_known_by_its_content_whatever_its_name():
    for name, (content, key) in GOOD.items():
        found, reasons = examine(content)
        assert (found and found.key, reasons) == (key, []), name
    assert {row.key for row in FORMATS} == {key for _, key in GOOD.values()}
    assert {row.inside for row in FORMATS} == set(INSIDE)


def test_what_runs_hides_or_is_none_of_them_is_refused_in_a_sentence():
    for name, (content, says) in BAD.items():
        reasons = examine(content)[1]
        assert any(says in reason for reason in reasons), (name, reasons)


def test_what_would_fill_a_disk_is_refused():
    assert "larger than 20 MB" in examine(b"%PDF-" + bytes(LARGEST))[1][0]
    packed = bomb()
    assert len(packed) < 1_000_000
    assert "unpacks to more" in examine(packed)[1][0]
    many = office(**{f"part{n}": b"" for n in range(2001)})
    assert "unpacks to more" in examine(many)[1][0]
    zeros = pdf_with(bytes(60 * 1024 * 1024), packed=True)
    assert "unpacks to more" in examine(zeros)[1][0]


def test_an_archive_that_lies_about_its_size_is_refused():
    """The declared size is cut to a tenth in both places where it stands."""
    body = b"x" * 40_000
    content = office(word__big=body)
    real, said = len(body).to_bytes(4, "little"), (4_000).to_bytes(4, "little")
    assert content.count(real) == 2
    assert "damaged" in examine(content.replace(real, said))[1][0]


def test_a_locked_office_file_is_refused():
    file = io.BytesIO(office())
    with zipfile.ZipFile(file) as archive:
        offset = archive.start_dir
    content = bytearray(file.getvalue())
    content[offset + 8] |= 1  # the flag «encrypted» of the first part
    assert "locked with a password" in examine(bytes(content))[1][0]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("letter.exe", "letter.pdf"),
        ("letter", "letter.pdf"),
        ("Report.2026.final.docx", "Report.2026.final.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\letter.pdf", "letter.pdf"),
        ("/etc/cron.d/x\0.pdf", "x.pdf"),
        ("letter\u202efdp.exe", "letterfdp.pdf"),
        ("le\u200btter\u2066.pdf", "letter.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ('"; rm -rf ~.pdf', "; rm -rf ~.pdf"),
        ("", "document.pdf"),
        ("....", "document.pdf"),
        (".pdf", "document.pdf"),
        ("con.pdf", "document con.pdf"),
        ("Łucja’s 📷 نامه.pdf", "Łucja’s 📷 نامه.pdf"),
        ("\ud800.pdf", "document.pdf"),
    ],
)
def test_a_name_has_no_folders_nothing_hidden_and_its_true_ending(given, kept):
    pdf = FORMATS[0]
    assert kept_name(given, pdf) == kept


def test_a_very_long_name_is_cut_and_keeps_its_ending():
    name = kept_name("x" * 5000 + ".pdf", FORMATS[0])
    assert len(name) == LONGEST_NAME
    assert name.endswith("x.pdf")


# --- the virus scanner -------------------------------------------------------------------------
class Daemon(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mood = ""
    """What it says instead of looking; «hang» is nothing at all."""


class Session(socketserver.StreamRequestHandler):
    """INSTREAM as ClamAV's daemon speaks it: chunks with their length before them, 0 at the end."""

    def handle(self):
        command = b"".join(iter(lambda: self.rfile.read(1), b"\0"))
        assert command == b"zINSTREAM", command
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        mood = self.server.mood
        if mood == "hang":
            time.sleep(1)
        elif mood:
            self.wfile.write(mood.encode() + b"\0")
        elif b"EICAR" in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture
def daemon(settings, monkeypatch):
    monkeypatch.setattr(scanner, "PATIENCE", 0.2)
    with Daemon(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_the_scanner_is_asked_and_believed(daemon):
    assert scan(b"x" * 200_000) == (ScanResult.CLEAN, "")
    assert scan(b"EICAR") == (ScanResult.INFECTED, "Eicar-Test-Signature")


def test_nothing_is_clean_unless_the_scanner_said_so(daemon, settings):
    for mood in ("hang", "INSTREAM size limit exceeded. ERROR", "stream: OKAY", "stream:"):
        daemon.mood = mood
        assert scan(b"x")[0] == ScanResult.NOT_SCANNED, mood
    daemon.shutdown()
    daemon.server_close()
    result, said = scan(b"x")
    assert (result, "did not answer" in said) == (ScanResult.NOT_SCANNED, True)
    settings.CLAMD = "none"
    assert scan(b"x")[0] == ScanResult.NOT_SCANNED
    settings.CLAMD = "/nowhere/clamd.sock"
    assert scan(b"x")[0] == ScanResult.NOT_SCANNED
