"""The pages of a case's documents (W37)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Access
from cases.actions.documents import correct, store, withdraw
from cases.models import Document, DocumentVersion
from cases.uploads import shelf
from clocks.models import Incident
from people.models import Person, Relationship
from rules.codes import ScanResult
from tests.cases.files import BAD, JPEG, PDF
from tests.conftest import MONDAY


@pytest.fixture
def document(case, priya):
    return store(case, "agency-report", "school report.pdf", PDF, by=priya, at=MONDAY)[0]


def address(document, page="detail", **more):
    return reverse(
        f"document-{page}",
        kwargs={"reference": document.case.reference, "pk": document.pk, **more},
    )


@pytest.fixture
def send(client, case, priya):
    client.force_login(priya)

    def post(content=PDF, name="letter.pdf", **given):
        form = {"kind": "letter-in", "dated_on": "2/3/2026", **given}
        if content is not None:
            form["file"] = SimpleUploadedFile(name, content, "text/html")
        return client.post(reverse("document-add", args=[case.reference]), form, follow=True)

    return post


def test_a_document_is_filed_listed_and_opened_and_each_look_is_logged(send, client, priya, case):
    page = send(title="Attendance letter", author="Mrs Ashby, St Bride’s").content.decode()
    for words in ("is filed", "Attendance letter", "Letter we received", "Mrs Ashby", "2 March"):
        assert words in page, words
    document = Document.objects.get()
    page = client.get(address(document)).content.decode()
    assert "Not scanned for viruses" in page
    assert document.latest.sha256 in page
    before = Access.objects.count()
    answer = client.get(address(document, "file", number=1))
    assert answer.content == PDF
    log = Access.objects.latest("pk")
    assert Access.objects.count() == before + 1
    assert (log.by, log.what, log.case, log.page) == (priya, "export", case, "document-file")
    assert log.terms == f"document {document.pk}, version 1"


def test_a_file_is_handed_out_to_be_saved_and_never_shown(client, document, priya):
    client.force_login(priya)
    answer = client.get(address(document, "file", number=1))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="school report.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = {each.strip() for each in answer["Content-Security-Policy"].split(";")}
    assert policy == {"default-src 'none'", "sandbox"}
    assert "no-store" in answer["Cache-Control"]


def test_what_is_refused_says_why_and_keeps_what_was_typed(send):
    for content, says in (*BAD.values(), (None, "Choose the file.")):
        page = send(content, title="My title", author="Me").content.decode()
        assert "There is a problem" in page
        assert says.lower() in page.lower(), says
        assert "My title" in page
        assert "Choose the file again" in page
    page = send(kind="poem", dated_on="31/2/2026").content.decode()
    assert page.count("govuk-error-message") == 2
    assert not Document.objects.exists()


def test_a_double_click_files_one_document(send, client, case):
    page = client.get(reverse("document-add", args=[case.reference]))
    token = page.context["form"]["token"].value()
    send(token=token)
    send(token=token)
    assert Document.objects.count() == 1


def test_a_letter_about_brothers_and_sisters_is_filed_once_for_all(
    send, client, case, tell, sam, hindley, priya
):
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer

    told = tell(children=[ChildTold(forename="Jake", surname="Marsden")]).children.get()
    jake = refer(told, by=sam, why="Neglect.", team=hindley, at=MONDAY)
    mother = Person.objects.create(forename="Gemma", surname="Marsden")
    for each in (case, jake):
        Relationship.objects.create(person=mother, other=each.person, kind="mother")
    send(others=[jake.pk])
    mine, his = Document.objects.order_by("pk")
    assert (mine.case, his.case) == (case, jake)
    assert "Jake Marsden" in client.get(address(mine)).content.decode()
    form = {"why": "A page was missing.", "file": SimpleUploadedFile("all.jpg", JPEG)}
    page = client.post(address(mine, "correct"), form, follow=True).content.decode()
    assert "A page was missing." in page
    assert "Version 1, corrected since" in page
    assert his.latest.number == 2
    # a restricted brother's record is not offered
    jake.restricted = True
    jake.save(update_fields=["restricted"])
    send(others=[jake.pk])
    assert Document.objects.filter(case=jake).count() == 1


def test_a_withdrawn_document_leaves_a_stub_and_nothing_to_open(client, document, priya, maya):
    client.force_login(maya)
    correct(document, "b.jpg", JPEG, by=priya, why="Better scan.")
    page = client.post(address(document, "withdraw"), {"why": ""}).content.decode()
    assert "Enter why it is withdrawn" in page
    page = client.post(
        address(document, "withdraw"), {"why": "Another child’s."}, follow=True
    ).content.decode()
    assert "school report" not in page
    assert "A document that was withdrawn" in page
    page = client.get(address(document)).content.decode()
    assert "Another child’s." in page
    assert "school report" not in page
    for number in (1, 2):
        assert client.get(address(document, "file", number=number)).status_code == 404
    for name in ("correct", "withdraw"):
        assert client.get(address(document, name)).status_code == 404


def test_what_is_held_back_or_lost_cannot_be_saved(client, document, priya):
    client.force_login(priya)
    version = document.versions.get()
    shelf.destroy(version.sha256)
    page = client.get(address(document, "file", number=1), follow=True).content.decode()
    assert "The file is lost" in page
    assert Incident.objects.get().what.startswith(f"The file of document {document.pk}, version 1")
    version.scan, version.scan_said = ScanResult.INFECTED, "Eicar"
    version.save(update_fields=["scan", "scan_said"])
    assert "cannot be opened" in client.get(address(document)).content.decode()
    assert client.get(address(document, "file", number=1)).status_code == 404


def test_another_team_cannot_tell_that_a_document_exists(client, document, tom):
    client.force_login(tom)
    for name in ("detail", "correct", "withdraw"):
        assert client.get(address(document, name)).status_code == 404
    assert client.get(address(document, "file", number=1)).status_code == 404


def test_a_document_is_found_on_its_own_case_alone(
    client, document, case, tell, sam, hindley, maya
):
    from cases.actions.decisions import refer

    other = refer(tell().children.get(), by=sam, why="Neglect.", team=hindley, at=MONDAY)
    client.force_login(maya)
    elsewhere = address(document).replace(case.reference, other.reference)
    assert client.get(elsewhere).status_code == 404
    assert client.get(f"{elsewhere}versions/1/").status_code == 404


def test_a_list_of_documents_asks_as_often_for_many_as_for_one(
    client, document, case, priya, django_assert_num_queries
):
    client.force_login(priya)
    page = reverse("case-documents", args=[case.reference])

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    queries()
    one = queries()
    for number in range(5):
        made = store(case, "other", f"{number}.txt", b"x", by=priya)
    withdraw(made, by=priya, why="Twice.")
    assert DocumentVersion.objects.count() == 6
    assert queries() == one
