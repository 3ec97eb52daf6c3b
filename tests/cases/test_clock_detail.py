"""A clock explains itself."""

import pytest
from django.urls import reverse

from clocks.models import Clock, ClockLine


@pytest.fixture
def clock(case):
    return Clock.objects.get(case=case, rule="initial-assessment")


@pytest.fixture
def contact_clock(child_told):
    return Clock.objects.get(occasion=child_told.occasion, rule="contact-decision")


def url(clock):
    return reverse("clock-detail", args=[clock.pk])


def test_a_clock_says_why_its_date_is_its_date(client, clock, priya):
    """W10: which rule, from which act, counted how, and the paragraph it comes from."""
    client.force_login(priya)
    page = client.get(url(clock)).content.decode()
    assert "7 working days from Monday 2 March" in page
    assert "Wednesday 11 March" in page
    assert clock.row.source in page
    assert "Sam Okoro made the referral" in page
    assert "What happened to it" in page


def test_lateness_is_explained_while_the_clock_runs(client, clock, priya):
    client.force_login(priya)
    assert client.post(url(clock), {"why": "The family moved."}).status_code == 302
    clock.refresh_from_db()
    assert (clock.late_reason, clock.standing) == ("The family moved.", "running")
    assert ClockLine.objects.get(clock=clock, kind="explained").by == priya
    assert "The family moved." in client.get(url(clock)).content.decode()


@pytest.mark.parametrize("why", ["", "   ", "x" * 2001])
def test_a_reason_that_says_nothing_is_refused(client, clock, priya, why):
    client.force_login(priya)
    assert "There is a problem" in client.post(url(clock), {"why": why}).content.decode()
    assert not ClockLine.objects.filter(kind="explained").exists()


def test_the_same_reason_twice_is_one_line(client, clock, priya):
    client.force_login(priya)
    client.post(url(clock), {"why": "The family moved."})
    client.post(url(clock), {"why": "The family moved."})
    assert ClockLine.objects.filter(kind="explained").count() == 1


def test_a_colleague_reads_a_clock_and_does_not_explain_it(client, clock, case):
    from accounts.models import User

    noor = User.objects.create(username="noor", name="Noor", role="social-worker", team=case.team)
    client.force_login(noor)
    assert "Why is it late?" not in client.get(url(clock)).content.decode()
    client.post(url(clock), {"why": "Not mine to say."})
    clock.refresh_from_db()
    assert clock.late_reason == ""


def test_a_clock_of_another_team_does_not_exist(client, clock, tom):
    client.force_login(tom)
    assert client.get(url(clock)).status_code == 404
    assert client.post(url(clock), {"why": "x"}).status_code == 404


def test_a_contacts_clock_opens_for_the_front_door(client, contact_clock, dana, priya):
    client.force_login(dana)
    page = client.get(url(contact_clock)).content.decode()
    assert "24 hours" in page and "Ellie Marsden" in page
    assert "Why is it late?" not in page
    client.force_login(priya)
    assert client.get(url(contact_clock)).status_code == 404


def test_an_ended_clock_takes_no_reason(client, contact_clock, case, sam):
    client.force_login(sam)
    client.post(url(contact_clock), {"why": "x"})
    contact_clock.refresh_from_db()
    assert contact_clock.late_reason == ""
