from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from assessments.actions.begin import call_for, start
from assessments.actions.decide import authorise, return_, send, take_back, withdraw
from assessments.actions.record import Findings, ask_agency, comment, correct, record_facts
from assessments.actions.write import save_part
from assessments.models import AgencyAsked, Assessment, Document, PartText
from audit.models import Alert
from cases.models import Task
from clocks.models import Clock
from tests.assessments.conftest import ANALYSIS, TUESDAY, WEDNESDAY, fill
from tests.conftest import MONDAY, days, hours
from workflow.engine import Refused

ADD_A_PART = """
INSERT INTO assessments_parttext
    (assessment_id, key, text, version, saved_by_id, saved_at, page, names_accepted)
SELECT assessment_id, 'identity', 'x', 1, saved_by_id, saved_at, '', '[]'
FROM assessments_parttext LIMIT 1
"""
LATE = MONDAY + days(20)


FOUND = Findings(
    child_seen=True,
    child_seen_on=TUESDAY.date(),
    seen_alone=True,
    outcome="core-assessment",
    outcome_why="Too much is unknown.",
)


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reasons


def test_it_is_refused_until_the_child_was_seen_and_an_agency_asked(draft, priya, maya):
    """W9: with every reason at once."""
    save_part(draft, "analysis", ANALYSIS, 0, by=priya, at=TUESDAY)
    reasons = refused(lambda: send(draft, by=priya, to=maya, at=TUESDAY))
    assert "Record when the child was seen, or why not." in reasons
    assert "Record whether the child was seen alone, and if not, why not." in reasons
    assert "Record at least one agency that was asked." in reasons
    assert "Choose the outcome." in reasons
    assert len(reasons) == 6


@pytest.mark.parametrize("missing", ["seen", "agency"])
def test_authorisation_itself_looks_again(sent, maya, missing):
    """W9: what was there when it was sent may be gone when it is authorised."""
    if missing == "seen":
        changed = {"child_seen": None, "child_seen_on": None, "seen_alone": None}
        sent.case.visits.all().delete()
        for name, value in changed.items():
            setattr(sent, name, value)
        sent.save(update_fields=list(changed))
        sentence = "Record when the child was seen, or why not."
    else:
        AgencyAsked.objects.all().delete()
        sentence = "Record at least one agency that was asked."
    assert sentence in refused(lambda: authorise(sent, by=maya, at=WEDNESDAY))


def test_a_reason_stands_in_for_seeing_the_child(draft, priya, maya):
    """W9"""
    fill(draft, by=priya)
    draft.case.visits.all().delete()
    findings = Findings(
        child_seen=False, why_not_seen="With her father in Leeds.", factors=["21"], outcome="advice"
    )
    record_facts(draft, findings, draft.version, by=priya, at=TUESDAY)
    send(draft, by=priya, to=maya, at=TUESDAY)
    assert draft.state == "sent"


def test_a_visit_on_the_case_is_not_typed_twice(draft, priya):
    """The newest visit of the time it covers counts; an older one does not."""
    from cases.actions.visits import record_visit

    record_visit(draft.case, by=priya, on=date(2026, 2, 20), seen=True, seen_alone=True)
    assert not draft.child_seen_or_reason
    record_visit(
        draft.case, by=priya, on=date(2026, 3, 3), seen=True, why_not="Mother stayed.", at=TUESDAY
    )
    assert draft.child_seen_or_reason
    assert draft.seen_alone_or_reason
    assert draft.seen.on == date(2026, 3, 3)


def test_seeing_the_child_recorded_here_is_a_visit_on_the_case(ready, case):
    case.refresh_from_db()
    assert case.last_seen_alone_on == TUESDAY.date()
    assert case.visits.count() == 1


def test_the_analysis_has_to_be_one(ready, priya, maya):
    """H10: forty words at the least for an initial assessment."""
    save_part(ready, "analysis", "All fine. " * 19, 1, by=priya, at=TUESDAY)
    (reason,) = refused(lambda: send(ready, by=priya, to=maya, at=TUESDAY))
    assert reason.startswith("Write the analysis")
    save_part(ready, "analysis", "All fine. " * 20, 2, by=priya, at=TUESDAY)
    send(ready, by=priya, to=maya, at=TUESDAY)


def test_blank_dimensions_of_parenting_are_counted(draft, priya):
    """H9: all six are there in an initial assessment; blank ones are counted, not refused."""
    assert draft.parenting_written == (0, 6)
    save_part(draft, "basic-care", "Food most days.", 0, by=priya, at=TUESDAY)
    save_part(draft, "stability", "   ", 0, by=priya, at=TUESDAY)
    assert draft.parenting_written == (1, 6)
    assert "parenting_capacity_covered" not in draft.type.needs


