"""The family, as it stands beside a decision on several children."""

from cases.actions.contacts import ChildTold
from cases.known import family_of
from people.models import Person, Relationship
from tests.conftest import MONDAY


def test_a_parent_of_several_children_is_told_of_once(tell):
    """W5"""
    told = tell(children=[ChildTold(forename=name, surname="Seddon") for name in ("Mo", "Kit")])
    children = [child.person for child in told.children.order_by("pk")]
    mother = Person.objects.create(forename="Leanne", surname="Seddon")
    for child, together in zip(children, (True, False), strict=True):
        Relationship.objects.create(person=mother, other=child, kind="parent", lives_with=together)
    (row,) = family_of(children, MONDAY.date())
    assert row["person"] == mother
    assert row["lines"] == ["Parent of Mo, same home", "Parent of Kit"]
    (row,) = family_of(children[:1], MONDAY.date())
    assert row["lines"] == ["Parent of Mo Seddon, same home"]
