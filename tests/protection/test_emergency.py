"""W14: police protection to the hour, emergency protection orders of 8 + 7 days, their alerts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Alert
from cases.actions.tasks import set_task
from clocks.models import Clock
from clocks.sweep import sweep
from clocks.verify import verify
from protection.actions.emergency import begin_action, end, extend, needs_discussion
from protection.actions.strategy import hold
from protection.models import EmergencyAction
from protection.models.emergency import longest_order
from tests.conftest import LONDON, days, hours
from tests.protection.conftest import MEETING, THURSDAY, ruled
from workflow.engine import Refused

GIVEN = {"grounds": "Found alone at night.", "place": "With his aunt", "officer": "PC Ali"}


def police(case, by, started_at=THURSDAY, at=None, **changes):
    return begin_action(
        case, by=by, kind="police-protection", started_at=started_at,
        at=at or started_at + hours(1), **{**GIVEN, **changes},
    )  # fmt: skip


EIGHT_DAYS = THURSDAY + days(8)
NOW = THURSDAY + hours(1)


def order(case, by, ends_at=EIGHT_DAYS, at=NOW):
    return begin_action(
        case, by=by, kind="epo", started_at=THURSDAY, ends_at=ends_at, at=at, **GIVEN
    )


def refusal(act):
    with pytest.raises(Refused) as told:
        act()
    return told.value.reasons


def test_police_protection_runs_out_after_72_hours_to_the_minute(case, omar):
    action = police(case, omar, THURSDAY + timedelta(minutes=17))
    assert action.ends_at == THURSDAY + timedelta(hours=72, minutes=17)
    clock = Clock.objects.get(rule="police-protection")
    assert (clock.due_at, clock.owner, clock.case) == (action.ends_at, case.worker, case)


def test_the_72_hours_are_hours_that_pass_when_the_clocks_change(case, omar):
    """The night of 28 to 29 March 2026 has 23 hours, so that it ends an hour later by the clock."""
    friday = datetime(2026, 3, 27, 22, 30, tzinfo=LONDON)
    police(case, omar, friday)
    due = Clock.objects.get(rule="police-protection").due_at.astimezone(LONDON)
    assert due == datetime(2026, 3, 30, 23, 30, tzinfo=LONDON)


TOLD = {
    -24: {"priya", "maya"},
    -6: {"priya", "maya", "grace"},
    0: {"priya", "maya", "grace", "helen"},
    4: {"maya", "helen"},
}
"""Hours from the end of police protection, and who hears: those who answer for the child, each
rung further up."""


def test_those_who_answer_for_the_child_are_told_in_hours(case, omar, cast, database_says):
    """W14: worker and manager a day before, the group manager too in the last hours, the Head of
    Service when it has run out, and again while no end is recorded; nobody else, and no name."""
    action = police(case, omar)
    known = {user.pk: key for key, user in cast.items()}
    seen = set(Alert.objects.values_list("pk", flat=True))
    for after, expected in TOLD.items():
        database_says(action.ends_at + hours(after) - timedelta(minutes=1))
        sweep()
        assert not about_the_clock().exclude(pk__in=seen).exists(), after
        database_says(action.ends_at + hours(after) + timedelta(minutes=1))
        sweep()
        told = about_the_clock().exclude(pk__in=seen)
        assert {known[alert.recipient_id] for alert in told} == expected, after
        assert not any("Ellie" in alert.text or "Marsden" in alert.text for alert in told)
        seen |= {alert.pk for alert in told}
    order(case, omar, ends_at=THURSDAY + days(8))
    looks = Clock.objects.get(rule="epo").looks
    assert [(look - EIGHT_DAYS) / timedelta(hours=1) for look in looks] == [-48, -12, 0, 4]


def about_the_clock():
    clock = Clock.objects.get(rule="police-protection")
    return Alert.objects.filter(key__startswith=f"clock:{clock.pk}:")


@pytest.mark.parametrize("kind", ["police-protection", "epo"])
def test_it_stands_on_the_first_page_of_everybody_who_answers_for_the_child(
    case, cast, client, kind
):
    """W14: her worker, the managers above, the Head of Service and whoever works tonight, with when it
    runs out; and on nobody else's."""
    now = timezone.now()
    begin_action(
        case, by=cast["omar"], kind=kind, started_at=now - hours(50), at=now, **GIVEN,
        **({"ends_at": now + days(5)} if kind == "epo" else {}),
    )  # fmt: skip
    for number in range(4):  # however much else is due before
        set_task(
            by=cast["maya"], case=case, what=f"Ring the school, {number}", kind="other",
            owner=cast["priya"], team=case.team, due_on=now.date() - days(2), at=now - days(3),
        )  # fmt: skip
    for key, where in (
        ("priya", "/my-work/"),
        ("maya", "/my-team/"),
        ("grace", "/my-team/"),
        ("helen", "/service/?list=emergencies"),
        ("omar", "/duty/"),
    ):
        client.force_login(cast[key])
        page = client.get(where).content.decode()
        assert "Ellie" in page and "uns out" in page, key
        if key == "priya":
            assert page.index("uns out") < page.index("My children")  # first of all
            assert "uns out" in page.split("My children")[-1]  # and beside the child
    client.force_login(cast["helen"])
    assert "or under an emergency order" in client.get("/service/").content.decode()
    client.force_login(cast["tom"])
    assert "Ellie" not in client.get("/my-work/").content.decode()
    client.force_login(cast["dana"])
    assert "emergency order" not in client.get("/duty/").content.decode()


