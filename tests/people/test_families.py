"""Relationships read from both ends, households, brothers and sisters."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.families import relate, relations_of, siblings
from people.models import Relationship
from rules.codes import RelationshipKind

DAY = date(2026, 3, 2)


@pytest.fixture
def family(person):
    """Zofia and her children Jan and Ola, who live with her; Kuba, who lives with his father."""
    zofia = person("Zofia", "Kowalska", birth_date=date(1990, 1, 1))
    jan = person("Jan", "Kowalski", birth_date=date(2015, 1, 1))
    ola = person("Ola", "Kowalska", birth_date=date(2018, 1, 1))
    kuba = person("Kuba", "Nowak", birth_date=date(2012, 1, 1))
    relate(zofia, jan, "mother", lives_with=True, parental_responsibility=True)
    relate(zofia, ola, "mother", lives_with=True)
    relate(kuba, zofia, "child")
    return {"zofia": zofia, "jan": jan, "ola": ola, "kuba": kuba}


def test_a_relationship_reads_from_both_ends(family):
    seen = {one.person.forename: one.kind for one in relations_of(family["zofia"])}
    assert seen == {"Jan": "child", "Ola": "child", "Kuba": "child"}
    (mother,) = relations_of(family["jan"])
    assert (mother.person, mother.kind) == (family["zofia"], RelationshipKind.MOTHER)
    assert mother.parental_responsibility


def test_a_childs_relationship_is_kept_as_the_parents(family):
    tie = Relationship.objects.get(other=family["kuba"])
    assert (tie.person, tie.kind) == (family["zofia"], "parent")


def test_the_same_relationship_is_recorded_once_whichever_end_says_it(family):
    first = relate(family["jan"], family["kuba"], "half-sibling")
    assert relate(family["kuba"], family["jan"], "half-sibling") == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.create(person=family["kuba"], other=family["jan"], kind="half-sibling")


def test_nobody_is_related_to_themselves(family):
    with pytest.raises(ValidationError):
        relate(family["jan"], family["jan"], "twin")


def test_a_child_of_the_same_home_counts_until_the_day_they_move_out(family, person):
    lodger = person("Leo", "Green", birth_date=date(2022, 1, 1))
    tie = relate(lodger, family["ola"], "same-household", lives_with=True)
    assert lodger in siblings(family["jan"], DAY)
    tie.until = date(2026, 1, 31)
    tie.save(update_fields=["until"])
    assert lodger not in siblings(family["jan"], DAY)
    assert lodger in siblings(family["jan"], date(2026, 1, 31))


def test_siblings_share_a_parent_a_home_or_a_word(family, person):
    step = person("Mia", "Green", birth_date=date(2020, 1, 1))
    relate(step, family["jan"], "step-sibling")
    cousin = person("Leo", "Green", birth_date=date(2022, 1, 1))
    relate(cousin, family["jan"], "same-household", lives_with=True)
    relate(person("Stan", "Green"), family["jan"], "family-friend")
    names = [one.forename for one in siblings(family["jan"], DAY)]
    assert names == ["Kuba", "Ola", "Mia", "Leo"]


def test_whoever_is_known_already_is_not_fetched_again(family, django_assert_num_queries):
    everybody = siblings(family["jan"], DAY)
    with django_assert_num_queries(1):
        assert siblings(family["jan"], DAY, known=family.values()) == everybody


@pytest.mark.parametrize("size", [1, 15])
def test_a_large_family_costs_no_more_questions(family, person, size, django_assert_num_queries):
    for n in range(size):
        relate(family["zofia"], person(f"Child {n}", "Kowalski"), "mother", lives_with=True)
    jan = family["jan"]
    with django_assert_num_queries(1):
        relations_of(family["zofia"])
    with django_assert_num_queries(2):
        siblings(jan, DAY)
