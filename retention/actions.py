"""Holding a record, and disposing of it: one person proposes, another confirms, and it is gone."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from accounts.models import User
from audit.story import tell
from cases.models import Case, Contact
from cases.models.document import DocumentVersion
from cases.uploads import shelf
from clocks.plan import local_date
from people.models import Person
from retention.due import Record, record_of
from retention.models import Certificate, Disposal, Hold
from retention.scope import HISTORY, Scope, called, histories, rows_of, scope_of
from rules.access import ABILITIES
from rules.retention import HOLDINGS, PERIODS, Kept
from workflow.engine import Refused, lock


@transaction.atomic
def hold(person: Person, *, by: User, why: str, at: datetime) -> Hold:
    """Keep a record from being disposed of, whatever its age."""
    _lock(person)
    reasons = _may(by)
    if Hold.objects.filter(person=person, lifted_at=None).exists():
        reasons.append("This record is held already.")
    if rows_of(Disposal).filter(person=person, done_at__isnull=False).exists():
        reasons.append("This record has been disposed of.")
    if not why.strip():
        reasons.append("Say why the record is held.")
    _refuse(reasons)
    return Hold.objects.create(person=person, why=why.strip(), set_at=at, set_by=by)


@transaction.atomic
def lift(person: Person, *, by: User, why: str, at: datetime) -> Hold:
    """End the hold on a record."""
    _lock(person)
    reasons = _may(by)
    held = Hold.objects.filter(person=person, lifted_at=None).first()
    if held is None:
        reasons.append("This record is not held.")
    if not why.strip():
        reasons.append("Say why the hold ends.")
    _refuse(reasons)
    assert held is not None
    held.lifted_at, held.lifted_by, held.lifted_why = at, by, why.strip()
    held.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    return held


@transaction.atomic
def propose(person: Person, *, by: User, at: datetime) -> Disposal:
    """Propose that a record that is due goes. Those who may confirm it are told."""
    _lock(person)
    record = record_of(person.pk)
    reasons = [*_may(by), *_why_not(record, at)]
    if record and record.proposed:
        reasons.append("It has been proposed already.")
    _refuse(reasons)
    assert record is not None and record.due_on is not None
    disposal = Disposal.objects.create(
        person=person, kind=record.kind, due_on=record.due_on, proposed_at=at, proposed_by=by
    )
    roles = ABILITIES["dispose-records"].by
    for other in User.objects.filter(role__in=roles, is_active=True).exclude(pk=by.pk):
        tell(
            other,
            key=f"disposal:{disposal.pk}",
            text=f"{by.name} proposes that record {person.reference} is disposed of. Confirm or refuse.",
            url=f"/retention/{person.reference}/",
            at=at,
        )
    return disposal


@transaction.atomic
def refuse(disposal: Disposal, *, by: User, why: str, at: datetime) -> None:
    """The record stays; whoever proposed it may also take the proposal back this way."""
    disposal = _locked(disposal)
    reasons = _may(by)
    if disposal.refused_at or disposal.done_at:
        reasons.append("This has been decided already.")
    if not why.strip():
        reasons.append("Say why the record stays.")
    _refuse(reasons)
    disposal.refused_at, disposal.refused_by, disposal.refused_why = at, by, why.strip()
    disposal.save(update_fields=["refused_at", "refused_by", "refused_why"])


@transaction.atomic
def confirm(disposal: Disposal, *, by: User, at: datetime) -> Certificate:
    """Dispose of the record: the second person's word. Everything goes in this one transaction."""
    person = disposal.person
    _lock(person)
    disposal = _locked(disposal)
    reasons = _may(by)
    if disposal.proposed_by_id == by.pk:
        reasons.append("You proposed this. Another person has to confirm it.")
    if disposal.refused_at or disposal.done_at:
        reasons.append("This has been decided already.")
    else:
        reasons += _why_not(record_of(person.pk), at)
    _refuse(reasons)
    disposal.confirmed_at, disposal.confirmed_by = at, by
    disposal.save(update_fields=["confirmed_at", "confirmed_by"])
    certificate = _dispose(disposal, scope_of(person), by, at)
    # what was said when it was refused before may have named the child
    rows_of(Disposal).filter(person=person).update(refused_why="")
    disposal.done_at = at
    disposal.save(update_fields=["done_at"])
    return certificate


