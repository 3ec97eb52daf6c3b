from datetime import date, timedelta

import pytest
from django.utils import timezone

from clocks.models import BankHoliday, CalendarVersion, Clock, RuleSetInForce
from rules.rule_sets import SINGLE_ASSESSMENT
from rules.workdays import due_date


def test_the_calendar_shows_a_year_and_the_years_beside_it(page, ada):
    text = page(ada, "/calendar/?year=2026")
    assert "Bank holidays 2026" in text
    assert "Friday 3 April 2026" in text
    assert "?year=2025" in text
    assert "?year=2027" in text


@pytest.mark.parametrize("year", ["nonsense", "0", "999999", "1066", "-1", "²"])
def test_a_year_that_is_none_shows_this_one(page, ada, year):
    assert f"Bank holidays {timezone.localdate().year}" in page(ada, f"/calendar/?year={year}")


def test_a_one_off_day_moves_running_clocks_and_taking_it_back_moves_them_again(
    client, ada, priya, refer
):
    clock = Clock.objects.get(case=refer(to=priya), rule="initial-assessment")
    before = clock.due_on
    holidays = set(BankHoliday.objects.values_list("day", flat=True))
    day = due_date(timezone.localdate(), 2, holidays)
    client.force_login(ada)
    given = {"day": f"{day.day}/{day.month}/{day.year}", "name": "State funeral"}
    text = client.post("/calendar/add/", given, follow=True).content.decode()
    assert "clock was planned again" in text or "clocks were planned again" in text
    clock.refresh_from_db()
    assert clock.due_on == due_date(before, 1, holidays | {day})
    added = BankHoliday.objects.get(day=day)
    assert "State funeral" in client.get(f"/calendar/?year={day.year}").content.decode()
    client.post(f"/calendar/{added.pk}/remove/")
    clock.refresh_from_db()
    assert clock.due_on == before
    assert not BankHoliday.objects.filter(pk=added.pk).exists()


def test_adding_twice_makes_one_day_and_says_so(client, ada):
    client.force_login(ada)
    versions = CalendarVersion.objects.count()
    given = {"day": "15/6/2027", "name": "Jubilee"}
    client.post("/calendar/add/", given)
    text = client.post("/calendar/add/", given).content.decode()
    assert "Tuesday 15 June 2027 is a bank holiday already." in text
    assert CalendarVersion.objects.count() == versions + 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "", "name": ""}, "Enter the day that does not count"),
        ({"day": "31/2/2027", "name": "x"}, "is not right"),
        ({"day": "19/6/2027", "name": "x"}, "at a weekend"),
        ({"day": "3/4/2026", "name": "x"}, "is a bank holiday already"),
        ({"day": "1/6/2099", "name": "x"}, "more than five years ahead"),
        ({"day": "15/6/2027", "name": "x" * 81}, "80 characters or fewer"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_sentences(client, ada, given, said):
    client.force_login(ada)
    answer = client.post("/calendar/add/", given)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert given["name"][:40] in answer.content.decode()


def test_a_published_day_cannot_be_taken_back(client, ada):
    client.force_login(ada)
    published = BankHoliday.objects.get(day=date(2026, 4, 3))
    assert client.post(f"/calendar/{published.pk}/remove/").status_code == 404


def test_a_calendar_that_runs_out_is_said(page, ada):
    BankHoliday.objects.filter(day__gt=timezone.localdate()).delete()
    CalendarVersion.objects.create(what="What was published was taken away")
    assert "no further" in page(ada, "/calendar/")


def test_the_rule_set_in_force_and_its_limits_are_shown(page, ada):
    text = page(ada, "/rule-sets/")
    assert "Initial and core assessment (7 and 35 working days)" in text
    assert "Initial assessment: 7 working days" in text


def test_bringing_in_a_rule_set_says_first_what_it_touches(client, ada, priya, refer):
    refer(to=priya)
    client.force_login(ada)
    day = timezone.localdate() + timedelta(days=10)
    given = {"key": SINGLE_ASSESSMENT, "since": f"{day.day}/{day.month}/{day.year}"}
    rows = RuleSetInForce.objects.count()
    text = client.post("/rule-sets/bring-in/", given).content.decode()
    assert "keeps its own set to its end" in text
    assert RuleSetInForce.objects.count() == rows
    text = client.post("/rule-sets/bring-in/", given | {"confirm": "yes"}, follow=True)
    assert "is in force from" in text.content.decode()
    row = RuleSetInForce.objects.get(since=day)
    assert (row.key, row.brought_in_by) == (SINGLE_ASSESSMENT, ada)
    again = client.post("/rule-sets/bring-in/", given | {"confirm": "yes"}).content.decode()
    assert "comes into force on" in again
    assert RuleSetInForce.objects.count() == rows + 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"key": "", "since": ""}, "Choose the rule set"),
        ({"key": "nonsense", "since": "today"}, "from the list"),
        ({"key": SINGLE_ASSESSMENT, "since": "1/1/2020"}, "cannot be in the past"),
        ({"key": SINGLE_ASSESSMENT, "since": "1/1/2099"}, "more than five years ahead"),
    ],
)
def test_a_rule_set_or_a_day_that_cannot_be_is_refused(client, ada, given, said):
    client.force_login(ada)
    text = client.post("/rule-sets/bring-in/", given | {"confirm": "yes"}).content.decode()
    assert said in text


@pytest.mark.parametrize("key", ["helen", "maya", "priya", "dev", "dana", "rosa"])
@pytest.mark.parametrize(
    "address", ["/calendar/", "/calendar/add/", "/rule-sets/", "/rule-sets/bring-in/"]
)
def test_calendar_and_rule_sets_are_for_the_administrator(page, cast, key, address):
    page(cast[key], address, status=404)
