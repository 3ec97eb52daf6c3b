"""The one writer of state. Page, API, job and demo all call `begin` and `move`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from audit import story
from audit.models import Event
from clocks.ledger import react
from rules.lifecycles import Step, objections
from workflow.things import Thing

T = TypeVar("T", bound=Thing)


class Refused(Exception):
    """A step that may not be taken. `reasons` are full sentences, all of them."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


def lock(*roots: models.Model) -> None:
    """Take the lock of each root row, in the order of their keys. Call it once in a transaction
    with all the roots it needs; taking one again that is held already is harmless.

    NO KEY: a lock that lets other rows go on pointing at this one."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for root in roots:
        by_model.setdefault(type(root), []).append(root.pk)
    # contacts before cases, everywhere: a contact's decision may go on to make or touch a case
    for model in sorted(by_model, key=lambda m: m._meta.model_name != "contact"):
        rows = model._default_manager.filter(pk__in=by_model[model]).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def begin(
    obj: T,
    verb: str,
    *,
    by: Any,
    why: str = "",
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    late_reason: str = "",
    data: dict[str, Any] | None = None,
) -> T:
    """Make a record in the first state of its life, tell the story, let the clocks answer. What
    happened before it was written down says so with `recorded_at`.

    Raises `Refused` when the role may not. Rules about the record's own fields are its action's."""
    at = at or timezone.now()
    if by is not None and by.role not in obj.lifecycle.makers[verb]:
        raise Refused([f"Your role ({by.role_label.lower()}) may not do this."])
    with transaction.atomic(savepoint=False):
        obj.state = obj.lifecycle.begins[verb]
        obj.sign(by, why or verb, recorded_at or at)
        obj.save(force_insert=True)
        _tell(
            obj,
            verb,
            by=by,
            why=why,
            at=at,
            recorded_at=recorded_at,
            before="",
            data=data,
            late_reason=late_reason,
        )
    return obj


def move(
    obj: Thing,
    verb: str,
    *,
    by: Any,
    why: str = "",
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    late_reason: str = "",
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> Event:
    """Take one step of `obj`'s lifecycle, or raise `Refused` with every reason.

    `changes` are the fields that the step sets beside the state, judged and saved with it. `data`
    is for the sentence of the story. `at` is when it happened, `recorded_at` when it was written down;
    left out, now.
    """
    with transaction.atomic(savepoint=False):
        lock(obj.root)
        obj.refresh_from_db()
        at = at or timezone.now()

        # who is what to it is judged as things stand before the step: whoever hands a task over owns it
        hats = obj.hats(by)
        for name, value in changes.items():
            setattr(obj, name, value)
        obj.acting_at, obj.late_reason_given = at, late_reason
        step = obj.lifecycle.step(verb)
        reasons = refusals(obj, step, by=by, why=why, hats=hats)

        if not reasons:
            before, obj.state = obj.state, step.enters or obj.state
            obj.sign(by, why or step.label, recorded_at or at)
            obj.save(update_fields=["state", *changes])
            return _tell(
                obj,
                verb,
                by=by,
                why=why,
                at=at,
                recorded_at=recorded_at,
                before=before,
                data=data,
                late_reason=late_reason,
            )
    # said outside, so that a caller in the midst of more can catch it and go on: nothing was written
    raise Refused(reasons)


def refusals(
    obj: Thing, step: Step, *, by: Any, why: str, hats: set[str] | None = None
) -> list[str]:
    """Every reason why `by` may not take this step now."""
    return objections(
        step,
        state=obj.state,
        state_label=obj.state_label,
        role=by.role,
        hats=obj.hats(by) if hats is None else hats,
        has=lambda need: bool(getattr(obj, need)),
        why=why,
    )


def offered(obj: Thing, user: Any) -> list[Step]:
    """The steps to show to `user`: right state, role and hat. What is needed besides is said when
    they try."""
    hats = obj.hats(user)
    return [
        step
        for step in obj.lifecycle.steps
        if obj.state in step.leaves
        and user.role in step.by
        and (not step.hats or hats & set(step.hats))
        and not hats & set(step.bars)
    ]


def _tell(
    obj: Thing,
    verb: str,
    *,
    by: Any,
    why: str,
    at: datetime,
    recorded_at: datetime | None,
    before: str,
    data: dict[str, Any] | None,
    late_reason: str,
) -> Event:
    event = story.record(
        f"{obj.thing}.{verb}",
        by=by,
        at=at,
        recorded_at=recorded_at,
        why=why,
        thing_id=obj.pk,
        before=before,
        after=obj.state,
        data=data,
        **obj.story(),
    )
    react(event, replace(obj.facts(), late_reason=late_reason))
    return event
