"""Who takes a child on, and how the wait for a worker is recorded."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.models import User
from cases.actions.allocation import BESIDE
from cases.forms.once import OnceForm
from cases.loads import Load
from rules.codes import AllocationRole, CasePriority
from ui import forms
from ui.moments import day_words


def load_words(load: Load, now: datetime, *, adds: bool = True) -> str:
    """What a candidate carries before and after, and what speaks against them today."""
    worker = load.worker
    words = [f"{_count(load.cases, 'open case')} now"]
    if adds:
        words[0] += f", {load.cases + 1} with this one"
    if load.grave:
        words.append(f"{load.grave} of them on a plan or looked after")
    if load.beside:
        words.append(f"{_count(load.beside, 'more', 'more')} beside another worker")
    words.append(_count(load.tasks, "open task"))
    if load.late:
        words.append(f"{_count(load.late, 'clock')} late")
    if worker.fte != 1:
        words.append(f"works {worker.fte.normalize()} of full time")
    text = f"{', '.join(words)}."
    text = text[0].upper() + text[1:]
    if load.absence is not None:
        until = load.absence.until
        text += f" Away {f'until {day_words(until, now)}' if until else 'with no last day'}, "
        text += (
            f"covered by {load.absence.cover}." if load.absence.cover else "with nobody covering."
        )
    if worker.newly_qualified:
        text += " Newly qualified: keep to fewer and simpler cases."
    if not worker.is_qualified:
        text += " Not a qualified social worker."
    return text


class ChoosesWorker(OnceForm):
    """Forms that name one of the team, each shown with what they carry."""

    def __init__(
        self, *args: Any, loads: list[Load], now: datetime, adds: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        hints = {load.worker.pk: load_words(load, now, adds=adds) for load in loads}
        field: Any = self.fields["worker"]
        field.queryset = User.objects.filter(pk__in=hints)
        field.hint_of = lambda worker: hints[worker.pk]


def _worker(label: str) -> forms.RecordField:
    return forms.RecordField(
        User.objects.none(), label=label, called="the worker", radios=True, legend="m"
    )


class CaseAllocate(ChoosesWorker):
    worker = _worker("Who takes the child on?")
    why = forms.LongTextField(
        label="What should they know?", called="what they should know", required=False, rows=3,
        max_length=2000,
    )  # fmt: skip


class CaseReallocate(ChoosesWorker):
    worker = _worker("Who takes over?")
    why = forms.LongTextField(
        label="Why does the worker change?", called="why the worker changes", rows=3,
        max_length=2000,
    )  # fmt: skip


class CaseAddWorker(ChoosesWorker):
    worker = _worker("Who works beside the lead?")
    role = forms.RadioField(
        label="As what?",
        called="as what they work beside the lead",
        choices=[(role.value, role.label) for role in BESIDE],
        hints={
            AllocationRole.SECOND: "Shares the work for as long as it takes.",
            AllocationRole.COVER: "Answers for the child while the lead is away.",
        },
    )
    why = forms.LongTextField(
        label="Why?", called="why they are added", required=False, rows=3, max_length=2000
    )


class CaseEndWorker(OnceForm):
    why = forms.LongTextField(
        label="Why do they leave the case?", called="why they leave the case", rows=3,
        max_length=2000,
    )  # fmt: skip


class Waits(OnceForm):
    priority = forms.RadioField(
        label="How soon must there be a worker?",
        called="how soon there must be a worker",
        choices=CasePriority,
    )


class CaseWait(Waits):
    why = forms.LongTextField(
        label="Why does the child go back to wait, and what keeps the child safe meanwhile?",
        called="why the child goes back to wait",
        rows=4,
        max_length=4000,
    )


class CaseReviewWaiting(Waits):
    why = forms.LongTextField(
        label="What did you look at, and what did you decide?",
        called="what you looked at and decided",
        rows=4,
        max_length=4000,
    )
    opened = forms.HiddenField(required=False, max_length=60)

    def clean_opened(self) -> datetime | None:
        """When the page was made; None for an old page or a hand-made request."""
        try:
            found = parse_datetime(self.cleaned_data["opened"])
        except ValueError:
            return None
        return found if found and found.tzinfo else None


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number or 'no'} {noun if number == 1 else many or f'{noun}s'}"
