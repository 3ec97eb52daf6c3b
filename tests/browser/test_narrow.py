"""A small telephone, or a page at four times its size: everything fits 320 pixels, with the longest
of names too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions.begin import start
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from clocks.models import Clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = ChildTold(
    forename="Anastasia-Maximiliana", surname="Featherstonehaugh-Cholmondeleyworthington"
)


@pytest.fixture
def long_named(tell, cast, hindley):
    """Priya's case of a child with a very long name, referred an hour ago, being assessed."""
    now = timezone.now()
    told = tell(at=now - timedelta(hours=2), children=[LONG]).children.get()
    at = now - timedelta(hours=1)
    case = refer(told, by=cast["sam"], why="Neglect is likely.", team=hindley, at=at)
    tell(at=at, children=[LONG])
    allocate(case, by=cast["maya"], worker=cast["priya"], at=at)
    case.refresh_from_db()
    case.person.warning = "Do not visit alone: threats were made. " * 4
    case.person.save(update_fields=["warning"])
    start(case, "initial", by=cast["priya"], at=now)
    return case


def test_a_long_name_fits_a_small_telephone(long_named, enter, cast):
    """W51"""
    case, assessment = long_named, long_named.assessments.get()
    of_case = f"/cases/{case.reference}/"
    seen = {
        "dana": ["/duty/", "/contacts/record/"],
        "sam": ["/queue/"],
        "maya": ["/my-team/", "/waiting/", f"{of_case}reallocate/", f"{of_case}access/"],
        "priya": [
            "/my-work/",
            *(of_case + tab for tab in ("", "family/", "story/", "assessments/", "documents/")),
            f"/people/{case.person.reference}/",
            f"/search/?q={LONG.surname}",
            f"/clocks/{Clock.objects.running().filter(case=case).first().pk}/",
            f"/assessments/{assessment.pk}/",
            *(f"/assessments/{assessment.pk}/{page}/" for page in ("parts/analysis", "facts")),
        ],
    }
    wide = []
    for key, addresses in seen.items():
        page = enter(key, width=320)
        for address in addresses:
            assert page.goto(address).status == 200, address
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > 320:
                wide.append((key, address, found))
    assert wide == []


def test_the_header_of_a_small_telephone_reaches_alerts_and_search(enter):
    """W51"""
    page = enter("priya", width=320)
    assert page.get_by_role("link", name="Alerts").is_visible()
    assert page.get_by_role("searchbox").is_visible()
    assert page.get_by_role("button", name="Menu").is_visible()


def test_a_page_that_is_not_there_says_so_in_its_width(enter, browse, axe_clean):
    page = enter("priya", width=320)
    assert page.goto("/cases/C999999/").status == 404
    assert page.get_by_role("heading", name="Page not found").is_visible()
    axe_clean(page)
    assert all("404" in line for line in browse.said)
    browse.said.clear()
