"""Child protection in the demo: from the contact about serious harm to the authorised Section 47
enquiry. Conferences are in `conferring.py`, plans in `carrying_out.py`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.actions import allocation, contacts, decisions, tasks
from cases.actions.visits import Sight, record_visits
from cases.forms.visits import usual_kind
from cases.models import Case, Task
from clocks.calendar import calendar
from clocks.models import Clock
from clocks.plan import local_date
from protection.actions import emergency, enquiries, medicals, strategy
from rules.codes import (
    AgencyKind,
    ConferenceKind,
    EmergencyEnd,
    EmergencyKind,
    EnquiryBasis,
    EnquiryOutcome,
    MedicalKind,
    MeetingMethod,
)
from rules.workdays import due_date
from socialcare.demo import words_of_protection as words
from socialcare.demo.casework import Casework
from socialcare.demo.families import Road, make
from socialcare.demo.names import CALLERS, caller_of

DAYS_BACK = (
    0.4, 2, 3.5, 5, 6, 8, 9, 11, 13, 14, 16, 18, 20, 22, 24, 26, 29, 32, 36, 40, 45, 52, 60, 68, 76,
    85, 95, 104, 112, 120, 126, 138, 150, 165, 180, 200, 225,
)  # fmt: skip
"""How long ago each family's road began, so that one stands at every stage of it now."""
SHARE = 0.3
"""Families on this road for every child that the demo is asked for."""


