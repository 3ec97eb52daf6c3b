"""H6: what children say is gathered into themes, each with an action, and what became of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Access
from protection.actions.holding import hold
from protection.actions.themes import finish_theme, record_theme
from protection.models import Theme
from tests.conftest import days, hours
from tests.protection.conftest import CONFERENCE, outcome_of, ruling_of
from workflow.engine import Refused

pytestmark = pytest.mark.django_db

AT = CONFERENCE + hours(3)


@pytest.fixture
def heard(attended, ines):
    """Ellie and Jake were heard, Noor was not."""
    children = list(attended.children.order_by("pk"))
    rulings = [ruling_of(each) for each in children[:2]]
    rulings.append(ruling_of(children[2], views="", why_no_views="Two weeks old."))
    hold(attended, outcome_of(attended, rulings), version=attended.version, by=ines, at=AT)
    return list(attended.children.order_by("pk"))


def test_a_theme_is_recorded_from_those_who_said_so_and_stays_until_something_came_of_it(
    client, heard, ines, abi, tom, helen, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: AT)
    ellie, jake, _ = heard
    client.force_login(ines)
    looks = Access.objects.count()
    shown = client.get(reverse("theme-record"))
    text = shown.content.decode()
    assert "I want Mum to get up in the morning." in text
    assert {place.pk for place in shown.context["form"].fields["children"].queryset} == {
        ellie.pk, jake.pk,
    }  # fmt: skip
    assert Access.objects.count() == looks + 2  # what the two said was read
    typed = {
        "words": "Mornings are the worst.",
        "children": [ellie.pk, jake.pk],
        "action": "",
        "owner": ines.pk,
        "due_on": "1/3/2026",
        "token": shown.context["form"]["token"].value(),
    }
    refused = client.post(reverse("theme-record"), typed)
    assert len(refused.context["form"].summary()) == 2  # what is done, and a day that is past
    assert "Mornings are the worst." in refused.content.decode()
    typed |= {"action": "Breakfast clubs are asked to begin at seven.", "due_on": "1/4/2026"}
    for _ in range(2):  # sent twice makes one
        assert client.post(reverse("theme-record"), typed).url == reverse("conference-themes")
    theme = Theme.objects.get()
    assert theme.voices.count() == 2

    for reader in (abi, helen):
        client.force_login(reader)
        listed = client.get(reverse("conference-themes")).content.decode()
        assert "Mornings are the worst." in listed
        assert "Breakfast clubs are asked" in listed
        assert "Ellie" not in listed
    client.force_login(tom)
    for name, args in (
        ("conference-themes", []),
        ("theme-record", []),
        ("theme-finish", [theme.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404
    client.force_login(abi)
    assert client.post(reverse("theme-finish", args=[theme.pk]), {}).status_code == 404

    monkeypatch.setattr(timezone, "now", lambda: AT + days(30))
    client.force_login(helen)
    late = client.get(reverse("conference-themes")).content.decode()
    assert "Wednesday 1 April, late" in late
    done = {"on": "today", "outcome": "Two clubs do."}
    client.post(reverse("theme-finish", args=[theme.pk]), done)
    theme.refresh_from_db()
    assert (theme.done_on, theme.outcome) == ((AT + days(30)).date(), "Two clubs do.")
    assert "Two clubs do." in client.get(reverse("conference-themes")).content.decode()


def test_all_that_is_wrong_with_a_theme_is_said_at_once(heard, ines, abi):
    ellie, _, noor = heard
    wrong = {"owner": abi, "due_on": date(2026, 3, 1), "by": abi, "at": AT}
    with pytest.raises(Refused) as refusal:
        record_theme(" ", "", children=[noor], **wrong)
    assert len(refusal.value.reasons) == 5
    theme = record_theme(
        "Mornings.", "Ask.", owner=ines, due_on=date(2026, 4, 1), children=[ellie], by=ines, at=AT
    )
    tomorrow = AT.date() + timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        finish_theme(theme, on=tomorrow, outcome="", by=abi, at=AT)
    assert len(refusal.value.reasons) == 3
    finish_theme(theme, on=AT.date(), outcome="Asked.", by=ines, at=AT)
    with pytest.raises(Refused, match="already"):
        finish_theme(theme, on=AT.date(), outcome="Again.", by=ines, at=AT)
