"""Conferences in the demo: arranged, asked to, held, decided for each child, minuted."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case
from clocks.calendar import calendar
from clocks.models import Clock
from clocks.plan import local_date
from protection.actions import (
    attendance,
    conferences,
    holding,
    invitations,
    letters,
    minutes,
    recommendations,
    themes,
)
from protection.actions.outcomes import Disagreed, Outcome, Recommended, Ruling
from protection.actions.waiting import waiting_kinds
from protection.models import Conference, Recommendation, Theme
from rules.codes import (
    ConferenceDecision,
    ConferenceKind,
    HeardHow,
    InviteeKind,
    MeetingMethod,
    Sector,
    SentHow,
)
from rules.workdays import due_date, is_working_day
from socialcare.demo import words_of_protection as words
from socialcare.demo.families import Road
from socialcare.demo.harm import Harm


class Conferring(Harm):
    """From the enquiry's outcome to the decision, and again at each review."""

    carry_out: Callable[..., None]
    """What follows when plans began or went on."""

    def arrange(self, moment: datetime, road: Road, kind: ConferenceKind) -> None:
        """Abi arranges it for a working day within the limit, or just after it for some."""
        abi, ines = self.council.cast["abi"], self.council.cast["ines"]
        on = self.conference_day(road, kind, local_date(moment))
        planned = timezone.make_aware(datetime.combine(on, time(10)))
        conference = conferences.arrange(
            [case for case in road.fresh() if self.fits(case, kind)],
            kind,
            conferences.Arrangement(
                planned_at=planned,
                place="Westmere Town Hall, room 3",
                method=MeetingMethod.IN_PERSON,
                chair=ines,
                administrator=abi,
            ),
            by=abi,
            at=moment,
        )
        self.at(self.later(moment, days=1), lambda m: self.invite(m, conference))
        share_on = timezone.make_aware(datetime.combine(on - timedelta(days=9), time(15)))
        self.at(
            max(share_on, moment + timedelta(hours=26)), lambda m: self.share(m, conference, road)
        )
        self.at(planned + timedelta(hours=2), lambda m: self.confer(m, conference, road))

    def conference_day(self, road: Road, kind: ConferenceKind, today: date) -> date:
        """The day of a conference: the 12th to the 15th working day, or one day late for some; a
        review some days before it is due."""
        rules = ("initial-conference", "first-review", "review")
        clocks = Clock.objects.running().filter(case__in=road.cases)
        due = clocks.filter(rule__contains="review" if kind == "review" else rules[0])
        last = min((clock.due_on for clock in due), default=today + timedelta(days=14))
        on = (
            last + timedelta(days=2)
            if road.number % 7 == 3
            else last - timedelta(days=road.number % 4)
        )
        on = max(on, due_date(today, 6, calendar().days))
        while not is_working_day(on, calendar().days):
            on += timedelta(days=1) if on > last else timedelta(days=-1)
        return on

    def fits(self, case: Case, kind: ConferenceKind) -> bool:
        return kind in waiting_kinds([case])[case.pk]

    def invite(self, moment: datetime, conference: Conference) -> None:
        abi = self.council.cast["abi"]
        conference.refresh_from_db()
        people = list(invitations.offered(conference, abi, local_date(moment)))
        people.append(
            invitations.Asked(
                InviteeKind.PROFESSIONAL,
                "DC Iqbal",
                role="police officer",
                agency="Westmere Police",
                sector=Sector.POLICE,
            )
        )
        people.append(
            invitations.Asked(
                InviteeKind.PROFESSIONAL,
                "Joan Peel",
                role="named nurse",
                agency="Westmere Health",
                sector=Sector.HEALTH,
            )
        )
        invitations.ask(conference, people, by=abi, at=moment)
        if conference.pk % 10 == 0:
            letters.send(
                conference,
                list(conference.letters.filter(sent_on=None)),  # type: ignore[attr-defined]
                on=local_date(moment),
                how=SentHow.POST,
                by=abi,
                at=moment,
            )

    def share(self, moment: datetime, conference: Conference, road: Road) -> None:
        on = local_date(moment)
        late = on > conferences.report_due(conference)
        conferences.share_report(
            conference,
            by=road.worker,
            on=on,
            how="Read through with both parents at home.",
            late_why="The parents were away until then." if late else "",
            at=moment,
        )

    def confer(self, moment: datetime, conference: Conference, road: Road) -> None:
        ines, abi = self.council.cast["ines"], self.council.cast["abi"]
        conference.refresh_from_db()
        there = [
            attendance.Attended(
                each,
                there=each.kind != InviteeKind.CHILD or self.chance(0.3),
                why_absent="Chose not to come; views given beforehand.",
            )
            for each in conference.invitees.all()  # type: ignore[attr-defined]
        ]
        attendance.record_attendance(conference, there, by=abi, at=moment)
        conference.refresh_from_db()
        children = conferences.people_of(conference)
        review = conference.kind == ConferenceKind.REVIEW
        rulings = [self.ruling(child, road, place, review) for place, child in enumerate(children)]
        begins = any(each.decision == ConferenceDecision.PLAN for each in rulings)
        held = local_date(moment)
        parent = conference.invitees.filter(kind=InviteeKind.PARENT, attended=True).first()  # type: ignore[attr-defined]
        holding.hold(
            conference,
            Outcome(
                held_on=held,
                rulings=rulings,
                first_core_group_on=due_date(held, 7, calendar().days) if begins else None,
                family_why_not="The family did not come, and did not say why.",
                quorum_why="Two agencies sent reports and could not come.",
                late_reason=self.one(words.CONFERENCE_LATE),
                dissents=[Disagreed(children[0], parent, self.one(words.DISSENT))]
                if parent and road.number % 5 == 0
                else [],
                recommendations=[
                    Recommended(
                        children[0],
                        self.one(words.RECOMMENDED),
                        held + timedelta(days=14),
                        needs_discussion=road.number % 2 == 0,
                    )
                ]
                if not review
                else [],
            ),
            version=conference.version,
            by=ines,
            at=moment,
        )
        self.after_conference(moment, conference, road)

    def ruling(self, child: Any, road: Road, place: int, review: bool) -> Ruling:
        """A plan for most; of brothers and sisters, sometimes not for the eldest."""
        person = child.case.person
        old_enough = (person.years_on(child.conference.on) or 0) > 3
        if review:
            ends = road.number % 3 != 0
            decision = ConferenceDecision.ENDS if ends else ConferenceDecision.CONTINUES
        else:
            spared = place == 1 and road.number % 4 == 2
            decision = ConferenceDecision.NO_PLAN if spared else ConferenceDecision.PLAN
        category = ("NEG", "PHY", "EMO", "NEG", "SAB")[road.number % 5]
        return Ruling(
            child,
            decision,
            category=category if decision.has_category else "",
            why=road.family.fill(self.one(road.words.CONFERENCE_WHY[decision.value]), person),
            views=road.family.fill(self.one(words.CHILD_SAID), person) if old_enough else "",
            heard_how=HeardHow.TOLD if old_enough else "",
            heard_on=child.conference.on - timedelta(days=3) if old_enough else None,
            why_no_views="" if old_enough else road.words.NO_VIEWS,
            contingency="The grandmother has them, and a legal planning meeting is held within a week.",
        )

    def after_conference(self, moment: datetime, conference: Conference, road: Road) -> None:
        abi = self.council.cast["abi"]
        if conference.pk % 3 != 1:
            self.at(self.later(moment, days=6), lambda m: self.minute(m, conference))
        for row in Recommendation.objects.filter(
            child__conference=conference, needs_discussion=True
        ):
            if conference.pk % 2:
                self.at(
                    self.later(moment, days=self.random.uniform(3, 12)),
                    lambda m, r=row: self.talk_over(m, r, road),
                )
        if conference.pk % 10 == 0:
            self.at(
                self.later(moment, days=2),
                lambda m: letters.send(
                    conference,
                    list(conference.letters.to_send()),  # type: ignore[attr-defined]
                    on=local_date(m),
                    how=SentHow.POST,
                    by=abi,
                    at=m,
                ),
            )
        self.gather(moment, conference)
        self.carry_out(moment, road)

    def gather(self, moment: datetime, conference: Conference) -> None:
        """What brothers and sisters both say becomes a theme, until there are a few."""
        ines = self.council.cast["ines"]
        heard = [child for child in conferences.people_of(conference) if child.views]
        found = Theme.objects.count()
        if len(heard) < 2 or found == len(words.THEMES):
            return
        said, action, outcome = words.THEMES[found]
        theme = themes.record_theme(
            said,
            action,
            owner=ines,
            due_on=local_date(moment) + timedelta(days=42),
            children=heard,
            by=ines,
            at=moment,
        )
        if outcome:
            self.at(
                self.later(moment, days=35),
                lambda m: themes.finish_theme(
                    theme, on=local_date(m), outcome=outcome, by=ines, at=m
                ),
            )

    def minute(self, moment: datetime, conference: Conference) -> None:
        abi, ines = self.council.cast["abi"], self.council.cast["ines"]
        conference.refresh_from_db()
        minutes.write_minutes(
            conference, self.one(words.MINUTES), version=conference.version, by=abi, at=moment
        )
        if conference.pk % 3 == 0:
            conference.refresh_from_db()
            minutes.circulate(conference, version=conference.version, by=abi, at=moment)
            self.at(self.later(moment, days=9), lambda m: self.agree(m, conference, ines))

    def agree(self, moment: datetime, conference: Conference, ines: Any) -> None:
        conference.refresh_from_db()
        minutes.agree(conference, version=conference.version, by=ines, at=moment)

    def talk_over(self, moment: datetime, row: Recommendation, road: Road) -> None:
        row.refresh_from_db()
        recommendations.discuss(
            row,
            worker=road.worker,
            supervisor=road.manager,
            on=local_date(moment),
            outcome="agreed",
            why="It follows from the plan.",
            late_reason=words.LATE[0] if self.any_late([row.task], moment) else "",
            by=road.manager,
            at=moment,
        )