def test_a_short_initial_assessment_is_enough_when_seen_and_authorised(draft, priya, maya):
    """H14: analysis, the child's words, one agency; every dimension left empty."""
    save_part(draft, "analysis", "word " * 40, 0, by=priya, at=TUESDAY)
    save_part(draft, "childs-own-words", "I am all right.", 0, by=priya, at=TUESDAY)
    ask_agency(draft, by=priya, name="Health visitor", asked_on=TUESDAY.date(), at=TUESDAY)
    findings = Findings(
        child_seen=True,
        child_seen_on=TUESDAY.date(),
        seen_alone=True,
        factors=["21"],
        outcome="no-further-action",
        outcome_why="Warm coat bought; food in the house.",
    )
    record_facts(draft, findings, 1, by=priya, at=TUESDAY)
    send(draft, by=priya, to=maya, at=WEDNESDAY)
    authorise(draft, by=maya, at=WEDNESDAY)
    assert draft.is_authorised
    clock = Clock.objects.get(rule="initial-assessment")
    assert (clock.standing, clock.breached_at) == ("stopped", None)


def test_a_core_assessment_needs_all_six_parts_on_parenting(case, priya, maya):
    call_for(case, by=maya, why="Much is unknown.", at=TUESDAY)
    (core,) = start(case, "core", by=priya, at=TUESDAY)
    fill(core, by=priya)
    save_part(core, "stability", "", 1, by=priya, at=TUESDAY)
    (reason,) = refused(lambda: send(core, by=priya, to=maya, at=TUESDAY))
    assert reason == "Write something in each of the six parts on parenting capacity."


@pytest.mark.parametrize(
    ("outcome", "task"),
    [
        ("no-further-action", ""),
        ("advice", ""),
        ("signposting", ""),
        ("service", "arrange-service"),
        ("early-help", "early-help"),
        ("core-assessment", ""),
        ("strategy-discussion", "strategy-discussion"),
    ],
)
def test_each_outcome_makes_its_one_next_thing(draft, priya, maya, outcome, task):
    """W11: the right next object, and nothing else."""
    before = set(Clock.objects.values_list("pk", flat=True))
    fill(draft, by=priya, outcome=outcome, why="The analysis says so.")
    send(draft, by=priya, to=maya, at=WEDNESDAY)
    authorise(draft, by=maya, at=WEDNESDAY)
    assert [made.kind for made in Task.objects.all()] == ([task] if task else [])
    made = Assessment.objects.exclude(pk=draft.pk)
    assert [(a.kind, a.state) for a in made] == (
        [("core", "called-for")] if outcome == "core-assessment" else []
    )
    rules = list(Clock.objects.exclude(pk__in=before).values_list("rule", flat=True))
    assert rules == (
        ["task"] if task else ["core-assessment"] if outcome == "core-assessment" else []
    )


def test_the_next_task_has_an_owner_and_a_sensible_date(draft, priya, maya):
    """W11: five working days for a service, by the child's worker."""
    fill(draft, by=priya, outcome="service")
    send(draft, by=priya, to=maya, at=WEDNESDAY)
    authorise(draft, by=maya, at=WEDNESDAY)
    task = Task.objects.get()
    assert (task.owner, task.due_on) == (priya, date(2026, 3, 11))


@pytest.mark.parametrize("outcome", ["child-in-need-plan", "case-management-discussion"])
def test_outcomes_after_a_full_assessment(case, priya, maya, outcome):
    """W11"""
    call_for(case, by=maya, why="Much is unknown.", at=TUESDAY)
    (core,) = start(case, "core", by=priya, at=TUESDAY)
    fill(core, by=priya, outcome=outcome, why="It is needed.")
    send(core, by=priya, to=maya, at=WEDNESDAY)
    authorise(core, by=maya, at=WEDNESDAY)
    task = Task.objects.get()
    assert task.kind == outcome
    assert task.owner == (priya if outcome == "child-in-need-plan" else maya)
    assert Clock.objects.get(rule="core-assessment").standing == "stopped"
    assert Clock.objects.get(rule="initial-assessment").standing == "running"


