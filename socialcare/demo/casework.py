"""The work with a child in the demo: waiting, allocation, assessments, closing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from assessments.actions.begin import start
from assessments.actions.decide import authorise, return_, send
from assessments.actions.record import Findings, ask_agency, record_facts
from assessments.actions.write import save_part
from assessments.models import Assessment
from cases.actions import allocation, tasks
from cases.actions.closing import close
from cases.models import Case, Task
from clocks.models import Clock
from people.models import Person
from rules.assessment_types import PartKind
from rules.codes import TaskKind
from rules.lifecycles import TaskState
from socialcare.demo import words
from socialcare.demo.days import Days
from socialcare.demo.families import Family

FACTORS = ("3B", "1B", "4B", "2B", "16A", "17A", "10A", "15A")


class Casework(Days):
    """From the referral to the end."""

    contact: Callable[..., None]
    forced: dict[tuple[int, str], str]
    """The outcome of an assessment that the story needs, by case and kind."""
    roads: dict[int, Any]
    """Cases that child protection goes on with, and closing does not."""

    def on_authorised(self, moment: datetime, cases: list[Case], kind: str, outcome: str) -> None:
        """What child protection makes of an assessment."""

    # --- waiting and allocation ----------------------------------------------------------------
    def wait_for_worker(self, moment: datetime, cases: list[Case], family: Family) -> None:
        team = cases[0].team.name
        days = (
            self.random.uniform(0.1, 2.5) if not self.chance(0.18) else self.random.uniform(5, 25)
        )
        review = self.later(moment, days=6)
        end = self.later(moment, days=days)
        while review < end:
            if self.chance(0.8):
                self.at(review, lambda m: self.review(m, cases))
            review = self.later(review, days=6)
        self.at(end, lambda m: self.allocate(m, cases, family, team))

    def review(self, moment: datetime, cases: list[Case]) -> None:
        for case in cases:
            case.refresh_from_db()
            if case.state == "waiting":
                allocation.review_waiting(
                    case,
                    by=self.council.managers[case.team.name],
                    why=self.one(words.WAITING),
                    priority=case.priority,
                    at=moment,
                )

    def allocate(self, moment: datetime, cases: list[Case], family: Family, team: str) -> None:
        workers = self.council.workers[team]
        priya = self.council.cast["priya"]
        worker = priya if priya in workers and self.chance(0.4) else self.one(workers)
        for case in cases:
            allocation.allocate(
                case,
                by=self.council.managers[team],
                worker=worker,
                why="Has room, and knows the school." if self.chance(0.4) else "",
                at=moment,
            )
        kind = "single" if cases[0].rule_set == "single-assessment" else "initial"
        self.at(
            self.later(moment, days=self.random.uniform(0.3, 2)),
            lambda m: self.assess(m, cases, kind, family, worker),
        )

    # --- assessments ---------------------------------------------------------------------------
    def assess(
        self, moment: datetime, cases: list[Case], kind: str, family: Family, worker: Any
    ) -> None:
        batch = start(cases, kind, by=worker, at=moment)
        length = {"initial": (1, 4), "core": (18, 36), "single": (20, 44)}[kind]
        end = self.later(
            moment, days=self.random.uniform(*length) * 1.35 if self.chance(0.85) else length[1] * 2
        )
        half = moment + (end - moment) * 0.5
        self.at(half, lambda m: self.write(m, batch, family, worker, share=0.6))
        self.at(end - timedelta(hours=3), lambda m: self.write(m, batch, family, worker, share=1))
        self.at(end, lambda m: self.send(m, batch, family, worker))

    def write(
        self, moment: datetime, batch: list[Assessment], family: Family, worker: Any, share: float
    ) -> None:
        """Write the parts, as far as a share of them, and record what was seen and asked."""
        for each in batch:
            each.refresh_from_db()
            child = each.case.person
            texts = self.texts(each.case)
            parts = [part for part in each.type.parts if part.always or each.kind != "initial"]
            for part in parts[: round(len(parts) * share)]:
                if part.shared and each is not batch[0]:
                    continue
                if each.words_of(part.key) or not texts[part.kind]:
                    continue
                save_part(
                    each,
                    part.key,
                    family.fill(self.one(texts[part.kind]), child),
                    0,
                    by=worker,
                    at=moment,
                )
            if not each.agencies.exists():
                agency = self.one(self.council.agencies)
                ask_agency(
                    each,
                    by=worker,
                    asked_on=moment.date(),
                    agency=agency,
                    said=family.fill(self.one(self.agency_said(each.case)), child),
                    at=moment,
                )
            if share == 1:
                each.refresh_from_db()
                outcome = self.outcome(each)
                record_facts(
                    each,
                    Findings(
                        **self.seen(child, moment),
                        factors=self.random.sample(FACTORS, 2),
                        outcome=outcome,
                        outcome_why="The analysis shows that more is needed than was known."
                        if each.type.outcome(outcome).says_why
                        else "",
                    ),
                    each.version,
                    by=worker,
                    at=moment,
                )

    def texts(self, case: Case) -> dict[PartKind, tuple[str, ...]]:
        """What may be written in each kind of part."""
        return {
            PartKind.ANALYSIS: words.ANALYSIS,
            PartKind.VOICE: words.VOICE,
            PartKind.VIEWS: words.VIEWS,
            PartKind.PLAN: words.PLAN,
            PartKind.DIMENSION: words.DIMENSION,
        }

    def agency_said(self, case: Case) -> tuple[str, ...]:
        return words.SAID

    def seen(self, child: Person, moment: datetime) -> dict[str, Any]:
        """When the child was seen for an assessment, and whether alone."""
        alone = (child.years_on(moment.date()) or 0) > 2
        why = "" if alone else "A baby; seen with the mother, and handled by the health visitor."
        on = (moment - timedelta(days=2)).date()
        return {
            "child_seen": True, "child_seen_on": on, "seen_alone": alone, "why_not_alone": why,
        }  # fmt: skip

    def outcome(self, assessment: Assessment) -> str:
        forced = self.forced.get((assessment.case_id, assessment.kind))
        if forced is not None:
            return forced
        keys = [row.key for row in assessment.type.outcomes]
        liked = [
            "service",
            "no-further-action",
            "core-assessment",
            "core-assessment",
            "early-help",
            "child-in-need-plan",
            "strategy-discussion",
        ]
        return self.one([key for key in liked if key in keys])

    def send(self, moment: datetime, batch: list[Assessment], family: Family, worker: Any) -> None:
        manager = self.council.managers[batch[0].case.team.name]
        for each in batch:
            each.refresh_from_db()
        send(batch[0], by=worker, to=manager, at=moment)
        read = self.later(moment, days=self.random.uniform(0.2, 1.6))
        if self.chance(0.15):
            comments = family.fill(self.one(words.RETURNED), batch[0].case.person)
            self.at(read, lambda m: return_(batch[0], by=manager, comments=comments, at=m))
            again = self.later(read, days=1.2)
            self.at(again, lambda m: send(batch[0], by=worker, to=manager, at=m))
            read = self.later(again, days=0.6)
        self.at(read, lambda m: self.authorise(m, batch, family, worker, manager))

    def authorise(
        self, moment: datetime, batch: list[Assessment], family: Family, worker: Any, manager: Any
    ) -> None:
        late = (
            Clock.objects.running()
            .filter(occasion__in=[each.occasion for each in batch], due_at__lt=moment)
            .exists()
        )
        batch[0].refresh_from_db()
        authorise(
            batch[0],
            by=manager,
            late_reason=self.one(words.LATE) if late else "",
            # from the key, so that it shifts nobody's chances
            grade=words.GRADES[batch[0].pk % len(words.GRADES)],
            at=moment,
        )
        core = []
        for each in batch:
            each.refresh_from_db()
            if each.outcome == "core-assessment":
                core.append(each.case)
            elif each.case_id not in self.roads:
                self.at(
                    self.later(moment, days=self.random.uniform(1, 8)),
                    lambda m, case=each.case: self.follow(m, case, family),
                )
        if core:
            self.at(
                self.later(moment, days=1), lambda m: self.assess(m, core, "core", family, worker)
            )
        if batch[0].case_id in self.roads:
            cases = [each.case for each in batch]
            self.on_authorised(moment, cases, batch[0].kind, batch[0].outcome)

    def follow(self, moment: datetime, case: Case, family: Family) -> None:
        """Do what the outcome asked for, and close when nothing more is to be done."""
        case.refresh_from_db()
        for task in Task.objects.filter(case=case, state=TaskState.OPEN):
            if task.kind == TaskKind.STRATEGY_DISCUSSION:
                return  # for the team's managers; this council still has it to do
            late = task.due_on < moment.date()
            tasks.complete_task(
                task,
                by=task.owner or self.council.managers[case.team.name],
                outcome=self.one(words.DONE).replace("{mum}", family.mum.forename),
                late_reason=self.one(words.LATE) if late else "",
                at=moment,
            )
        case = Case.objects.get(pk=case.pk)
        if (
            self.chance(0.6)
            and case.has_no_unfinished_assessment
            and case.has_no_undecided_contact
            and case.is_open
        ):
            self.at(
                self.later(moment, days=self.random.uniform(1, 30)), lambda m: self.close(m, case)
            )
        elif self.chance(0.5):
            self.at(
                self.later(moment, days=self.random.uniform(5, 40)),
                lambda m: self.contact(m, family, [case.person], "3b"),
            )

    def close(self, moment: datetime, case: Case) -> None:
        case = Case.objects.get(pk=case.pk)
        if (
            case.is_open
            and case.has_no_unfinished_assessment
            and case.has_no_undecided_contact
            and case.has_no_open_task
        ):
            close(
                case,
                by=self.council.managers[case.team.name],
                reason=self.one(("RC7", "RC8", "RC9")),
                summary=self.one(words.SUMMARIES),
                at=moment,
            )
