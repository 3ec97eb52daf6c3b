"""Who gets which page: every named URL × the cast. A page that is missing from the table fails.

What may not be seen does not exist: 404, never 403. A page that only takes posts answers 405 to
those who may use it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.cast import CAST
from accounts.models import Absence, User
from assessments.actions.begin import start
from cases.actions.allocation import add_worker
from cases.actions.chronology import add_entry
from clocks.models import BankHoliday, Incident
from people.models import Involvement, Person, Relationship
from tests.conftest import MONDAY, days

EVERYBODY = tuple(member.key for member in CAST)
OPEN_TO_ALL = ("sign-in", "accessibility")
FRONT_DOOR = ("dana", "sam", "maya", "grace", "helen", "omar")
DECIDE = ("sam", "maya", "grace", "helen", "omar")
MANAGE = ("maya", "grace", "helen")
ON_THE_CASE = ("priya", "maya", "grace", "helen", "omar")
"""Who reaches a case of Priya's in Hindley: her, her manager and those above, and whoever is on
duty at night. Tom, in Leigh, does not, nor does the front door once the case is Hindley's."""
CARRY = ("priya", "tom", "sam")


@dataclass(frozen=True)
class Page:
    name: str
    who: tuple[str, ...]
    args: Callable[["Records"], dict] = lambda records: {}


@dataclass
class Records:
    """What the table's pages are about: a case of Priya's in Hindley, and what hangs on it."""

    case: Any
    contact: Any
    passed_on: Any
    task: Any
    assessment: Any
    alert: Any
    absence: Any
    entry: Any
    second: Any
    tie: Any
    professional: Any
    incident: Any
    holiday: Any


def of_case(records: Records) -> dict:
    return {"reference": records.case.reference}


def of_contact(records: Records) -> dict:
    return {"reference": records.contact.reference}


def of_assessment(records: Records) -> dict:
    return {"pk": records.assessment.pk}


def of_part(records: Records) -> dict:
    return {"pk": records.assessment.pk, "key": "analysis"}


def nothing(**kwargs: Any) -> Callable[[Records], dict]:
    return lambda records: {**of_case(records), **kwargs}


PAGES: tuple[Page, ...] = (
    # everybody's
    Page("home", EVERYBODY),
    Page("welcome", EVERYBODY),
    Page("sign-out", EVERYBODY),
    Page("alerts", EVERYBODY),
    Page("alerts-read", EVERYBODY),
    Page("alert-read", EVERYBODY, lambda r: {"pk": r.alert.pk}),
    # the front door
    Page("duty-desk", FRONT_DOOR),
    Page("contact-record", FRONT_DOOR),
    Page("contact-matches", FRONT_DOOR),
    Page("contact-agencies", FRONT_DOOR),
    Page("contact-counts", MANAGE),
    Page("contact-detail", (*FRONT_DOOR, "priya"), of_contact),
    Page("contact-receipt", ("dana",), of_contact),  # whoever recorded it
    Page("decision-queue", DECIDE),
    Page("contact-decide", DECIDE, of_contact),
    Page("contact-accept", DECIDE, of_contact),
    Page("contact-hand-back", DECIDE, of_contact),
    Page(
        "contact-answer",
        ON_THE_CASE,
        lambda r: {"reference": r.passed_on.contact.reference, "child": r.passed_on.pk},
    ),
    # a case
    Page("case-detail", ON_THE_CASE, of_case),
    Page("case-family", ON_THE_CASE, of_case),
    Page("case-family-add", ON_THE_CASE, of_case),
    Page("case-professional-add", ON_THE_CASE, of_case),
    Page("case-story", ON_THE_CASE, of_case),
    Page("chronology-add", ON_THE_CASE, of_case),
    Page("chronology-correct", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.entry.pk}),
    Page("case-end-worker", MANAGE, lambda r: {**of_case(r), "pk": r.second.pk}),
    Page("case-family-end", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.tie.pk}),
    Page("case-professional-end", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.professional.pk}),
    Page("case-documents", ON_THE_CASE, of_case),
    Page("case-access", (*MANAGE, "dev"), of_case),
    Page("case-visit", ON_THE_CASE, of_case),
    Page("case-task-set", ON_THE_CASE, of_case),
    Page("case-close", MANAGE, of_case),
    Page("case-allocate", MANAGE, of_case),
    Page("case-reallocate", MANAGE, of_case),
    Page("case-wait", MANAGE, of_case),
    Page("case-review-waiting", MANAGE, of_case),
    Page("case-add-worker", MANAGE, of_case),
    Page("awaiting-allocation", MANAGE),
    Page("task-detail", ON_THE_CASE, lambda r: {"pk": r.task.pk}),
    Page("clock-detail", ON_THE_CASE, lambda r: {"pk": r.case.clocks.earliest("pk").pk}),
    # people
    Page("search", (*FRONT_DOOR, "priya", "tom")),
    Page("person-detail", (*FRONT_DOOR, "priya"), lambda r: {"reference": r.case.person.reference}),
    Page("person-edit", (*FRONT_DOOR, "priya"), lambda r: {"reference": r.case.person.reference}),
    # assessments
    Page("case-assessments", ON_THE_CASE, of_case),
    Page("assessment-detail", ON_THE_CASE, of_assessment),
    Page("assessment-part", ON_THE_CASE, of_part),
    Page("assessment-autosave", ON_THE_CASE, of_part),
    Page("assessment-compare", ON_THE_CASE, of_part),
    Page("assessment-facts", ON_THE_CASE, of_assessment),
    Page("assessment-agencies", ON_THE_CASE, of_assessment),
    Page("assessment-agency", ON_THE_CASE, lambda r: {**of_assessment(r), "asked": 1}),
    Page("assessment-alone", ON_THE_CASE, of_assessment),
    Page("assessment-correct", ON_THE_CASE, of_assessment),
    Page("assessment-send", ON_THE_CASE, of_assessment),
    Page("assessment-take-back", ON_THE_CASE, of_assessment),
    Page("assessment-authorise", MANAGE, of_assessment),
    Page("assessment-return", ON_THE_CASE, of_assessment),
    Page("assessment-comment", ON_THE_CASE, of_assessment),
    Page("assessment-comment-resolve", ON_THE_CASE, lambda r: {**of_assessment(r), "comment": 1}),
    Page("assessment-withdraw", MANAGE, of_assessment),
    # protection
    Page("case-protection", ON_THE_CASE, of_case),
    # work and teams
    Page("my-work", ("priya", "tom", "sam")),
    Page("my-team", MANAGE),
    Page("absences", (*MANAGE, *CARRY)),
    Page("absence-record", (*MANAGE, *CARRY)),
    Page("absence-end", (*MANAGE, "priya"), lambda r: {"pk": r.absence.pk}),
    Page("absence-cover", (*MANAGE, "priya"), lambda r: {"pk": r.absence.pk}),
    # guidance
    Page("guidance-list", EVERYBODY),
    Page("guidance-detail", EVERYBODY, lambda r: {"slug": "levels-of-need"}),
    Page("guidance-edit", (*MANAGE, "ada"), lambda r: {"slug": "levels-of-need"}),
    # running the service
    Page("watch", ("ada", "helen")),
    Page("incident-settle", ("ada", "helen"), lambda r: {"pk": r.incident.pk}),
    Page("mail-send-again", ("ada", "helen")),
    Page("calendar", ("ada",)),
    Page("holiday-add", ("ada",)),
    Page("holiday-remove", ("ada",), lambda r: {"pk": r.holiday.pk}),
    Page("rule-sets", ("ada",)),
    Page("rule-set-bring-in", ("ada",)),
    Page("access-log", ("dev",)),
)