def test_a_core_assessment_called_for_runs_its_own_clock_and_the_first_one_stops(
    draft, priya, maya
):
    """W11: thirty-five working days from the day it was called for."""
    fill(draft, by=priya, outcome="core-assessment", why="Too much is unknown.")
    send(draft, by=priya, to=maya, at=WEDNESDAY)
    authorise(draft, by=maya, at=WEDNESDAY)
    core = Clock.objects.get(rule="core-assessment")
    assert (core.started_on, core.due_on) == (date(2026, 3, 4), date(2026, 4, 24))
    assert Clock.objects.get(rule="initial-assessment").standing == "stopped"


def test_the_needs_of_a_parent_that_it_found_stand_with_the_case_until_the_next_one(
    draft, case, priya, maya
):
    """H7: a list of the children whose parent's need nobody answers is read from there."""
    fill(draft, by=priya, outcome="core-assessment", why="Too much is unknown.")
    record_facts(
        draft, replace(FOUND, factors=["16A", "4B", "2B"]), draft.version, by=priya, at=TUESDAY
    )
    send(draft, by=priya, to=maya, at=WEDNESDAY)
    case.refresh_from_db()
    assert case.parents_needs == []  # not before a manager has read it
    authorise(draft, by=maya, at=WEDNESDAY)
    case.refresh_from_db()
    assert case.parents_needs == ["2B", "4B"]
    (core,) = start(case, "core", by=priya, at=WEDNESDAY)
    fill(core, by=priya, at=WEDNESDAY)
    send(core, by=priya, to=maya, at=WEDNESDAY)
    authorise(core, by=maya, at=WEDNESDAY)
    case.refresh_from_db()
    assert case.parents_needs == []


def test_the_author_does_not_authorise(sent, maya, priya):
    assert refused(lambda: authorise(sent, by=priya, at=WEDNESDAY))
    sent.author = maya
    sent.save(update_fields=["author"])
    reasons = refused(lambda: authorise(sent, by=maya, at=WEDNESDAY))
    assert "second pair of eyes" in reasons[0]


def test_the_database_too_knows_that_the_author_does_not_authorise(sent, priya):
    sent.authorised_by = priya
    with pytest.raises(DatabaseError, match="author_does_not_authorise"), transaction.atomic():
        sent.save(update_fields=["authorised_by"])


@pytest.mark.parametrize("who", ["tom", "dana", "sam", "omar"])
def test_only_a_manager_of_the_team_authorises(sent, cast, who):
    assert refused(lambda: authorise(sent, by=cast[who], at=WEDNESDAY))


def test_the_manager_is_told_and_the_author_hears_back(sent, priya, maya):
    alert = Alert.objects.get(recipient=maya, key__contains=":sent:")
    assert alert.text == "Initial assessment to authorise"
    return_(sent, by=maya, comments="Say what Gran can do.", at=WEDNESDAY)
    assert Alert.objects.get(recipient=priya, key__contains=":return:")


def test_it_is_returned_with_comments_and_sent_again(sent, priya, maya):
    comment(sent, "analysis", "And what if Gran is ill?", by=maya, at=WEDNESDAY)
    assert refused(lambda: return_(sent, by=maya, comments=" ", at=WEDNESDAY)) == ["Say why."]
    return_(sent, by=maya, comments="Say what Gran can do.", at=WEDNESDAY)
    assert (sent.state, sent.returned_why) == ("returned", "Say what Gran can do.")
    save_part(sent, "analysis", ANALYSIS + "Gran can help.", 1, by=priya, at=WEDNESDAY)
    send(sent, by=priya, to=maya, at=WEDNESDAY + hours(1))
    assert Alert.objects.filter(recipient=maya, key__contains=":sent:").count() == 2
    authorise(sent, by=maya, at=WEDNESDAY + hours(2))
    assert sent.is_authorised


def test_the_author_takes_it_back(sent, priya, maya):
    assert refused(lambda: take_back(sent, by=maya, at=WEDNESDAY))
    take_back(sent, by=priya, at=WEDNESDAY)
    assert sent.state == "draft"


def test_late_authorisation_needs_a_reason_and_the_breach_stays(sent, maya):
    (reason,) = refused(lambda: authorise(sent, by=maya, at=LATE))
    assert reason == "The time limit has passed: say why it is late."
    authorise(sent, by=maya, late_reason="Mother was in hospital.", at=LATE)
    clock = Clock.objects.get(rule="initial-assessment")
    assert clock.standing == "stopped"
    assert clock.breached_at == clock.due_at
    assert clock.late_reason == "Mother was in hospital."
    assert sent.document.body["late_reason"] == "Mother was in hospital."


