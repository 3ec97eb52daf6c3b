"""W17: a letter that nobody will send says why, and may be sent after all."""

import pytest
from django.urls import reverse
from django.utils import timezone

from protection.actions.holding import hold
from protection.actions.letters import needed_after_all, not_needed, send
from tests.conftest import days, hours
from tests.protection.conftest import CONFERENCE, FINISHED, outcome_of
from workflow.engine import Refused

pytestmark = pytest.mark.django_db

AT = FINISHED + days(1)


def test_a_letter_that_is_not_needed_says_why_and_may_be_sent_after_all(
    client, asked, abi, maya, tom, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: AT + hours(1))
    letter = asked.letters.get(to__kind="parent")
    about = [asked.pk, letter.pk]
    page, back = (
        reverse(f"conference-letter-{name}", args=about) for name in ("not-needed", "needed")
    )
    all_letters = reverse("conference-letters", args=[asked.pk])
    for stranger in (tom, maya):  # a manager reads the conference, and writes none of its letters
        client.force_login(stranger)
        assert {client.post(address).status_code for address in (page, back)} == {404}
    client.force_login(abi)
    assert page in client.get(all_letters).content.decode()
    assert "Enter why it is not needed." in client.post(page, {"why": " "}).content.decode()
    said = client.post(page, {"why": "Told at home, with the day in writing."}, follow=True)
    assert "Told at home, with the day in writing." in said.content.decode()
    letter.refresh_from_db()
    assert (letter.sent_on, letter.is_waiting) == (None, False)
    assert client.post(page, {"why": "Sent twice"}).url == all_letters
    letter.refresh_from_db()
    assert letter.not_needed_why == "Told at home, with the day in writing."
    # it cannot be printed or recorded as sent any more, and is not counted among those to send
    assert client.get(reverse("conference-letter", args=about)).status_code == 404
    assert send(asked, [letter], on=AT.date(), how="post", by=abi, at=AT + hours(1)) == 0
    waiting = asked.invitees.count() - 1
    first = client.get(reverse("conferences")).content.decode()
    assert f"{waiting} invitations not sent." in first
    line = asked.children.first().case.events.get(key="conference.withhold")
    assert line.sentence == (
        "Abi Thornton decided that a letter is not sent: invitation to Gemma Marsden, mother"
    )
    assert line.why == "Told at home, with the day in writing."

    client.post(back)
    letter.refresh_from_db()
    assert letter.is_waiting
    assert letter.history.filter(not_needed_why__startswith="Told at home").exists()
    assert "waits to be sent already" in client.post(back, follow=True).content.decode()


def test_a_letter_is_not_brought_back_once_the_conference_has_gone_on(attended, ines, abi, priya):
    letter = attended.letters.get(to__kind="parent")
    with pytest.raises(Refused, match="conference administrator may do this"):
        not_needed(letter, by=priya, why="No.", at=AT)
    not_needed(letter, by=abi, why="She knows.", at=AT)
    with pytest.raises(Refused) as refusal:
        not_needed(letter, by=abi, why=" ", at=AT)
    assert len(refusal.value.reasons) == 2
    hold(
        attended, outcome_of(attended), version=attended.version, by=ines, at=CONFERENCE + hours(1)
    )
    letter.conference.refresh_from_db()
    with pytest.raises(Refused, match="nothing for this letter to say"):
        needed_after_all(letter, by=abi, at=CONFERENCE + hours(2))
