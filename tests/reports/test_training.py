"""The training log: who has learned what, and where the gaps are."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Training
from cases.actions.training import record_training
from reports.training import training_of
from rules.training import Course
from workflow.engine import Refused

TODAY = date(2026, 3, 2)


def learned(team, who, today=TODAY):
    worker = next(each for each in training_of([team.pk], today) if each.user == who)
    return {each.need.course: each.is_gap for each in worker.learned}


def test_a_course_closes_a_gap_until_it_has_to_be_done_again(hindley, maya, priya):
    """H5: training in the levels of need, every two years."""
    assert learned(hindley, priya)[Course.LEVELS_OF_NEED]
    record_training(priya, "levels-of-need", date(2024, 3, 2), by=maya, today=TODAY)
    assert not learned(hindley, priya)[Course.LEVELS_OF_NEED]
    assert learned(hindley, priya, date(2026, 3, 3))[Course.LEVELS_OF_NEED]
    assert learned(hindley, priya)[Course.CHILD_PROTECTION]


def test_the_log_shows_gaps_and_takes_what_was_done_once(client, maya, priya):
    """H5: a double press makes one line; bad input is a sentence, and what was typed stays."""
    client.force_login(maya)
    page = client.get("/training/").content.decode()
    assert "never recorded" in page and "Levels of need" in page
    given = {"user": priya.pk, "course": "levels-of-need", "on": "today"}
    for wrong in ({"user": "x"}, {"course": "juggling"}, {"on": "31/2/2026"}, {"on": "1/1/2099"}):
        answer = client.post("/training/record/", given | wrong).content.decode()
        assert "There is a problem" in answer
    assert not Training.objects.exists()
    for _ in range(2):
        client.post("/training/record/", given)
    assert Training.objects.get().on == timezone.localdate()
    assert f"{priya}: Levels of need" in client.get("/training/").content.decode()


def test_a_manager_keeps_the_log_of_her_own_teams(client, maya, priya, tom, grace):
    client.force_login(maya)
    given = {"user": tom.pk, "course": "levels-of-need", "on": "today"}
    assert "There is a problem" in client.post("/training/record/", given).content.decode()
    with pytest.raises(Refused, match="not in a team of yours"):
        record_training(tom, "levels-of-need", TODAY, by=maya, today=TODAY)
    with pytest.raises(Refused, match="may not record"):
        record_training(priya, "levels-of-need", TODAY, by=priya, today=TODAY)
    assert record_training(tom, "levels-of-need", TODAY, by=grace, today=TODAY).recorded_by == grace
