"""Restricted records, one's own family, broken glass, and contacts that reach a restricted child."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import Access, Alert
from cases.actions import glass, own_family, recognise, restriction
from cases.actions.allocation import reallocate
from cases.actions.contacts import ChildTold
from cases.loads import loads_of
from cases.models import Case, Contact, ContactChild, PossibleMatch, Restriction
from clocks.models import Clock
from people.access import forget
from people.models import BrokenGlass, Person, Relationship
from tests.conftest import MONDAY, days
from workflow.engine import Refused

WHY = "The father must not learn where they live."


@pytest.fixture
def closed(case, maya):
    Person.objects.filter(pk=case.person_id)
    case.person.birth_date = date(2018, 5, 4)
    case.person.save(update_fields=["birth_date"])
    made = restriction.restrict(
        [case], by=maya, category="high-risk", reason=WHY, at=MONDAY + days(1)
    )[0]
    case.refresh_from_db()
    return made


def sees(user, case):
    forget(user)
    person = Person.objects.visible_to(user).filter(pk=case.person_id).exists()
    return person, Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_a_restricted_record_is_read_by_its_worker_manager_head_and_list_and_by_nobody_else(
    closed, case, cast, maya, ines
):
    """§6.1. Neither the worker nor the manager is locked out."""
    readers = {key for key, user in cast.items() if any(sees(user, case))}
    assert readers == {"priya", "maya", "helen"}
    restriction.list_reader(closed, cast["grace"], by=maya, why="Chairs the strategy discussion.")
    assert sees(cast["grace"], case) == (True, True)
    listed = case.person.listed_readers.get(user=cast["grace"], removed_at=None)
    restriction.unlist_reader(closed, listed, by=maya)
    restriction.unlist_reader(closed, listed, by=maya)
    assert sees(cast["grace"], case) == (False, False)
    with pytest.raises(Refused, match="reads no children's records"):
        restriction.list_reader(closed, cast["pat"], by=maya, why="Asked.")


def test_what_is_closed_in_the_middle_of_a_page_is_closed_for_the_rest_of_it(case, dana):
    """The short lists are read once for a page, and again when somebody's reading has changed."""
    dana.page = {}
    told = ContactChild.objects.filter(person=case.person_id)
    assert told.visible_to(dana).exists()
    case.person.restricted = True
    case.person.save(update_fields=["restricted"])
    assert told.visible_to(dana).exists()
    forget(dana)
    assert not told.visible_to(dana).exists()


def test_where_a_team_has_no_manager_the_one_above_is_listed(waiting_case, grace, leigh):
    waiting_case.team = leigh
    waiting_case.save(update_fields=["team"])
    restriction.restrict([waiting_case], by=grace, category="staff", reason=WHY, at=MONDAY)
    assert sees(grace, waiting_case) == (True, True)


def test_it_is_reviewed_within_90_days_and_lifted_with_a_reason(closed, case, maya, tom, grace):
    due = Clock.objects.running().get(rule="restriction-review")
    assert due.due_on == (MONDAY + days(91)).date() and due.owner == maya
    with pytest.raises(Refused, match="Say why"):
        restriction.review(closed, by=maya, why=" ", at=MONDAY + days(80))
    restriction.review(closed, by=maya, why="Still at risk.", at=MONDAY + days(80))
    assert (
        Clock.objects.running().get(rule="restriction-review").due_on == (MONDAY + days(170)).date()
    )
    with pytest.raises(Refused):
        restriction.lift(closed, by=tom, why="Let me in.", at=MONDAY + days(81))
    restriction.lift(closed, by=maya, why="He has died.", at=MONDAY + days(81))
    assert not Clock.objects.running().filter(rule="restriction-review").exists()
    assert sees(grace, case) == (True, True)
    with pytest.raises(Refused, match="not possible now"):
        restriction.lift(closed, by=maya, why="Again.", at=MONDAY + days(82))


