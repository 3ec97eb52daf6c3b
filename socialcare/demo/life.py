"""What happens to the families, in the order in which it happens: contacts, decisions, allocations,
assessments. Each act is the one that pages call, with its own moment."""

import heapq
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from django.utils import timezone

from assessments.actions.begin import start
from assessments.actions.decide import authorise, return_, send
from assessments.actions.record import Findings, ask_agency, record_facts
from assessments.actions.write import save_part
from assessments.models import Assessment
from cases.actions import allocation, contacts, decisions, tasks
from cases.actions.closing import close
from cases.models import Case, Contact, ContactChild, Task
from clocks.models import Clock
from people.models import Person
from rules.assessment_types import PartKind
from rules.codes import TaskKind
from rules.lifecycles import TaskState
from socialcare.demo import words
from socialcare.demo.council import Council
from socialcare.demo.families import Family, make
from socialcare.demo.names import CALLERS
from socialcare.demo.past import notice

Act = Callable[[datetime], None]
LEVELS = ("2", "3a", "3b", "3b", "3b", "3b", "4")
FACTORS = ("3B", "1B", "4B", "2B", "16A", "17A", "10A", "15A")


class Life:
    """A queue of acts that are still to happen, taken one by one until `now`."""

    def __init__(self, council: Council, random: Random, now: datetime) -> None:
        self.council, self.random, self.now = council, random, now
        self._acts: list[tuple[datetime, int, Act]] = []
        self._turn = count()
        self._noticed = now - timedelta(days=4000)

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at a moment; what would come after `now` has not happened yet."""
        if moment < self.now:
            heapq.heappush(self._acts, (moment, next(self._turn), act))

    def run(self) -> None:
        while self._acts:
            moment, _, act = heapq.heappop(self._acts)
            if moment - self._noticed > timedelta(hours=12):
                notice(moment)
                self._noticed = moment
            act(moment)
        notice(self.now - timedelta(minutes=20))

    # --- how long things take -----------------------------------------------------------------
    def later(self, moment: datetime, days: float = 0, hours: float = 0) -> datetime:
        """That much later, moved into office hours of a weekday when it is a matter of days."""
        moment = timezone.localtime(moment + timedelta(days=days, hours=hours))
        if not days:
            return moment
        while moment.weekday() > 4:
            moment += timedelta(days=1)
        return moment.replace(hour=self.random.randrange(9, 17), minute=self.random.randrange(60))

    def one(self, choices: Any) -> Any:
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # --- the front door ------------------------------------------------------------------------
    def family(self, when: datetime, level: str | None = None, *, left: bool = False) -> None:
        """A family becomes known: somebody rings about one or several of its children. With `left`
        nobody has decided yet."""
        size = self.one((1, 1, 1, 2, 2, 3))
        family = make(self.random, when.date(), size, self.council.agencies)
        about = family.children if self.chance(0.7) else family.children[:1]
        self.at(
            when,
            lambda moment: self.contact(
                moment, family, about, level or self.one(LEVELS), left=left
            ),
        )

    def contact(
        self,
        moment: datetime,
        family: Family,
        about: list[Person],
        level: str,
        *,
        left: bool = False,
    ) -> None:
        agency = self.one(self.council.agencies)
        danger = level == "4" and self.chance(0.4)
        text = family.fill(self.one(words.CONCERNS[level]), about[0])
        screened = level in ("2", "3a") and self.chance(0.6)
        contact = contacts.record_contact(
            by=self.one(self.council.officers),
            team=self.council.officers[0].team,
            at=moment,
            received_at=moment - timedelta(minutes=self.random.randrange(3, 40)),
            children=[contacts.ChildTold(person=child) for child in about],
            concern=text,
            source=agency.kind,
            agency=agency,
            method=self.one(("telephone",) * 4 + ("email", "portal")),
            caller_name=self.one(CALLERS),
            caller_telephone=agency.telephone,
            may_name_caller=self.chance(0.7),
            level=level,
            level_reason=self.one(words.LEVEL_REASONS),
            immediate_danger=danger,
            domestic_abuse="assault" in text or "shouting" in text,
            siblings=len(about) > 1,
            advice=self.one(words.ADVICE) if screened else "",
        )
        if not left:
            self.after_contact(moment, contact, family)

    def after_contact(self, moment: datetime, contact: Contact, family: Family) -> None:
        waiting = list(contact.children.filter(decided_at=None, owner=None, case=None))
        passed = list(contact.children.filter(decided_at=None).exclude(case=None))
        for child in passed:
            self.at(
                self.later(moment, hours=self.random.uniform(1, 30)),
                lambda m, c=child: self.answer(m, c, family),
            )
        if not waiting:
            return
        urgent = contact.risk <= 1
        delay = self.random.uniform(0.2, 3) if urgent else self.random.uniform(1, 21)
        if self.chance(0.08):
            delay = self.random.uniform(26, 60)
        decider = self.one(self.council.deciders)
        if self.chance(0.5):
            self.at(
                moment + timedelta(hours=delay * 0.6), lambda m: self.accept(m, waiting, decider)
            )
        if not urgent and self.chance(0.15):
            self.at(
                moment + timedelta(hours=delay * 0.7), lambda m: self.enquire(m, waiting, decider)
            )
        team = self.one(("Hindley", "Hindley", "Leigh", "Atherton"))
        verb = self.one(
            {"4": ("refer",), "3b": ("refer", "refer", "refer", "early-help")}.get(
                contact.level, ("advise", "early-help", "redirect", "refer")
            )
        )
        self.at(
            moment + timedelta(hours=delay),
            lambda m: self.decide(m, waiting, verb, family, decider, team),
        )

    def accept(self, moment: datetime, children: list[ContactChild], decider: Any) -> None:
        for child in children:
            decisions.accept(child, by=decider, at=moment)

    def enquire(self, moment: datetime, children: list[ContactChild], decider: Any) -> None:
        owner = self.one(self.council.workers["Front Door"] or self.council.deciders)
        what = self.one(words.TASKS)
        decisions.enquire(
            children[0],
            by=decider,
            why=self.one(words.REASONS["enquire"]),
            what=what,
            owner=owner,
            due_on=self.later(moment, days=1).date(),
            at=moment,
        )

    def decide(
        self,
        moment: datetime,
        children: list[ContactChild],
        verb: str,
        family: Family,
        by: Any,
        team: str,
    ) -> None:
        cases = []
        for child in children:
            child.refresh_from_db()
            for task in child.tasks.open():
                tasks.complete_task(
                    task,
                    by=task.owner,
                    outcome=family.fill(self.one(words.DONE), child.person),
                    at=moment,
                )
            late = (
                Clock.objects.running()
                .filter(occasion=child.occasion, due_at__lt=moment, measures_only=False)
                .exists()
            )
            common = {
                "by": by,
                "why": self.one(words.REASONS[verb]),
                "at": moment,
                "late_reason": self.one(words.LATE) if late else "",
            }
            if verb == "refer":
                cases.append(
                    decisions.refer(
                        child,
                        team=self.council.teams[team],
                        primary_need=self.one(("N1", "N1", "N1", "N4", "N5", "N2")),
                        priority="high"
                        if child.level == "4"
                        else self.one(("medium", "medium", "high", "low")),
                        tell_referrer="We have accepted this as a referral and a social worker will be in touch.",
                        **common,
                    )
                )
            else:
                decisions.decide(
                    child,
                    verb,
                    redirected_to="Westmere Homes" if verb == "redirect" else "",
                    **common,
                )
        if cases:
            self.wait_for_worker(moment, cases, family)

    def answer(self, moment: datetime, child: ContactChild, family: Family) -> None:
        child.refresh_from_db()
        if not child.case.is_open or child.decided_at:
            return
        late = Clock.objects.running().filter(occasion=child.occasion, due_at__lt=moment).exists()
        by = self.council.managers[child.case.team.name]
        decisions.answer(
            child,
            "note",
            by=by,
            why=self.one(words.REASONS["note"]),
            late_reason=self.one(words.LATE) if late else "",
            at=moment,
        )

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
        texts = {
            PartKind.ANALYSIS: words.ANALYSIS,
            PartKind.VOICE: words.VOICE,
            PartKind.VIEWS: words.VIEWS,
            PartKind.PLAN: words.PLAN,
            PartKind.DIMENSION: words.DIMENSION,
        }
        for each in batch:
            each.refresh_from_db()
            child = each.case.person
            parts = [part for part in each.type.parts if part.always or each.kind != "initial"]
            for part in parts[: round(len(parts) * share)]:
                if part.shared and each is not batch[0]:
                    continue
                if each.words_of(part.key):
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
                    said=self.one(words.SAID),
                    at=moment,
                )
            alone = (child.years_on(moment.date()) or 0) > 2
            if share == 1:
                each.refresh_from_db()
                outcome = self.outcome(each)
                record_facts(
                    each,
                    Findings(
                        child_seen=True,
                        child_seen_on=(moment - timedelta(days=2)).date(),
                        seen_alone=alone,
                        why_not_alone=""
                        if alone
                        else "A baby; seen with the mother, and handled by the health visitor.",
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

    def outcome(self, assessment: Assessment) -> str:
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
        authorise(batch[0], by=manager, late_reason=self.one(words.LATE) if late else "", at=moment)
        core = []
        for each in batch:
            each.refresh_from_db()
            if each.outcome == "core-assessment":
                core.append(each.case)
            else:
                self.at(
                    self.later(moment, days=self.random.uniform(1, 8)),
                    lambda m, case=each.case: self.follow(m, case, family),
                )
        if core:
            self.at(
                self.later(moment, days=1), lambda m: self.assess(m, core, "core", family, worker)
            )

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


def spread(life: Life, children: int, weeks: int) -> None:
    """Families over the last `weeks`, more of them lately, and a busy last day at the front door."""
    random, now = life.random, life.now
    families = max(1, round(children / 1.7))
    for place in range(families):
        back = weeks * 7 * ((place + random.random()) / families) ** 1.6
        when = timezone.localtime(now - timedelta(days=back))
        if back > 2:
            when = life.later(when, days=0.001)
            when = datetime.combine(
                when.date(), time(random.randrange(8, 19), random.randrange(60)), when.tzinfo
            )
        life.family(when)
    for hours in (0.4, 1.1, 2.3, 3.5, 5, 7, 9.5, 13, 16, 19):
        life.family(now - timedelta(hours=hours))
    # some that nobody has got to yet: fresh, due soon, and overdue
    for hours, level in (
        (0.2, "3b"),
        (0.7, "4"),
        (6, "3b"),
        (20.5, "3b"),
        (22, "4"),
        (26, "3b"),
        (50, "3b"),
    ):
        life.family(now - timedelta(hours=hours), level, left=True)
