"""The duty desk: what came in, where it stands, and the caller who rings back."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cases.actions.contacts import ChildTold
from cases.actions.decisions import decide
from people.models import Agency, Person
from tests.cases.test_record_contact import text
from tests.conftest import LONDON, hours


@pytest.fixture
def desk(client, dana):
    client.force_login(dana)
    return client


@pytest.fixture
def now():
    return timezone.now()


def test_the_desk_says_how_long_each_contact_waits_and_who_decided_it(desk, tell, sam, now):
    """W1, W7"""
    tell(at=now - timedelta(hours=3))
    late = tell(at=now - timedelta(hours=26), children=[ChildTold(forename="Jack", surname="Bell")])
    gone = tell(at=now - timedelta(hours=1), children=[ChildTold(forename="Mo", surname="Ali")])
    decide(gone.children.get(), "advise", by=sam, why="All is well.", at=now)
    page = text(desk.get("/duty/"))
    assert "Waiting for a decision for 3 hours" in page
    assert "Advice and information, decided today" in page and "by Sam Okoro" in page
    assert late.reference in page and "2 hours late" in page


def test_the_strip_counts_received_waiting_and_late(desk, tell, now):
    tell(at=now - timedelta(minutes=1))
    tell(at=now - timedelta(hours=30), children=[ChildTold(forename="Jack", surname="Bell")])
    context = desk.get("/duty/").context
    assert (context["received"], context["waiting"], context["late"]) == (1, 2, 1)


def test_an_empty_desk_says_so(desk):
    assert "Nothing has come in today or in the last 12 hours, and nothing waits." in text(
        desk.get("/duty/")
    )


@pytest.mark.parametrize("typed", ["St Bride", "ashby", "marsden", "Elly Marsdn"])
def test_a_caller_who_rings_back_is_found_by_agency_caller_or_child(desk, tell, sam, now, typed):
    """L4: the outcome is read out from the one entry."""
    contact = tell(at=now - timedelta(days=40))
    decide(
        contact.children.get(),
        "redirect",
        by=sam,
        why="A parenting course is enough.",
        redirected_to="Family Links",
        late_reason="Bank holiday.",
        at=now,
    )
    assert contact.reference not in text(desk.get("/duty/"))
    page = text(desk.get("/duty/", {"q": typed}))
    assert contact.reference in page and "Redirected to Family Links" in page


def test_a_reference_read_out_finds_its_contact(desk, tell, now):
    contact = tell(at=now - timedelta(days=40))
    assert contact.reference in text(desk.get("/duty/", {"q": contact.reference.lower()}))
    assert "No contact fits" in text(desk.get("/duty/", {"q": "K999999"}))


@pytest.mark.parametrize("typed", ["\x00", "%", "'; --", "x" * 5000, "🙂", " "])
def test_whatever_is_typed_into_the_search_is_no_error(desk, child_told, typed):
    assert desk.get("/duty/", {"q": typed, "page": "-1"}).status_code == 200


def test_a_duty_officer_answers_for_a_child_who_was_sent_to_another_team(desk, case, tell, now):
    """W2"""
    contact = tell(at=now, children=[ChildTold(person=case.person)])
    page = text(desk.get(f"/contacts/{contact.reference}/"))
    assert "Sent to Priya Raman, who is in today." in page


def test_another_teams_worker_does_not_see_the_contact(client, tom, child_told):
    client.force_login(tom)
    assert client.get(f"/contacts/{child_told.contact.reference}/").status_code == 404


def test_the_desk_costs_the_same_for_two_contacts_and_for_twelve(
    desk, tell, now, django_assert_max_num_queries
):
    def some(first, last):
        for number in range(first, last):
            tell(
                at=now - timedelta(minutes=number + 1),
                agency=Agency.objects.create(name=f"School {number}", kind="2A"),
                children=[ChildTold(forename=f"Child{number}", surname="Bell")],
            )

    some(0, 2)
    with django_assert_max_num_queries(14) as two:
        desk.get("/duty/")
    some(2, 12)
    with django_assert_max_num_queries(len(two.captured_queries)):
        desk.get("/duty/")


def test_what_to_tell_the_referrer_is_on_the_contact(desk, child_told, sam):
    """W6"""
    decide(
        child_told,
        "advise",
        by=sam,
        why="Enough.",
        tell_referrer="Thank you; the school keeps an eye on her.",
        late_reason="x",
        at=timezone.now(),
    )
    assert "Thank you; the school keeps an eye" in text(
        desk.get(f"/contacts/{child_told.contact.reference}/")
    )


def test_counts_by_level_and_outcome_with_screened_out_apart(client, maya, helen, tell, sam, now):
    """W3, C7"""
    tell(at=now, level="1", advice="All well.")
    tell(at=now, level="2", advice="All well.", children=[ChildTold(forename="Jack")])
    decided = tell(at=now, level="2", children=[ChildTold(forename="Mo")])
    decide(decided.children.get(), "advise", by=sam, why="All is well.", at=now)
    tell(at=now, level="4", children=[ChildTold(forename="Bo")])
    client.force_login(helen)
    context = client.get("/contacts/counts/").context
    rows = {row["label"]: dict(row["cells"]) for row in context["table"]["rows"]}
    assert context["screened_out"] == 2 and context["total"] == 4
    assert rows["Level 2: additional"]["Advice at the duty desk"] == 1
    assert rows["Level 2: additional"]["Advice and information"] == 1
    assert rows["Level 4: protection"]["Not decided yet"] == 1
    client.force_login(maya)
    assert client.get("/contacts/counts/").context["total"] == 0


def test_the_count_of_late_decisions_is_a_question_about_dates(client, helen, tell, sam, now):
    """W7: counted from the dates, whether or not the sweep has run."""
    then = now - timedelta(hours=30)
    decided = tell(at=then)
    decide(
        decided.children.get(),
        "advise",
        by=sam,
        why="Enough.",
        late_reason="Short of staff.",
        at=now,
    )
    tell(at=then, children=[ChildTold(forename="Jack", surname="Bell")])
    tell(at=now, children=[ChildTold(forename="Mo", surname="Ali")])
    client.force_login(helen)
    period = {"since": f"{then:%d/%m/%Y}", "until": "today"}
    context = client.get("/contacts/counts/", period).context
    assert (context["decided_late"], context["waiting_late"]) == (1, 1)


@pytest.mark.parametrize(
    "period",
    [{"since": "x", "until": ""}, {"since": "today", "until": "yesterday"}, {"since": "1/1/0001"}],
)
def test_a_period_that_is_none_gets_a_sentence(client, helen, period):
    client.force_login(helen)
    assert "There is a problem" in text(client.get("/contacts/counts/", period))


def test_a_restricted_child_still_waits_for_somebody_who_can_decide(client, helen, sam, tell, now):
    """W4: nobody else's queue shows the child; the Head of Service's does."""
    person = Person.objects.create(forename="Kim", surname="Reed", restricted=True)
    contact = tell(at=now, children=[ChildTold(person=person)])
    client.force_login(sam)
    assert contact.reference not in text(client.get("/queue/"))
    client.force_login(helen)
    assert contact.reference in text(client.get("/queue/"))


def test_what_was_told_in_the_evening_is_still_on_the_desk_after_midnight(
    client, tell, dana, sam, monkeypatch
):
    """A caller rings back at a quarter past midnight; at noon nobody looks for it on the desk any more."""
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=LONDON)
    told = tell(at=evening)
    decide(told.children.get(), "advise", by=sam, why="All is well.", at=evening + hours(1))
    for later, shown in ((2, True), (11, True), (13, False)):
        monkeypatch.setattr(timezone, "now", lambda later=later: evening + hours(later))
        client.force_login(dana)
        assert (told.reference in text(client.get("/duty/"))) is shown


def test_what_is_still_to_be_decided_stands_first_the_soonest_due_on_top(desk, tell, sam, now):
    """W1: the newest call does not push down the one that runs out."""
    fresh = tell(at=now - timedelta(minutes=5))
    gone = tell(at=now - timedelta(hours=1), children=[ChildTold(forename="Mo", surname="Ali")])
    decide(gone.children.get(), "advise", by=sam, why="All is well.", at=now)
    late = tell(at=now - timedelta(hours=26), children=[ChildTold(forename="Jack", surname="Bell")])
    page = text(desk.get("/duty/"))
    places = [
        page.index(words)
        for words in (
            "To be decided, the soonest due first",
            late.reference,
            fresh.reference,
            "Decided, of today and the last 12 hours",
            gone.reference,
        )
    ]
    assert places == sorted(places)