def test_another_late_clock_on_the_case_asks_nothing_of_this_one(sent, maya):
    Clock.objects.filter(rule="initial-assessment").update(due_at=LATE + days(1))
    Clock.objects.filter(rule="allocation-review").update(
        standing="running", stopped_at=None, due_at=MONDAY
    )
    authorise(sent, by=maya, at=LATE)
    assert sent.is_authorised


def test_a_double_click_authorises_once(sent, maya):
    authorise(sent, by=maya, at=WEDNESDAY)
    (reason,) = refused(lambda: authorise(sent, by=maya, at=WEDNESDAY))
    assert reason == "Authorise is not possible now: this is «authorised»."
    assert Document.objects.count() == 1


def test_an_authorised_assessment_is_kept_in_the_words_of_that_day(sent, maya):
    authorise(sent, by=maya, at=WEDNESDAY)
    person = sent.case.person
    person.forename = "Eleanor"
    person.save(update_fields=["forename"])
    body = Document.objects.get(assessment=sent).body
    assert body["child"]["name"] == "Ellie Marsden"
    assert body["authorised_by"] == "Maya Lindqvist"
    assert body["authorised"] == "Wednesday 4 March 2026, 10:00"
    assert body["due"] == "Wednesday 11 March 2026"
    assert body["parts"][0]["label"] == "Analysis"
    assert body["factors"] == [{"code": "16A", "label": "Neglect"}]


def test_an_authorised_assessment_cannot_be_changed_by_any_act(sent, maya, priya):
    authorise(sent, by=maya, at=WEDNESDAY)
    for act in (
        lambda: save_part(sent, "analysis", "Else.", 1, by=priya, at=WEDNESDAY),
        lambda: record_facts(sent, Findings(), sent.version, by=priya, at=WEDNESDAY),
        lambda: ask_agency(sent, by=priya, name="GP", asked_on=TUESDAY.date(), at=WEDNESDAY),
        lambda: take_back(sent, by=priya, at=WEDNESDAY),
        lambda: return_(sent, by=maya, comments="No.", at=WEDNESDAY),
        lambda: withdraw(sent, by=maya, why="No.", at=WEDNESDAY),
    ):
        assert "authorised" in refused(act)[0]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE assessments_assessment SET outcome = 'service'",
        "DELETE FROM assessments_assessment",
        "UPDATE assessments_parttext SET text = 'else'",
        "DELETE FROM assessments_parttext",
        ADD_A_PART,
        "UPDATE assessments_agencyasked SET said = 'else'",
        "DELETE FROM assessments_agencyasked",
        "UPDATE assessments_document SET body = '{}'",
        "DELETE FROM assessments_document",
    ],
)
def test_the_database_refuses_to_change_what_was_authorised(sent, maya, change):
    from django.db import connection

    authorise(sent, by=maya, at=WEDNESDAY)
    with pytest.raises(DatabaseError, match=r"authorised|append-only"), transaction.atomic():
        connection.cursor().execute(change)


def test_a_correction_is_a_note_beside_the_document(sent, maya, priya, tom):
    assert refused(lambda: correct(sent, "Wrong.", by=priya, at=WEDNESDAY))
    authorise(sent, by=maya, at=WEDNESDAY)
    note = correct(sent, "The school is St Bride's, not St Bridget's.", by=priya, at=WEDNESDAY)
    assert correct(sent, "The school is St Bride's, not St Bridget's.", by=priya) == note
    assert refused(lambda: correct(sent, "Mine.", by=tom))


def test_withdrawing_a_core_assessment_ends_what_called_for_it(case, maya):
    core = call_for(case, by=maya, why="Much is unknown.", at=TUESDAY)
    withdraw(core, by=maya, why="The family moved away.", at=WEDNESDAY)
    assert Clock.objects.get(rule="core-assessment").standing == "cancelled"


def test_a_case_is_not_closed_over_an_unfinished_assessment(draft, case, maya):
    assert not case.has_no_unfinished_assessment
    withdraw(draft, by=maya, why="Moved away.", at=TUESDAY)
    assert case.has_no_unfinished_assessment


def test_old_types_stay_readable_under_new_rules(sent, maya, under):
    """R9: an initial assessment of before is read as it was."""
    authorise(sent, by=maya, at=WEDNESDAY)
    under("single-assessment", date(2026, 3, 9))
    sent.refresh_from_db()
    assert sent.type.label == "Initial assessment"
    assert sent.document.body["label"] == "Initial assessment"
    assert PartText.objects.filter(assessment=sent).exists()
