"""Children on protection plans, put into the benchmarks' places, and the floors of the pages about
them: a bare view that reads the same rows."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Team, User
from audit.models import Access
from benchmarks.floors import printed
from benchmarks.places import Place
from cases.models import Case, Task, Visit
from clocks.models import Clock, Heartbeat
from protection.models import (
    AdultServiceInvolvement,
    ChildProtectionPlan,
    Conference,
    ConferenceChild,
    CoreGroupChild,
    CoreGroupMember,
    InNeedPlan,
    InNeedReview,
    Invitee,
    Letter,
    PlanAction,
    Recommendation,
)
from rules.timescales import PROTECTION_REVIEWS

ON_PLANS = {"tiny": 5, "small": 50, "county": 5_000}

PLANS = """
INSERT INTO protection_childprotectionplan (case_id, state, started_on, end_why, version, category,
    latest_category, visit_every_days, core_group_every_days, contingency, end_reason, has_actions)
SELECT id, 'in-force', current_date - 20, '', 1, kind, kind, 14, 42, 'To their grandmother.', '', true
FROM (SELECT c.id, (ARRAY['NEG', 'EMO', 'PHY', 'SAB'])[1 + c.id %% 4] AS kind FROM cases_case c
    WHERE c.state = 'open' ORDER BY c.reference <> %(case)s, c.id LIMIT %(number)s) AS chosen
"""
STATUS = """
UPDATE cases_case SET status = 'on-plan'
WHERE id IN (SELECT case_id FROM protection_childprotectionplan)
"""
ACTIONS = """
INSERT INTO protection_planaction (plan_id, outcome, action, owner, measure, due_on, standing,
    added_by_id, added_at)
SELECT p.id, 'The child has eaten before school', 'A place at breakfast club', 'Jo Ward',
    'There five days of five', current_date + ((p.id * 7 + n) %% 60)::int - 5, 'open', c.worker_id, now()
FROM protection_childprotectionplan p JOIN cases_case c ON c.id = p.case_id, generate_series(1, 4) n
"""
MEMBERS = """
INSERT INTO protection_coregroupmember (plan_id, name, kind, role, agency, telephone, since)
SELECT id, 'Member ' || n, 'professional', 'health visitor', 'Health', '01632 960 011', current_date
FROM protection_childprotectionplan, generate_series(1, 4) n
"""
CLOCKS = """
INSERT INTO clocks_clock (rule, rule_set, occasion, started_by_id, case_id, person_id, owner_id,
    team_id, about, standing, measures_only, started_at, started_on, due_at, due_on,
    calendar_version, looks, rung, late_reason)
SELECT r.rule, c.rule_set, 'case:' || c.id,
    (SELECT min(e.id) FROM audit_event e WHERE e.case_id = c.id), c.id, c.person_id, c.worker_id,
    c.team_id, '', 'running', false, now() - interval '20 days', current_date - 20,
    due.at, due.at::date, 1, ARRAY[due.at], 0, ''
FROM protection_childprotectionplan p JOIN cases_case c ON c.id = p.case_id,
    (VALUES ('statutory-visit', 20, -2), ('core-group', 20, 18),
        ('protection-review-first', 90, 0)) AS r (rule, days, after),
    LATERAL (SELECT now() + (c.id %% r.days + r.after) * interval '1 day' AS at) AS due
"""


def put_on_plans(places: list[Place]) -> None:
    """The same page about the same sort of child in every place; once in a place that is kept."""
    for place in places:
        place.use()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM protection_childprotectionplan")
            if not cursor.fetchone()[0]:
                about = {"number": ON_PLANS[place.scale], "case": place.facts["case"]}
                for statement in (PLANS, STATUS, ACTIONS, MEMBERS, CLOCKS):
                    cursor.execute(statement, about)
                cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT count(*) FROM protection_childprotectionplan")
            place.facts["on_plans"] = cursor.fetchone()[0]
    _in_as_many_teams(places)
    for place in places:
        place.use()
        _arrange_conferences(place)
        Heartbeat.objects.create(started_at=timezone.now(), finished_at=timezone.now())


TEAMS = """
SELECT DISTINCT t.name FROM protection_childprotectionplan p JOIN cases_case c ON c.id = p.case_id
    JOIN accounts_team t ON t.id = c.team_id