def test_own_family_is_barred_with_their_household_whatever_the_role_reaches(
    case, priya, maya, helen, omar
):
    mother = Person.objects.create(forename="Gemma", surname="Marsden")
    Relationship.objects.create(person=mother, other=case.person, kind="mother")
    for user in (helen, omar, priya):
        own_family.declare(user, mother, by=user, kind="friend", at=MONDAY + days(1))
        assert sees(user, case) == (False, False)
    # Priya leads: her manager is told to give the case to somebody else, and nobody bars Maya
    assert Alert.objects.filter(recipient=maya, key__startswith="tie:", grave=True).count() == 1
    assert sees(maya, case) == (True, True)
    with pytest.raises(Refused, match="cannot be allocated"):
        case.worker = None
        reallocate(case, by=maya, worker=priya, why="Back.", at=MONDAY + days(2))
    with pytest.raises(Refused, match="Only a manager or data protection"):
        own_family.declare(priya, mother, by=omar, kind="friend")
    with pytest.raises(Refused, match="never for themselves"):
        own_family.end_tie(helen.ties_to_people.get(), by=helen, why="It was nothing.")
    own_family.end_tie(helen.ties_to_people.get(), by=maya, why="Another Gemma.")
    assert sees(helen, case) == (True, True)


def test_family_of_the_readers_own_is_not_named_on_the_case_of_somebody_further_away(
    client, case, priya, maya
):
    """The bar reaches two steps; a child three steps away is open, and names nobody nearer."""
    people = [
        Person.objects.create(forename=name, surname="Verity") for name in ("Una", "Cy", "Bo")
    ]
    for nearer, further in zip(people, [*people[1:], case.person], strict=True):
        Relationship.objects.create(person=nearer, other=further, kind="mother")
    own_family.declare(priya, people[0], by=maya, kind="family", at=MONDAY)
    forget(priya)
    assert sees(priya, case) == (True, True)
    client.force_login(priya)
    now = timezone.localtime()
    past = f"as-of/?at_day={now:%d/%m/%Y}&at_time={now:%H:%M}"
    for page in ("", "family/", past):
        shown = client.get(f"/cases/{case.reference}/{page}").content.decode()
        assert "Bo Verity" not in shown, page
    client.force_login(maya)
    for page in ("", "family/", past):
        assert "Bo Verity" in client.get(f"/cases/{case.reference}/{page}").content.decode(), page


def test_who_names_their_family_is_told_the_same_whether_or_not_they_are_on_record(
    client, closed, case, omar
):
    client.force_login(omar)
    known = {"forename": "Ellie", "surname": "Marsden", "birth_date": "4 5 2018", "kind": "family"}
    day = {"birth_date_0": "4", "birth_date_1": "5", "birth_date_2": "2018"}
    pages = [
        client.post("/own-family/", {**known, **day, "forename": name}, follow=True).content
        for name in ("Ellie", "Elliott")
    ]
    assert b"Recorded. If they are on record" in pages[0] and b"Recorded. If" in pages[1]
    assert omar.ties_to_people.filter(person=None).count() == 1
    assert omar.ties_to_people.filter(person=case.person).count() == 1


def test_broken_glass_opens_for_an_hour_tells_the_manager_and_marks_what_is_read(
    client, closed, case, omar, maya, dev
):
    client.force_login(omar)
    page = f"/cases/{case.reference}/"
    assert client.get(page).status_code == 404
    asked = {"reference": case.reference, "reason": "danger", "why": "The mother rang, afraid."}
    assert client.post("/closed-records/open/", {**asked, "why": ""}).status_code == 200
    assert not BrokenGlass.objects.exists()
    answer = client.post("/closed-records/open/", asked)
    assert answer.url == f"/people/{case.person.reference}/"
    broken = BrokenGlass.objects.get()
    for opened in (page, answer.url):
        shown = client.get(opened).content.decode()
        assert "This record is closed to you, and open until" in shown
    assert Access.objects.get(by=omar, page="case-detail").glass == broken
    told = Alert.objects.filter(key=f"glass:{broken.pk}")
    assert set(told.values_list("recipient__username", flat=True)) == {"maya", "dev"}
    assert "Marsden" not in told[0].text
    # a second time is the same glass; after the hour the record is closed again
    client.post("/closed-records/open/", asked)
    assert BrokenGlass.objects.count() == 1
    broken.at, broken.until = (timezone.now() - timedelta(minutes=n) for n in (61, 1))
    broken.save()
    assert client.get(page).status_code == 404
    # reviewed by the manager, once, and not by whoever broke it
    with pytest.raises(Refused, match="record's manager or data protection"):
        glass.review_glass(broken, by=omar, outcome="right", why="I was right.")
    client.force_login(maya)
    review = client.get(f"/closed-records/{broken.pk}/review/").content.decode()
    assert "What they read" in review and "Opened: the case" in review
    assert "closed to you" not in client.get(page).content.decode()
    client.post(f"/closed-records/{broken.pk}/review/", {"outcome": "right", "why": "Rang police."})
    broken.refresh_from_db()
    assert (broken.outcome, broken.reviewed_by) == ("right", maya)


