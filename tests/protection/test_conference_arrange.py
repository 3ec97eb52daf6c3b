"""W16, W17, W43: a conference is arranged for the right day by the right people, moved, called off;
who is around the children is offered; letters go out and stay on the record."""

import io
from dataclasses import replace
from datetime import date, datetime

import pypdf
import pytest
from django.db.models import Q

from accounts.models import User
from cases.models import Case, Document
from clocks.models import Clock
from people.models import Involvement
from protection.actions.conferences import arrange, cancel, rearrange, report_due, share_report
from protection.actions.invitations import Answered, Asked, ask, offered, record_answers
from protection.actions.letters import not_needed, send
from protection.actions.minutes import circulate, write_minutes
from protection.actions.transfers import notify, withdraw
from protection.actions.waiting import all_waiting, awaiting, places, shown
from protection.letters import compose
from protection.models import Conference, ConferenceChild, Letter
from tests.conftest import LONDON, days, hours
from tests.protection.conftest import CONFERENCE, FINISHED
from workflow.engine import Refused

AT = FINISHED + days(1)


def text_of(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def test_the_enquiries_wait_with_their_clock_until_one_conference_is_arranged_for_all(
    awaiting_family, arrangement, abi, ines, tom
):
    rows = all_waiting(AT.date())
    assert {row.case for row in rows} == set(awaiting_family)
    assert {row.due_on for row in rows} == {date(2026, 3, 26)}
    assert not Case.objects.visible_to(abi).exists()
    made = arrange(awaiting_family, "initial", arrangement, by=abi, at=AT)
    assert made.children.count() == 3
    assert not awaiting().exists()
    assert not all_waiting(AT.date())
    # who chairs and arranges now reaches these children, and nobody else's
    for user in (abi, ines):
        assert set(Case.objects.visible_to(user)) == set(awaiting_family)
        assert Conference.objects.visible_to(user).get() == made
    assert not Conference.objects.visible_to(tom).exists()
    assert awaiting_family[0].events.get(key="conference.arrange").sentence == (
        "Abi Thornton arranged a conference: initial conference, Wednesday 18 March 2026"
    )


def test_all_that_is_wrong_with_an_arrangement_is_said_at_once(
    awaiting_family, waiting_case, arrangement, abi, ines, priya, maya, hindley, tell, sam
):
    """W17: never on a weekend or a bank holiday; the chair comes from outside the line management."""
    friend = User.objects.create(
        username="ivo", name="Ivo Stein", role="reviewing-officer", team=hindley
    )
    wrong = replace(
        arrangement,
        planned_at=datetime(2026, 3, 7, 10, tzinfo=LONDON),
        place=" ",
        chair=friend,
        administrator=priya,
    )
    with pytest.raises(Refused) as refusal:
        arrange(awaiting_family, "transfer-in", wrong, by=maya, at=AT)
    said = " ".join(refusal.value.reasons)
    for piece in (
        "Your role (team manager) may not do this.",
        "No transfer in is recorded for Jake Marsden",
        "a time that is still to come",
        "Saturday 7 March 2026 is at a weekend",
        "Say where it is held",
        "Ivo Stein is in the line management of Ellie Marsden, Jake Marsden and Noor Marsden",
        "Priya Raman is not a conference administrator",
    ):
        assert piece in said, piece
    good_friday = replace(arrangement, planned_at=datetime(2026, 4, 3, 10, tzinfo=LONDON))
    with pytest.raises(Refused, match="is Good Friday: a conference is held on a working day"):
        arrange(awaiting_family, "initial", good_friday, by=abi, at=AT)
    slip = replace(arrangement, planned_at=datetime(2062, 3, 6, 10, tzinfo=LONDON))
    with pytest.raises(Refused, match="Monday 6 March 2062 is more than 2 years away"):
        arrange(awaiting_family, "initial", slip, by=abi, at=AT)
    with pytest.raises(Refused, match="Priya Raman cannot chair"):
        arrange(awaiting_family, "initial", replace(arrangement, chair=priya), by=abi, at=AT)
    with pytest.raises(Refused, match="about a child who is not born yet"):
        arrange(awaiting_family, "pre-birth", arrangement, by=abi, at=AT)
    assert not Conference.objects.exists()
    arrange(awaiting_family[:1], "initial", arrangement, by=abi, at=AT)
    with pytest.raises(Refused, match="arranged for Ellie Marsden already"):
        arrange(awaiting_family, "initial", arrangement, by=abi, at=AT)


def test_an_unborn_child_has_a_pre_birth_conference(awaiting_family, arrangement, abi):
    """W43."""
    case = awaiting_family[2]
    case.person.birth_date, case.person.expected_on = None, date(2026, 5, 3)
    case.person.save(update_fields=["birth_date", "expected_on"])
    kinds = {row.case.pk: row.kind for row in all_waiting(AT.date())}
    assert kinds[case.pk] == "pre-birth"
    with pytest.raises(Refused, match="has a pre-birth conference"):
        arrange([case], "initial", arrangement, by=abi, at=AT)
    assert arrange([case], "pre-birth", arrangement, by=abi, at=AT).kind == "pre-birth"


def test_a_transfer_in_has_fifteen_days_from_the_notification(
    case, priya, maya, tom, abi, arrangement
):
    """W16: formal notification in writing is day 0."""
    case.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        notify(case, council=" ", notified_on=date(2026, 2, 1), category="x", by=tom, at=AT)
    assert len(refusal.value.reasons) == 4
    transfer = notify(
        case, council="Oakshire", notified_on=date(2026, 3, 4), category="NEG", by=priya, at=AT
    )
    clock = Clock.objects.running().get(rule="transfer-in-conference")
    assert (clock.started_on, clock.due_on) == (date(2026, 3, 4), date(2026, 3, 25))
    (row,) = all_waiting(AT.date())
    assert (row.kind, row.clock) == ("transfer-in", clock)
    arrange([case], "transfer-in", arrangement, by=abi, at=AT)
    withdraw(transfer, by=maya, why="They moved on.", at=AT)
    clock.refresh_from_db()
    assert clock.standing == "cancelled"


@pytest.fixture
def reviews_due(awaiting_family):
    """A review clock for each of the three, due one day after the other; the youngest, newly born, has
    a second one that runs out sooner."""

    def due(case, rule, on):
        at = datetime(2026, 3, on, 23, 59, tzinfo=LONDON)
        return Clock.objects.create(
            rule=rule, rule_set=case.rule_set, occasion=case.occasion, started_by=case.events.first(),
            case=case, person=case.person, team=case.team, started_at=AT, started_on=AT.date(),
            due_at=at, due_on=at.date(), calendar_version=1, looks=[at],
        )  # fmt: skip

    clocks = [
        due(case, "protection-review-first", 27 + n) for n, case in enumerate(awaiting_family)
    ]
    return [*clocks[:2], due(awaiting_family[2], "protection-review-newborn", 25)]


def test_of_two_reviews_of_a_newborns_plan_the_sooner_one_waits(awaiting_family, reviews_due):
    rows = all_waiting(AT.date())
    assert len(rows) == 6
    assert [row.clock for row in rows if row.kind == "review"] == [
        reviews_due[2],
        *reviews_due[:2],
    ]


def test_as_many_places_as_are_asked_for_are_the_soonest(awaiting_family, reviews_due):
    soonest = all_waiting(AT.date())
    for most in range(1, 7):
        assert shown(places(AT.date(), most=most)) == soonest[:most]
    of_one = shown(places(AT.date(), Q(case=awaiting_family[2].pk)))
    assert [row.case for row in of_one] == [awaiting_family[2]] * 2


def test_those_around_the_children_are_offered_once_and_asked_once(asked, abi, priya, maya, tom):
    """W17: family, professionals and workers from the record; nobody is asked twice."""
    people = {(i.kind, i.name, i.role, i.sector) for i in asked.invitees.all()}
    assert ("parent", "Gemma Marsden", "mother", "") in people
    assert ("child", "Jake Marsden", "the child", "") in people
    assert ("professional", "Jo Ward", "health visitor", "health") in people
    assert ("social-care", "Priya Raman", "social worker", "social-care") in people
    assert ("social-care", "Maya Lindqvist", "team manager", "social-care") in people
    assert asked.letters.filter(kind="invitation", sent_on=None).count() == len(people)
    assert offered(asked, abi, AT.date()) == []
    again = Asked("professional", "DS Imran Shah", "detective", "Police", "police")
    assert ask(asked, [again], by=abi, at=AT) == []
    with pytest.raises(Refused) as refusal:
        ask(asked, [Asked("x", ""), Asked("professional", "Nobody")], by=priya, at=AT)
    assert len(refusal.value.reasons) == 4


def test_letters_are_sent_stored_and_asked_for_again_when_the_day_moves(
    asked, abi, ines, arrangement
):
    """W17: dates sent; adjourned, moved and called off with the history kept."""
    letters = list(asked.letters.all())
    with pytest.raises(Refused) as refusal:
        send(asked, [], on=date(2026, 4, 1), how="pigeon", by=abi, at=AT)
    assert len(refusal.value.reasons) == 3
    assert send(asked, letters[:2], on=AT.date(), how="post", by=abi, at=AT) == 2
    assert send(asked, letters[:2], on=AT.date(), how="post", by=abi, at=AT) == 0  # sent twice
    sent = asked.letters.filter(sent_on=AT.date())
    assert sent.count() == 2
    assert sent.first().to.invited_on == AT.date()
    # one document on each child's record, with a checksum
    documents = Document.objects.filter(copies=sent.first().copies)
    assert documents.count() == 3
    assert len({d.versions.get().sha256 for d in documents}) == 1
    not_needed(letters[2], by=abi, why="Told on the telephone.", at=AT)
    record_answers(asked, [Answered(letters[0].to, "coming", True)], by=abi, at=AT)
    letters[0].to.refresh_from_db()
    assert (letters[0].to.answered_on, letters[0].to.report_received_on) == (AT.date(), AT.date())
    # moved: those who were told are told again
    later = replace(arrangement, planned_at=CONFERENCE + days(1))
    with pytest.raises(Refused, match="Say why"):
        rearrange(asked, later, version=asked.version, by=abi, why=" ", at=AT)
    asked.refresh_from_db()
    rearrange(asked, later, version=asked.version, by=abi, why="The chair is ill.", at=AT + days(1))
    assert asked.letters.filter(to=letters[0].to, kind="invitation", sent_on=None).count() == 1
    asked.refresh_from_db()
    with pytest.raises(Refused, match="Somebody changed this conference"):
        rearrange(asked, later, version=1, by=abi, why="Again.", at=AT)
    asked.refresh_from_db()
    rearrange(
        asked,
        replace(later, planned_at=CONFERENCE + days(2)),
        version=asked.version,
        by=ines,
        why="The interpreter had to leave.",
        adjourned=True,
        at=AT + days(2),
    )
    asked.refresh_from_db()
    case = asked.children.first().case
    keys = [e.key for e in case.events.filter(key__startswith="conference.").order_by("pk")]
    assert keys == [
        "conference.arrange", "conference.send", "conference.withhold", "conference.rearrange",
        "conference.adjourn",
    ]  # fmt: skip
    send(
        asked,
        list(asked.letters.all()),
        on=(AT + days(3)).date(),
        how="post",
        by=abi,
        at=AT + days(3),
    )
    cancel(asked, by=abi, why="The children are looked after.", at=AT + days(4))
    assert (
        asked.letters.filter(kind="cancelled").count()
        == asked.invitees.exclude(invited_on=None).count()
    )
    assert awaiting().count() == 3
    assert not Case.objects.visible_to(abi).exists()
    assert {c.state for c in ConferenceChild.objects.all()} == {"cancelled"}


def test_the_family_has_the_report_three_working_days_before_or_it_says_why(conference, priya, tom):
    assert report_due(conference) == date(2026, 3, 13)  # a Friday; the conference is on a Wednesday
    with pytest.raises(Refused) as refusal:
        share_report(conference, by=priya, on=date(2026, 3, 17), how="", at=CONFERENCE - days(1))
    assert len(refusal.value.reasons) == 2
    conference.refresh_from_db()
    with pytest.raises(Refused, match="Only"):
        share_report(conference, by=tom, on=date(2026, 3, 12), how="x", at=CONFERENCE)
    conference.refresh_from_db()
    share_report(
        conference, by=priya, on=date(2026, 3, 13), how="Read to Gemma at home.", at=CONFERENCE
    )
    assert conference.report_shared_on == date(2026, 3, 13)
    assert conference.report_late_why == ""


def test_letters_and_minutes_read_back_in_any_script(attended, ines, abi):
    """Letters as PDF: title and language, names in any script, the outcome in the family's words."""
    from protection.actions.holding import hold
    from tests.protection.conftest import outcome_of

    mother = attended.invitees.get(kind="parent")
    mother.name = "Złata Nguyễn محمد 李小龍 🙂"
    mother.save(update_fields=["name"])
    letter = Letter.objects.get(to=mother, kind="invitation")
    reader, words = text_of(compose(letter, at=AT))
    assert "Złata Nguyễn" in words
    assert "Wednesday 18 March 2026, 10:00" in words
    assert "Civic Centre, room 4" in words
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title == "Invitation: initial conference on Wednesday 18 March 2026"
    hold(
        attended, outcome_of(attended), version=attended.version, by=ines, at=CONFERENCE + hours(1)
    )
    _, words = text_of(compose(Letter.objects.get(to=mother, kind="outcome"), at=CONFERENCE))
    assert "A child protection plan is needed, category: neglect." in words
    assert "If you do not agree" in words
    write_minutes(attended, "It was agreed.\nمحضر", version=attended.version, by=abi, at=CONFERENCE)
    circulate(attended, version=attended.version, by=abi, at=CONFERENCE)
    minutes = list(attended.letters.filter(kind="minutes"))
    assert mother in {each.to for each in minutes}
    send(
        attended,
        minutes,
        on=CONFERENCE.date(),
        how="secure-email",
        by=abi,
        at=CONFERENCE + hours(2),
    )
    documents = Document.objects.filter(kind="minutes")
    assert documents.count() == 3  # one minutes, on three records
    _, words = text_of(compose(minutes[0], at=CONFERENCE))
    assert "I want Mum to get up in the morning." in words
    assert "Mr Ito" in words


def test_a_child_who_is_away_from_the_record_is_not_offered(conference, abi):
    """Whoever may be a risk to the child is asked by the chair alone, never by a tick."""
    from people.models import Person, Relationship

    risk = Person.objects.create(forename="Kev", surname="Stone")
    child = conference.children.first().case.person
    Relationship.objects.create(person=risk, other=child, kind="person-of-concern")
    Involvement.objects.create(person=child, name="Old nurse", until=date(2025, 1, 1))
    names = {each.name for each in offered(conference, abi, AT.date())}
    assert not names & {"Kev Stone", "Old nurse"}
