"""Disposing of a record: proposed by one, confirmed by another, gone everywhere, and provably so."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import Access, Event
from audit.seals import seal
from audit.verify import verify
from cases.actions.decisions import refer
from cases.actions.documents import correct, store, withdraw
from cases.models import Case, ContactChild, Document
from cases.uploads import shelf
from people.models import Person
from people.words import relearn
from retention.actions import confirm, hold, lift, propose, refuse
from retention.models import Certificate, Disposal
from tests.cases.files import JPEG, PDF, PNG, pdf_with
from tests.conftest import MONDAY, days
from tests.retention.conftest import LATER, finish
from workflow.engine import Refused

pytestmark = pytest.mark.django_db


def test_the_child_is_nowhere_any_more_and_the_logs_still_verify(
    gone, dev, helen, where_is, as_service
):
    """Authorised assessment, append-only tables and row histories included; done with the rights of
    the service's own role, which may remove nothing by itself."""
    person, sealed = gone.person, seal().rows
    assert {"assessments_document", "people_historicalperson", "audit_event"} <= set(
        where_is("ellie")
    )
    certificate = confirm(propose(person, by=dev, at=LATER), by=helen, at=LATER)
    relearn()
    assert where_is("ellie") == []
    assert where_is("edith") == []
    assert where_is("marsden") == ["audit_access"], "a search for a surname alone names nobody"

    # the stub: ids and dates, and who looked at them
    person, case = Person.objects.get(pk=person.pk), Case.objects.get(pk=gone.pk)
    assert (person.name, person.birth_date, person.history.count()) == ("Disposed of", None, 0)
    assert (case.reference, case.closed_on) == (gone.reference, gone.closed_on)
    assert (case.worker, case.closure_summary, case.history.count()) == (None, "", 0)
    assert Access.objects.filter(case=case).count() == 2

    # the certificate: what, by whom, on what ground, and no word of the child
    assert certificate.removed["event"] > 5
    assert certificate.removed["assessment"] == 1
    assert certificate.removed["person, row history"] >= 2
    assert certificate.emptied == {"person": 2, "case": 1, "contact": 1}
    assert certificate.ground.startswith("In need: kept until the 21st birthday")
    assert (certificate.proposed_by, certificate.confirmed_by) == (dev, helen)
    assert (certificate.person_reference, certificate.kept) == (person.reference, [])

    # the chain: hashes stay, the rows are accounted for
    result = verify()
    assert result.findings == []
    assert result.rows == sealed
    assert result.disposed[certificate.pk] > 10
    seal()
    assert verify().findings == []


def test_what_a_brother_needs_stays_and_the_certificate_says_so(
    together, sibling_cases, priya, maya, dev, helen
):
    """Written once for both, told of in one contact, with one mother."""
    from assessments.actions.decide import authorise, send
    from assessments.models import PartText
    from people.models import Relationship
    from tests.assessments.conftest import WEDNESDAY, fill

    for each in together:
        fill(each, by=priya)
    send(together[0], by=priya, to=maya, at=WEDNESDAY)
    authorise(together[0], by=maya, at=WEDNESDAY)
    ellie, jake = sibling_cases
    mother = Person.objects.create(forename="Gemma", surname="Marsden")
    for case in sibling_cases:
        case.refresh_from_db()
        Relationship.objects.create(person=mother, other=case.person, kind="mother")
    finish(ellie, priya, maya)
    jakes = list(PartText.objects.filter(assessment__case=jake).values_list("text", flat=True))

    certificate = confirm(propose(ellie.person, by=dev, at=LATER), by=helen, at=LATER)
    assert [each for each in certificate.kept if "relative" in each] == [
        "2 relatives of this child, whom other children's records need."
    ]
    assert "1 contact that also told of other children" in " ".join(certificate.kept)
    assert "part text, written for brothers and sisters too" in " ".join(certificate.kept)
    mother.refresh_from_db()
    jake.refresh_from_db()
    assert (mother.forename, jake.person.forename, jake.worker) == ("Gemma", "Jake", priya)
    narrative = jake.assessments.get().narrative
    assert narrative.parttexts.exists()
    assert list(PartText.objects.filter(assessment__case=jake).values_list("text", flat=True)) == (
        jakes
    )
    assert not ContactChild.objects.filter(person=ellie.person).exists()
    assert not Event.objects.filter(person=ellie.person).exists()
    assert Event.objects.filter(case=jake).exists()


def test_nothing_goes_before_its_time_or_under_a_hold_or_by_one_person(gone, dev, helen, priya):
    person = gone.person

    def refused(act, *args, **given):
        with pytest.raises(Refused) as refusal:
            act(*args, **given)
        return " ".join(refusal.value.reasons)

    assert "kept until 2 March 2047" in refused(propose, person, by=dev, at=MONDAY) or (
        "kept until 7 March 2047" in refused(propose, person, by=dev, at=MONDAY)
    )
    assert "Your role" in refused(propose, person, by=priya, at=LATER)
    hold(person, by=helen, why="A claim.", at=LATER)
    assert "held already" in refused(hold, person, by=dev, why="Again.", at=LATER)
    assert "under a legal hold" in refused(propose, person, by=dev, at=LATER)
    lift(person, by=dev, why="Settled.", at=LATER)
    disposal = propose(person, by=dev, at=LATER)
    assert helen.alerts.get(key=f"disposal:{disposal.pk}").text.startswith("Dev")
    assert "proposed already" in refused(propose, person, by=helen, at=LATER)
    assert "Another person has to confirm" in refused(confirm, disposal, by=dev, at=LATER)
    hold(person, by=dev, why="A request.", at=LATER)
    assert "under a legal hold" in refused(confirm, disposal, by=helen, at=LATER)
    lift(person, by=dev, why="Answered.", at=LATER)
    refuse(disposal, by=helen, why="Ellie Marsden may ask for it.", at=LATER)
    assert "decided already" in refused(confirm, disposal, by=helen, at=LATER)
    confirm(propose(person, by=helen, at=LATER), by=dev, at=LATER)
    assert "no record to dispose of" in refused(propose, person, by=dev, at=LATER)
    assert "has been disposed of" in refused(hold, person, by=dev, why="Late.", at=LATER)
    assert Disposal.objects.exclude(refused_why="").count() == 0


