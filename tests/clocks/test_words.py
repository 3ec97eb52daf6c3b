"""A clock as a sentence, with the moment passed in."""

from datetime import datetime

import pytest
from django.template import Context, Template

from clocks.ledger import explain
from clocks.models import Clock
from clocks.words import _time_left, explanation, history, sentence, tone
from rules.rule_sets import WORKING_TOGETHER_2010
from tests.conftest import LONDON, MONDAY, days, hours

pytestmark = pytest.mark.django_db


def on(month, day, hour=12, minute=0, year=2026, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON, fold=fold)


def end(clock, at, standing="stopped", reason=""):
    clock.standing, clock.stopped_at, clock.late_reason = standing, at, reason
    return clock


def test_a_limit_in_hours_says_what_is_left(hers):
    clock = hers(on(3, 2, 16, 40), "contact-decision")
    assert sentence(clock, on(3, 3, 13, 40)) == "Decide by today 16:40 — 3 hours left"
    assert sentence(clock, on(3, 2, 17, 0)) == "Decide by tomorrow 16:40 — 23 hours left"
    assert sentence(clock, on(3, 3, 16, 5)) == "Decide by today 16:40 — 35 minutes left"
    assert sentence(clock, on(3, 3, 16, 39)) == "Decide by today 16:40 — 1 minute left"


def test_a_limit_in_hours_says_how_late_it_is(hers):
    clock = hers(on(3, 2, 16, 40), "contact-decision")
    assert sentence(clock, on(3, 3, 19, 50)) == "3 hours late — due today 16:40"
    assert sentence(clock, on(3, 9)) == "4 working days late — due Tuesday 3 March 16:40"


def test_emergency_action_runs_out(hers):
    """W14"""
    clock = hers(on(3, 2, 16, 40), "police-protection")
    assert sentence(clock, on(3, 5, 13, 40)) == "Runs out today 16:40 — 3 hours left"
    assert sentence(clock, on(3, 5, 18, 45)) == (
        "Ran out today 16:40 — 2 hours ago, and no end is recorded"
    )
    assert sentence(end(clock, on(3, 4)), on(3, 5)) == "Ended Wednesday 4 March, in time"


@pytest.mark.parametrize(
    ("left", "said"),
    [(72, "72 hours"), (73, "3 days 1 hour"), (96, "4 days"), (176, "7 days 8 hours")],
)
def test_nobody_has_to_divide_by_twenty_four(left, said):
    """W14: an emergency protection order of eight days."""
    assert _time_left(hours(left)) == said


def test_a_limit_in_days_says_how_many_are_left(hers):
    clock = hers(MONDAY)
    assert sentence(clock, on(3, 5)) == "Due Wednesday 11 March, in 4 working days"
    assert sentence(clock, on(3, 9)) == "Due Wednesday 11 March, in 2 working days"
    assert sentence(clock, on(3, 10)) == "Due tomorrow, Wednesday 11 March"
    assert sentence(clock, on(3, 11)) == "Due today, by midnight"


def test_days_left_over_easter_leave_out_the_holidays(begin, priya):
    """W10: Good Friday and Easter Monday lie between."""
    clock = begin("core-assessment", on(3, 24), owner=priya)
    clock = begin("initial-assessment", on(4, 1), rule_set=WORKING_TOGETHER_2010)
    assert sentence(clock, on(4, 2)) == "Due Friday 17 April, in 9 working days"


def test_a_late_clock_says_by_how_much_and_whether_the_reason_is_known(hers, priya):
    clock = hers(MONDAY)
    assert sentence(clock, on(3, 13)) == "2 working days late — due 11 March"
    explain(clock, by=priya, why="The family was away.", at=on(3, 13))
    assert sentence(clock, on(3, 13)) == "2 working days late — due 11 March; reason recorded"


def test_at_the_weekend_after_a_friday_it_is_simply_late(hers):
    clock = hers(on(3, 4))  # due on Friday 13 March
    assert sentence(clock, on(3, 14)) == "Late — due 13 March"


def test_a_clock_that_ended_says_when_and_whether_in_time(hers):
    assert sentence(end(hers(MONDAY), on(3, 3)), on(3, 20)) == "Done Tuesday 3 March, in time"
    late = end(hers(MONDAY), on(3, 13), reason="The family was away.")
    assert sentence(late, on(3, 20)) == "Done Friday 13 March, 2 working days late; reason recorded"
    assert (
        sentence(end(hers(MONDAY), on(3, 3), "cancelled"), on(3, 20))
        == "No longer needed since Tuesday 3 March"
    )


def test_another_year_is_named(hers):
    clock = hers(on(12, 30, year=2025))
    assert sentence(clock, on(12, 30, year=2025)) == "Due Friday 9 January 2026, in 7 working days"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (MONDAY, "ok"),
        (on(3, 9, 0), "soon"),
        (on(3, 11, 23, 59), "soon"),
        (on(3, 12, 0, 1), "late"),
    ],
)
def test_the_tone_goes_from_ok_to_soon_to_late(hers, moment, expected):
    assert tone(hers(MONDAY), moment) == expected


