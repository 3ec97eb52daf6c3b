"""A case as it was at a moment: read from the row histories, the ledger and the story, changed by
nothing. To show another record there, add a row to `SECTIONS`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Assessment, EarlierText, PartText
from cases.models import Allocation, Case
from cases.showing import badges_of
from clocks import words
from clocks.calendar import calendar
from clocks.models import Clock, ClockLine, LineKind, Standing
from clocks.plan import local_date
from people.access import open_to
from people.models import Involvement, Person, Relationship
from rules.codes import LevelOfNeed, RelationshipKind
from ui.moments import day_words


def as_it_was(model: type[models.Model], at: datetime, **where: Any) -> list[Any]:
    """The rows of a model as they were at a moment, for those that `where` ever found; what was
    deleted by then is left out. Of two lines of one instant the later one counts."""
    history = model.history.model  # type: ignore[attr-defined]
    ever = history.objects.filter(**where).values("id")
    lines = history.objects.filter(id__in=ever, history_date__lte=at)
    lines = lines.order_by("id", "-history_date", "-history_id").distinct("id")
    return [line.instance for line in lines if line.history_type != "-"]


@dataclass(frozen=True)
class Line:
    """One record in a section: a sentence, and what was written in it."""

    says: str
    texts: tuple[tuple[str, str], ...] = ()
    """What it said, part by part: a heading and the words."""


@dataclass(frozen=True)
class Section:
    """One kind of record on the page. `way` leads from a row to the case."""

    title: str
    model: str
    says: Callable[[Any], str]
    texts: tuple[str, ...] = ()
    """Fields with words in them, shown under their names."""
    way: str = "case"
    shown: Callable[[Any, datetime], bool] = lambda row, at: True
    words: Callable[[Any, datetime], tuple[tuple[str, str], ...]] | None = None
    """For words that are not in fields of the row."""


def _assessment(row: Assessment) -> str:
    by = f", by {row.author.name}" if row.author else ""
    return f"{row.type.label}, day 0 on {_day(row.started_on)}: {row.state_label.lower()}{by}"


def _written(row: Assessment, at: datetime) -> tuple[tuple[str, str], ...]:
    """What each part said at that moment. Words that the same author saved over within a part are
    not kept one by one: then the nearest that were kept before are shown, or that there are none."""
    mine = Q(assessment=row.pk)
    if row.narrative_id:
        mine |= Q(narrative=row.narrative_id)
    found = {part.key: part for part in PartText.objects.filter(mine)}
    earlier: dict[int, EarlierText] = {}
    for old in EarlierText.objects.filter(part__in=found.values(), saved_at__lte=at):
        if old.part_id not in earlier or old.version > earlier[old.part_id].version:
            earlier[old.part_id] = old
    said = []
    for part in row.type.parts:
        text = found.get(part.key)
        if text is None:
            continue
        if text.saved_at <= at:
            said.append((part.label, text.text))
        elif text.pk in earlier:
            said.append((part.label, earlier[text.pk].text))
        elif text.version > 1:  # saved over within one writing, or begun later
            said.append((part.label, "Not known: the words of that moment were not kept."))
    return tuple(each for each in said if each[1].strip())


def _task(row: Any) -> str:
    owner = row.owner.name if row.owner else "the team's managers"
    return f"{row.what}: {row.state_label.lower()}, for {owner}, due {_day(row.due_on)}"


def _visit(row: Any) -> str:
    seen = "seen alone" if row.seen_alone else "seen" if row.seen else "not seen"
    return f"{_day(row.on)}, by {row.by.name}: {seen}{f', {row.place}' if row.place else ''}"


def _plan(row: Any) -> str:
    ended = f", ended {_day(row.ended_on)}" if row.ended_on else ""
    return f"Since {_day(row.started_on)}: {row.state_label.lower()}{ended}"


SECTIONS: tuple[Section, ...] = (
    Section("Assessments", "assessments.Assessment", _assessment, words=_written),
    Section(
        "Strategy discussions",
        "protection.StrategyChild",
        lambda row: f"{row.discussion}: {row.state_label.lower()}",
    ),
    Section(
        "Section 47 enquiries",
        "protection.Section47Enquiry",
        lambda row: f"Since {_day(row.started_on)}: {row.state_label.lower()}",
        ("findings", "childs_words", "outcome_why"),
    ),
    Section(
        "Conferences",
        "protection.ConferenceChild",
        lambda row: f"{row.conference}: {row.state_label.lower()}",
        ("views", "why_decided", "contingency"),
    ),
    Section(
        "Child protection plans",
        "protection.ChildProtectionPlan",
        lambda row: f"{_plan(row)}; {row.category_label.lower()}",
        ("contingency",),
    ),
    Section("Plans for a child in need", "protection.InNeedPlan", _plan, ("aim",)),
    Section("Tasks", "cases.Task", _task, ("outcome",)),
    Section("Visits", "cases.Visit", _visit, ("note", "why_not")),
    Section(
        "Documents",
        "cases.Document",
        lambda row: f"{row.kind_label}: {row.title}, of {_day(row.dated_on)}",
        shown=lambda row, at: not row.is_withdrawn,
    ),
)


@dataclass
class Past:
    """A case as it was at `at`, for somebody who may open it now."""

    case: Case
    at: datetime
    user: Any
    person: Person = field(init=False)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = timezone.localtime(self.at)
        then = as_it_was(Person, self.at, id=self.case.person_id)
        self.person = then[0] if then else self.case.person

    def header(self) -> dict[str, Any]:
        """The person for the bar above the page, with the name and the age of that time."""
        names = ("name", "reference", "warning", "warning_review_on", "restricted")
        shown = {name: getattr(self.person, name) for name in names}
        return {**shown, "age": self.person.age_on(self.now.date())}

    def facts(self) -> list[dict[str, str]]:
        case, worker = self.case, self.case.worker
        return [
            {"label": "Worker", "value": worker.name if worker else "Nobody"},
            {"label": "Team", "value": case.team.name},
            {"label": "Level of need", "value": LevelOfNeed.label_of(case.level)},
            {"label": "Referred", "value": _day(case.referred_on)},
            {"label": "Last seen", "value": _day(case.last_seen_on)},
            {"label": "Why it closed", "value": case.closure_summary},
        ]

    def badges(self) -> list[dict[str, str]]:
        return badges_of(self.case)

    def workers(self) -> list[Line]:
        """By the allocations' own times, which say from when to when."""
        held = Allocation.objects.filter(case=self.case.pk, since__lte=self.at)
        held = held.filter(Q(until=None) | Q(until__gt=self.at)).select_related("worker")
        return [
            Line(f"{row.worker.name}, {row.role_label.lower()}, since {_moment(row.since)}")
            for row in held.order_by("since", "pk")
        ]

    def clocks(self) -> list[dict[str, str]]:
        """The clocks that ran then, by what the ledger knew by then."""
        known, found = calendar(), []
        lines = ClockLine.objects.filter(clock__case=self.case.pk, recorded_at__lte=self.at)
        latest: dict[int, ClockLine] = {}
        ended: set[int] = set()
        for line in lines.select_related("clock").order_by("pk"):
            latest[line.clock_id] = line
            if line.kind in (LineKind.STOPPED, LineKind.CANCELLED):
                ended.add(line.clock_id)
        for pk, line in latest.items():
            clock = line.clock
            if pk in ended or clock.measures_only:
                continue
            found.append(_clock_then(clock, line))
        found.sort(key=lambda clock: (clock.due_at, clock.pk))
        return [
            {
                "sentence": f"{clock.label}: {_lower(words.sentence(clock, self.now, known))}",
                "tone": words.tone(clock, self.now),
            }
            for clock in found
        ]

    def family(self) -> list[str]:
        """Who was related to the child then, under the names they had then."""
        day, child = self.now.date(), self.case.person_id
        ties = [
            tie
            for end in ("person", "other")
            for tie in as_it_was(Relationship, self.at, **{end: child})
            if _in_force(tie, day)
        ]
        ids = {tie.person_id for tie in ties} | {tie.other_id for tie in ties}
        # whoever opens the case is to see who is related to the child, but for closed records
        open_ids = Person.objects.filter(open_to(self.user, "pk"), pk__in=ids).values_list("pk")
        people = {each.pk: each for each in as_it_was(Person, self.at, id__in=open_ids)}
        said = []
        for tie in ties:
            kind = RelationshipKind(tie.kind)
            mine = tie.person_id == child
            other = people.get(tie.other_id if mine else tie.person_id)
            if other is not None:
                home = ", in the same home" if tie.lives_with else ""
                is_what = (kind.reciprocal if mine else kind).label.lower()
                said.append(
                    f"{other.name}, {is_what}, {other.age_on(day) or 'age not known'}{home}"
                )
        return said

    def professionals(self) -> list[str]:
        day = self.now.date()
        rows = as_it_was(Involvement, self.at, person=self.case.person_id)
        return [str(row) for row in rows if _in_force(row, day)]

    def sections(self) -> list[tuple[str, list[Line]]]:
        """The records of the case then, those sections that had any."""
        found = [("Who was responsible", workers)] if (workers := self.workers()) else []
        for section in SECTIONS:
            model = apps.get_model(section.model)
            rows = as_it_was(model, self.at, **{section.way: self.case.pk})
            lines = [_line(section, row, self.at) for row in rows if section.shown(row, self.at)]
            if lines:
                found.append((section.title, lines))
        return found


