import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from cases.actions.absences import record_absence
from cases.actions.allocation import reallocate
from cases.actions.visits import record_visit
from cases.models import ContactChild
from clocks.models import Clock
from reports.performance import backlog, on_time
from reports.team import protected
from workflow.engine import Refused

TODAY = timezone.localdate


def test_the_team_page_says_what_waits_and_who_carries_what(page, maya, priya, colleague, refer):
    colleague(fte="0.60")
    refer(to=priya, forename="Ivo")
    refer(to=priya, forename="Una")
    refer(forename="Wyn")
    text = page(maya, "/my-team/")
    assert "1 to allocate" in text
    assert "Wyn Penrose" in text
    assert "2 allocated children" in text
    # the sum by the sum: 2 cases over 1.6 places
    assert re.search(r"Together.*?1\.3", text, re.S)


def test_a_late_strategy_discussion_and_a_late_emergency_stand_on_one_list_each(
    client, maya, priya, omar, refer, now
):
    from cases.actions.decisions import ask_for_strategy_discussion
    from protection.actions.emergency import begin_action

    case = refer(to=priya, days_ago=9)
    ask_for_strategy_discussion(case, by=maya, why="A burn.", at=now - timedelta(days=8))
    begin_action(
        case, by=omar, kind="police-protection", started_at=now - timedelta(days=6), at=now,
        grounds="Found alone.", place="Aunt", officer="PC Ali",
    )  # fmt: skip
    client.force_login(maya)
    needs = {each.key: each for each in client.get("/my-team/").context["needs"]}
    assert [needs[key].number for key in ("strategy", "emergency")] == [1, 1]
    assert needs["strategy"].lines[0].tone == "late"
    assert [line.text for line in needs["late"].lines if "Strategy" in line.text] == []
    assert not any("police protection" in line.text.lower() for line in needs["late"].lines)


def test_every_child_on_a_plan_has_a_qualified_worker_or_is_shown_in_red(
    page, helen, priya, maya, colleague, refer, make_grave, now
):
    """W25: empty while all is well; red on the Head of Service's page when it is not."""
    case = make_grave(refer(to=priya))
    assert "1 of 1 child on a plan or looked after has a qualified worker" in page(
        helen, "/my-team/"
    )
    priya.registration = ""
    priya.save(update_fields=["registration"])
    text = page(helen, "/my-team/")
    assert "On a plan or looked after, without a qualified worker" in text
    assert "Priya Raman is not a qualified social worker" in text
    priya.registration = "SW10002"
    priya.save(update_fields=["registration"])
    nia = colleague()
    reallocate(case, by=maya, worker=nia, why="Priya leaves", at=now)
    nia.is_active = False
    nia.save(update_fields=["is_active"])
    assert "Nia Bowen has left" in page(helen, "/my-team/")


def test_a_cover_who_is_away_too_does_not_count(priya, maya, colleague, refer, make_grave, now):
    """W25, W26."""
    from cases.models import Case

    nia = colleague()
    make_grave(refer(to=priya))
    record_absence(priya, by=maya, since=TODAY(), until=None, cover=nia)
    assert protected(Case.objects.all(), now).without == []
    record_absence(nia, by=maya, since=TODAY(), until=None, cover=None)
    assert "so is the cover, Nia Bowen" in protected(Case.objects.all(), now).without[0].text


def test_late_without_a_reason_is_listed_until_somebody_explains(page, maya, priya, refer):
    from clocks.ledger import explain

    case = refer(to=priya, days_ago=30)
    assert "1 late without a reason" in page(maya, "/my-team/")
    clock = Clock.objects.get(case=case, rule="initial-assessment")
    explain(clock, by=maya, why="The family was abroad.", at=timezone.now())
    text = page(maya, "/my-team/")
    assert "1 late without a reason" not in text
    assert re.search(r"Late clocks\"><strong[^>]*>1<", text)


def test_the_number_of_late_decisions_is_a_query_on_dates(sam, hindley, front_door, tell, now):
    """W7: what the page counts as decided late is what the dates say."""
    from cases.actions.decisions import decide

    # the first of the month may be today, so the month is the one of the decisions
    at = now.replace(day=15) if now.day > 15 else now
    for hours, late in ((2, ""), (23, ""), (25, "Two were away"), (40, "Two were away")):
        child = tell(at=at - timedelta(hours=hours), level="3b").children.get()
        decide(child, "advise", by=sam, why="Advice is enough.", late_reason=late, at=at)
    by_dates = ContactChild.objects.filter(
        decided_at__gt=F("received_at") + timedelta(hours=24)
    ).count()
    row = next(r for r in on_time([front_door.pk], at) if r.rule == "contact-decision")
    assert (row.now.of, row.done_late, by_dates) == (4, 2, 2)
    assert row.now.percent == 50


