"""Two people, or one twice, at the very same moment: real connections, real locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from assessments.actions.begin import start
from assessments.actions.decide import authorise, send
from assessments.actions.write import Stale, save_part
from assessments.models import Assessment, Document, PartText, TextSetAside
from cases.models import Case, Task
from tests.assessments.conftest import TUESDAY, WEDNESDAY, fill
from workflow.engine import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts together; each one's answer, or what it raised."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            return act()
        except (Refused, Stale) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_starts_make_one_assessment(case, priya):
    def begin():
        return start(Case.objects.get(pk=case.pk), "initial", by=priya, at=TUESDAY)

    answers = at_once(begin, begin)
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Assessment.objects.count() == 1


def test_two_first_saves_of_a_part_lose_nothing(draft, priya):
    def save(text):
        return lambda: save_part(
            Assessment.objects.get(pk=draft.pk), "health", text, 0, by=priya, page=text, at=TUESDAY
        )

    answers = at_once(save("One."), save("Two."))
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    kept = {PartText.objects.get(key="health").text, TextSetAside.objects.get().text}
    assert kept == {"One.", "Two."}


def test_two_managers_authorise_once_and_make_one_next_thing(draft, priya, maya, grace):
    fill(draft, by=priya, outcome="service")
    send(draft, by=priya, to=maya, at=WEDNESDAY)

    def sign(by):
        return lambda: authorise(Assessment.objects.get(pk=draft.pk), by=by, at=WEDNESDAY)

    answers = at_once(sign(maya), sign(grace))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Document.objects.count() == 1
    assert Task.objects.count() == 1


def test_a_group_begun_from_both_ends_does_not_deadlock(sibling_cases, priya):
    ellie, jake = sibling_cases

    def begin(*cases):
        return lambda: start(list(cases), "initial", by=priya, at=TUESDAY)

    answers = at_once(begin(ellie, jake), begin(jake, ellie))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Assessment.objects.count() == 2
