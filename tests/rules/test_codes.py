"""Pick-lists: the census codes as published, and the front door's own lists."""

import pytest

from rules.codes import (
    CODE_SETS,
    AbuseCategory,
    AgencyKind,
    AllocationRole,
    AssessmentFactor,
    CasePriority,
    ClosureReason,
    ContactMethod,
    Disability,
    DomesticAbuse,
    Ethnicity,
    LevelOfNeed,
    PrimaryNeed,
    ReferralSource,
    RelationshipKind,
    Sex,
    TaskKind,
    UpnUnknown,
)

CENSUS_CODES = {
    ReferralSource: "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10",
    PrimaryNeed: "N1 N2 N3 N4 N5 N6 N7 N8 N9 N0",
    ClosureReason: "RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9",
    AbuseCategory: "NEG PHY SAB EMO MUL",
    Disability: "NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA",
    Ethnicity: "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN CHNE AOTH "
    "BCRB BAFR BOTH OOTH REFU NOBT",
    Sex: "M F U",
    UpnUnknown: "UN1 UN2 UN3 UN4 UN5 UN6 UN7",
    AssessmentFactor: "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A "
    "8B 8C 8D 8E 8F 9A 10A 11A 12A 13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A",
}


@pytest.mark.parametrize(("words", "codes"), CENSUS_CODES.items())
def test_the_census_codes_are_the_published_ones(words, codes):
    assert [word.value for word in words] == codes.split()


def test_withdrawn_factors_are_not_offered_but_still_shown_as_they_were_recorded():
    offered = [code for code, _ in AssessmentFactor.choices()]
    assert not {"18A", "19A"} & set(offered)
    assert AssessmentFactor.label_of("18A") == "18A"


@pytest.mark.parametrize("words", CODE_SETS)
def test_every_code_has_a_plain_label_of_its_own(words):
    labels = [word.label for word in words]
    assert all((label and label[0].isupper()) or label[0].isdigit() for label in labels)
    assert len(set(labels)) == len(labels)
    assert len({word.value for word in words}) == len(words.__members__)


@pytest.mark.parametrize("words", [ReferralSource, Ethnicity, AssessmentFactor, RelationshipKind])
def test_a_long_list_is_read_under_headings_and_loses_nothing(words):
    under_headings = [pair for heading, pairs in words.grouped() if heading for pair in pairs]
    assert sorted(under_headings) == sorted(words.choices())


def test_each_agency_is_a_referral_source():
    """What an agency is, is said once: the census source follows from it."""
    assert all(isinstance(kind.source, ReferralSource) for kind in AgencyKind)
    assert AgencyKind.SCHOOL.source == "2A"
    assert AgencyKind.POLICE.source == "6"
    assert AgencyKind.HEALTH_VISITING.source == "3B"
    assert AgencyKind.OTHER_COUNCIL.source == "5C"


def test_levels_of_need_send_only_3b_and_4_to_a_manager():
    """W3: levels 3b and 4 go on to a manager; the others may close as advice."""
    assert {level.value: level.needs_manager for level in LevelOfNeed} == {
        "1": False,
        "2": False,
        "3a": False,
        "3b": True,
        "4": True,
    }
    assert all(level.description.endswith(".") for level in LevelOfNeed)
    assert [level.rank for level in LevelOfNeed] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("kind", RelationshipKind)
def test_every_relationship_can_be_read_from_its_other_end(kind):
    """Going there and back ends where going there did: a mother's child's parent's child."""
    there = kind.reciprocal
    assert there.reciprocal.reciprocal == there


def test_a_mother_has_a_child_and_a_half_sister_a_half_sister():
    assert RelationshipKind.MOTHER.reciprocal is RelationshipKind.CHILD
    assert RelationshipKind.EXPECTANT_MOTHER.reciprocal is RelationshipKind.UNBORN_CHILD
    assert RelationshipKind.FOSTER_CARER.reciprocal is RelationshipKind.FOSTERED_CHILD
    assert RelationshipKind.HALF_SIBLING.reciprocal is RelationshipKind.HALF_SIBLING


def test_brothers_and_sisters_are_told_apart_by_how_they_are_related():
    siblings = {kind.value for kind in RelationshipKind if kind.is_sibling}
    assert {"full-sibling", "half-sibling", "step-sibling", "foster-sibling"} <= siblings
    assert "cousin" not in siblings


def test_domestic_abuse_is_flagged_when_it_is_suspected_or_said_and_not_before():
    """W33: the flag is raised at first contact."""
    unflagged = {word.value for word in DomesticAbuse if not word.flagged}
    assert unflagged == {"not-asked", "none-known"}


def test_there_is_one_lead_and_the_most_pressing_priority_comes_first():
    assert [role.value for role in AllocationRole] == ["lead", "second", "cover"]
    assert [priority.rank for priority in CasePriority] == [1, 2, 3, 4]
    assert CasePriority.IMMEDIATE.rank == 1


def test_a_contact_can_come_in_by_every_way_the_front_door_knows():
    ways = {way.value for way in ContactMethod}
    assert {"telephone", "email", "letter", "in-person", "portal", "police-notification"} <= ways


def test_further_enquiries_are_a_kind_of_task():
    """W5"""
    assert TaskKind("further-enquiries")