"""
SPREAD = """
UPDATE cases_case SET team_id = (%(teams)s::bigint[])[1 + place %% cardinality(%(teams)s::bigint[])]
FROM (SELECT case_id, row_number() OVER (ORDER BY case_id) AS place
    FROM protection_childprotectionplan) AS numbered
WHERE numbered.case_id = cases_case.id
"""


def _in_as_many_teams(places: list[Place]) -> None:
    """The children on plans stand in as many teams everywhere, as the service page has a row for each."""
    names = []
    for place in places:
        place.use()
        with connection.cursor() as cursor:
            cursor.execute(TEAMS)
            names.append({name for (name,) in cursor.fetchall()})
    most = max(names, key=len)
    for place, here in zip(places, names, strict=True):
        if len(here) < len(most):
            place.use()
            Team.objects.bulk_create((Team(name=name) for name in most), ignore_conflicts=True)
            teams = list(Team.objects.filter(name__in=most).values_list("pk", flat=True))
            with connection.cursor() as cursor:
                cursor.execute(SPREAD, {"teams": teams})


MINE, OF_OTHERS = 20, {"tiny": 2, "small": 10, "county": 1_000}


def _arrange_conferences(place: Place) -> None:
    """As many in the next weeks for the one who opens the page in every place; the council's others
    grow with it. About children without a plan: those with one wait for theirs."""
    if Conference.objects.exists():
        return
    abi, ines = (User.objects.get(username=name) for name in ("abi", "ines"))
    number, now = MINE + OF_OTHERS[place.scale], timezone.now().replace(minute=0)
    cases = Case.objects.filter(protection_plans=None).order_by("pk")[:number]
    conferences = Conference.objects.bulk_create(
        Conference(
            kind="initial",
            planned_at=now + timedelta(days=1 + n % 20),
            place="Civic Centre, room 4",
            method="meeting",
            chair=ines,
            administrator=abi if n < MINE else ines,
            arranged_by=abi,
        )
        for n in range(number)
    )
    children = [
        ConferenceChild(conference=one, case=case, state="arranged")
        for one, case in zip(conferences, cases, strict=False)
    ]
    ConferenceChild.objects.bulk_create(children)
    invitees = Invitee.objects.bulk_create(
        Invitee(
            conference=one,
            kind="professional",
            name=f"Member {n}",
            role="health visitor",
            agency="Health",
            sector="health",
            invited_on=now.date(),
        )
        for one in conferences
        for n in range(4)
    )
    Letter.objects.bulk_create(
        Letter(conference_id=each.conference_id, to=each, kind="invitation", needed_since=now)
        for each in invitees
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def conference_list(request: HttpRequest) -> HttpResponse:
    """The rows of the page of whoever arranges conferences."""
    today, user = timezone.localdate(), request.user
    mine = Conference.objects.filter(Q(chair=user) | Q(administrator=user))
    ahead = (
        mine.filter(held_on=None, cancelled_at=None)
        .filter(planned_at__lt=timezone.now() + timedelta(days=30))
        .select_related("chair", "administrator")
        .prefetch_related(
            Prefetch("children", ConferenceChild.objects.select_related("case__person")),
            "invitees",
            Prefetch("letters", Letter.objects.filter(sent_on=None), to_attr="to_send"),
        )
        .order_by("planned_at")[:25]
    )
    due = Clock.objects.filter(
        ~Exists(ConferenceChild.objects.filter(state="arranged", case=OuterRef("case"))),
        standing="running",
        rule__in=PROTECTION_REVIEWS,
        due_on__lte=today + timedelta(60),
    )
    soonest = due.select_related("case__person", "case__team", "case__worker").order_by("due_at")
    return printed(
        [
            (
                one.planned_at,
                one.kind,
                one.place,
                one.chair,
                one.administrator,
                one.report_shared_on,
                [child.case.person.name for child in one.children.all()],
                [(each.name, each.answer) for each in one.invitees.all()],
                len(one.to_send),
            )
            for one in ahead
        ],
        [(c.case.person.name, c.due_on, c.case.worker, c.case.team) for c in soonest[:25]],
        [(due[:101].count(),)],
        mine.filter(held_on__isnull=False, minutes_agreed_at=None).values_list("held_on")[:50],
        Recommendation.objects.filter(discussed_on=None).values_list("text")[:50],
    )


def plan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The rows of the tab «Plan and visits»."""
    user = request.user
    mine = Case.objects.filter(Q(worker=user) | Q(team=user.team_id), reference=reference)
    case = mine.select_related("person", "team", "worker").get()
    Access.objects.create(by_id=user.pk, what="view", page="floor", person=case.person, case=case)
    plan = ChildProtectionPlan.objects.filter(case__person=case.person_id).first()
    clocks = Clock.objects.filter(case=case, standing="running").order_by("due_at")
    actions = PlanAction.objects.filter(plan=plan).order_by("due_on")
    visits = Visit.objects.filter(case=case).select_related("by").order_by("-on")[:8]
    return printed(
        [
            (
                case.reference,
                case.status,
                case.team,
                case.worker,
                case.person.name,
                case.parents_needs,
            )
        ],
        [(plan.started_on, plan.latest_category, plan.contingency, plan.visit_every_days)],
        [(each.rule, each.due_at, each.about) for each in clocks],
        [(a.outcome, a.action, a.owner, a.measure, a.due_on, a.standing) for a in actions],
        [
            (m.name, m.role, m.agency, m.telephone)
            for m in CoreGroupMember.objects.filter(plan=plan)
        ],
        [(v.on, v.by, v.kind, v.seen, v.seen_alone, v.why_not) for v in visits],
        CoreGroupChild.objects.filter(plan=plan).values_list("held_on")[:6],
        InNeedPlan.objects.filter(case__person=case.person_id).values_list("started_on"),
        AdultServiceInvolvement.objects.filter(case=case).values_list("service"),
    )