@pytest.mark.parametrize(
    "asked",
    [
        {"reference": "P999999"},
        {"forename": "Ell", "surname": "Marsden"},
        {"forename": "Ellie", "surname": "Marsden", "birth_date_0": "5", "birth_date_1": "5", "birth_date_2": "2018"},
    ],
)  # fmt: skip
def test_less_than_exact_finds_nobody_and_the_try_is_logged(client, closed, omar, asked):
    client.force_login(omar)
    answer = client.post(
        "/closed-records/open/", {"reason": "danger", "why": "Now.", **asked}
    ).content.decode()
    assert "There is a problem" in answer and not BrokenGlass.objects.exists()


def test_the_glass_is_not_for_ones_own_family_and_says_what_it_says_to_a_stranger(
    client, closed, case, omar
):
    own_family.declare(omar, case.person, by=omar, kind="family")
    client.force_login(omar)
    asked = {"reason": "danger", "why": "Now."}
    pages = [
        client.post("/closed-records/open/", {**asked, "reference": ref}).content.decode()
        for ref in (case.person.reference, "P999999")
    ]
    assert all(glass.NOBODY in page for page in pages) and not BrokenGlass.objects.exists()


def test_a_contact_about_a_restricted_child_reaches_the_worker_and_the_desk_sees_nothing(
    client, closed, case, tell, dana, maya, priya
):
    """The desk finds nobody, records a new child, and the record's manager is told at once."""
    before = Alert.objects.filter(recipient=dana).count()
    told = tell(
        at=MONDAY + days(2),
        children=[
            ChildTold(forename="Elly", surname="Marsden", birth_date=date(2018, 5, 4)),
            ChildTold(forename="Zacharias", surname="Oyelaran", birth_date=date(2011, 1, 1)),
        ],
    )
    match = PossibleMatch.objects.get()
    assert match.person == case.person
    assert Alert.objects.filter(recipient=dana).count() == before
    client.force_login(dana)
    assert b"restricted" not in client.get(f"/contacts/{told.reference}/").content.lower()
    client.force_login(maya)
    page = f"/contacts/{told.reference}/recognise/{match.pk}/"
    assert "Is it the same child?" in client.get(page).content.decode()
    assert page.encode() in client.get("/closed-records/").content
    client.post(page, {"same": "yes"})
    child = match.contact_child
    child.refresh_from_db()
    assert (child.person, child.case, child.owner) == (case.person, case, priya)
    assert Clock.objects.running().filter(occasion=child.occasion).get().rule == (
        "new-information-decision"
    )
    client.force_login(dana)
    assert client.get(f"/contacts/{told.reference}/").status_code == 404
    assert b"Elly" not in client.get("/duty/").content
    assert "Nobody found" in client.get("/search/", {"q": "Elly Marsden"}).content.decode()
    with pytest.raises(Refused, match="settled this already"):
        recognise.settle_match(match, by=maya, is_same=False)


def test_the_pages_of_a_restriction(client, case, maya, priya, grace):
    client.force_login(maya)
    page = f"/cases/{case.reference}/restrict/"
    assert "There is a problem" in client.post(page, {"token": ""}).content.decode()
    client.post(page, {"category": "staff", "reason": WHY, "readers": [grace.pk]})
    assert Restriction.objects.in_force().filter(person=case.person_id).count() == 1
    there = client.get(f"/cases/{case.reference}/restriction/").content.decode()
    assert WHY in there and grace.name in there and priya.name in there
    listed = case.person.listed_readers.get(user=grace)
    client.post(f"/cases/{case.reference}/restriction/list/{listed.pk}/remove/")
    assert sees(grace, case) == (False, False)
    assert "Ellie Marsden" in client.get("/closed-records/").content.decode()
    client.post(f"/cases/{case.reference}/restriction/review/", {"why": "Still so."})
    client.post(f"/cases/{case.reference}/restriction/lift/", {"why": "No more."})
    assert not Restriction.objects.in_force().exists()
    assert not mail.outbox and Contact.objects.exists()


def test_no_number_of_a_team_tells_of_a_restricted_record(client, closed, case, maya, grace, priya):
    """What a worker carries is counted without what is closed to the reader."""
    for user, led in ((maya, 1), (grace, 0)):
        load = loads_of([priya], timezone.now(), user)[0]
        assert (load.cases, load.late > 0) == (led, bool(led)), user
        client.force_login(user)
        shown = client.get("/my-team/").content.decode()
        assert ("1 allocated child" in shown) is bool(led), user
