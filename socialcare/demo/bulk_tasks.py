"""Tasks of many years: set, done, and now and then done late."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from cases.models import Task
from clocks.plan import local_date
from rules.codes import TaskKind
from rules.lifecycles import TaskState
from socialcare.demo import words
from socialcare.demo.bulk_clocks import Ended
from socialcare.demo.bulk_desk import Desk
from socialcare.demo.bulk_tables import Copy

KINDS = (
    TaskKind.HOME_VISIT,
    TaskKind.ASK_AGENCY,
    TaskKind.TELL_FAMILY,
    TaskKind.UPDATE_CHRONOLOGY,
    TaskKind.OTHER,
)


class Tasks:
    """Writes tasks with their clocks and their events."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.rows = desk, Copy(Task)

    def set_some(
        self, case: dict[str, Any], at: datetime, worker: User, manager: User, about: dict[str, Any]
    ) -> None:
        """An ordinary task of a case's life."""
        kind, what = self.desk.one(KINDS), self.desk.one(words.TASKS)
        self.set(case, at, kind, what, worker, manager, about, case["closed_at"])

    def set(
        self,
        case: dict[str, Any],
        at: datetime,
        kind: str,
        what: str,
        worker: User,
        manager: User,
        about: dict[str, Any],
        until: datetime | None,
    ) -> None:
        """A task, done some days later and before the case closes; some are late."""
        desk = self.desk
        pk = self.rows.key()
        words_of = {"task": what, "owner": worker.name}
        due_on = local_date(at + timedelta(days=desk.random.randrange(3, 12)))
        begun = desk.event(
            "task.set", at, manager, words_of, after=TaskState.OPEN, thing_id=pk, **about
        )
        done = desk.later(at, days=desk.random.uniform(0.5, 11))
        if until is not None and until < desk.now:
            done = min(done, max(until - timedelta(hours=3), at + timedelta(minutes=10)))
        outcome, ended = "", None
        if done < desk.now:
            outcome = desk.one(words.DONE[:2])
            event = desk.event(
                "task.complete",
                done,
                worker,
                words_of,
                before=TaskState.OPEN,
                after=TaskState.DONE,
                thing_id=pk,
                why=outcome,
                **about,
            )
            ended = Ended(event, done, worker.pk, outcome, desk.one(words.LATE))
        desk.clocks.run(
            "task",
            case["rule_set"],
            f"task:{pk}",
            event=begun,
            at=at,
            by=manager.pk,
            given=due_on,
            ended=ended,
            owner_id=worker.pk,
            team_id=case["team_id"],
            about=what,
            **about,
        )
        self.rows.row(
            id=pk,
            kind=kind,
            what=what,
            case_id=case["id"],
            owner_id=worker.pk,
            team_id=case["team_id"],
            due_on=due_on,
            set_by_id=manager.pk,
            set_at=at,
            state=TaskState.DONE if ended else TaskState.OPEN,
            outcome=outcome,
            done_at=done if ended else None,
        )
