"""The calendar changes, and running clocks with it; rule sets come into force from a date."""

from datetime import date, timedelta

import pytest

from clocks import bank_holidays
from clocks.calendar import calendar, calendar_runs_out, rule_set_on
from clocks.calendar_actions import (
    NotPossible,
    add_bank_holiday,
    bring_in_rule_set,
    catch_stragglers,
    remove_one_off,
    what_it_touches,
)
from clocks.models import BankHoliday, CalendarVersion, Clock, ClockLine, RuleSetInForce
from clocks.sweep import sweep
from clocks.verify import verify
from rules.rule_sets import FRAMEWORK_2000, SINGLE_ASSESSMENT, WORKING_TOGETHER_2010
from tests.conftest import MONDAY, days

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


def refused(act, *args, **kwargs):
    with pytest.raises(NotPossible) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


# --- The table ----------------------------------------------------------------------------------


def test_the_seed_is_what_the_library_says():
    """Weekdays, 2000 to 2028."""
    import holidays

    known = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2029))
    seeded = {date.fromisoformat(day) for day, _ in bank_holidays.SEED}
    assert seeded == {day for day in known if day.weekday() < 5}


def test_a_fresh_install_knows_its_bank_holidays_and_its_rule_set():
    now = calendar()
    assert now.holidays[date(2022, 9, 19)] == "State Funeral of Queen Elizabeth II"
    assert now.known_until == date(2028, 12, 31)
    assert rule_set_on(date(2005, 1, 1)) == FRAMEWORK_2000


def test_a_warning_comes_before_the_calendar_runs_out():
    assert calendar_runs_out(date(2028, 3, 31)) == ""
    assert "Bank holidays are known to Sunday 31 December 2028" in calendar_runs_out(
        date(2028, 4, 1)
    )
    assert "No bank holidays are known after" in calendar_runs_out(date(2029, 1, 1))


def test_a_one_off_day_does_not_make_the_calendar_last_longer(ada):
    add_bank_holiday(date(2030, 5, 6), "Coronation", by=ada)
    assert calendar().known_until == date(2028, 12, 31)


# --- One-off days -------------------------------------------------------------------------------


def test_a_one_off_day_moves_the_clocks_it_touches_and_no_others(hers, begin, ada):
    """W10"""
    touched = hers(MONDAY)  # due 11 March
    before = hers(MONDAY - days(14))  # due 25 February
    after = hers(MONDAY + days(7))  # starts on 9 March
    hourly = hers(MONDAY, "contact-decision")
    assert add_bank_holiday(FRIDAY, "State funeral", by=ada, at=MONDAY + days(1)) == 1
    for clock in (touched, before, after, hourly):
        old = clock.due_on
        clock.refresh_from_db()
        assert clock.due_on == (date(2026, 3, 12) if clock == touched else old)
    line = touched.lines.get(kind="replanned")
    assert line.by == ada
    assert line.why == "Friday 6 March 2026 does not count: State funeral"
    assert line.calendar_version == calendar().version == touched.calendar_version
    assert CalendarVersion.objects.first().by == ada


def test_a_day_after_the_due_date_moves_its_later_rungs_only(hers, ada):
    clock = hers(MONDAY)
    looks = clock.looks
    assert add_bank_holiday(date(2026, 3, 13), "State funeral", by=ada) == 0
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 3, 11)
    assert clock.looks[:2] == looks[:2]
    assert clock.looks[4] == looks[4] + timedelta(days=1)


def test_a_day_taken_back_puts_the_dates_back(hers, ada):
    clock = hers(MONDAY)
    add_bank_holiday(FRIDAY, "State funeral", by=ada)
    assert remove_one_off(FRIDAY, by=ada) == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 3, 11)
    assert clock.lines.filter(kind="replanned").count() == 2
    assert FRIDAY not in calendar().days


def test_what_was_breached_before_the_day_was_added_stays_in_the_ledger(hers, ada, database_says):
    clock = hers(MONDAY)
    database_says(MONDAY.replace(day=12, hour=0))
    sweep()
    add_bank_holiday(FRIDAY, "State funeral", by=ada, at=MONDAY.replace(day=12, hour=1))
    clock.refresh_from_db()
    assert clock.breached_at is None
    assert clock.lines.filter(kind="breached").count() == 1
    database_says(MONDAY.replace(day=13, hour=0))
    sweep()
    assert clock.lines.filter(kind="breached").count() == 2
    assert list(verify()) == []


def test_an_ended_clock_is_never_planned_again(hers, ada):
    clock = hers(MONDAY)
    Clock.objects.update(standing="stopped", stopped_at=MONDAY, next_look_at=None)
    assert add_bank_holiday(FRIDAY, "State funeral", by=ada) == 0
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 3, 11)