def service_page(request: HttpRequest) -> HttpResponse:
    """The numbers of the Head of Service, without anybody's reach."""
    now, today = timezone.now(), timezone.localdate()
    live = ChildProtectionPlan.objects.filter(state="in-force")
    waiting = Case.objects.filter(state="waiting", waiting_since__lt=now - timedelta(days=7))
    last: Any = (
        ConferenceChild.objects.filter(case=OuterRef("case")).order_by("-pk").values("views")
    )
    numbers = [
        Case.objects.filter(status="on-plan").exclude(worker__is_active=True).count(),
        waiting.count(),
        Task.objects.filter(state="open", kind="non-engagement").count(),
        live.filter(has_actions=False).count(),
        PlanAction.objects.filter(
            Q(plan__state="in-force") | Q(in_need_plan__state="in-force"),
            standing="open",
            due_on__lt=today,
        ).count(),
        live.annotate(views=last[:1]).filter(views="").count(),
        InNeedReview.objects.filter(plan__state="in-force", childs_views="").count(),
        Case.objects.exclude(state="closed").exclude(parents_needs=[]).count(),
    ]
    return printed(
        [numbers],
        live.order_by().values_list("case__team", "latest_category").annotate(n=Count("pk")),
        Clock.objects.filter(standing="running", due_at__lt=now)
        .order_by()
        .values_list("rule")
        .annotate(n=Count("pk")),
        Heartbeat.objects.values_list("finished_at")[:1],
    )
