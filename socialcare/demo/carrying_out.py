"""Plans in the demo: carried out by visits and core groups, reviewed, and stepped down."""

from datetime import datetime, timedelta

from cases.actions.visits import Sight, record_visits, visit_clock
from cases.forms.visits import usual_kind
from cases.models import Case
from clocks.models import Clock
from clocks.plan import local_date
from protection.actions import actions_of_plan, core_groups, in_need
from protection.actions.plans import live_plan
from protection.models import ChildProtectionPlan, InNeedPlan
from rules.codes import ConferenceKind, HeardHow, InNeedPlanEnd, MemberKind, VisitKind
from socialcare.demo import words_of_protection as words
from socialcare.demo.conferring import Conferring
from socialcare.demo.families import Road


class CarryingOut(Conferring):
    """From a plan's first day to its end, and to the child in need plan after it."""

    def carry_out(self, moment: datetime, road: Road) -> None:
        """What follows a conference: for a new plan everything, for one that ended the step down."""
        plans = self.live(road)
        new = [plan for plan in plans if not plan.actions.exists()]  # type: ignore[attr-defined]
        if new:
            self.at(self.later(moment, days=3), lambda m: self.write_plan(m, new, road))
            self.at(self.later(moment, days=6), lambda m: self.visit(m, road))
            day = new[0].first_core_group_on or local_date(moment) + timedelta(days=9)
            away = day - local_date(moment)
            self.at(moment + away + timedelta(hours=1), lambda m: self.meet(m, road))
        for case in road.fresh():
            ended = ChildProtectionPlan.objects.filter(case=case).exclude(ended_on=None).last()
            if ended is not None and ended.ended_on == local_date(moment):
                self.at(self.later(moment, days=1), lambda m, c=case: self.step_down(m, c, road))
        if plans:
            clocks = Clock.objects.running().filter(case=plans[0].case, rule__contains="review")
            due = min((clock.due_on for clock in clocks), default=None)
            if due is not None:
                ahead = due - local_date(moment) - timedelta(days=24)
                self.at(moment + ahead, lambda m: self.arrange_review(m, road))

    def live(self, road: Road) -> list[ChildProtectionPlan]:
        found = ChildProtectionPlan.objects.live().filter(case__in=road.cases)
        return list(found.select_related("case__person").order_by("pk"))

    def arrange_review(self, moment: datetime, road: Road) -> None:
        if self.live(road):
            self.arrange(moment, road, ConferenceKind.REVIEW)

    def write_plan(self, moment: datetime, plans: list[ChildProtectionPlan], road: Road) -> None:
        for plan in plans:
            chosen = self.random.sample(road.words.OUTCOMES, self.random.choice((2, 3)))
            actions_of_plan.add_actions(
                plan,
                [
                    actions_of_plan.Smart(
                        outcome=road.family.fill(outcome, plan.case.person),
                        action=road.family.fill(action, plan.case.person),
                        owner=road.family.fill(owner, plan.case.person),
                        measure=measure,
                        due_on=local_date(moment)
                        + timedelta(days=self.random.choice((28, 42, 84))),
                    )
                    for outcome, action, owner, measure in chosen
                ],
                by=road.worker,
                at=moment,
            )

    # --- visits ---------------------------------------------------------------------------------
    def visit(self, moment: datetime, road: Road) -> None:
        """Every child on a plan, together, as often as the plan says; some come late, and some of
        those have no reason yet."""
        cases = [plan.case for plan in self.live(road)]
        if not cases:
            return
        if road.number % 7 == 2 and moment > self.now - timedelta(days=18):
            return  # the worker has not got there, and nobody has said why
        late = any(
            (clock := visit_clock(case)) is not None and clock.due_at < moment for case in cases
        )
        if road.number % 5 == 4 and self.chance(0.4) and not late:
            # nobody came to the door: it does not count, and the clock runs on
            record_visits(
                [self.missed(case) for case in cases],
                by=road.worker,
                on=local_date(moment),
                kind=VisitKind.STATUTORY,
                answered=False,
                place="At home",
                at=moment,
            )
            self.at(self.later(moment, days=2), lambda m: self.visit(m, road))
            return
        record_visits(
            [self.sight(case, moment) for case in cases],
            by=road.worker,
            on=local_date(moment),
            kind=usual_kind(cases[0]),
            place="At home",
            note=road.family.fill(self.one(road.words.PLAN_VISIT), cases[0].person),
            minutes_with_family=self.random.choice((40, 60, 75)),
            late_reason=road.family.fill(self.one(road.words.VISIT_LATE)) if late else "",
            at=moment,
        )
        gap = 17 if road.number % 6 == 5 and self.chance(0.5) else self.random.choice((8, 10, 11))
        self.at(self.later(moment, days=gap), lambda m: self.visit(m, road))

    def missed(self, case: Case) -> Sight:
        return Sight(case, seen=False, why_not="Nobody answered; a card was left.")

    # --- core groups ----------------------------------------------------------------------------
    def meet(self, moment: datetime, road: Road) -> None:
        plans = self.live(road)
        if not plans:
            return
        held = local_date(moment)
        next_on = held + timedelta(days=self.random.choice((28, 35, 42)))
        late = any(core_groups.is_late(plan, held, moment) for plan in plans)
        core_groups.hold_core_group(
            [self.about(plan, road) for plan in plans],
            by=road.worker,
            held_on=held,
            next_on=next_on,
            place=road.words.CORE_GROUP_PLACE,
            notes=road.family.fill(self.one(road.words.CORE_GROUP), plans[0].case.person),
            late_reason=words.LATE[0] if late else "",
            at=moment,
        )
        slip = 6 if road.number % 8 == 7 else 0
        self.at(moment + (next_on - held) + timedelta(days=slip), lambda m: self.meet(m, road))

    def about(self, plan: ChildProtectionPlan, road: Road) -> core_groups.About:
        members = plan.members.filter(until=None).exclude(kind=MemberKind.CHILD)  # type: ignore[attr-defined]
        return core_groups.About(
            plan,
            parents_attended=self.chance(0.8),
            why_no_parents="The mother had to work.",
            child_attended=False,
            why_no_child="Chose not to come.",
            childs_views=road.family.fill(self.one(words.CHILD_SAID), plan.case.person),
            attended=[member.pk for member in members],
            progress={
                action.pk: core_groups.Progress(
                    "done" if self.chance(0.15) else "open", self.one(words.PROGRESS)
                )
                for action in plan.actions.open()  # type: ignore[attr-defined]
            },
        )

    # --- stepping down --------------------------------------------------------------------------
    def step_down(self, moment: datetime, case: Case, road: Road) -> None:
        """The child in need plan begins on the day on which the protection plan ended."""
        if road.number % 6 == 2 or live_plan(case) is not None:
            return  # the task waits
        case.refresh_from_db()
        ended = ChildProtectionPlan.objects.filter(case=case).exclude(ended_on=None).last()
        assert ended is not None and ended.ended_on is not None
        plan = in_need.begin_in_need_plan(
            case, by=road.worker, on=ended.ended_on, aim=words.STEPPED_DOWN, at=moment
        )
        actions_of_plan.add_actions(
            plan,
            [
                actions_of_plan.Smart(
                    outcome=road.family.fill(outcome, case.person),
                    action=road.family.fill(action, case.person),
                    owner=road.family.fill(owner, case.person),
                    measure=measure,
                    due_on=local_date(moment) + timedelta(days=42),
                )
                for outcome, action, owner, measure in words.OUTCOMES[3:]
            ],
            by=road.worker,
            at=moment,
        )
        self.at(self.later(moment, days=40), lambda m: self.review_need(m, plan, road))

    def review_need(self, moment: datetime, plan: InNeedPlan, road: Road) -> None:
        plan.refresh_from_db()
        in_need.review_in_need_plan(
            plan,
            by=road.worker,
            held_on=local_date(moment),
            analysis=road.family.fill(self.one(words.REVIEWED), plan.case.person),
            heard_how=HeardHow.TOLD,
            childs_views=road.family.fill(self.one(words.CHILD_SAID), plan.case.person),
            at=moment,
        )
        self.at(self.later(moment, days=6), lambda m: self.end_need(m, plan, road))

    def end_need(self, moment: datetime, plan: InNeedPlan, road: Road) -> None:
        in_need.end_in_need_plan(
            plan,
            by=road.worker,
            on=local_date(moment),
            reason=InNeedPlanEnd.MET,
            why=words.MET,
            at=moment,
        )