def test_a_night_without_emergencies_says_so(db, omar, client):
    client.force_login(omar)
    assert "Nobody at the moment." in client.get("/duty/").content.decode()


def test_an_order_lasts_at_most_eight_days_and_is_extended_once_by_at_most_seven(case, maya):
    assert refusal(lambda: order(case, maya, ends_at=None)) == [
        "Give the day and the hour at which the order ends."
    ]
    said = refusal(lambda: order(case, maya, ends_at=THURSDAY + days(8.01)))
    assert len(said) == 1
    assert said[0].startswith("An emergency protection order lasts at most 8 days, and only over")
    assert said[0].endswith("until Friday 13 March 2026. Check when it ends.")
    action = order(case, maya)
    clock = Clock.objects.get(rule="epo")
    assert clock.due_at == THURSDAY + days(8)
    at = THURSDAY + days(7)

    def longer(until, extended_at=at):
        extend(
            action, by=maya, extended_at=extended_at, ends_at=until, why="Inquiries go on.", at=at
        )

    assert refusal(lambda: longer(THURSDAY + days(15.01))) == [
        "The court may extend an emergency protection order once, by at most 7 days after the first 8."
    ]
    longer(THURSDAY + days(15))
    clock.refresh_from_db()
    assert (clock.due_at, clock.lines.count()) == (THURSDAY + days(15), 2)
    assert refusal(lambda: longer(THURSDAY + days(16)))[0] == (
        "This order has been extended once already, and cannot be extended again."
    )


def test_over_a_sunday_or_a_bank_holiday_an_order_may_last_until_noon_of_the_next_day(db):
    """W14: section 45(2). By hand: eight days from Friday 27 March 2026 are Saturday 4 April, from the
    28th Easter Sunday and from the 26th Good Friday. Days are days when the clocks change, too."""
    local = LONDON
    for made, last in (
        (datetime(2026, 3, 27, 16, tzinfo=local), datetime(2026, 4, 4, 16, tzinfo=local)),
        (datetime(2026, 3, 28, 16, tzinfo=local), datetime(2026, 4, 7, 12, tzinfo=local)),
        (datetime(2026, 3, 26, 16, tzinfo=local), datetime(2026, 4, 4, 12, tzinfo=local)),
        (datetime(2026, 12, 17, 9, tzinfo=local), datetime(2026, 12, 26, 12, tzinfo=local)),
    ):
        assert longest_order(made) == last, made
        assert longest_order(made.astimezone(UTC)) == last, made


