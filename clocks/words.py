"""A clock in words: what it says now, why its date is its date, and what happened to it.

Everything here is worked out from the row and its lines, with `now` passed in. Where many clocks
are shown at once, the caller passes the calendar too, so that it is fetched once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clocks.calendar import Calendar, calendar
from clocks.models import Clock, ClockLine, LineKind, Standing
from clocks.plan import LONDON, local_date
from rules import events
from rules.rule_sets import RULE_SETS
from rules.timescales import BY_HOUR, ElapsedHours, Given, GivenHour, Months, Timescale, WorkingDays
from rules.workdays import (
    days_not_counted,
    explain,
    in_full,
    is_working_day,
    listed,
    working_days_between,
)

OK, SOON, LATE, DONE = "ok", "soon", "late", "done"


def tone(clock: Clock, now: datetime) -> str:
    """ok, soon, late or done: the colour that goes with the sentence, never without it."""
    if clock.standing != Standing.RUNNING:
        return DONE
    if now > clock.due_at:
        return LATE
    first = clock.looks[0] if clock.looks else clock.due_at
    return SOON if first <= now else OK


def url(clock: Clock) -> str:
    """The page that tells the clock's story."""
    return f"/clocks/{clock.pk}/"


def sentence(clock: Clock, now: datetime, known: Calendar | None = None) -> str:
    """The clock as it stands, such as:

    Due Thursday 16 April, in 4 working days
    Decide by today 16:40 — 3 hours left
    2 working days late — due 14 April; reason recorded
    Runs out tomorrow 16:40 — 20 hours left
    Ran out today 16:40 — 3 hours ago, and no end is recorded
    Done Tuesday 3 March, in time
    """
    if clock.standing == Standing.CANCELLED:
        return f"No longer needed since {_day(clock.stopped_at, now)}"
    if clock.standing == Standing.STOPPED:
        return _done(clock, now, known or calendar())
    if now > clock.due_at:
        if _runs_out(clock):
            ago = _time_left(now - clock.due_at)
            ran_out = f"Ran out {_hour(clock.due_at, now)} — {ago} ago, and no end is recorded"
            return ran_out + _reason(clock)
        lateness = _lateness(clock, now, known or calendar())
        return f"{lateness[0].upper()}{lateness[1:]} — due {_when_due(clock, now)}{_reason(clock)}"
    if _by_hour(clock):
        verb = "Decide by" if _decides(clock) else "Runs out" if _runs_out(clock) else "Due"
        return f"{verb} {_hour(clock.due_at, now)} — {_time_left(clock.due_at - now)} left"
    return _due_on(clock, now, known or calendar())


def _done(clock: Clock, now: datetime, known: Calendar) -> str:
    done = clock.stopped_at
    said = f"{'Ended' if _runs_out(clock) else 'Done'} {_day(done, now)}"
    if done is None or not clock.is_late(done):
        return f"{said}, in time"
    return f"{said}, {_lateness(clock, done, known)}{_reason(clock)}"


def _due_on(clock: Clock, now: datetime, known: Calendar) -> str:
    today, due = local_date(now), clock.due_on
    if due == today:
        return "Due today, by midnight"
    if due == today + timedelta(days=1):
        return f"Due tomorrow, {_date(due, today)}"
    left = working_days_between(today, due, known.days)
    if left == 0:
        return f"Due {_date(due, today)}, with no working day left"
    return f"Due {_date(due, today)}, in {_working_days(left)}"


def _lateness(clock: Clock, now: datetime, known: Calendar) -> str:
    """In working days; in hours where it is counted in hours and late by less than two days."""
    late = now - clock.due_at
    if _by_hour(clock) and late < timedelta(hours=48):
        return f"{_time_left(late)} late"
    days = working_days_between(clock.due_on, local_date(now), known.days)
    if days > 0:
        return f"{_working_days(days)} late"
    return "late"


def _reason(clock: Clock) -> str:
    return "; reason recorded" if clock.late_reason else ""


def _by_hour(clock: Clock) -> bool:
    row = _rule(clock)
    return row is not None and isinstance(row.allowed, BY_HOUR)


def _decides(clock: Clock) -> bool:
    row = _rule(clock)
    return row is not None and row.act.startswith("Decide ")


def _runs_out(clock: Clock) -> bool:
    """Whether it is the end of something in force, and not something to do."""
    row = _rule(clock)
    return row is not None and row.act.endswith(" runs out")


def _rule(clock: Clock) -> Timescale | None:
    try:
        return clock.row
    except KeyError:
        return None


def _when_due(clock: Clock, now: datetime) -> str:
    if _by_hour(clock):
        return _hour(clock.due_at, now)
    return _short(clock.due_on, local_date(now))


def _hour(moment: datetime, now: datetime) -> str:
    """today 16:40; tomorrow 09:00; Thursday 16 April 10:15. An hour that comes twice, when the
    clocks go back, says which one it is."""
    local, today = moment.astimezone(LONDON), local_date(now)
    day = {today: "today", today + timedelta(days=1): "tomorrow"}.get(
        local.date(), _date(local.date(), today)
    )
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{day} {local:%H:%M}{f' ({local:%Z})' if twice else ''}"