def past(case: Case, at: datetime, user: Any) -> Past | None:
    """The case as it was; None when there was no case yet."""
    then = as_it_was(Case, at, id=case.pk)
    return Past(then[0], at, user) if then else None


def _line(section: Section, row: Any, at: datetime) -> Line:
    texts = [
        (str(row._meta.get_field(name).verbose_name).capitalize(), getattr(row, name) or "")
        for name in section.texts
    ]
    said = tuple(each for each in texts if each[1].strip())
    line = Line(section.says(row), said)
    return replace(line, texts=said + section.words(row, at)) if section.words else line


def _clock_then(clock: Clock, line: ClockLine) -> Clock:
    """The clock's row as the ledger's line had it; in memory only."""
    moved = line.due_at - clock.due_at
    clock.standing, clock.stopped_at, clock.late_reason = Standing.RUNNING, None, ""
    clock.due_at = line.due_at
    if moved:
        # a day's clock ends at midnight: the last day in time is the one before
        clock.due_on = local_date(line.due_at - timedelta(seconds=1))
        clock.looks = [look + moved for look in clock.looks]
    return clock


def _in_force(row: Any, day: Any) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or row.until >= day)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _day(value: Any) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def _moment(value: datetime) -> str:
    return day_words(value, timezone.localtime())