def test_it_ends_with_what_became_of_the_child(case, maya):
    action = police(case, maya)
    assert refusal(lambda: end(action, by=maya, how="", why="", ended_at=THURSDAY + hours(9),
                               at=THURSDAY + hours(10))) == [
        "Choose what became of the child, and say more in a sentence."
    ]  # fmt: skip
    assert refusal(
        lambda: end(action, by=maya, how="lapsed", why="x", at=THURSDAY + hours(70))
    ) == ["It has not run out yet."]
    end(action, by=maya, how="released", why="His father came home.",
        ended_at=THURSDAY + hours(9), at=THURSDAY + hours(10))  # fmt: skip
    clock = Clock.objects.get(rule="police-protection")
    assert (clock.standing, clock.stopped_at) == ("stopped", THURSDAY + hours(9))
    assert case.events.first().sentence.endswith("police protection ended: returned home")
    assert not EmergencyAction.objects.in_force().exists()


def test_what_ran_out_ended_then_and_a_later_end_stays_late(case, maya):
    action = police(case, maya)
    end(action, by=maya, how="lapsed", why="Nobody had applied.", at=THURSDAY + days(4))
    assert action.ended_at == action.ends_at
    second = police(case, maya, THURSDAY + days(5))
    end(second, by=maya, how="epo", why="The court sat late.",
        ended_at=THURSDAY + days(9), at=THURSDAY + days(9))  # fmt: skip
    clock = Clock.objects.filter(rule="police-protection").latest("pk")
    assert (clock.breached_at, clock.late_reason) == (second.ends_at, "The court sat late.")


def test_it_may_stand_without_a_discussion_and_then_one_is_asked_for(case, omar, maya):
    action = police(case, omar)
    assert needs_discussion(action)
    task = case.tasks.get(kind="strategy-discussion")
    order(case, omar)  # one task is enough
    assert case.tasks.filter(kind="strategy-discussion").count() == 1
    hold(MEETING, [ruled(case)], by=maya, at=THURSDAY + hours(2))
    task.refresh_from_db()
    assert task.state == "done"
    assert not needs_discussion(action)


def test_impossible_ones_are_refused_all_reasons_at_once(case, omar, tom):
    soon = THURSDAY + hours(2)
    assert refusal(lambda: police(case, omar, soon, at=THURSDAY, grounds=" ", place="")) == [
        "Emergency action cannot begin at a time that is still to come.",
        "Say why the child had to be made safe at once.",
        "Say where the child is.",
    ]
    police(case, omar)
    assert refusal(lambda: police(case, omar)) == [
        "Police protection is in force already: record how it ended first."
    ]
    assert refusal(lambda: police(case, tom)) == ["You may not open this case."]
    assert not case.has_no_emergency_action


def test_a_sweep_notices_it_and_the_ledger_agrees(case, omar):
    police(case, omar)
    order(case, omar)
    sweep()
    assert (
        Clock.objects.filter(rule__in=("police-protection", "epo"), breached_at=None).count() == 0
    )
    assert list(verify()) == []


def test_whoever_records_an_extension_reads_how_far_it_may_go(client, case, maya, priya):
    """W14"""
    action = order(case, maya)
    client.force_login(priya)
    page = client.get(reverse("emergency-extend", args=[action.pk])).content.decode()
    until = timezone.localtime(THURSDAY + days(15))
    assert f"and to {until:%A} {until.day} March" in page.replace("  ", " ")
    assert "and runs out" in page


def test_an_order_is_not_offered_to_follow_itself(client, case, maya, priya):
    """W14"""
    action = order(case, maya)
    client.force_login(priya)
    page = client.get(reverse("emergency-end", args=[action.pk])).content.decode()
    assert "Emergency protection order made" not in page
    assert "Interim care order" in page
