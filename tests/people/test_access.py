"""Whom a user may find."""

from people.matching import search
from people.models import Person


def test_the_front_door_finds_anybody(dana, person):
    ellie = person("Ellie", "Marsden")
    assert list(Person.objects.visible_to(dana)) == [ellie]


def test_who_reads_no_records_finds_nobody(cast, person):
    person("Ellie", "Marsden")
    for key in ("pat", "cora", "ada", "rosa", "leo"):
        if key in cast:
            assert not Person.objects.visible_to(cast[key]).exists()
            assert search("Marsden", Person.objects.visible_to(cast[key])) == []


def test_whoever_has_left_finds_nobody(dana, person):
    person("Ellie", "Marsden")
    dana.is_active = False
    assert not Person.objects.visible_to(dana).exists()


def test_the_reach_is_inside_the_search(person, everybody):
    seen, unseen = person("Ellie", "Marsden"), person("Ellie", "Marsden")
    hits = search("Elly Marsden", everybody.exclude(pk=unseen.pk))
    assert [hit.person for hit in hits] == [seen]


def test_many_out_of_reach_do_not_crowd_out_one_in_reach(person, everybody):
    Person.objects.bulk_create(Person(forename="John", surname="Smith") for _ in range(600))
    mine = person("John", "Smyth", restricted=True)
    hits = search("John Smith", everybody.filter(restricted=True))
    assert [hit.person for hit in hits] == [mine]
