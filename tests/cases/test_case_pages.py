"""Every tab of a case: who gets it, and what it shows."""

import pytest
from django.urls import reverse

TABS = (
    "case-detail",
    "case-family",
    "case-family-add",
    "case-professional-add",
    "case-story",
    "chronology-add",
    "case-documents",
    "case-access",
    "case-visit",
    "case-task-set",
    "case-close",
)


@pytest.mark.parametrize("name", TABS)
def test_a_page_of_a_case_does_not_exist_for_a_worker_of_another_team(name, case, client, tom):
    """§6.1: what may not be seen does not exist."""
    client.force_login(tom)
    assert client.get(reverse(name, args=[case.reference])).status_code == 404


@pytest.mark.parametrize("name", TABS)
def test_a_page_of_a_case_opens_for_the_teams_manager(name, case, client, maya):
    client.force_login(maya)
    page = client.get(reverse(name, args=[case.reference]))
    assert page.status_code == 200
    assert case.person.reference in page.content.decode()


@pytest.mark.parametrize("name", TABS)
def test_a_case_that_was_never_made_is_not_found(name, case, client, maya):
    client.force_login(maya)
    assert client.get(reverse(name, args=["C999999"])).status_code == 404
