"""The people around a child, where they live, who they are to each other, and who helps."""

from people.models.agencies import Agency, AgencyContact, Involvement
from people.models.person import Person, PersonQuerySet
from people.models.places import Address, AddressKind
from people.models.reading import BrokenGlass, ListedReader, SettledLook, TieToStaff
from people.models.relationships import Relationship
from people.models.words import NameWord

__all__ = [
    "Address",
    "AddressKind",
    "Agency",
    "AgencyContact",
    "BrokenGlass",
    "Involvement",
    "ListedReader",
    "NameWord",
    "Person",
    "PersonQuerySet",
    "Relationship",
    "SettledLook",
    "TieToStaff",
]