class Harm(Casework):
    """From the contact about serious harm to the authorised enquiry."""

    arrange: Callable[..., None]
    """What follows when the enquiry led to a conference."""

    def begin_roads(self, children: int) -> None:
        """Families on this road, in number by the size of the demo, begun over half a year."""
        number = max(1, min(len(DAYS_BACK), round(children * SHARE)))
        step = len(DAYS_BACK) / number
        for place in range(number):
            back = DAYS_BACK[int(place * step)]
            when = timezone.localtime(self.now - timedelta(days=back))
            when = self.later(when, days=0.001) if back > 2 else when
            self.at(when, lambda m, n=place: self.harm(m, n))

    def harm(self, moment: datetime, number: int) -> None:
        """Somebody rings about serious harm; it is decided within hours, and goes to a worker."""
        family = make(self.random, moment.date(), (1, 2, 2, 3)[number % 4], self.council.agencies)
        team = ("Hindley", "Leigh", "Atherton")[number % 3]
        # a child on a plan has a qualified worker, and an experienced one where there is one
        able = [user for user in self.council.workers[team] if not user.newly_qualified]
        hers = team == "Hindley" and number % 2 == 0
        worker = self.council.cast["priya"] if hers else self.one(able)
        road = Road(family, worker, self.council.managers[team], number)
        agency = self.one(self.council.agencies)
        officer = self.one(self.council.officers)
        received_at = moment - timedelta(minutes=self.random.randrange(3, 20))
        said = self.one(words.HARM)
        agency = self.council.telling(said, agency)
        contact = contacts.record_contact(
            by=officer,
            team=self.council.officers[0].team,
            at=moment,
            received_at=received_at,
            children=[contacts.ChildTold(person=child) for child in family.children],
            concern=family.fill(said, family.children[0]),
            source=agency.kind,
            agency=agency,
            method="telephone",
            caller_name=caller_of(agency.kind, self.one(CALLERS)),
            caller_telephone=agency.telephone,
            level="4",
            level_reason=self.one(words.LEVEL_REASONS),
            immediate_danger=number % 6 == 1,
            siblings=len(family.children) > 1,
        )
        told = list(contact.children.order_by("pk"))
        self.at(
            moment + timedelta(hours=self.random.uniform(0.3, 2)),
            lambda m: self.accept_as_harm(m, told, road, team),
        )

    def accept_as_harm(self, moment: datetime, told: list[Any], road: Road, team: str) -> None:
        decider = self.one(self.council.deciders)
        for child in told:
            child.refresh_from_db()
            case = decisions.refer(
                child,
                by=decider,
                why=self.one(words.ACCEPTED),
                team=self.council.teams[team],
                primary_need="N1",
                priority="high",
                at=moment,
            )
            road.cases.append(case)
            self.roads[case.pk] = road
        self.at(moment + timedelta(minutes=50), lambda m: self.allocate_road(m, road))

    def allocate_road(self, moment: datetime, road: Road) -> None:
        for case in road.fresh():
            allocation.allocate(
                case, by=road.manager, worker=road.worker, why="Child protection.", at=moment
            )
            self.forced[case.pk, "initial"] = "strategy-discussion"
            self.forced[case.pk, "single"] = self.forced[case.pk, "core"] = "service"
        if road.number % 6 == 1:
            self.at(moment + timedelta(hours=1), lambda m: self.protect(m, road))
        if road.number % 3 == 0:
            # the harm is plain: it is discussed at once, beside the assessment
            for case in road.cases:
                self.forced[case.pk, "initial"] = "service"
            self.at(moment + timedelta(hours=3), lambda m: self.discuss(m, road))
        kind = "single" if road.cases[0].rule_set == "single-assessment" else "initial"
        self.at(
            self.later(moment, days=1),
            lambda m: self.assess(m, road.fresh(), kind, road.family, road.worker),
        )

    def on_authorised(self, moment: datetime, cases: list[Case], kind: str, outcome: str) -> None:
        if outcome == "strategy-discussion":
            road = self.roads[cases[0].pk]
            self.at(
                moment + timedelta(hours=self.random.choice((2, 3, 20))),
                lambda m: self.discuss(m, road),
            )
            return
        for task in Task.objects.open().filter(case__in=cases, owner__isnull=False):
            self.at(
                self.later(moment, days=self.random.uniform(2, 6)),
                lambda m, t=task: self.do(m, t),
            )

    # --- emergency action -----------------------------------------------------------------------
    def protect(self, moment: datetime, road: Road) -> None:
        """The police take the children into protection; most go to relatives before it runs out."""
        for case in road.fresh():
            action = emergency.begin_action(
                case,
                by=road.worker,
                kind=EmergencyKind.POLICE_PROTECTION,
                started_at=moment - timedelta(minutes=30),
                grounds=road.family.fill(self.one(words.GROUNDS), case.person),
                place="With foster carers in Westmere",
                officer="Inspector Lowe",
                at=moment,
            )
            self.at(
                moment + timedelta(hours=self.random.choice((30, 50, 66))),
                lambda m, a=action: self.end_protection(m, a, road),
            )

    def end_protection(self, moment: datetime, action: Any, road: Road) -> None:
        ordered = road.number % 12 == 1
        how = EmergencyEnd.ORDER if ordered else EmergencyEnd.RELATIVES
        emergency.end(
            action,
            by=road.worker,
            how=how,
            why="The court made an order." if ordered else self.one(words.TO_RELATIVES),
            ended_at=moment - timedelta(minutes=20),
            at=moment,
        )
        if ordered:
            made = moment - timedelta(minutes=20)
            order = emergency.begin_action(
                action.case,
                by=road.worker,
                kind=EmergencyKind.ORDER,
                started_at=made,
                ends_at=made + timedelta(days=8),
                grounds="The court found that the child would be likely to suffer significant harm.",
                place="With foster carers in Westmere",
                at=moment,
            )
            self.at(
                moment + timedelta(days=7.5),
                lambda m: emergency.end(
                    order,
                    by=road.worker,
                    how=EmergencyEnd.RELATIVES,
                    why=self.one(words.TO_RELATIVES),
                    ended_at=m,
                    at=m,
                ),
            )

    # --- discussion and enquiry -----------------------------------------------------------------
    def discuss(self, moment: datetime, road: Road) -> None:
        cases, joint = road.fresh(), road.number % 3 != 2
        held_at = moment - timedelta(minutes=25)
        people = [
            strategy.Attendee(
                road.worker.name, AgencyKind.CHILDRENS_SOCIAL_CARE, "", self.one(road.words.SHARED)
            ),
            strategy.Attendee(
                caller_of("3C", self.one(CALLERS)),
                AgencyKind.HEALTH_VISITING,
                "Health",
                self.one(road.words.SHARED_BY_HEALTH),
            ),
        ]
        if joint:
            people.append(
                strategy.Attendee(
                    "DC Iqbal",
                    AgencyKind.POLICE,
                    "Westmere Police",
                    self.one(road.words.SHARED_BY_POLICE),
                )
            )
        asked_for = Task.objects.open().filter(case__in=cases, kind="strategy-discussion")
        strategy.hold(
            strategy.Meeting(
                held_at=held_at,
                method=self.one((MeetingMethod.TELEPHONE, MeetingMethod.VIDEO)),
                offence_suspected=joint,
                offence_why="Assault on a child." if joint else "",
                why_no_police="" if joint else "Told, and content that social care enquires alone.",
                attendees=people,
            ),
            [
                strategy.Ruling(
                    case,
                    section_47=True,
                    section_47_on=local_date(held_at),
                    basis=EnquiryBasis.JOINT if joint else EnquiryBasis.SOCIAL_CARE,
                    basis_why="" if joint else "Neglect over time; no single event to investigate.",
                    reason=self.one(road.words.DECIDED),
                    safety=self.one(road.words.SAFE),
                    lead=road.worker,
                )
                for case in cases
            ],
            by=road.manager,
            agreed=[
                strategy.Agreed(
                    road.words.AGREED,
                    road.worker,
                    due_date(local_date(moment), 3, calendar().days),
                    cases[0],
                )
            ],
            late_reason=words.LATE[0] if self.any_late(asked_for, moment) else "",
            at=moment,
        )
        self.at(self.later(moment, days=1), lambda m: self.see(m, road))
        self.at(
            self.later(moment, days=self.random.uniform(6, 9)), lambda m: self.enquire_47(m, road)
        )
        if road.cases[0].rule_set != "single-assessment":
            self.at(
                self.later(moment, days=2),
                lambda m: self.assess(m, road.fresh(), "core", road.family, road.worker),
            )
        for task in Task.objects.open().filter(case=cases[0], kind="other"):
            self.at(self.later(moment, days=2), lambda m, t=task: self.do(m, t))

    def any_late(self, things: Any, moment: datetime) -> bool:
        """Whether the clock of any of these has run out at a moment, without a reason yet."""
        occasions = [each.occasion for each in things]
        late = Clock.objects.running().filter(occasion__in=occasions, due_at__lt=moment)
        return late.filter(late_reason="", measures_only=False).exists()

    def do(self, moment: datetime, task: Task) -> None:
        task.refresh_from_db()
        if task.state == "open":
            late = self.any_late([task], moment)
            tasks.complete_task(
                task,
                by=task.owner,
                outcome=self.one(words.TASK_DONE),
                late_reason=words.LATE[1] if late else "",
                at=moment,
            )

    def see(self, moment: datetime, road: Road) -> None:
        """The home visit of the enquiry: every child seen, and alone where that makes sense."""
        cases = road.fresh()
        record_visits(
            [self.sight(case, moment) for case in cases],
            by=road.worker,
            on=local_date(moment),
            kind=usual_kind(cases[0]),
            place="At home",
            note=road.family.fill(self.one(road.words.VISITED), cases[0].person),
            minutes_with_family=self.random.choice((45, 60, 90)),
            at=moment,
        )
        if road.number % 2 == 0:
            enquiry = enquiries.running_of(cases[0])
            if enquiry is None:
                return
            medical = medicals.ask(
                enquiry,
                by=road.worker,
                kind=self.one((MedicalKind.INJURY, MedicalKind.NEGLECT)),
                asked_at=moment,
                asked_of="Dr Sule, community paediatrics",
                at=moment,
            )
            held = moment + timedelta(hours=self.random.choice((3, 20, 44)))
            if 5 < (self.now - moment).days < 10:
                return  # nobody has taken the child there yet
            self.at(
                held,
                lambda m: medicals.attend(
                    medical,
                    by=road.worker,
                    attended_at=m - timedelta(hours=1),
                    examined_by="Dr Sule",
                    result=self.one(words.FOUND),
                    late_reason=words.LATE[2] if self.any_late([medical], m) else "",
                    at=m,
                ),
            )

    def sight(self, case: Case, moment: datetime) -> Sight:
        old_enough = (case.person.years_on(local_date(moment)) or 0) > 2
        return Sight(
            case,
            seen=True,
            seen_alone=old_enough,
            bedroom_seen=True,
            why_not="" if old_enough else "A baby: seen with the mother.",
        )

    def enquire_47(self, moment: datetime, road: Road) -> None:
        outcome = EnquiryOutcome.CONFERENCE
        if road.number % 9 == 4:
            outcome = EnquiryOutcome.SERVICES
        elif road.number % 9 == 8:
            outcome = (
                EnquiryOutcome.LOOK_AFTER if road.number > 9 else EnquiryOutcome.NO_FURTHER_ACTION
            )
        for case in road.fresh():
            enquiry = enquiries.running_of(case)
            if enquiry is None:
                continue
            seen = enquiry.visits[0] if enquiry.visits else None
            if seen is None:
                continue
            risk = outcome not in (EnquiryOutcome.NO_FURTHER_ACTION, EnquiryOutcome.SERVICES)
            enquiries.record(
                enquiry,
                {
                    "home_visit": seen,
                    "parents_seen_on": seen.on,
                    **self.found(case, road),
                    "substantiated": outcome != EnquiryOutcome.NO_FURTHER_ACTION,
                    "continuing_risk": risk,
                    "outcome": outcome,
                    "outcome_why": self.one(road.words.OUTCOME_WHY[risk]),
                },
                enquiry.version,
                by=road.worker,
                at=moment,
            )
            if not enquiry.assessment_id and not case.assessments.exists():  # type: ignore[attr-defined]
                return  # nothing is assessed yet: it waits
            enquiries.send(enquiry, by=road.worker, to=road.manager, at=moment)
        if road.number % 8 != 6:  # some wait to be authorised
            self.at(self.later(moment, days=1), lambda m: self.authorise_47(m, road, outcome))

    def found(self, case: Case, road: Road) -> dict[str, str]:
        """What those who were seen said, and what it comes to."""
        texts = {
            "parents_seen": road.words.PARENTS,
            "childs_words": words.CHILD_SAID,
            "findings": road.words.FINDINGS,
        }
        said = {name: road.family.fill(self.one(of), case.person) for name, of in texts.items()}
        return {"why_not_alone": "A baby.", **said}

    def authorise_47(self, moment: datetime, road: Road, outcome: EnquiryOutcome) -> None:
        kind = ConferenceKind.INITIAL
        for case in road.fresh():
            enquiry = enquiries.running_of(case)
            if enquiry is None:
                continue
            enquiries.authorise(enquiry, by=road.manager, at=moment)
            if case.person.is_unborn:
                kind = ConferenceKind.PRE_BIRTH
        if outcome == EnquiryOutcome.CONFERENCE:
            self.at(self.later(moment, days=1), lambda m: self.arrange(m, road, kind))
