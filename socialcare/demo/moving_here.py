"""Families in the demo who move here with a child on another council's plan."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.actions import allocation, contacts, decisions
from clocks.plan import local_date
from protection.actions import transfers
from rules.codes import ConferenceKind
from socialcare.demo.carrying_out import CarryingOut
from socialcare.demo.families import Road, make

DAYS_BACK = (4, 9, 44)
"""How long ago each came: one that waits for its conference to be arranged, one whose conference is
arranged, one that is on a plan of ours."""
CONCERN = "{name} is on a child protection plan of Oakshire. The family has moved here for good."
FIRST = 100
"""The number of the first of these roads, beyond those of `harm.py`."""


class MovingHere(CarryingOut):
    """From the other council's letter to the transfer-in conference."""

    def begin_moves(self) -> None:
        for place, back in enumerate(DAYS_BACK):
            when = self.later(timezone.localtime(self.now - timedelta(days=back)), days=0.001)
            self.at(when, lambda m, n=FIRST + place: self.move_here(m, n))

    def move_here(self, moment: datetime, number: int) -> None:
        family = make(self.random, moment.date(), 1, self.council.agencies)
        team = self.council.teams["Atherton"]
        able = [user for user in self.council.workers["Atherton"] if not user.newly_qualified]
        road = Road(family, self.one(able), self.council.managers["Atherton"], number)
        contact = contacts.record_contact(
            by=self.one(self.council.officers),
            team=self.council.officers[0].team,
            at=moment,
            received_at=moment - timedelta(minutes=10),
            children=[contacts.ChildTold(person=family.children[0])],
            concern=family.fill(CONCERN, family.children[0]),
            source="5C",
            method="email",
            caller_name="Oakshire children's services",
            caller_telephone="01632 960 077",
            level="4",
            level_reason="On a child protection plan where the family lived before.",
            immediate_danger=False,
        )
        case = decisions.refer(
            contact.children.get(),
            by=self.one(self.council.deciders),
            why="The plan is taken over from the other council.",
            team=team,
            primary_need="N1",
            priority="high",
            at=moment + timedelta(minutes=40),
        )
        road.cases.append(case)
        self.roads[case.pk] = road
        self.forced[case.pk, "initial"] = "service"
        self.at(moment + timedelta(hours=1), lambda m: self.take_over(m, road))

    def take_over(self, moment: datetime, road: Road) -> None:
        (case,) = road.fresh()
        allocation.allocate(
            case, by=road.manager, worker=road.worker, why="On a plan elsewhere.", at=moment
        )
        kind = "single" if case.rule_set == "single-assessment" else "initial"
        self.at(
            self.later(moment, days=1),
            lambda m: self.assess(m, road.fresh(), kind, road.family, road.worker),
        )
        self.at(moment + timedelta(minutes=30), lambda m: self.notified(m, road))

    def notified(self, moment: datetime, road: Road) -> None:
        (case,) = road.fresh()
        transfers.notify(
            case,
            council="Oakshire",
            notified_on=local_date(moment),
            category="NEG",
            by=road.worker,
            at=moment,
        )
        self.at(
            self.later(moment, days=5), lambda m: self.arrange(m, road, ConferenceKind.TRANSFER_IN)
        )
