"""Assessment types: what each asks, what it needs, and what may follow."""

import pytest

from rules.assessment_types import TYPES, PartKind, parts_for, type_for
from rules.codes import TaskKind
from rules.events import EVENTS
from rules.lifecycles import NEEDS, assessment
from rules.rule_sets import RULE_SETS
from rules.timescales import TIMESCALES
from rules.triangle import DIMENSIONS, Domain

TRIANGLE = {
    "Child's developmental needs": [
        "Health",
        "Education",
        "Emotional and behavioural development",
        "Identity",
        "Family and social relationships",
        "Social presentation",
        "Self-care skills",
    ],
    "Parenting capacity": [
        "Basic care",
        "Ensuring safety",
        "Emotional warmth",
        "Stimulation",
        "Guidance and boundaries",
        "Stability",
    ],
    "Family and environmental factors": [
        "Family history and functioning",
        "Wider family",
        "Housing",
        "Employment",
        "Income",
        "Family's social integration",
        "Community resources",
    ],
}

every_type = pytest.mark.parametrize("kind", TYPES.values(), ids=list(TYPES))


def test_the_triangle_has_its_twenty_dimensions_by_name():
    assert {
        domain.label: [row.label for row in DIMENSIONS if row.domain == domain] for domain in Domain
    } == TRIANGLE


@every_type
def test_every_type_offers_the_whole_triangle(kind):
    assert {
        domain.label: [part.label for part in kind.parts_of(domain)] for domain in Domain
    } == TRIANGLE


@every_type
def test_analysis_comes_first_and_the_childs_own_words_stand_apart_from_it(kind):
    """W47, H10: the child's view is text of its own, and analysis is not a tick-box."""
    first, second = kind.parts[:2]
    assert (first.kind, second.kind) == (PartKind.ANALYSIS, PartKind.VOICE)
    assert first.key != second.key
    assert [part.kind for part in kind.parts].count(PartKind.ANALYSIS) == 1
    assert kind.minimum_analysis_words > 0


@every_type
def test_what_is_about_one_child_is_never_shared_between_brothers_and_sisters(kind):
    for part in kind.parts:
        if part.kind in (PartKind.VOICE, PartKind.ANALYSIS) or part.domain == Domain.DEVELOPMENT:
            assert not part.shared, part.key


@every_type
def test_parenting_capacity_is_always_on_the_page(kind):
    """H9: six parenting dimensions, in a brief initial assessment too."""
    parenting = kind.parts_of(Domain.PARENTING)
    assert len(parenting) == 6
    assert all(part.always for part in parenting)


def test_an_initial_assessment_may_be_brief():
    """H14: the other dimensions are offered, and nothing asks for them to be filled."""
    initial = type_for("initial")
    offered = [part for part in initial.parts if not part.always]
    assert len(offered) == 14
    assert "parenting_capacity_covered" not in initial.needs
    assert initial.minimum_analysis_words < type_for("core").minimum_analysis_words


@pytest.mark.parametrize("key", ["core", "single"])
def test_a_full_assessment_covers_parenting_capacity(key):
    assert "parenting_capacity_covered" in type_for(key).needs


@every_type
def test_no_assessment_is_sent_without_seeing_the_child_and_asking_an_agency(kind):
    """W9"""
    assert {"child_seen_or_reason", "agency_asked"} <= set(kind.needs)


@every_type
def test_every_need_has_a_sentence_and_is_asked_for_at_sending_and_at_authorising(kind):
    assert set(kind.needs) <= set(NEEDS)
    lifecycle = assessment(kind.needs)
    for verb in ("send", "authorise"):
        assert set(kind.needs) <= set(lifecycle.step(verb).needs)


@every_type
def test_every_outcome_makes_one_known_thing_or_nothing(kind):
    """W11: the right next object and nothing else."""
    for outcome in kind.outcomes:
        what, _, key = outcome.makes.partition(":")
        assert what in ("", "task", "assessment")
        if what == "task":
            assert TaskKind(key)
        if what == "assessment":
            assert key in TYPES
            assert key != kind.key


def test_an_initial_assessment_has_the_outcomes_of_the_procedure():
    """W11: advice, signposting, service, core assessment, strategy discussion."""
    makes = {outcome.key: outcome.makes for outcome in type_for("initial").outcomes}
    assert makes == {
        "no-further-action": "",
        "advice": "",
        "signposting": "",
        "service": "task:arrange-service",
        "early-help": "task:early-help",
        "core-assessment": "assessment:core",
        "strategy-discussion": "task:strategy-discussion",
    }


@every_type
def test_each_type_has_a_clock_in_some_rule_set_and_events_of_its_own(kind):
    assert [row for row in TIMESCALES if row.key == kind.clock]
    verbs = [*assessment(kind.needs).begins, *(s.verb for s in assessment(kind.needs).steps)]
    assert {f"{kind.clock}.{verb}" for verb in verbs} <= set(EVENTS)


@pytest.mark.parametrize("rule_set", RULE_SETS)
def test_every_rule_set_has_one_assessment_that_begins_with_the_referral(rule_set):
    begun = [
        row.key
        for row in TIMESCALES
        if rule_set in row.sets
        and row.key in {kind.clock for kind in TYPES.values()}
        and "case.refer" in row.starts
    ]
    assert len(begun) == 1


@every_type
def test_answers_cannot_be_mixed_up(kind):
    keys = [part.key for part in kind.parts]
    assert len(set(keys)) == len(keys)
    assert all(kind.part(key).key == key for key in keys)
    assert all(kind.outcome(outcome.key) is outcome for outcome in kind.outcomes)
    assert parts_for(kind.key) == kind.parts
    for part in kind.parts:
        assert part.prompts
        if part.kind == PartKind.DIMENSION:
            assert len(part.prompts) == 2


def test_an_unknown_type_part_or_outcome_is_a_key_error():
    initial = type_for("initial")
    for ask in (type_for, parts_for, initial.part, initial.outcome):
        with pytest.raises(KeyError):
            ask("no-such-row")


def test_a_type_is_named_with_its_article():
    assert [kind.named for kind in TYPES.values()] == [
        "an initial assessment",
        "a core assessment",
        "a single assessment",
    ]
