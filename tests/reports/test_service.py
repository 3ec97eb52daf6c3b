"""The Head of Service's first page: is any child unsafe because of us tonight?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Absence, User
from clocks.models import Clock, Heartbeat
from protection.models import (
    AdultServiceInvolvement,
    ChildProtectionPlan,
    InNeedPlan,
    InNeedReview,
    PlanAction,
)
from reports.service import service
from reports.teams import Chosen
from rules.codes import AdultNeed

NOW = timezone.localtime


@pytest.fixture
def on_plan(case, refer, priya):
    """Children of Hindley on a plan since ten days ago, as many as are asked for."""

    def make(number, **fields):
        plans = []
        for _ in range(number):
            child = refer(to=priya, days_ago=20)
            ChildProtectionPlan(
                case=child,
                state="in-force",
                started_on=NOW().date() - timedelta(days=10),
                **{"category": "NEG", "latest_category": "NEG", **fields},
            ).save()
            plans.append(ChildProtectionPlan.objects.get(case=child))
        return plans

    return make


def start_clock(case, rule, *, due):
    event = case.events.first()
    return Clock.objects.create(
        rule=rule, rule_set=case.rule_set, occasion=case.occasion, started_by=event, case=case,
        person=case.person, owner=case.worker, team=case.team, started_at=due, started_on=due.date(),
        due_at=due, due_on=due.date(), calendar_version=1, looks=[due],
    )  # fmt: skip


@pytest.fixture
def watched(db):
    Heartbeat.objects.create(started_at=timezone.now(), finished_at=timezone.now())


def text_of(page):
    return " ".join(page.content.decode().split())


def test_it_is_the_first_page_of_the_head_of_service_and_of_nobody_below(
    client, helen, grace, maya, priya
):
    client.force_login(helen)
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/service/"
    for user, status in ((grace, 200), (maya, 404), (priya, 404)):
        client.force_login(user)
        assert client.get("/service/").status_code == status


def test_each_number_opens_to_its_children(
    client, helen, on_plan, case, refer, hindley, watched, maya, priya
):
    """W24, W25, W42, W44, W45, W47, H7; C15."""
    late, quiet, _ = on_plan(3)
    refer(days_ago=9)
    start_clock(late.case, "statutory-visit", due=NOW() - timedelta(days=2))
    start_clock(late.case, "protection-review-first", due=NOW() - timedelta(days=1))
    start_clock(late.case, "core-group-first", due=NOW() - timedelta(days=1))
    start_clock(late.case, "medical", due=NOW() - timedelta(days=1))
    start_clock(quiet.case, "statutory-visit", due=NOW() + timedelta(days=2))
    start_clock(quiet.case, "epo", due=NOW() + timedelta(days=3))
    PlanAction.objects.create(
        plan=quiet, outcome="She is fed", action="Breakfast club", owner="Jo Ward", measure="Five days",
        due_on=NOW().date() - timedelta(days=1), added_by=priya,
    )  # fmt: skip
    need = InNeedPlan(case=case, state="in-force", started_on=NOW().date() - timedelta(days=40))
    need.save()
    InNeedReview.objects.create(
        plan=need,
        held_on=NOW().date(),
        heard_how="not-heard",
        why_no_views="Away.",
        analysis="Well.",
        by=priya,
    )
    quiet.has_actions = True
    quiet.save(update_fields=["has_actions"])
    case.parents_needs = [AdultNeed.MENTAL_HEALTH.value, AdultNeed.DRUGS.value]
    case.save(update_fields=["parents_needs"])
    AdultServiceInvolvement.objects.create(
        case=case, need="2B", standing="involved", service="Recovery", recorded_by=priya
    )
    numbers = service(helen, Chosen([hindley], None), NOW())
    of_one_team = service(helen, Chosen([hindley], hindley), NOW())
    assert (of_one_team.unsafe, of_one_team.quality, of_one_team.rows) == (
        numbers.unsafe,
        numbers.quality,
        numbers.rows,
    )
    found = {each.key: each.number for each in (*numbers.unsafe, *numbers.quality)}
    assert found == {
        "visits": 1,
        "worker": 0,
        "emergencies": 1,
        "conferences": 1,
        "unallocated": 1,
        "unanswered": 0,
        "core-groups": 1,
        "medicals": 1,
        "no-actions": 2,
        "actions": 1,
        "unheard": 0,
        "unheard-reviews": 1,
        "adults": 1,
    }
    assert numbers.children == 3
    client.force_login(helen)
    for key, number in found.items():
        page = text_of(client.get(f"/service/?list={key}"))
        lines = page.split('id="list"')[1].split("Close the list")[0].count("app-lines__line ")
        assert lines == number, key
    page = text_of(client.get("/service/?list=on-plan&category=NEG"))
    assert "Children on a child protection plan: neglect" in page
    assert page.count("Neglect, since") == 3
    assert client.get("/service/?list=nonsense").status_code == 404


def test_a_child_on_a_plan_without_a_fit_worker_is_shown_in_red(
    client, helen, case, make_grave, priya, maya, watched
):
    """W25: nobody qualified, gone, or away with nobody fit to cover; the list on the page is empty
    while somebody answers."""
    make_grave(case)
    client.force_login(helen)

    def count():
        figures = service(helen, Chosen([case.team], None), NOW()).unsafe
        return next(each.number for each in figures if each.key == "worker")

    assert count() == 0
    away = Absence.objects.create(user=priya, since=NOW().date(), recorded_by=maya)
    assert count() == 1
    page = text_of(client.get("/service/?list=worker"))
    assert "is away and nobody covers" in page
    assert "app-stat--late" in page
    helper = User.objects.create(
        username="nia", name="Nia Bowen", role="social-worker", team=case.team
    )
    away.cover = helper
    away.save()
    assert count() == 1  # not qualified
    helper.registration = "SW1"
    helper.save()
    assert count() == 0
    Absence.objects.create(user=helper, since=NOW().date(), recorded_by=maya)
    assert count() == 1  # away too
    away.delete()
    priya.is_active = False
    priya.save()
    assert count() == 1


def test_a_number_of_the_table_opens_to_its_team_and_category(client, helen, on_plan, watched):
    """On a plan, by team and category: each number leads to its list."""
    on_plan(2)
    on_plan(1, category="EMO", latest_category="EMO")
    client.force_login(helen)
    text = client.get("/service/").content.decode()
    assert "Plan quality</h2>" in text
    links = re.findall(
        r'href="(\?[^"]*category=[A-Z]+[^"]*)#list">(\d+)<', text.replace("&amp;", "&")
    )
    assert [int(number) for _, number in links] == [2, 1]
    for link, number in links:
        listed = client.get(f"/service/{link}")
        assert len(listed.context["lines"]) == int(number), link


def test_the_lamp_says_when_nothing_can_be_trusted(client, helen):
    client.force_login(helen)
    page = text_of(client.get("/service/"))
    assert "We cannot say" in page
    Heartbeat.objects.create(started_at=timezone.now(), finished_at=timezone.now())
    page = text_of(client.get("/service/"))
    assert "Time limits are being watched" in page


def test_the_page_asks_as_often_for_many_children_as_for_few(queries, helen, on_plan, watched):
    addresses = ["/service/", "/service/?list=on-plan", "/service/?list=visits"]
    start_clock(on_plan(1)[0].case, "statutory-visit", due=NOW() - timedelta(days=2))
    few = [queries(helen, address) for address in addresses]
    for plan in on_plan(4):
        start_clock(plan.case, "statutory-visit", due=NOW() - timedelta(days=2))
    assert [queries(helen, address) for address in addresses] == few
