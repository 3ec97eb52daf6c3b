from datetime import date

from clocks.models import Clock


def test_a_referral_opens_a_case_that_waits_and_starts_the_initial_assessment(waiting_case):
    """W7, W10: the seventh working day after the referral."""
    assert waiting_case.state == "waiting"
    clock = Clock.objects.get(case=waiting_case, rule="initial-assessment")
    assert clock.due_on == date(2026, 3, 11)
    assert Clock.objects.get(rule="contact-decision").standing == "stopped"


def test_an_allocated_case_has_its_lead(case, priya, maya):
    case.refresh_from_db()
    assert case.worker == priya
    assert case.history.latest().history_user == maya
    assert [a.worker for a in case.allocations.current()] == [priya]
    assert Clock.objects.get(case=case, rule="initial-assessment").owner == priya
    assert not Clock.objects.running().filter(rule="allocation-review").exists()
