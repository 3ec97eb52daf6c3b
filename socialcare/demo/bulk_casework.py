"""Cases of many years: from the referral to the closing, or to today."""

from datetime import datetime, timedelta
from math import log
from typing import Any

from accounts.models import User
from cases.models import Allocation, Case, Referral
from clocks.plan import local_date
from rules.assessment_types import type_for
from rules.codes import TaskKind
from rules.lifecycles import AssessmentState, CaseState
from rules.rule_sets import SINGLE_ASSESSMENT
from rules.workdays import months_after
from socialcare.demo import words
from socialcare.demo.bulk_assessments import Assessments, Written
from socialcare.demo.bulk_clocks import Ended
from socialcare.demo.bulk_desk import Desk, Referred
from socialcare.demo.bulk_people import BulkFamily, Child
from socialcare.demo.bulk_tables import Copy
from socialcare.demo.bulk_tasks import Tasks

MEAN_DAYS = 510
"""How long a case is open in the mean, before a birthday or today cuts it short."""
SPREAD = 0.95
LONGEST = 8 * 365
TASKS, NEWS = 110.0, 220.0
"""Days from one to the next."""
LENGTHS = {"initial": (0.5, 3.5), "core": (14, 40), "single": (16, 50)}


class Casework:
    """Writes cases and what hangs on them."""

    def __init__(self, desk: Desk, assessments: Assessments, next_case: int) -> None:
        self.desk, self.assessments, self.next_case = desk, assessments, next_case
        self.cases, self.referrals = Copy(Case), Copy(Referral)
        self.allocations, self.tasks = Copy(Allocation), Tasks(desk)

    def length(self) -> float:
        """Days that a case is open."""
        mu = log(MEAN_DAYS) - SPREAD * SPREAD / 2
        return min(max(self.desk.random.lognormvariate(mu, SPREAD), 20), LONGEST)

    def open(
        self,
        referred: Referred,
        family: BulkFamily,
        worker: User,
        until: datetime,
        previous: dict[str, Any] | None,
    ) -> dict[str, Any]:
        """The whole of one child's case, which is over at `until` if that has come. Its row."""
        desk, child, now = self.desk, referred.child, self.desk.now
        told = referred.told
        referred_on = local_date(told.received_at)
        team = desk.staff.teams[worker.team_id]
        case: dict[str, Any] = {
            "id": self.cases.key(),
            "reference": f"C{self.next_case:06d}",
            "person_id": child.pk,
            "team_id": team.pk,
            "rule_set": desk.rule_set(referred_on),
            "referred_on": referred_on,
            "level": told.level,
            "domestic_abuse": told.abuse,
            "priority": "high" if told.level == "4" else desk.one(("medium", "medium", "low")),
            "waiting_since": referred.at,
            "state": CaseState.WAITING,
            "closed_at": None,
        }
        self.next_case += 1
        desk.give_case(referred, case["id"])
        if previous and months_after(previous["referred_on"], 12) < referred_on:
            previous = None
        self.referrals.row(
            case_id=case["id"],
            contact_child_id=referred.contact_child,
            received_on=referred_on,
            source=told.source,
            primary_need=desk.one(("N1", "N1", "N1", "N4", "N5", "N2")),
            reason=referred.why,
            previous_id=previous["id"] if previous else None,
        )
        about = {"case_id": case["id"], "person_id": child.pk}
        begun = desk.event(
            "case.refer",
            referred.at,
            referred.by,
            {"team": team.name},
            after=CaseState.WAITING,
            thing_id=case["id"],
            why=referred.why,
            **about,
        )
        manager = desk.staff.managers[team.pk]
        allocated = self._wait(case, begun, referred, manager, worker, about)
        if allocated is None:
            self._assess(case, begun, referred, None, family, worker, manager, None)
        else:
            free = self._assess(case, begun, referred, allocated, family, worker, manager, until)
            end = max(until, free)
            closed = end < now
            case["closed_at"] = end if closed else None
            self._live(case, allocated, end if closed else now, family, child, worker, about)
            if closed:
                self._close(case, end, manager, about)
        row = {key: value for key, value in case.items() if key != "closed_at"}
        self.cases.row(**row)
        return case

    # --- waiting and allocation -------------------------------------------------------------
    def _wait(
        self,
        case: dict[str, Any],
        begun: int,
        referred: Referred,
        manager: User,
        worker: User,
        about: dict[str, Any],
    ) -> datetime | None:
        """The wait for a worker, looked at each week; when it ended, or None."""
        desk = self.desk
        days = desk.random.uniform(0.1, 2.5)
        if desk.random.random() < 0.12:
            days = desk.random.uniform(5, 25)
        end = desk.later(referred.at, days=days)
        since, event, by = referred.at, begun, referred.by
        clock = {"team_id": case["team_id"], **about}
        while (look := desk.later(since, days=6)) < min(end, desk.now):
            why = desk.one(words.WAITING)
            reviewed = desk.event(
                "case.review-waiting",
                look,
                manager,
                {"priority": case["priority"]},
                before="waiting",
                after="waiting",
                thing_id=case["id"],
                why=why,
                **about,
            )
            self._review_clock(
                case, event, since, by, Ended(reviewed, look, manager.pk, why), clock
            )
            case["last_reviewed_at"], case["last_reviewed_by_id"] = look, manager.pk
            since, event, by = look, reviewed, manager
        if end >= desk.now:
            self._review_clock(case, event, since, by, None, clock)
            return None
        allocated = desk.event(
            "case.allocate",
            end,
            manager,
            {"worker": worker.name},
            before="waiting",
            after="open",
            thing_id=case["id"],
            **about,
        )
        self._review_clock(case, event, since, by, Ended(allocated, end, manager.pk), clock)
        case |= {"state": CaseState.OPEN, "waiting_since": None, "worker_id": worker.pk}
        return end

    def _review_clock(
        self,
        case: dict[str, Any],
        event: int,
        at: datetime,
        by: User,
        ended: Ended | None,
        clock: dict[str, Any],
    ) -> None:
        self.desk.clocks.run(
            "allocation-review",
            case["rule_set"],
            f"case:{case['id']}",
            event=event,
            at=at,
            by=by.pk,
            ended=ended,
            **clock,
        )

    # --- assessments ------------------------------------------------------------------------
    def _assess(
        self,
        case: dict[str, Any],
        begun: int,
        referred: Referred,
        allocated: datetime | None,
        family: BulkFamily,
        worker: User,
        manager: User,
        until: datetime | None,
    ) -> datetime:
        """The assessment that the referral asks for, and a core assessment where that says so.
        From when on the case may close."""
        desk, now = self.desk, self.desk.now
        kind = "single" if case["rule_set"] == SINGLE_ASSESSMENT else "initial"
        calls, at, by = begun, referred.at, referred.by
        why = referred.why
        begin = desk.later(allocated, days=desk.random.uniform(0.3, 2)) if allocated else now
        while True:
            rule = type_for(kind).clock
            own = kind == "core"
            pk = self.assessments.assessments.key()
            occasion = f"assessment:{pk}" if own else f"case:{case['id']}"
            about = {"case_id": case["id"], "person_id": case["person_id"]}
            if own:
                calls = desk.event(
                    f"{rule}.call-for",
                    at,
                    by,
                    after=AssessmentState.CALLED_FOR,
                    thing_id=pk,
                    why=why,
                    **about,
                )
            sent = desk.later(begin, days=desk.random.uniform(*LENGTHS[kind]))
            read = desk.later(sent, days=desk.random.uniform(0.2, 1.6))
            outcome = desk.one(
                ("service", "no-further-action", "core-assessment", "advice")
                if kind == "initial"
                else ("service", "no-further-action", "child-in-need-plan", "child-in-need-plan")
            )
            row = type_for(kind).outcome(outcome)
            this = Written(
                pk=pk,
                kind=kind,
                occasion="" if own else occasion,
                started_on=local_date(at) if own else case["referred_on"],
                begun_at=begin if begin < now else None,
                sent_at=sent if sent < now else None,
                authorised_at=read if read < now else None,
                outcome=outcome,
                outcome_why="The analysis shows what has to follow." if row.says_why else "",
                late_reason="",
                due_on=None,
            )
            ended = self._steps(this, rule, row.label, worker, manager, about)
            late = desk.clocks.run(
                rule,
                case["rule_set"],
                occasion,
                event=calls,
                at=at,
                by=by.pk,
                started_on=this.started_on,
                ended=ended,
                owner_id=case.get("worker_id"),
                team_id=case["team_id"],
                **about,
            )
            this.due_on = desk.clocks.last_due_on
            this.late_reason = ended.late_reason if ended and late else ""
            if own or this.begun_at:
                # nobody has begun what only the referral's clock asks for: there is no record yet
                self.assessments.write(this, family, referred.child, case, worker, manager)
            if ended is None or this.authorised_at is None:
                return now + timedelta(days=1)
            if row.makes.startswith("task:"):
                key = row.makes.partition(":")[2]
                self.tasks.set(
                    case, read, key, TaskKind.label_of(key), worker, manager, about, until
                )
            if not row.makes.startswith("assessment:"):
                return read + timedelta(days=12)
            why = this.outcome_why
            kind, at, by = "core", read, manager
            begin = desk.later(read, days=desk.random.uniform(0.5, 3))

    def _steps(
        self,
        this: Written,
        rule: str,
        outcome: str,
        worker: User,
        manager: User,
        about: dict[str, Any],
    ) -> Ended | None:
        """The events of writing and deciding; the end of the clock, if it has come."""
        desk = self.desk
        ahead = {"thing_id": this.pk, **about}
        own = "called-for" if this.kind == "core" else ""
        if this.begun_at:
            desk.event(f"{rule}.start", this.begun_at, worker, before=own, after="draft", **ahead)
        if this.sent_at:
            data = {"to": manager.name}
            desk.event(
                f"{rule}.send", this.sent_at, worker, data, before="draft", after="sent", **ahead
            )
        if this.authorised_at is None:
            return None
        event = desk.event(
            f"{rule}.authorise",
            this.authorised_at,
            manager,
            {"outcome": outcome.lower()},
            before="sent",
            after="authorised",
            **ahead,
        )
        return Ended(event, this.authorised_at, manager.pk, "", desk.one(words.LATE))

    # --- the work itself --------------------------------------------------------------------
    def _live(
        self,
        case: dict[str, Any],
        since: datetime,
        until: datetime,
        family: BulkFamily,
        child: Child,
        worker: User,
        about: dict[str, Any],
    ) -> None:
        """Tasks and new information, from the allocation on. Visits follow in the database
        (`socialcare.demo.bulk_sql`)."""
        desk, random = self.desk, self.desk.random
        manager = desk.staff.managers[case["team_id"]]
        self.allocations.row(
            case_id=case["id"],
            worker_id=worker.pk,
            since=since,
            by_id=manager.pk,
            until=case["closed_at"],
            why_ended="The case closed" if case["closed_at"] else "",
        )
        last = until - timedelta(days=4) if case["closed_at"] else until
        for every in (TASKS, NEWS):
            at = desk.later(since, days=random.uniform(0.3, 1.7) * every)
            while at < last:
                if every == NEWS:
                    desk.new_information(at, family, child, case, worker)
                else:
                    self.tasks.set_some(case, at, worker, manager, about)
                at = desk.later(at, days=random.uniform(0.3, 1.7) * every)

    def _close(
        self, case: dict[str, Any], at: datetime, manager: User, about: dict[str, Any]
    ) -> None:
        summary = self.desk.one(words.SUMMARIES)
        self.desk.event(
            "case.close",
            at,
            manager,
            {"reason": "services ceased for any other reason, including no longer in need"},
            before=CaseState.OPEN,
            after=CaseState.CLOSED,
            thing_id=case["id"],
            why=summary,
            **about,
        )
        case |= {
            "state": CaseState.CLOSED,
            "closed_on": local_date(at),
            "closure_reason": "RC7",
            "closure_summary": summary,
        }

    @property
    def tables(self) -> list[Copy]:
        return [self.cases, self.referrals, self.allocations, self.tasks.rows]