def _dispose(disposal: Disposal, scope: Scope, by: User, at: datetime) -> Certificate:
    kept, files = scope.kept(), _files(scope)
    references = list(
        rows_of(Case).filter(pk__in=scope.cases).order_by("pk").values_list("reference", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # what goes together may go in any order
    removed: Counter[str] = Counter()
    emptied: dict[str, int] = {}
    # all is found before anything is gone
    gone = [(model, ids, histories(model, ids)) for model, ids in scope.rows.items()]
    stubs = [(model, ids, histories(model, ids)) for model, ids in scope.stubs.items()]
    for model, ids, before in stubs:
        # not by save(): the row history would keep what goes
        rows_of(model).filter(pk__in=ids).update(**HOLDINGS[model._meta.label].stub)
        emptied[called(model)] = len(ids)
        removed[called(model) + HISTORY] += _remove(disposal, model, before, history=True)
    for model, ids, before in gone:
        removed[called(model)] += _remove(disposal, model, ids)
        removed[called(model) + HISTORY] += _remove(disposal, model, before, history=True)
    try:
        with connection.cursor() as cursor:  # nothing may still point at what is gone
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        table = getattr(getattr(error.__cause__, "diag", None), "table_name", None) or "a table"
        raise Refused(
            [f"Rows of {table} that are kept still need this record. Nothing was removed."]
        ) from error
    for checksum in files:
        _destroy_after(checksum)
    return Certificate.objects.create(
        id=disposal.pk,  # the number that the register of removed rows knows
        disposal=disposal,
        at=at,
        person_reference=scope.person.reference,
        case_references=references,
        ground=f"{Kept.label_of(disposal.kind)}: kept {PERIODS[Kept(disposal.kind)].says}. "
        f"Due {disposal.due_on:%-d %B %Y}.",
        proposed_by=disposal.proposed_by,
        confirmed_by=by,
        removed={name: number for name, number in sorted(removed.items()) if number},
        emptied=emptied,
        kept=kept,
    )


def _remove(
    disposal: Disposal, model: type[models.Model], ids: list[int], *, history: bool = False
) -> int:
    """Remove rows by the one door there is: a function of the database, which looks for the decision
    of two people and writes down what it removed."""
    if not ids:
        return 0
    if history:
        model = model.history.model  # type: ignore[attr-defined]
    key = model._meta.pk
    assert key is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dispose_rows(%s, %s, %s, %s)",
            [disposal.pk, model._meta.db_table, key.column, ids],
        )
        return int(cursor.fetchone()[0])


def _files(scope: Scope) -> set[str]:
    """The checksums of files that no document will name any more."""
    going = scope.rows.get(DocumentVersion, [])
    named = rows_of(DocumentVersion).filter(pk__in=going).values_list("sha256", flat=True)
    others = rows_of(DocumentVersion).exclude(pk__in=going).filter(sha256__in=set(named))
    return set(named) - set(others.values_list("sha256", flat=True))


def _destroy_after(checksum: str) -> None:
    def destroy() -> None:
        if not rows_of(DocumentVersion).filter(sha256=checksum).exists():
            shelf.destroy(checksum)

    transaction.on_commit(destroy)


def _may(by: User) -> list[str]:
    return [] if by.may("dispose-records") else ["Your role may not do this."]


def _why_not(record: Record | None, at: datetime) -> list[str]:
    """Why a record may not go."""
    if record is None:
        return ["There is no record to dispose of."]
    reasons = []
    if record.is_open:
        reasons.append("The child is open to us, or a contact waits to be decided.")
    elif record.due_on is None or record.due_on > local_date(at):
        due = f"{record.due_on:%-d %B %Y}" if record.due_on else "a day that is not known"
        reasons.append(f"The record is kept until {due}.")
    if record.held:
        reasons.append("The record is under a legal hold. Lift it first.")
    return reasons


def _lock(person: Person) -> None:
    """Every root row of the child's record, so that nothing is written on it meanwhile."""
    contacts = Contact.objects.filter(children__person=person).distinct()
    lock(*contacts.only("pk"), *Case.objects.filter(person=person).only("pk"))
    list(Person.objects.filter(pk=person.pk).select_for_update(no_key=True).values_list("pk"))


def _locked(disposal: Disposal) -> Disposal:
    return Disposal.objects.select_for_update(no_key=True, of=("self",)).get(pk=disposal.pk)


def _refuse(reasons: list[Any]) -> None:
    if reasons:
        raise Refused(reasons)