def test_a_day_that_cannot_be_added_is_refused_with_every_reason(ada):
    assert refused(add_bank_holiday, date(2026, 3, 7), " ", by=ada) == [
        "Say what the day is called, such as «State funeral».",
        "Saturday 7 March 2026 is at a weekend, which does not count already.",
    ]
    assert refused(add_bank_holiday, date(2026, 4, 3), "Good Friday", by=ada) == [
        "Friday 3 April 2026 is a bank holiday already."
    ]
    assert CalendarVersion.objects.count() == 1


def test_a_published_day_cannot_be_taken_back(ada):
    assert "published" in refused(remove_one_off, date(2026, 4, 3), by=ada)[0]
    assert "not a bank holiday" in refused(remove_one_off, FRIDAY, by=ada)[0]


def test_a_clock_that_was_being_started_meanwhile_is_planned_again_by_the_next_sweep(hers, ada):
    """Its transaction was not yet to be seen when the calendar changed."""
    clock = hers(MONDAY)
    BankHoliday.objects.create(day=FRIDAY, name="State funeral", one_off=True)
    CalendarVersion.objects.create(by=ada, what="Friday 6 March 2026 does not count")
    assert catch_stragglers() == 1
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 3, 12)
    assert catch_stragglers() == 0


def test_a_county_of_clocks_is_planned_again_in_a_few_statements(
    hers, ada, django_assert_max_num_queries
):
    for _ in range(60):
        hers(MONDAY)
    with django_assert_max_num_queries(20):
        assert add_bank_holiday(FRIDAY, "State funeral", by=ada) == 60
    assert ClockLine.objects.filter(kind="replanned").count() == 60
    assert [one.what for one in verify() if "waited" not in one.what] == []


# --- Rule sets ----------------------------------------------------------------------------------


def test_a_rule_set_comes_into_force_from_its_date(ada):
    """W10"""
    bring_in_rule_set(SINGLE_ASSESSMENT, date(2026, 4, 1), by=ada, at=MONDAY)
    assert rule_set_on(date(2026, 3, 31)) == FRAMEWORK_2000
    assert rule_set_on(date(2026, 4, 1)) == SINGLE_ASSESSMENT


def test_a_new_rule_set_touches_only_referrals_from_its_date(child_told, tell, sam, hindley, ada):
    """W10: a referral of 2 March keeps 7 working days, one of 2 April has 45."""
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer

    old = refer(child_told, by=sam, why="Neglect is likely.", team=hindley, at=MONDAY + days(0.1))
    bring_in_rule_set(SINGLE_ASSESSMENT, date(2026, 4, 1), by=ada, at=MONDAY + days(1))
    later = MONDAY.replace(month=4, day=2)
    other = [ChildTold(forename="Noah", surname="Pickering")]
    child = tell(at=later, children=other).children.get()
    new = refer(child, by=sam, why="Neglect is likely.", team=hindley, at=later + days(0.1))
    assert (old.rule_set, new.rule_set) == (FRAMEWORK_2000, SINGLE_ASSESSMENT)
    clock = Clock.objects.get(case=old, rule="initial-assessment")
    assert clock.due_on == date(2026, 3, 11)
    assert not clock.lines.filter(kind="replanned").exists()
    assert Clock.objects.get(case=new, rule="single-assessment").due_on == date(2026, 6, 10)
    assert not Clock.objects.filter(case=new, rule="initial-assessment").exists()


def test_a_rule_set_does_not_come_into_force_in_the_past(hers, ada):
    hers(MONDAY)
    assert (
        "is past"
        in refused(bring_in_rule_set, SINGLE_ASSESSMENT, date(2026, 3, 1), by=ada, at=MONDAY)[0]
    )
    bring_in_rule_set(SINGLE_ASSESSMENT, MONDAY.date(), by=ada, at=MONDAY)


def test_on_an_empty_database_any_date_will_do(ada):
    assert not Clock.objects.exists()
    bring_in_rule_set(WORKING_TOGETHER_2010, date(2010, 3, 26), by=ada, at=MONDAY)
    assert rule_set_on(date(2011, 1, 1)) == WORKING_TOGETHER_2010


def test_one_rule_set_a_date_and_never_the_one_in_force(ada):
    bring_in_rule_set(SINGLE_ASSESSMENT, date(2026, 4, 1), by=ada, at=MONDAY)
    assert (
        "Another rule set"
        in refused(bring_in_rule_set, WORKING_TOGETHER_2010, date(2026, 4, 1), by=ada, at=MONDAY)[0]
    )
    assert (
        "in force on"
        in refused(bring_in_rule_set, SINGLE_ASSESSMENT, date(2026, 5, 1), by=ada, at=MONDAY)[0]
    )
    assert refused(bring_in_rule_set, "nonsense", date(2026, 5, 1), by=ada, at=MONDAY)
    assert RuleSetInForce.objects.count() == 2


def test_it_says_what_bringing_it_in_will_touch(hers, ada):
    hers(MONDAY)
    said = what_it_touches(SINGLE_ASSESSMENT, date(2026, 4, 1))
    assert said.startswith("Referrals from Wednesday 1 April 2026 on follow «Single assessment")
    assert said.endswith("the clock that runs now keeps every date.")