def test_the_quality_of_what_was_authorised_stands_beside_the_share_in_time(
    page, maya, priya, refer, now
):
    """H10: as graded by whoever authorised it, what was not graded counted; nobody grades a contact."""
    from assessments.actions.begin import start
    from assessments.actions.decide import authorise, send
    from tests.assessments.conftest import fill

    for forename, grade in (("Ivo", "good"), ("Una", "good"), ("Noor", "")):
        (assessment,) = start(refer(to=priya, forename=forename), "initial", by=priya, at=now)
        fill(assessment, by=priya, at=now)
        send(assessment, by=priya, to=maya, at=now)
        authorise(assessment, by=maya, grade=grade, at=now)
    rows = {row.rule: row for row in on_time([maya.team_id], now)}
    assert rows["initial-assessment"].quality == "2 good, 1 not graded"
    assert rows["initial-assessment"].now.of == 3
    assert all(row.grades is None for rule, row in rows.items() if rule != "initial-assessment")
    assert "2 good, 1 not graded" in page(maya, "/my-team/")


def test_the_backlog_of_a_past_week_reads_the_same_afterwards(priya, maya, hindley, refer, now):
    """L10: children without a worker and assessments overdue, week by week."""
    from cases.actions.allocation import allocate

    case = refer(days_ago=30)
    before = backlog([hindley.pk], now).weeks
    assert before[-1].waiting == 1
    assert before[-1].overdue == 1
    assert before[0].waiting == 0
    allocate(case, by=maya, worker=priya, at=now)
    after = backlog([hindley.pk], now + timedelta(minutes=1)).weeks
    assert after[-1].waiting == 0
    assert after[-2].waiting == before[-2].waiting == 1


def test_time_with_families_is_shown_as_recorded(page, maya, priya, refer, now):
    """W51: minutes in visits, beside the working time of the team."""
    case = refer(to=priya)
    record_visit(case, by=priya, on=TODAY(), seen=True, seen_alone=True, minutes_with_family=120)
    assert "2 hours in 1 visit" in page(maya, "/my-team/")


def test_young_people_about_to_turn_eighteen_are_listed(page, maya, priya, refer):
    """H8: from seventeen and a half on."""
    from reports.days import months_before

    soon, later = refer(to=priya, forename="Ivo"), refer(to=priya, forename="Una")
    for case, months in ((soon, 12 * 18 - 5), (later, 12 * 17)):
        case.person.birth_date = months_before(TODAY(), months)
        case.person.save(update_fields=["birth_date"])
    text = page(maya, "/my-team/")
    leaving = text[text.index('id="leaving"') : text.index('id="people"')]
    assert "Ivo Penrose" in leaving
    assert "Una Penrose" not in leaving


def test_a_manager_sees_no_other_team(page, client, maya, leigh, tom, refer):
    refer(to=tom, team=leigh, forename="Hidden")
    refer(team=leigh, forename="Hidden", surname="Too")
    assert "Hidden" not in page(maya, "/my-team/")
    page(maya, f"/my-team/?team={leigh.pk}", status=404)
    page(maya, "/my-team/?team=nonsense", status=404)


def test_a_group_manager_sees_her_teams_together_and_one_by_one(
    page, grace, hindley, leigh, tom, priya, refer
):
    refer(team=leigh, forename="Lee")
    refer(team=hindley, forename="Hal")
    text = page(grace, "/my-team/")
    assert "Lee Penrose" in text
    assert "Hal Penrose" in text
    assert "Hal Penrose" not in page(grace, f"/my-team/?team={leigh.pk}")


def test_a_restricted_child_is_neither_named_nor_counted_beside_a_list(page, grace, maya, refer):
    case = refer(forename="Secret")
    case.restricted = True
    case.save(update_fields=["restricted"])
    text = page(grace, "/my-team/")
    assert "Secret" not in text
    assert "1 to allocate" not in text
    assert "Secret" in page(maya, "/my-team/")


@pytest.mark.parametrize("key", ["priya", "sam", "dana", "dev", "ada"])
def test_the_team_page_is_for_managers(page, cast, key):
    page(cast[key], "/my-team/", status=404)


def test_the_team_page_takes_as_many_queries_for_twelve_as_for_two(
    queries, maya, colleague, refer, make_grave
):
    def more(start, stop):
        for n in range(start, stop):
            worker = colleague(f"worker{n}", f"Worker {n}")
            make_grave(refer(to=worker, forename=f"A{n}", days_ago=20))
            refer(forename=f"B{n}", days_ago=20)

    more(0, 6)
    six = queries(maya, "/my-team/")
    more(6, 16)
    assert queries(maya, "/my-team/") == six


def test_a_child_on_a_plan_is_not_given_to_somebody_unqualified(
    priya, maya, colleague, refer, make_grave
):
    """W25: the engine refuses, with the sentence."""
    support = colleague("una", "Una Frost", registration="", role="support-worker")
    case = make_grave(refer(to=priya))
    with pytest.raises(Refused, match="needs a qualified social worker"):
        reallocate(case, by=maya, worker=support, why="Priya leaves")
