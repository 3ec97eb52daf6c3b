"""Families in the demo whose child is not born when the road begins."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.actions import allocation, contacts, decisions, family
from cases.actions.visits import Sight, record_visits, visit_is_late
from cases.forms.visits import usual_kind
from cases.models import Case
from clocks.plan import local_date
from people.models import Agency, Person, Relationship
from protection.actions import births, core_groups
from protection.models import ChildProtectionPlan
from rules.assessment_types import PartKind
from rules.codes import RelationshipKind
from socialcare.demo import words_before_birth as words
from socialcare.demo.carrying_out import CarryingOut
from socialcare.demo.families import Road, expecting
from socialcare.demo.names import FORENAMES, caller_of

UNBORN = "Not born yet; the mother was seen at home."


@dataclass(frozen=True)
class Story:
    """When one road began, and what comes of it."""

    days_back: int
    due_after: int
    """Days from the contact to the day on which the child is expected."""
    number: int
    """Beyond those of the other roads; what chance leaves to the number is the same for each: no
    medical, the police are told and take no part, the enquiry leads to a conference."""
    at_once: bool = False
    """Discussed beside the initial assessment, not after it."""
    born_after: int | None = None
    """Days from the contact to the birth."""


STORIES = (
    Story(18, 90, 245, at_once=True),
    Story(78, 106, 203),
    Story(85, 80, 257, born_after=74),
)
"""One whose pre-birth conference is arranged, one on a plan before its birth, one born since."""


class BeforeBirth(CarryingOut):
    """From the midwife's call to the plan, and to the birth."""

    def begin_births(self) -> None:
        shared = self.random
        self.random = copy(shared)  # of their own, so that they shift nobody's chances
        for story in STORIES:
            back = timezone.localtime(self.now - timedelta(days=story.days_back))
            when = self.later(back, days=0.001)
            self.at(when, lambda m, s=story: self.expect(m, s))
        self.random = shared

    def expect(self, moment: datetime, story: Story) -> None:
        parents = expecting(self.random, moment.date())
        midwifery = self.midwifery()
        contact = contacts.record_contact(
            by=self.one(self.council.officers),
            team=self.council.officers[0].team,
            at=moment,
            received_at=moment - timedelta(minutes=12),
            children=[
                contacts.ChildTold(
                    surname=parents.mum.surname,
                    expected_on=local_date(moment) + timedelta(days=story.due_after),
                )
            ],
            concern=parents.fill(words.CONCERNS[STORIES.index(story)]),
            source=midwifery.kind,
            agency=midwifery,
            method="telephone",
            caller_name=caller_of(midwifery.kind, "Sister Ruth Keane"),
            caller_telephone=midwifery.telephone,
            level="4",
            level_reason=words.LEVEL_REASON,
            immediate_danger=False,
        )
        told = contact.children.get()
        parents.children.append(told.person)
        case = decisions.refer(
            told,
            by=self.one(self.council.deciders),
            why=words.ACCEPTED,
            team=self.council.teams["Leigh"],
            primary_need="N1",
            priority="high",
            at=moment + timedelta(minutes=40),
        )
        able = [user for user in self.council.workers["Leigh"] if not user.newly_qualified]
        road = Road(
            parents, self.one(able), self.council.managers["Leigh"], story.number, [case], words
        )
        self.roads[case.pk] = road
        self.forced[case.pk, "initial"] = "service" if story.at_once else "strategy-discussion"
        self.forced[case.pk, "single"] = self.forced[case.pk, "core"] = "service"
        self.at(moment + timedelta(hours=1), lambda m: self.get_to_know(m, road, story))
        if story.born_after is not None:
            born = self.later(moment, days=story.born_after)
            self.at(born, lambda m: self.born(m, road))

    def midwifery(self) -> Agency:
        return next(each for each in self.council.agencies if each.kind == "3F")

    def get_to_know(self, moment: datetime, road: Road, story: Story) -> None:
        (case,) = road.fresh()
        allocation.allocate(
            case, by=road.manager, worker=road.worker, why="Before the birth.", at=moment
        )
        family.add_professional(
            case, by=road.worker, role="midwife", agency=self.midwifery(), at=moment
        )
        kinds = RelationshipKind.EXPECTANT_MOTHER, RelationshipKind.EXPECTANT_FATHER
        self.tie(moment, road, kinds)
        if story.at_once:
            self.at(moment + timedelta(hours=3), lambda m: self.discuss(m, road))
        kind = "single" if case.rule_set == "single-assessment" else "initial"
        self.at(
            self.later(moment, days=1),
            lambda m: self.assess(m, road.fresh(), kind, road.family, road.worker),
        )

    def tie(
        self, moment: datetime, road: Road, kinds: tuple[RelationshipKind, RelationshipKind]
    ) -> None:
        """What the parents are to the child, now: before the birth, and from it on."""
        (case,) = road.fresh()
        born = not case.person.is_unborn
        for former in Relationship.objects.filter(other=case.person, until=None):
            family.end_relationship(
                case, former, by=road.worker, until=local_date(moment), at=moment
            )
        for parent, kind in zip((road.family.mum, road.family.dad), kinds, strict=True):
            family.add_relative(
                case,
                by=road.worker,
                kind=kind,
                person=parent,
                parental_responsibility=born and parent == road.family.mum,
                lives_with=born and parent == road.family.mum,
                since=local_date(moment),
                at=moment,
            )

    # --- the birth ------------------------------------------------------------------------------
    def born(self, moment: datetime, road: Road) -> None:
        """The midwife rings in the morning; the plan goes on, and its review is near."""
        (case,) = road.fresh()
        sex = self.one("FM")
        births.record_birth(
            case,
            born_on=local_date(moment),
            forename=self.one(FORENAMES[sex]),
            surname=road.family.mum.surname,
            sex=sex,
            by=road.worker,
            at=moment,
        )
        road.family.children[0].refresh_from_db()
        self.tie(moment, road, (RelationshipKind.MOTHER, RelationshipKind.FATHER))
        self.at(self.later(moment, days=1), lambda m: self.welcome(m, road))
        self.at(self.later(moment, days=2), lambda m: self.arrange_review(m, road))

    def welcome(self, moment: datetime, road: Road) -> None:
        """The child is seen as soon as that can be; no clock asks for it."""
        (case,) = road.fresh()
        record_visits(
            [self.sight(case, moment)],
            by=road.worker,
            on=local_date(moment),
            kind=usual_kind(case),
            place="In hospital",
            note=road.family.fill(self.one(words.BABY_SEEN), case.person),
            minutes_with_family=45,
            late_reason=words.VISIT_LATE[0] if visit_is_late([case], moment) else "",
            at=moment,
        )

    # --- what is otherwise while the child is not born --------------------------------------------
    def sight(self, case: Case, moment: datetime) -> Sight:
        if case.person.is_unborn:
            return Sight(case, seen=False, why_not=UNBORN)
        return super().sight(case, moment)

    def texts(self, case: Case) -> dict[PartKind, tuple[str, ...]]:
        if not case.person.is_unborn:
            return super().texts(case)
        return {
            PartKind.ANALYSIS: words.ANALYSIS,
            PartKind.VOICE: (),
            PartKind.VIEWS: words.VIEWS,
            PartKind.PLAN: words.PLAN,
            PartKind.DIMENSION: words.DIMENSION,
        }

    def agency_said(self, case: Case) -> tuple[str, ...]:
        return words.SAID if case.person.is_unborn else super().agency_said(case)

    def seen(self, child: Person, moment: datetime) -> dict[str, Any]:
        if child.is_unborn:
            return {"child_seen": False, "why_not_seen": UNBORN, "why_no_words": words.NO_VIEWS}
        return super().seen(child, moment)

    def found(self, case: Case, road: Road) -> dict[str, str]:
        found = super().found(case, road)
        if not case.person.is_unborn:
            return found
        unseen = {"childs_words": "", "why_no_words": words.NO_VIEWS}
        return {**found, **unseen, "why_not_seen": UNBORN, "why_not_alone": ""}

    def about(self, plan: ChildProtectionPlan, road: Road) -> core_groups.About:
        about = super().about(plan, road)
        if not plan.case.person.is_unborn:
            return about
        return replace(about, childs_views="", why_no_child=words.NO_VIEWS)
