"""What goes with a child's record, and what stays because others' records need it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from cases.models import Case, Contact, ContactChild
from people.models import Person, Relationship
from retention.models import Disposal
from rules.retention import HOLDINGS, Holding


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """All rows, whatever the model's own manager leaves out or refuses."""
    return models.QuerySet(model)


@dataclass
class Scope:
    """The keys of everything that a disposal of one child's record reaches."""

    person: Person
    people: set[int] = field(default_factory=set)
    """The child, and relatives whom nobody else's record needs."""
    relatives_kept: int = 0
    cases: set[int] = field(default_factory=set)
    children: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    contacts_kept: int = 0

    def of(self, model: type[models.Model]) -> set[int] | None:
        """The keys of a model that a way may end at."""
        found: dict[type[models.Model], set[int]] = {
            Person: self.people,
            Case: self.cases,
            ContactChild: self.children,
            Contact: self.contacts,
        }
        return found.get(model)

    @cached_property
    def rows(self) -> dict[type[models.Model], list[int]]:
        """What is to be removed, by model, in the order of the table."""
        return {
            model: ids
            for holding, model in _models()
            if not holding.stub and (ids := self._ids(holding, model))
        }

    @cached_property
    def stubs(self) -> dict[type[models.Model], list[int]]:
        """What stays, emptied."""
        return {
            model: ids
            for holding, model in _models()
            if holding.stub and (ids := self._ids(holding, model))
        }

    def counts(self) -> Counter[str]:
        """How many rows of each table go, row histories among them."""
        found = Counter({called(model): len(ids) for model, ids in self.rows.items()})
        for model, ids in (*self.rows.items(), *self.stubs.items()):
            if (number := len(histories(model, ids))) > 0:
                found[called(model) + HISTORY] = number
        return found

    def _ids(self, holding: Holding, model: type[models.Model]) -> list[int]:
        wanted = Q()
        for way in holding.by:
            wanted |= Q(**{f"{way}__in": self.of(_end_of(model, way)) or set()})
        if holding.searched:
            wanted |= _named(holding.searched, self.person)
        if not wanted:
            return []
        found = set(rows_of(model).filter(wanted).values_list("pk", flat=True))
        if holding.shared:
            found -= self._needed(holding, model, found)
        return sorted(found)

    def _needed(self, holding: Holding, model: type[models.Model], ids: set[int]) -> set[int]:
        """The rows that lead to a record that is kept, too."""
        rows = rows_of(model).filter(pk__in=ids)
        return {
            pk
            for way in holding.by
            for pk, end in rows.values_list("pk", way)
            if end is not None and end not in (self.of(_end_of(model, way)) or set())
        }

    def kept(self) -> list[str]:
        """What stays because others need it, for the certificate."""
        said = []
        if self.relatives_kept:
            number = _count(self.relatives_kept, "relative", "relatives")
            said.append(f"{number} of this child, whom other children's records need.")
        if self.contacts_kept:
            number = _count(self.contacts_kept, "contact", "contacts")
            said.append(
                f"{number} that also told of other children: this child's part is gone, and the "
                "words of the caller stay in theirs."
            )
        for holding, model in _models():
            if holding.shared:
                ids = set(self._reached(holding, model)) - set(self.rows.get(model, ()))
                if ids:
                    number = _count(len(ids), "row", "rows")
                    said.append(
                        f"{number} of {called(model)}, written for brothers and sisters too."
                    )
        return said

    def _reached(self, holding: Holding, model: type[models.Model]) -> Iterable[int]:
        wanted = Q()
        for way in holding.by:
            wanted |= Q(**{f"{way}__in": self.of(_end_of(model, way)) or set()})
        return rows_of(model).filter(wanted).values_list("pk", flat=True)


def scope_of(person: Person) -> Scope:
    scope = Scope(person)
    scope.people, scope.relatives_kept = _people(person)
    scope.cases = set(rows_of(Case).filter(person__in=scope.people).values_list("pk", flat=True))
    mine = rows_of(ContactChild).filter(person__in=scope.people)
    scope.children = set(mine.values_list("pk", flat=True))
    told = set(mine.values_list("contact", flat=True))
    others = rows_of(ContactChild).filter(contact__in=told).exclude(pk__in=scope.children)
    needed = set(others.values_list("contact", flat=True))
    scope.contacts, scope.contacts_kept = told - needed, len(needed)
    return scope


def _people(person: Person) -> tuple[set[int], int]:
    """The child and the relatives who go too; how many stay. A relative stays who has a record of
    their own, or is related, directly or through other relatives, to a child whose record is kept."""
    gone, kept, nearest = {person.pk}, set(), _related({person.pk})
    seen = {person.pk}
    for start in nearest:
        if start in seen:
            continue
        circle, needed, edge = {start}, _is_record(start), {start}
        while edge and not needed:
            near = _related(edge) - circle - {person.pk}
            needed = any(_is_record(each) for each in near)
            circle |= near
            edge = near
        seen |= circle
        if needed:
            kept |= circle & nearest
        else:
            gone |= circle
    return gone, len(kept)


def _related(people: set[int]) -> set[int]:
    ties = rows_of(Relationship).filter(Q(person__in=people) | Q(other__in=people))
    return {pk for pair in ties.values_list("person", "other") for pk in pair} - people


def _is_record(person_id: int) -> bool:
    """Whether this person is a child (or was) with a record of their own that is kept."""
    if rows_of(Disposal).filter(person=person_id, done_at__isnull=False).exists():
        return False
    return (
        rows_of(Case).filter(person=person_id).exists()
        or rows_of(ContactChild).filter(person=person_id).exists()
    )


def _named(field_name: str, person: Person) -> Q:
    """Rows in which somebody wrote the name of this person, forename and surname."""
    names = [name for name in (person.forename, person.surname) if len(name) > 1]
    found = Q()
    for name in names:
        found &= Q(**{f"{field_name}__icontains": name})
    return found if names else Q(pk__in=[])


def _models() -> Iterator[tuple[Holding, type[models.Model]]]:
    for holding in HOLDINGS.values():
        if holding.by or holding.searched:
            yield holding, apps.get_model(holding.model)


def _end_of(model: type[models.Model], way: str) -> type[models.Model]:
    """The model at the end of a way of foreign keys; `pk` is the model itself."""
    for step in way.split("__"):
        if step != "pk":
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model


def histories(model: type[models.Model], ids: Iterable[int]) -> list[int]:
    """The keys of the row history of some rows; none where a model keeps none."""
    history = getattr(model, "history", None)
    if history is None:
        return []
    return list(rows_of(history.model).filter(id__in=ids).values_list("pk", flat=True))


def called(model: type[models.Model]) -> str:
    """A table in words; with its app where two are called the same."""
    name = str(model._meta.verbose_name)
    same = [label for label in HOLDINGS if label.rpartition(".")[2].lower() == name]
    return f"{name} ({model._meta.app_label})" if len(same) > 1 else name


HISTORY = ", row history"


def lines(counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Counts as pages show them: each table with its rows and those of its row history."""
    names = sorted({name.removesuffix(HISTORY) for name in counts})
    return [(name, counts.get(name, 0), counts.get(name + HISTORY, 0)) for name in names]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