@pytest.fixture
def records(case, tell, priya, maya):
    from cases.actions.contacts import ChildTold
    from cases.actions.tasks import set_task

    contact = case.referral.contact_child.contact
    passed_on = tell(
        at=MONDAY + days(1), children=[ChildTold(person=case.person)], concern="Late again."
    ).children.get()
    task = set_task(
        by=maya,
        case=case,
        what="Ring the school",
        kind="other",
        owner=priya,
        team=case.team,
        due_on=date(2030, 1, 2),
        at=MONDAY + days(1),
    )
    assessment = start(case, "initial", by=priya, at=MONDAY + days(1))[0]
    other = Person.objects.create(forename="Gemma", surname="Marsden")
    colleague = User.objects.create(
        username="nia", name="Nia Bowen", role="social-worker", team=case.team
    )
    return Records(
        case,
        contact,
        passed_on,
        task,
        assessment,
        alert=priya.alerts.first(),
        absence=Absence.objects.create(
            user=priya, cover=colleague, since=date(2031, 1, 1), recorded_by=maya
        ),
        entry=add_entry(
            case,
            by=priya,
            on=MONDAY.date(),
            what="Moved to his grandmother's.",
            at=MONDAY + days(1),
        ),
        second=add_worker(case, by=maya, worker=colleague, role="second", at=MONDAY + days(1)),
        tie=Relationship.objects.create(person=other, other=case.person, kind="mother"),
        professional=Involvement.objects.create(person=case.person, name="Jo Ward", role="nurse"),
        incident=Incident.objects.create(what="Something to look at"),
        holiday=BankHoliday.objects.create(day=date(2031, 3, 4), name="A one-off", one_off=True),
    )


def _names(patterns, found):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _names(pattern.url_patterns, found)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def test_every_named_page_is_in_the_table():
    named = _names(get_resolver().url_patterns, set())
    assert named - {page.name for page in PAGES} - set(OPEN_TO_ALL) == set()


@pytest.mark.parametrize("key", EVERYBODY)
def test_each_of_the_cast_gets_their_pages_and_the_rest_does_not_exist(key, client, cast, records):
    client.force_login(cast[key])
    got, due = {}, {}
    for page in PAGES:
        if page.name == "sign-out":
            continue
        status = client.get(reverse(page.name, kwargs=page.args(records))).status_code
        got[page.name] = "a page" if status in (200, 302, 405) else status
        due[page.name] = "a page" if key in page.who else 404
    assert {name: got[name] for name in got if got[name] != due[name]} == {}


def test_nobody_gets_a_page_without_signing_in(client, records):
    for page in PAGES:
        answer = client.get(reverse(page.name, kwargs=page.args(records)))
        assert (answer.status_code, answer.url[:9]) == (302, "/sign-in/"), page.name


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_a_page_open_to_all_is_open(name, client, cast):
    assert client.get(reverse(name)).status_code == 200