def test_a_clock_that_ended_is_done_even_when_late(hers):
    assert tone(end(hers(MONDAY), on(3, 20)), on(3, 21)) == "done"


def test_a_day_is_23_hours_long_when_the_clocks_go_forward(hers):
    """24 elapsed hours from Saturday 28 March 2026, 20:00, end at 21:00 on Sunday."""
    clock = hers(on(3, 28, 20), "contact-decision")
    assert sentence(clock, on(3, 29, 18)) == "Decide by today 21:00 — 3 hours left"
    counted = explanation(clock)[2].text
    assert "24 hours from 20:00 on Saturday 28 March 2026: 21:00 on Sunday 29 March 2026" in counted
    assert "The clocks changed in between" in counted


def test_the_hour_that_comes_twice_says_which_one_it_is(hers):
    """25 October 2026: 01:30 comes first in summer time, then in winter time."""
    first = hers(on(10, 24, 1, 30), "contact-decision")
    assert sentence(first, on(10, 24, 20)) == "Decide by tomorrow 01:30 (BST) — 5 hours left"
    second = hers(on(10, 24, 2, 30), "contact-decision")
    assert sentence(second, on(10, 24, 20)) == "Decide by tomorrow 01:30 (GMT) — 6 hours left"


def test_the_explanation_names_the_days_that_did_not_count(begin, priya, sam, hindley):
    """W7: Good Friday and Easter Monday, by name; and the weekends, in words."""
    clock = begin("initial-assessment", on(3, 31), owner=priya, team=hindley, by=sam)
    said = {reason.heading: reason.text for reason in explanation(clock)}
    assert said["What started it"] == (
        "Sam Okoro made the referral, to …, on Tuesday 31 March 2026 at 12:00."
    )
    assert said["How it was counted"] == (
        "7 working days from Tuesday 31 March 2026; weekends, Good Friday (3 April) and Easter "
        "Monday (6 April) do not count: Monday 13 April 2026, to the end of the day."
    )
    assert "Framework for the Assessment" in said["Where that comes from"]
    assert "version" in said["Counted by"]


def test_a_date_counted_by_an_older_calendar_is_not_explained_by_the_new_one(hers):
    from datetime import date

    from clocks.calendar_actions import add_bank_holiday

    clock = end(hers(MONDAY), on(3, 9))
    Clock.objects.filter(pk=clock.pk).update(
        standing="stopped", stopped_at=on(3, 9), next_look_at=None
    )
    add_bank_holiday(date(2026, 3, 5), "State funeral", by=None)
    clock = Clock.objects.get(pk=clock.pk)
    counted = explanation(clock)[2].text
    assert "by the calendar as it was in version" in counted
    assert "State funeral" not in counted


def test_the_history_tells_the_ledger_with_its_lag(hers, database_says):
    from clocks.sweep import sweep

    clock = hers(MONDAY)
    database_says(on(3, 13, 9))
    sweep()
    told = history(clock)
    assert [line.sentence for line in told] == [
        "Started, due Wednesday 11 March 2026",
        "The time limit passed",
        "Told further up: 1 working day overdue",
    ]
    assert told[1].detail == "Noticed 33 hours later."
    assert told[2].detail == "Noticed 9 hours later. Passed unseen before: due soon and due."


def test_a_rule_that_is_gone_does_not_break_the_page(hers):
    clock = hers(MONDAY)
    clock.rule = "teleportation"
    assert sentence(clock, on(3, 5)) == "Due Wednesday 11 March, in 4 working days"
    assert any("no longer has this clock" in reason.text for reason in explanation(clock))
    assert history(clock)


def test_a_list_of_clocks_asks_for_the_calendar_once(hers, django_assert_num_queries):
    clocks = [hers(MONDAY) for _ in range(5)]
    page = Template("{% load clocks %}{% for clock in clocks %}{% clock_line clock %}{% endfor %}")
    with django_assert_num_queries(1):
        html = page.render(Context({"clocks": clocks}))
    assert html.count(f'href="/clocks/{clocks[0].pk}/"') == 1
    assert html.count("app-clock__sentence") == 5


def test_every_rule_can_be_told_in_words(hers):
    from rules.timescales import TIMESCALES, Given

    for row in TIMESCALES:
        for rule_set in row.sets:
            if isinstance(row.allowed, Given):
                continue
            given_at = MONDAY + days(8)
            clock = hers(MONDAY, row.key, rule_set=rule_set, given_at=given_at)
            for moment in (MONDAY, MONDAY + days(400), clock.due_at, clock.due_at + hours(1)):
                assert sentence(clock, moment)
            assert len(explanation(clock)) >= 4
