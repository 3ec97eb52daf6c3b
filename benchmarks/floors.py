"""The floor under each page: a plain Django view that reads the same rows by the fewest queries it
can and prints them in a bare table. It stands behind the same middleware, so that the session and
the user are read on both sides; where a page has to write (who looked, a contact), so does its
floor. It asks nothing of rules, reach, words or layout."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context, Engine
from django.utils import timezone

from accounts.models import Absence, Team
from assessments.models import Assessment
from audit.models import Access, Event
from cases.models import Allocation, Case, Contact, ContactChild, Referral, Task
from clocks.models import Clock, ClockLine
from clocks.plan import end_of, start_of
from people.models import Agency, Involvement, Relationship
from protection.models import ChildProtectionPlan, InNeedPlan

TABLE = Engine().from_string(
    "<!doctype html><title>Floor</title>{% for rows in tables %}<table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}"
)
UNDECIDED = ("waiting", "enquiring")


def printed(*tables: Iterable[Iterable[Any]]) -> HttpResponse:
    return HttpResponse(TABLE.render(Context({"tables": tables})))


def _desk() -> Team:
    return Team.objects.get(purpose=Team.Purpose.FRONT_DOOR)


def _clocks_of(children: Iterable[ContactChild]) -> dict[str, Clock]:
    occasions = [f"contact:{child.pk}" for child in children]
    clocks = Clock.objects.filter(
        occasion__in=occasions, rule__endswith="decision", measures_only=False
    )
    return {clock.occasion: clock for clock in clocks}


def _late(undecided: Any) -> int:
    return (
        undecided.filter(
            contact__clocks__standing="running",
            contact__clocks__measures_only=False,
            contact__clocks__due_at__lt=timezone.now(),
        )
        .values("contact")
        .distinct()
        .count()
    )


def duty_desk(request: HttpRequest) -> HttpResponse:
    desk, today = _desk(), start_of(timezone.localdate())
    mine = Contact.objects.filter(team=desk)
    undecided = ContactChild.objects.filter(team=desk, state__in=UNDECIDED)
    counts = (
        mine.filter(received_at__gte=today).count(),
        undecided.values("contact").distinct().count(),
        _late(undecided),
    )
    open_still = ContactChild.objects.exclude(state="decided").values("contact")
    shown = list(
        mine.filter(Q(received_at__gte=today) | Q(recorded_at__gte=today) | Q(pk__in=open_still))
        .order_by("-received_at", "-pk")
        .select_related("agency")
        .prefetch_related(
            Prefetch(
                "children",
                ContactChild.objects.select_related("person", "team", "decided_by", "accepted_by"),
            )
        )[:25]
    )
    clocks = _clocks_of(child for contact in shown for child in contact.children.all())
    rows = [
        (
            contact.reference,
            contact.received_at,
            contact.level,
            contact.immediate_danger,
            contact.caller_name,
            contact.agency,
            child.person.name,
            child.state,
            child.decision,
            child.decided_at,
            child.decided_by,
            child.accepted_by,
            child.team,
            clocks[f"contact:{child.pk}"].due_at,
        )
        for contact in shown
        for child in contact.children.all()
    ]
    return printed([counts], rows)


def decision_queue(request: HttpRequest) -> HttpResponse:
    undecided = ContactChild.objects.filter(team=_desk(), state__in=UNDECIDED)
    counts = undecided.values("contact").distinct().count(), _late(undecided)
    shown = list(
        Contact.objects.filter(pk__in=undecided.values("contact"))
        .order_by("risk", "received_at", "pk")
        .select_related("agency")
        .prefetch_related(Prefetch("children", undecided.select_related("person", "accepted_by")))[
            :20
        ]
    )
    children = [child for contact in shown for child in contact.children.all()]
    clocks = _clocks_of(children)
    people = {child.person_id for child in children}
    known = Case.objects.filter(person__in=people).select_related("worker", "team")
    earlier = ContactChild.objects.filter(
        person__in=people, received_at__gte=timezone.now() - timedelta(days=30)
    ).select_related("contact__agency", "decided_by")
    siblings = Relationship.objects.filter(
        Q(person__in=people) | Q(other__in=people), kind="full-sibling"
    )
    rows = [
        (
            contact.reference,
            contact.received_at,
            contact.level,
            contact.immediate_danger,
            contact.domestic_abuse,
            contact.caller_name,
            contact.agency,
            contact.concern,
            child.person.name,
            child.person.birth_date,
            child.state,
            child.accepted_by,
            child.accepted_at,
            clocks[f"contact:{child.pk}"].due_at,
        )
        for contact in shown
        for child in contact.children.all()
    ]
    return printed(
        [counts],
        rows,
        [(case.person_id, case.state, case.worker, case.team, case.closed_on) for case in known],
        [(child.person_id, child.contact.agency, child.received_at) for child in earlier],
        [(tie.person_id, tie.other_id) for tie in siblings],
    )


def my_work(request: HttpRequest) -> HttpResponse:
    user = request.user
    cases = list(
        Case.objects.filter(worker=user).exclude(state="closed").select_related("person", "team")
    )
    tasks = list(
        Task.objects.filter(owner=user, state="open").select_related(
            "case__person", "contact_child__person"
        )
    )
    told = list(
        ContactChild.objects.filter(owner=user, state="with-worker").select_related(
            "person", "contact__agency"
        )
    )
    clocks = Clock.objects.filter(
        case__in=[case.pk for case in cases], standing="running", measures_only=False
    ).order_by("due_at")
    written = Assessment.objects.filter(
        case__in=[case.pk for case in cases], state__in=["draft", "returned", "called-for"]
    )
    away = Absence.objects.filter(Q(user=user) | Q(cover=user)).select_related("user", "cover")
    return printed(
        [
            (
                case.reference,
                case.person.name,
                case.person.birth_date,
                case.status,
                case.last_seen_on,
                case.last_seen_alone_on,
            )
            for case in cases
        ],
        [(clock.case_id, clock.rule, clock.due_at, clock.due_on) for clock in clocks],
        [(task.what, task.due_on, task.case.person.name if task.case else "") for task in tasks],
        [(each.person.name, each.contact.agency, each.received_at) for each in told],
        [(each.case_id, each.kind, each.state) for each in written],
        [(each.user, each.cover, each.since, each.until) for each in away],
    )


def case(request: HttpRequest, reference: str) -> HttpResponse:
    user = request.user
    mine = Case.objects.filter(Q(worker=user) | Q(team=user.team_id), reference=reference)
    case = mine.select_related("person", "team", "worker").get()
    person = case.person
    Access.objects.create(by_id=user.pk, what="view", page="floor", person=person, case=case)
    told = (
        ContactChild.objects.filter(person=person)
        .select_related("contact__agency", "decided_by")
        .order_by("-received_at")[:1]
    )
    ties = Relationship.objects.filter(Q(person=person) | Q(other=person), until=None)
    around = [
        (tie, tie.other if tie.person_id == person.pk else tie.person)
        for tie in ties.select_related("person", "other")
    ]
    open_cases = Case.objects.filter(person__in=[who.pk for _, who in around]).exclude(
        state="closed"
    )
    return printed(
        [
            (
                case.reference,
                case.status,
                case.level,
                case.state,
                case.last_seen_on,
                case.last_seen_alone_on,
                case.team,
                case.worker,
                person.name,
                person.reference,
                person.birth_date,
                person.warning,
            )
        ],
        Clock.objects.filter(case=case, standing="running", measures_only=False)
        .order_by("due_at")
        .values_list("pk", "rule", "about", "due_at", "due_on"),
        [
            (each.received_on, each.source, each.reason, each.primary_need)
            for each in Referral.objects.filter(case=case).select_related("previous")
        ],
        [
            (
                each.received_at,
                each.contact.agency,
                each.contact.concern,
                each.decision,
                each.decided_by,
                each.contact.reference,
            )
            for each in told
        ],
        [
            (task.what, task.due_on, task.owner)
            for task in Task.objects.filter(case=case, state="open").select_related("owner")
        ],
        [
            (tie.kind, tie.lives_with, who.name, who.birth_date, who.telephone)
            for tie, who in around
        ],
        [(each.reference, each.status) for each in open_cases],
        [
            (each.role, each.agency, each.telephone)
            for each in Involvement.objects.filter(person=person).select_related("agency")
        ],
        [
            (each.role, each.worker, each.worker.telephone)
            for each in Allocation.objects.filter(case=case, until=None).select_related("worker")
        ],
        [
            (other.reference, other.referred_on, other.closed_on)
            for other in Case.objects.filter(person=person).exclude(pk=case.pk)
        ],
        [
            (each.kind, each.state, each.started_on, each.outcome)
            for each in Assessment.objects.filter(case=case)
        ],
        [
            (each.started_on, each.latest_category)
            for each in ChildProtectionPlan.objects.filter(case=case, state="in-force")
        ],
        [(each.started_on,) for each in InNeedPlan.objects.filter(case=case, state="in-force")],
    )


@transaction.atomic
def contact_record(request: HttpRequest) -> HttpResponse:
    """The same rows as our page writes for one known child, each saved and nothing asked."""
    now, desk = timezone.now(), _desk()
    agency = Agency.objects.get(name=request.POST["agency"])
    contact = Contact(
        token=uuid4(),
        received_at=now,
        recorded_at=now,
        recorded_by=request.user,
        method=request.POST["method"],
        source=agency.kind,
        agency=agency,
        caller_name=request.POST["caller_name"],
        caller_telephone=request.POST["caller_telephone"],
        may_name_caller=True,
        concern=request.POST["concern"],
        level=request.POST["level"],
        level_reason=request.POST["level_reason"],
        team=desk,
        risk=2,
    )
    contact.save(force_insert=True)
    child = ContactChild(
        contact=contact,
        person_id=int(request.POST["children-0-person"]),
        state="waiting",
        received_at=now,
        risk=2,
        team=desk,
        level=contact.level,
    )
    child.save(force_insert=True)
    about = {"contact": contact, "person_id": child.person_id}
    event = Event.objects.create(
        key="contact.record",
        by=request.user,
        thing_id=child.pk,
        after="waiting",
        data={"source": agency.name},
        **about,
    )
    today = timezone.localdate(now)
    limits = (
        ("contact-decision", False, now + timedelta(hours=24)),
        ("contact-decision-day", True, end_of(today + timedelta(days=1))),
    )
    clocks = Clock.objects.bulk_create(
        Clock(
            rule=rule,
            rule_set="framework-2000",
            occasion=f"contact:{child.pk}",
            started_by=event,
            team=desk,
            measures_only=measures,
            started_at=now,
            started_on=today,
            due_at=due,
            due_on=today,
            calendar_version=1,
            looks=[due],
            next_look_at=due,
            **about,
        )
        for rule, measures, due in limits
    )
    ClockLine.objects.bulk_create(
        ClockLine(
            clock=clock,
            kind="started",
            at=now,
            due_at=clock.due_at,
            by=request.user,
            event=event,
            rule_set=clock.rule_set,
            calendar_version=1,
        )
        for clock in clocks
    )
    return HttpResponseRedirect(f"/contacts/{contact.reference}/receipt/")
