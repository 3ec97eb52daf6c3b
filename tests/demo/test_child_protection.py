"""The demo's children on their way through child protection."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.models import Case
from clocks.models import Clock
from clocks.verify import verify
from people.models import BrokenGlass
from protection.models import (
    ChildProtectionPlan,
    ConferenceChild,
    CoreGroup,
    EmergencyAction,
    InNeedPlan,
    Medical,
    Section47Enquiry,
    StrategyChild,
    Theme,
    TransferIn,
)
from tests.conftest import LONDON

TUESDAY = datetime(2026, 3, 31, 14, 10, tzinfo=LONDON)


@pytest.mark.sweep
def test_sixty_children_stand_at_every_stage_and_their_clocks_are_right(db, monkeypatch, capsys):
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY)
    call_command("demo")
    assert "refused" not in capsys.readouterr().err

    def states(model):
        return set(model.objects.values_list("state", flat=True))

    assert StrategyChild.objects.values("case").distinct().count() >= 60
    assert {"under-way", "sent", "authorised", "conferred"} <= states(Section47Enquiry)
    assert {"arranged", "held", "agreed"} <= states(ConferenceChild)
    assert {"in-force", "ended"} <= states(ChildProtectionPlan)
    assert InNeedPlan.objects.filter(steps_down_from__isnull=False).exists()
    kinds = set(ConferenceChild.objects.values_list("conference__kind", flat=True))
    assert {"initial", "review", "transfer-in"} <= kinds
    assert {"waiting", "conferred"} <= states(TransferIn)
    assert {each.done_on is None for each in Theme.objects.all()} == {True, False}
    assert CoreGroup.objects.count() > 20
    assert set(EmergencyAction.objects.values_list("kind", flat=True)) == {
        "police-protection",
        "epo",
    }

    stands_before_and_after_birth()
    told = Case.objects.open().filter(domestic_abuse=True)
    assessed = told.filter(domestic_abuse_assessments__isnull=False).distinct().count()
    assert 0 < assessed < told.count()
    assert Medical.objects.overdue(TUESDAY).exists()
    glass = BrokenGlass.objects.get()
    assert (glass.user.username, glass.reviewed_at) == ("omar", None)
    assert glass.person.restricted

    late = Clock.objects.exclude(breached_at=None).filter(case__strategy_children__isnull=False)
    assert late.exclude(late_reason="").exists()
    assert late.filter(late_reason="", stopped_at=None).exists()
    # the sweep goes by the database's clock, for which all this is long ago
    wrong = [found.what for found in verify() if "to be noticed" not in found.what]
    assert wrong == []


def stands_before_and_after_birth():
    """W43: one child whose pre-birth conference is arranged, one on a plan before the birth, and one
    born since, whose plan goes on."""

    def running(case):
        clocks = Clock.objects.running().filter(case=case)
        return set(clocks.values_list("rule", flat=True))

    places = ConferenceChild.objects.filter(conference__kind="pre-birth").order_by("-pk")
    ahead, on_plan, born = (place.case for place in places.select_related("case__person"))
    assert places[0].state == "arranged"
    assert {"birth", "plan-before-birth", "initial-conference"} <= running(ahead)
    for case in (ahead, on_plan):
        assert case.person.is_unborn
        assert case.last_seen_on is None
        enquiry = Section47Enquiry.objects.get(case=case)
        assert (enquiry.home_visit.kind, enquiry.childs_words) == ("before-birth", "")
        assert enquiry.why_no_words == "Not born yet."

    plans = ChildProtectionPlan.objects.live()
    assert not plans.filter(case=ahead).exists()
    # the plan was agreed in time: what is still to come is the birth
    assert plans.get(case=on_plan).actions.exists()
    assert running(on_plan) >= {"birth", "statutory-visit", "protection-review-first"}
    assert "plan-before-birth" not in running(on_plan)

    assert (born.person.is_unborn, born.person.forename != "") == (False, True)
    plan = plans.get(case=born)
    assert plan.started_on < born.person.birth_date
    assert "birth" not in running(born)
    assert running(born) >= {"statutory-visit", "protection-review-newborn"}
    assert {"before-birth", "statutory"} <= set(born.visits.values_list("kind", flat=True))
