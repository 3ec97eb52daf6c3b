"""A person's addresses, as somebody may see them."""

from typing import Any

from cases.models import Case
from people.models import Address, AddressKind, Person, Relationship


def may_see_protected(person: Person, user: Any) -> bool:
    """A protected address is for those who may open a case of the person, or of somebody related
    to them: whoever visits has to know where. Nobody else is told of it."""
    ends = Relationship.objects.of(person).values_list("person_id", "other_id")
    related = {person.pk, *(key for pair in ends for key in pair)}
    return Case.objects.visible_to(user).filter(person__in=related).exists()


def addresses_of(person: Person, user: Any) -> list[Address]:
    """The current ones first. One that is protected from this reader says that it is there, and
    nothing of where."""
    addresses = list(person.addresses.all())
    secret = any(one.confidential for one in addresses) and not may_see_protected(person, user)
    for one in addresses:
        one.kind_label = AddressKind.label_of(one.kind)  # type: ignore[attr-defined]
        one.hidden = secret and one.confidential  # type: ignore[attr-defined]
        if secret and one.confidential:
            one.lines = one.postcode = ""
    return addresses