def _time_left(span: timedelta) -> str:
    """Whole hours, rounded down; minutes under two hours, days and hours over three days."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    hours = minutes // 60
    if hours > 72:
        days, hours = divmod(hours, 24)
        return f"{days} days" + (f" {hours} hour{'' if hours == 1 else 's'}" if hours else "")
    return "1 hour" if hours == 1 else f"{hours} hours"


def _working_days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"


def _day(moment: datetime | None, now: datetime) -> str:
    return _date(local_date(moment), local_date(now)) if moment else "a day that is not known"


def _date(day: date, today: date) -> str:
    """Thursday 16 April, with the year where it is not this one."""
    return f"{day:%A} {_short(day, today)}"


def _short(day: date, today: date) -> str:
    return f"{day.day} {day:%B}{'' if day.year == today.year else f' {day.year}'}"


# --- Why its date is its date, and what happened to it -------------------------------------------


@dataclass(frozen=True)
class Reason:
    """One step of the explanation: a heading and a sentence."""

    heading: str
    text: str


def explanation(clock: Clock, known: Calendar | None = None) -> list[Reason]:
    """Which rule, from which act and by whom, counted how, from which source."""
    known = known or calendar()
    row = _rule(clock)
    event = clock.started_by
    who = event.by.name if event.by else "The service"
    started = clock.started_at.astimezone(LONDON)
    told = events.sentence(event.key, who, event.data)
    reasons = [
        Reason("What started it", f"{told}, on {in_full(clock.started_on)} at {started:%H:%M}.")
    ]
    if row is None:
        reasons.append(Reason("Rule", f"The rule book no longer has this clock ({clock.rule})."))
    else:
        reasons += [
            Reason("What has to be done", f"{row.act}{_within(row)}."),
            Reason("How it was counted", _counted(clock, row, known)),
            Reason("Where that comes from", f"{row.source}."),
        ]
    rule_set = RULE_SETS.get(clock.rule_set)
    reasons.append(
        Reason(
            "Counted by",
            f"Rule set «{rule_set.label if rule_set else clock.rule_set}»; calendar of bank holidays, "
            f"version {clock.calendar_version}.",
        )
    )
    return reasons


def _within(row: Timescale) -> str:
    return (
        f", by {row.allowed}"
        if isinstance(row.allowed, Given | GivenHour)
        else f", within {row.allowed}"
    )


def _counted(clock: Clock, row: Timescale, known: Calendar) -> str:
    due = in_full(clock.due_on)
    match row.allowed:
        case ElapsedHours(n):
            start, end = (moment.astimezone(LONDON) for moment in (clock.started_at, clock.due_at))
            said = (
                f"{n} hours from {start:%H:%M} on {in_full(start.date())}: {end:%H:%M} on {due}. "
                "Nights, weekends and bank holidays count."
            )
            if start.utcoffset() != end.utcoffset():
                said += " The clocks changed in between; the hours are those that really passed."
            return said
        case WorkingDays(n):
            text = explain(clock.started_on, n, known.holidays)
            if text.endswith(due):
                return f"{text}, to the end of the day."
            return (
                f"{n} working days from {in_full(clock.started_on)}, by the calendar as it was in "
                f"version {clock.calendar_version}: {due}, to the end of the day."
            )
        case Months(_):
            said = f"{row.allowed} from {in_full(clock.started_on)}: {due}, to the end of the day."
            return said + _before_weekend(clock.due_on, known)
        case Given(counted=counted) if counted:
            days = (clock.due_on - clock.started_on).days
            return counted.format(
                days="1 day" if days == 1 else f"{days} days",
                start=in_full(clock.started_on),
                due=due,
            )
        case GivenHour():
            end = clock.due_at.astimezone(LONDON)
            return f"The order says when it ends: {end:%H:%M} on {due}."
        case _:
            off = days_not_counted(clock.due_on - timedelta(days=1), clock.due_on, known.holidays)
            named = f" It is {listed([name for _, name in off])}." if off else ""
            return f"The date was set when it was asked for: {due}, to the end of the day.{named}"


def _before_weekend(day: date, known: Calendar) -> str:
    """A limit in months ends on its day, whichever it is; what takes a meeting comes before."""
    last = day
    while not is_working_day(last, known.days):
        last -= timedelta(days=1)
    if last == day:
        return ""
    return f" That is no working day: the last one before it is {in_full(last)}."


@dataclass(frozen=True)
class Said:
    """One line of a clock's ledger in words."""

    at: datetime
    sentence: str
    by: str
    detail: str


def history(clock: Clock) -> list[Said]:
    """The ledger in sentences, oldest first. Fetch `lines` with their `by` beforehand."""
    return [_said(clock, line) for line in clock.lines.all()]


def _said(clock: Clock, line: ClockLine) -> Said:
    who = line.by.name if line.by else ""
    due = f"{in_full(local_date(line.due_at - timedelta(microseconds=1)))}"
    row = _rule(clock)
    labels = {rung.key: rung.label for rung in row.rungs} if row else {}
    label = labels.get(line.rung, line.rung).lower()
    match line.kind:
        case LineKind.STARTED:
            text = f"Started, due {due}"
        case LineKind.REPLANNED:
            text = f"Planned again, now due {due}"
        case LineKind.WARNED:
            text = f"Reminder: {label}"
        case LineKind.BREACHED:
            text = "The time limit passed"
        case LineKind.CLIMBED:
            text = f"Told further up: {label}"
        case LineKind.EXPLAINED:
            text = f"{who or 'The service'} gave the reason for lateness"
        case LineKind.STOPPED:
            late = line.at > line.due_at
            text = "Done, late" if late else "Done, in time"
        case LineKind.CANCELLED:
            text = "No longer needed"
        case _:
            text = LineKind.label_of(line.kind)
    details = [line.why] if line.why else []
    lag = line.recorded_at - line.at
    if line.kind in (LineKind.WARNED, LineKind.BREACHED, LineKind.CLIMBED) and lag > timedelta(
        minutes=1
    ):
        details.append(f"Noticed {_time_left(lag)} later.")
    if line.missed:
        names = [labels.get(key, key).lower() for key in line.missed]
        details.append(f"Passed unseen before: {listed(names)}.")
    return Said(line.at, text, who, " ".join(details))
