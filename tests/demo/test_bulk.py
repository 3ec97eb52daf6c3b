"""The demo at county scale, tried with a small county."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Team
from assessments import document
from assessments.models import Assessment, PartText
from audit.models import Event
from cases.actions.contacts import ChildTold, record_contact
from cases.models import Allocation, Case, ContactChild, Referral, Task, Visit
from clocks.calendar import calendar
from clocks.models import Clock
from clocks.verify import verify
from people.models import Person
from reports.performance import on_time
from rules.events import EVENTS
from rules.workdays import due_date
from socialcare.demo import bulk

pytestmark = pytest.mark.sweep
NOW = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def county(db):
    """Loads so many children, by the same seed each time."""

    def load(children=500, seed=3):
        bulk.load(children, seed, NOW, lambda line: None)

    return load


def test_a_bulk_load_is_lawful_to_the_last_clock_and_record(county):
    """The ledger, the allocations, the referrals, the events: one load, because it takes a while."""
    county()
    people = Person.objects.count()
    assert 1_100 < people < 1_500
    assert list(verify()) == []
    cases = Case.objects.count()
    assert cases > 150
    assert 50 < Event.objects.exclude(case=None).count() / cases < 200

    # who is responsible
    lead = Allocation.objects.current().filter(case=OuterRef("pk"), worker=OuterRef("worker"))
    assert not Case.objects.filter(~Exists(lead), state="open").exists()
    assert not Allocation.objects.current().filter(case__state="closed").exists()

    # what hangs on a closed case is finished
    assert not Task.objects.open().filter(case__state="closed").exists()
    assert not Assessment.objects.unfinished().filter(case__state="closed").exists()
    assert not Clock.objects.running().filter(case__state="closed").exists()
    assert not ContactChild.objects.filter(~Q(state="decided"), case__state="closed").exists()
    assert not Visit.objects.filter(on__gt=F("case__closed_on")).exists()

    # each case was referred, once, after the child was born, and told of in words that exist
    assert Referral.objects.count() == cases
    assert not Case.objects.filter(referred_on__lt=F("person__birth_date")).exists()
    assert set(Event.objects.values_list("key", flat=True).distinct()) <= set(EVENTS)
    assert not Event.objects.filter(at__gt=NOW).exists()

    # row history begins with the load
    for model in (Person, Case, Referral, Allocation, Task, Visit):
        assert model.history.count() == model.objects.count()
    assert {row.type.key for row in Assessment.objects.all()} == {"initial", "core"}
    what_a_manager_reads_is_what_somebody_counts_by_hand()


def what_a_manager_reads_is_what_somebody_counts_by_hand():
    """W10: initial assessments authorised by the seventh working day after the referral, month by
    month, counted from the assessments themselves."""
    teams = Team.objects.values_list("pk", flat=True)
    row = next(each for each in on_time(list(teams), NOW) if each.rule == "initial-assessment")
    of, in_time = Counter(), Counter()
    for each in Assessment.objects.filter(kind="initial", state="authorised").select_related(
        "case"
    ):
        day = timezone.localdate(each.authorised_at)
        of[day.replace(day=1)] += 1
        in_time[day.replace(day=1)] += day <= due_date(each.case.referred_on, 7, calendar().days)
    counted = {month: (share.of, share.number) for month, share in row.months.items()}
    assert counted == {month: (of[month], in_time[month]) for month in counted}
    assert sum(of for of, _ in counted.values()) > 0


def test_documents_of_a_bulk_load_are_what_the_service_itself_would_have_kept(county):
    county(120)
    authorised = Assessment.objects.filter(state="authorised")
    assert authorised.count() > 20
    assert PartText.objects.exists()
    for assessment in authorised[:25]:
        kept = assessment.document.body
        again = document.read(
            assessment, at=assessment.authorised_at, late_reason=kept["late_reason"]
        )
        assert kept == again


def test_work_goes_on_after_a_bulk_load(county):
    """Keys and references that the load gave out are not given again."""
    county(60)
    child = Person.objects.filter(cases=None, birth_date__gt=NOW - timedelta(days=4000)).first()
    by = ContactChild.objects.filter(state="waiting").first().contact.recorded_by
    contact = record_contact(
        by=by,
        team=by.team,
        received_at=NOW,
        children=[ChildTold(person=child), ChildTold(forename="Newly", surname="Told")],
        concern="Often hungry.",
        source="2A",
        method="telephone",
        level="3b",
        at=NOW,
    )
    assert contact.children.count() == 2
    assert list(verify()) == []


def test_the_same_seed_tells_the_same_histories(db):
    told = []
    for _ in range(2):
        with transaction.atomic():
            bulk.load(60, 8, NOW, lambda line: None)
            told.append(
                (
                    list(Person.objects.order_by("pk").values_list("forename", "birth_date")),
                    list(Event.objects.order_by("pk").values_list("key", "at", "why")),
                )
            )
            transaction.set_rollback(True)
    assert told[0] == told[1] and told[0][1]


def test_the_command_loads_in_bulk_when_it_is_asked_to(db, capsys):
    call_command("demo", "--bulk", "--children", "60", "--seed", "4")
    assert "Loaded" in capsys.readouterr().out
    assert Case.objects.exists()
