"""Agencies linked with the team that their children go to."""

import pytest
from django.urls import reverse

from accounts.models import Team
from cases.actions.agencies import link_agency
from cases.models import Case
from people.models import Agency
from tests.cases.deciding import referral, url
from tests.cases.test_record_contact import text
from workflow.engine import Refused


@pytest.fixture
def disability(cast):
    return Team.objects.get(purpose="disability")


def test_a_school_linked_with_the_disability_team_proposes_it_and_a_person_chooses(
    client, ada, sam, dana, told, school, disability, hindley
):
    """L4: the link is recorded by whom and why, proposed to whoever decides, and the destination of
    the referral is what the desk reads out."""
    client.force_login(sam)
    assert "is linked with" not in text(client.get(url(told)))
    client.force_login(ada)
    page = reverse("agency-link", args=[school.pk])
    given = {"team": disability.pk, "why": "A special school."}
    said = text(client.post(page, given, follow=True))
    assert f"{school} is linked with {disability}" in said.replace("&#x27;", "'")
    past = school.history.first()
    assert (past.history_user, past.history_change_reason) == (ada, "A special school.")
    assert "A special school." in text(client.get(page))

    client.force_login(sam)
    deciding = client.get(url(told))
    assert f"is linked with {disability}" in text(deciding)
    assert deciding.context["forms"][0]["team"].value() == disability.pk
    client.post(url(told), referral(told, disability))
    assert Case.objects.get().team == disability
    client.force_login(dana)
    assert f"Referral, to {disability}" in text(client.get(reverse("duty-desk")))


def test_whoever_decides_may_choose_another_team(manager, told, school, disability, hindley):
    """L4: proposed, never decided by the link."""
    school.linked_team = disability
    school.save(update_fields=["linked_team"])
    manager.post(url(told), referral(told, hindley))
    assert Case.objects.get().team == hindley


def test_a_link_is_taken_back_and_one_that_says_nothing_new_writes_nothing(ada, school, disability):
    assert link_agency(school, disability, by=ada, why="A special school.")
    assert not link_agency(school, disability, by=ada, why="Once more.")
    assert link_agency(school, None, by=ada, why="It closes.")
    assert school.history.exclude(history_change_reason=None).count() == 2


def test_no_reason_no_such_team_and_no_such_role_are_refused(client, ada, dana, school, hindley):
    client.force_login(ada)
    page = reverse("agency-link", args=[school.pk])
    front_door = dana.team  # holds no cases: no destination
    for given in (
        {"team": front_door.pk, "why": "x"},
        {"team": "x", "why": ""},
        {"team": "9" * 30},
    ):
        assert "There is a problem" in text(client.post(page, given))
    with pytest.raises(Refused, match="may not link"):
        link_agency(school, hindley, by=dana, why="x")
    school.refresh_from_db()
    assert school.linked_team is None


def test_agencies_are_found_by_a_part_of_their_name_and_by_being_linked(
    client, ada, school, disability
):
    Agency.objects.create(name="Fernlea School", kind="2A", linked_team=disability)
    client.force_login(ada)
    assert "Fernlea School" in text(client.get("/agencies/?linked=on"))
    assert "Primary" not in text(client.get("/agencies/?linked=on"))
    assert "Primary" in text(client.get("/agencies/?q=PRIMARY"))
    assert "No agency is called that." in text(client.get("/agencies/?q=zzz"))
