"""Filing, correcting and withdrawing, whoever asks for it (W37)."""

from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from audit.models import Event
from cases.actions import documents
from cases.models import Document, DocumentVersion
from cases.uploads import shelf
from rules.codes import ScanResult
from tests.cases.files import JPEG, PDF
from tests.conftest import MONDAY, days
from workflow.engine import Refused


def test_a_document_has_its_kind_author_date_checksum_and_version(case, priya):
    (document,) = documents.store(
        case,
        "agency-report",
        "../school report.doc",
        PDF,
        by=priya,
        author="Mrs Joan Ashby",
        dated_on=MONDAY.date(),
        at=MONDAY + days(1),
    )
    version = document.latest
    assert (document.kind_label, document.title) == ("Report from another agency", "school report")
    assert (document.author, document.dated_on) == ("Mrs Joan Ashby", MONDAY.date())
    assert (document.filed_by, document.filed_at) == (priya, MONDAY + days(1))
    assert (version.number, version.name, version.format) == (1, "school report.pdf", "pdf")
    assert (version.size, version.sha256) == (len(PDF), sha256(PDF).hexdigest())
    assert version.scan == ScanResult.NOT_SCANNED
    assert shelf.take(version.sha256) == PDF
    event = Event.objects.get(key="document.file")
    assert (event.by, event.case, event.at) == (priya, case, MONDAY + days(1))
    assert event.sentence == "Priya Raman filed a document: report from another agency"


def test_what_is_wrong_is_said_all_at_once_and_nothing_is_kept(case, pat):
    with pytest.raises(Refused) as refusal:
        documents.store(
            case, "poem", "x", b"MZ", by=pat, dated_on=(MONDAY + days(2)).date(), at=MONDAY
        )
    assert len(refusal.value.reasons) == 4
    assert not Document.objects.exists()


def test_what_the_service_wrote_is_filed_on_each_childs_record(case, tell, sam, hindley, abi):
    from cases.actions.decisions import refer

    second = refer(tell().children.get(), by=sam, why="Neglect.", team=hindley, at=MONDAY)
    made = documents.store([case, second], "minutes", "Minutes", PDF, by=abi, generated=True)
    assert [each.case for each in made] == [case, second]
    assert made[0].copies == made[1].copies
    assert len({each.latest.sha256 for each in made}) == 1
    documents.correct(made, "Minutes", JPEG, by=abi, why="A name was wrong.")
    assert [each.latest.number for each in Document.objects.all()] == [2, 2]


def test_a_correction_is_a_further_version_and_the_first_stays(case, priya):
    (document,) = documents.store(case, "letter-in", "letter.pdf", PDF, by=priya)
    documents.correct(document, "photo.png", JPEG, by=priya, why="The wrong page was scanned.")
    first, second = document.versions.all()
    assert (second.number, second.name, second.why) == (
        2,
        "photo.jpg",
        "The wrong page was scanned.",
    )
    assert shelf.take(first.sha256) == PDF
    with pytest.raises(Refused, match="Say what was wrong"):
        documents.correct(document, "x.pdf", PDF, by=priya, why=" ")
    assert DocumentVersion.objects.count() == 2


def test_whoever_filed_it_or_a_manager_withdraws_it_and_a_stub_stays(case, priya, tom, maya):
    (document,) = documents.store(case, "letter-in", "letter.pdf", PDF, by=priya)
    for by, why, says in ((tom, "x", "Only whoever filed it"), (maya, "", "Say why")):
        with pytest.raises(Refused, match=says):
            documents.withdraw(document, by=by, why=why)
    documents.withdraw(document, by=maya, why="Another child's letter.", at=MONDAY)
    document.refresh_from_db()
    assert (document.withdrawn_by, document.withdrawn_why) == (maya, "Another child's letter.")
    assert Event.objects.filter(key="document.withdraw", why="Another child's letter.").exists()
    for again in (
        lambda: documents.withdraw(document, by=maya, why="Again."),
        lambda: documents.correct(document, "x.pdf", PDF, by=priya, why="Again."),
    ):
        with pytest.raises(Refused, match="was withdrawn"):
            again()


def test_what_the_scanner_finds_is_refused_or_held_back_later(case, priya, monkeypatch):
    (document,) = documents.store(case, "other", "note.txt", b"harmless?", by=priya)
    answers = {}
    monkeypatch.setattr(documents, "scan", lambda content: answers[content])
    answers[b"bad"] = (ScanResult.INFECTED, "Eicar")
    with pytest.raises(Refused, match=r"found something in the file \(Eicar\)"):
        documents.store(case, "other", "note.txt", b"bad", by=priya)
    assert Document.objects.count() == 1
    # a scanner that came later looks at what is there; one that is away is asked again next time
    answers[b"harmless?"] = (ScanResult.NOT_SCANNED, "away")
    assert documents.scan_waiting() == 0
    answers[b"harmless?"] = (ScanResult.INFECTED, "Eicar")
    assert documents.scan_waiting() == 1
    assert document.versions.get().is_held_back
    assert priya.alerts.get(key__startswith="document-held-back").url.endswith(f"/{document.pk}/")
    assert documents.scan_waiting() == 0


def test_a_file_that_was_changed_or_lost_on_disk_is_not_handed_out(case, priya):
    (document,) = documents.store(case, "other", "note.txt", b"as it was", by=priya)
    checksum = document.latest.sha256
    shelf.destroy(checksum)
    storages["documents"].save(f"{checksum[:2]}/{checksum}", ContentFile(b"as it is"))
    with pytest.raises(shelf.Damaged):
        shelf.take(checksum)
    shelf.destroy(checksum)
    with pytest.raises(shelf.Damaged):
        shelf.take(checksum)