def test_a_child_who_is_open_again_is_not_due(gone, tell, dev):
    from cases.actions.contacts import ChildTold

    tell(children=[ChildTold(person=gone.person)], at=LATER)
    with pytest.raises(Refused, match="a contact waits"):
        propose(gone.person, by=dev, at=LATER)


def test_the_database_opens_its_door_to_nothing_but_such_a_disposal(gone, dev, helen):
    event = Event.objects.filter(case=gone).first()
    disposal = propose(gone.person, by=dev, at=LATER)
    with connection.cursor() as cursor:
        for table, ids, said in (
            ("audit_event", [event.pk], "is not one that two people have decided"),
            ("audit_seal", [1], "is not one that two people"),
        ):
            with pytest.raises(DatabaseError, match=said), transaction.atomic():
                cursor.execute("SELECT dispose_rows(%s, %s, 'id', %s)", [disposal.pk, table, ids])
        Disposal.objects.filter(pk=disposal.pk).update(confirmed_by=helen, confirmed_at=LATER)
        with pytest.raises(DatabaseError, match="No rows of"), transaction.atomic():
            cursor.execute("SELECT dispose_rows(%s, 'audit_seal', 'number', '{1}')", [disposal.pk])
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            cursor.execute("UPDATE retention_disposal SET confirmed_by_id = %s", [dev.pk])
        with pytest.raises(DatabaseError, match="disposal_by_two_people"), transaction.atomic():
            Disposal.objects.create(
                person=Person.objects.create(surname="Holt"), kind="in-need", due_on=LATER.date(),
                proposed_at=LATER, proposed_by=dev, confirmed_by=dev,
            )  # fmt: skip


def test_a_proposal_and_its_confirmation_by_pages(gone, client, dev, helen, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    reference = gone.person.reference
    client.force_login(dev)
    page = client.get("/retention/").content.decode()
    assert reference in page and "In need" in page and "Marsden" not in page
    page = client.get(f"/retention/{reference}/").content.decode()
    assert "What would go" in page and "Propose that it goes" in page and "Marsden" not in page
    answer = client.post(f"/retention/{reference}/propose/", {})
    assert "nothing in it is needed any more" in answer.content.decode()
    assert not Disposal.objects.exists(), "nothing without the tick"
    client.post(f"/retention/{reference}/propose/", {"sure": "on"})
    client.post(f"/retention/{reference}/propose/", {"sure": "on"})
    assert Disposal.objects.count() == 1
    answer = client.post(f"/retention/{reference}/confirm/", {"sure": "on"})
    assert "You proposed this." in answer.content.decode()
    client.force_login(helen)
    assert "Confirm: dispose of it" in client.get(f"/retention/{reference}/").content.decode()
    answer = client.post(f"/retention/{reference}/confirm/", {"sure": "on"}, follow=True)
    certificate = Certificate.objects.get()
    assert f"Certificate {certificate.pk}" in answer.content.decode()
    page = client.get(f"/retention/certificates/{certificate.pk}/").content.decode()
    assert "Dev" in page and "Helen" in page and "Nothing." in page
    assert reference not in client.get("/retention/").content.decode()
    assert Access.objects.filter(page="disposal-confirm", person=gone.person).count() == 2


def on_the_shelf(content):
    try:
        return shelf.take(sha256(content).hexdigest()) == content
    except shelf.Damaged:
        return False


def test_the_files_go_with_the_record_and_those_that_another_child_needs_stay(
    case, tell, sam, hindley, priya, maya, dev, helen, django_capture_on_commit_callbacks
):
    """Every version, withdrawn ones too; a letter filed on two records leaves the shelf with the last."""
    other = refer(tell().children.get(), by=sam, why="Neglect.", team=hindley, at=MONDAY)
    case.refresh_from_db()
    file = {"by": priya, "dated_on": MONDAY.date(), "at": MONDAY + days(1)}
    (own,) = store(case, "letter-in", "Letter.pdf", PDF, **file)
    correct([own], "Letter.jpg", JPEG, by=priya, why="A page was missing.", at=MONDAY + days(1))
    (wrong,) = store(case, "letter-in", "Wrong child.png", PNG, **file)
    withdraw(wrong, by=priya, why="Another child's.", at=MONDAY + days(1))
    both = pdf_with(b"both")
    store([case, other], "letter-in", "Both.pdf", both, **file)
    finish(case, priya, maya)
    disposal = propose(case.person, by=dev, at=LATER)
    with pytest.raises(Refused), django_capture_on_commit_callbacks(execute=True):
        confirm(disposal, by=dev, at=LATER)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        certificate = confirm(disposal, by=helen, at=LATER)
    # not before it is certain that the rows are gone: a disposal taken back must find its files
    assert all(on_the_shelf(content) for content in (PDF, JPEG, PNG, both))
    for callback in waiting:
        callback()
    assert not any(on_the_shelf(content) for content in (PDF, JPEG, PNG))
    assert on_the_shelf(both)
    assert certificate.removed["document version"] == 4
    assert [each.case for each in Document.objects.all()] == [other]
