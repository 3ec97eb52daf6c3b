"""The demo at county scale: lawful histories of fifteen years, loaded in minutes.

The lifelike demo (`socialcare.demo.life`) acts as pages do, one act after another. Here the rows
that those acts would have left are worked out, by the same rule tables and the same planning of
clocks, and copied in. `manage.py clocks verify` holds them to the same account.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from cases.models import Visit
from rules.codes import AdultNeed
from socialcare.demo import bulk_sql
from socialcare.demo.bulk_assessments import Assessments
from socialcare.demo.bulk_casework import Casework
from socialcare.demo.bulk_desk import Desk, Referred
from socialcare.demo.bulk_people import BulkFamily, Families, staff
from socialcare.demo.bulk_tables import (
    Copy,
    begin_histories,
    history_tables,
    move_sequences_on,
    set_aside,
)

YEARS = 15
SIZES = (1, 1, 1, 2, 2, 3)
REFERRED = 0.42
"""Of the families that somebody rang about."""
AGAIN = 0.3
"""Of the children whose case closed: told of once more, and referred."""
LEFT = 32
"""Children on the desk whom nobody has decided on yet: the same in a council of any size, so that
its pages can be compared."""
SEQUENCES = ("people_reference", "contact_reference", "case_reference")

VISITS, ENTRIES = 6.5, 14.0
"""Days from one visit to the next, and from one entry in the chronology to the next: with these a
case has about a hundred events."""
ENTRY = (
    "School review meeting; attendance is better than last term.",
    "The family moved in with the grandmother for a fortnight.",
    "Health visitor's review: weight gain is steady.",
    "Police attended a neighbour dispute; the children were asleep.",
    "The mother began her course and has been to each session since.",
)


@transaction.atomic
def load(children: int, seed: int, now: datetime, say: Callable[[str], None]) -> None:
    """About so many children with all that hangs on them, into an empty database. In one
    transaction: a load that fails leaves nothing."""
    bulk = Bulk(children, seed, now, say)
    bulk.run()


class Bulk:
    def __init__(self, children: int, seed: int, now: datetime, say: Callable[[str], None]) -> None:
        self.children, self.now = children, now
        self.random = Random(seed)  # noqa: S311 — invented histories, not secrets
        self._say, self._since = say, perf_counter()
        self.staff = staff(self.random, children, timezone.localdate(now))
        people, contacts, cases = (_next_of(sequence) for sequence in SEQUENCES)
        self.desk = Desk(self.random, self.staff, now, contacts)
        self.families = Families(self.random, self.staff.council.agencies, people)
        self.assessments = Assessments(self.desk)
        self.casework = Casework(self.desk, self.assessments, cases)
        self.made = 0

    @property
    def tables(self) -> list[Copy]:
        return [
            *self.families.tables,
            *self.desk.tables,
            *self.casework.tables,
            *self.assessments.tables,
        ]

    def say(self, what: str) -> None:
        self._say(f"{perf_counter() - self._since:6.0f} s  {what}")

    def run(self) -> None:
        by_table = {model._meta.db_table: model for model in apps.get_models()}
        models = [by_table[copy.table] for copy in self.tables] + [Visit]
        tables = [model._meta.db_table for model in models]
        tables += [*history_tables(models), "audit_access"]
        with set_aside(tables, self.say):
            self.say("Histories")
            self._histories()
            for copy in self.tables:
                copy.send()
            move_sequences_on(models[:-1])
            self._references()
            self.say("Visits and entries")
            with connection.cursor() as cursor:
                cursor.execute(bulk_sql.visits(VISITS), {"now": self.now})
                cursor.execute(bulk_sql.VISIT_EVENTS)
                cursor.execute(bulk_sql.LAST_SEEN)
                cursor.execute(bulk_sql.PARENTS_NEEDS, {"needs": AdultNeed.values()})
                given = {"now": self.now, "texts": list(ENTRY)}
                cursor.execute(bulk_sql.entries(ENTRIES), given)
                cursor.execute(bulk_sql.LOOKS)
            self.say("Row histories")
            begin_histories(models, self.now)
        self.say("Statistics for the planner")
        with connection.cursor() as cursor:
            for table in [*tables, "people_nameword"]:
                cursor.execute(f"ANALYZE {table}")
        self.say("Loaded")

    def _references(self) -> None:
        nexts = (self.families.next_reference, self.desk.next_contact, self.casework.next_case)
        with connection.cursor() as cursor:
            for sequence, number in zip(SEQUENCES, nexts, strict=True):
                cursor.execute("SELECT setval(%s, %s, false)", [sequence, number])

    # --- what happens to families -----------------------------------------------------------
    def _histories(self) -> None:
        """Families in the order in which they became known, and what lies on the desk today."""
        start = self.now - timedelta(days=365 * YEARS)
        while self.made < self.children - LEFT:
            share = self.made / self.children
            at = start + (self.now - start) * share
            # spread within a day or so, in the hours in which telephones ring
            at = self.desk.later(at, days=0.01)
            if at >= self.now - timedelta(hours=1):
                at = self.now - timedelta(hours=1 + self.random.random() * 20)
            self._family(at)
        for place in range(LEFT):
            hours = 0.2 + 23 * (place / LEFT) if place < LEFT - 3 else 26 + 8 * (LEFT - place)
            at = self.now - timedelta(hours=hours)
            family = self._made(at, 1)
            level = self.desk.one(("3b", "3b", "3b", "4"))
            told = self.desk.tell(at, family, level, family.children)
            self.desk.decide(told, family.children[0], "refer", left=True)

    def _made(self, at: datetime, size: int) -> BulkFamily:
        self.made += size
        return self.families.make(at.date(), size)

    def _family(self, at: datetime) -> None:
        """One family, from the first call to its last case."""
        desk, random = self.desk, self.random
        family = self._made(at, desk.one(SIZES))
        about = family.children if random.random() < 0.85 else family.children[:1]
        referred = random.random() < REFERRED
        verb = "refer" if referred else desk.one(("advise", "early-help", "redirect"))
        level = desk.one(("3b", "3b", "3b", "4") if referred else ("2", "3a", "3a", "3b"))
        told = desk.tell(at, family, level, about)
        until = at + timedelta(days=self.casework.length())
        worker = None
        previous: dict[int, dict[str, Any]] = {}
        for child in about:
            handed = desk.decide(told, child, verb)
            if handed is None:
                continue
            worker = worker or self._worker(until, len(about))
            previous[child.pk] = self._case(handed, family, worker, until, None)
        for child in about:
            case = previous.get(child.pk)
            while case and case["closed_at"] and random.random() < AGAIN:
                case = self._again(family, child, case)

    def _worker(self, until: datetime, children: int) -> Any:
        if until >= self.now:
            return self.staff.least_loaded(children)
        return self.desk.one(self.staff.workers)

    def _case(
        self,
        handed: Referred,
        family: BulkFamily,
        worker: Any,
        until: datetime,
        previous: dict[str, Any] | None,
    ) -> dict[str, Any]:
        of_age = handed.at + timedelta(days=18 * 365 - (handed.at.date() - handed.child.born).days)
        until = max(min(until, of_age), handed.at + timedelta(days=20))
        return self.casework.open(handed, family, worker, until, previous)

    def _again(
        self, family: BulkFamily, child: Any, before: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Somebody rings again about a child whose case has closed, and it is a referral."""
        desk = self.desk
        at = desk.later(before["closed_at"], days=self.random.uniform(20, 700))
        if at >= self.now - timedelta(hours=2) or (at.date() - child.born).days > 17 * 365:
            return None
        told = desk.tell(at, family, desk.one(("3b", "3b", "4")), [child])
        handed = desk.decide(told, child, "refer")
        if handed is None:
            return None
        until = at + timedelta(days=self.casework.length())
        return self._case(handed, family, self._worker(until, 1), until, before)


def _next_of(sequence: str) -> int:
    """The number that a sequence would give next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return cursor.fetchone()[0]
