"""The front door of many years: contacts, and what was decided on them."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from audit.models import Event
from cases.models import Contact, ContactChild
from clocks.models import RuleSetInForce
from clocks.plan import local_date
from rules.codes import LevelOfNeed
from rules.lifecycles import ContactState, Decision
from rules.rule_sets import STARTS_WITH
from socialcare.demo import words
from socialcare.demo.bulk_clocks import Clocks, Ended
from socialcare.demo.bulk_people import BulkFamily, Child, Staff
from socialcare.demo.bulk_tables import Copy
from socialcare.demo.names import CALLERS

OUTCOMES = {
    "advise": Decision.ADVICE,
    "redirect": Decision.REDIRECT,
    "early-help": Decision.EARLY_HELP,
    "refer": Decision.REFERRAL,
}


@dataclass
class Told:
    """A contact as it stands in the tables."""

    pk: int
    source: str
    source_words: str
    received_at: datetime
    recorded_at: datetime
    level: str
    danger: bool
    abuse: bool


@dataclass
class Referred:
    """What a decision to refer hands on."""

    told: Told
    contact_child: int
    child: Child
    at: datetime
    by: User
    why: str


class Desk:
    """Writes contacts and the story; the rest of a history builds on it."""

    def __init__(self, random: Random, staff: Staff, now: datetime, next_contact: int) -> None:
        self.random, self.staff, self.now = random, staff, now
        self.clocks = Clocks(now)
        self.events, self.contacts, self.told = Copy(Event), Copy(Contact), Copy(ContactChild)
        self.next_contact = next_contact
        self._sets: list[tuple[date, str]] = []

    # --- small change -----------------------------------------------------------------------
    def one(self, choices: Any) -> Any:
        return choices[int(self.random.random() * len(choices))]

    def later(self, moment: datetime, days: float = 0, hours: float = 0) -> datetime:
        """That much later; a matter of days ends in the office hours of a weekday."""
        after = moment + timedelta(days=days, hours=hours)
        if not days:
            return after
        if after.weekday() > 4:
            after += timedelta(days=7 - after.weekday())
        minute = int(self.random.random() * 480)
        in_hours = after.replace(hour=9 + minute // 60, minute=minute % 60)
        return max(in_hours, moment + timedelta(minutes=5))

    def event(
        self, key: str, at: datetime, by: User, data: dict[str, str] | None = None, **about: Any
    ) -> int:
        """One line of the story; gives back its key."""
        return self.events.row(
            key=key,
            at=at,
            recorded_at=at,
            by_id=by.pk,
            data=json.dumps(data) if data else "{}",
            **about,
        )

    # --- contacts ---------------------------------------------------------------------------
    def tell(self, at: datetime, family: BulkFamily, level: str, children: list[Child]) -> Told:
        """Somebody rings about children."""
        random, agency = self.random, self.one(self.staff.council.agencies)
        received_at = at - timedelta(minutes=int(3 + random.random() * 37))
        danger = level == "4" and random.random() < 0.4
        text = family.fill(self.one(words.CONCERNS[level]), children[0])
        told = Told(
            self.contacts.key(),
            agency.kind,
            agency.name,
            received_at,
            at,
            level,
            danger,
            "assault" in text or "shouting" in text,
        )
        self.contacts.row(
            id=told.pk,
            reference=f"K{self.next_contact:06d}",
            received_at=received_at,
            recorded_at=at,
            recorded_by_id=self.one(self.staff.officers).pk,
            method=self.one(("telephone",) * 4 + ("email", "portal")),
            source=agency.kind,
            agency_id=agency.pk,
            caller_name=self.one(CALLERS),
            caller_telephone=agency.telephone,
            may_name_caller=random.random() < 0.7,
            concern=text,
            immediate_danger=danger,
            domestic_abuse=told.abuse,
            level=level,
            level_reason=self.one(words.LEVEL_REASONS),
            risk=self._risk(told),
            team_id=self.staff.door.pk,
        )
        self.next_contact += 1
        return told

    def _risk(self, told: Told) -> int:
        if told.danger:
            return 0
        return len(LevelOfNeed.values()) + 1 - LevelOfNeed(told.level).rank

    def decide(self, told: Told, child: Child, verb: str, *, left: bool = False) -> Referred | None:
        """A child of a contact goes to be decided; with `left` nobody has decided yet. What is
        handed on, where it is a referral."""
        random, staff = self.random, self.staff
        pk = self.told.key()
        officer, decider = self.one(staff.officers), self.one(staff.deciders)
        about = {"contact_id": told.pk, "person_id": child.pk, "thing_id": pk}
        begun = self.event(
            "contact.record",
            told.recorded_at,
            officer,
            {"source": told.source_words},
            after=ContactState.WAITING,
            **about,
        )
        delay = random.uniform(0.2, 3) if self._risk(told) <= 1 else random.uniform(1, 21)
        if random.random() < 0.08:
            delay = random.uniform(26, 60)
        at = told.recorded_at + timedelta(hours=delay)
        left = left or at >= self.now
        accepted = told.recorded_at + timedelta(hours=delay * 0.6)
        taken = random.random() < 0.5 and accepted < self.now
        if taken:
            self.event(
                "contact.accept", accepted, decider, before="waiting", after="waiting", **about
            )
        row: dict[str, Any] = {
            "id": pk,
            "contact_id": told.pk,
            "person_id": child.pk,
            "received_at": told.received_at,
            "risk": self._risk(told),
            "team_id": staff.door.pk,
            "level": told.level,
            "accepted_by_id": decider.pk if taken else None,
            "accepted_at": accepted if taken else None,
        }
        clock = {
            "event": begun,
            "at": told.recorded_at,
            "by": officer.pk,
            "started_at": told.received_at,
            "owner_id": decider.pk if taken else None,
            "team_id": staff.door.pk,
            "contact_id": told.pk,
            "person_id": child.pk,
        }
        if left:
            self.told.row(state=ContactState.WAITING, **row)
            self._decision_clocks(pk, told, clock, None)
            return None
        why = self.one(words.REASONS[verb])
        decided = self.event(
            f"contact.{verb}",
            at,
            decider,
            {"agency": "Westmere Homes"} if verb == "redirect" else None,
            before=ContactState.WAITING,
            after=ContactState.DECIDED,
            why=why,
            **about,
        )
        self._decision_clocks(
            pk, told, clock, Ended(decided, at, decider.pk, why, self.one(words.LATE))
        )
        row |= {
            "state": ContactState.DECIDED,
            "decision": OUTCOMES[verb],
            "decision_reason": why,
            "decided_by_id": decider.pk,
            "decided_at": at,
            "redirected_to": "Westmere Homes" if verb == "redirect" else "",
        }
        if verb != "refer":
            self.told.row(**row)
            return None
        row["tell_referrer"] = (
            "We have accepted this as a referral and a social worker will be in touch."
        )
        self._waiting_for_case = row
        return Referred(told, pk, child, at, decider, why)

    def give_case(self, referred: Referred, case: int) -> None:
        """The decision's row, now that the case that it opened has a key."""
        self.told.row(case_id=case, **self._waiting_for_case)

    def _decision_clocks(
        self, pk: int, told: Told, clock: dict[str, Any], ended: Ended | None
    ) -> None:
        for rule in ("contact-decision", "contact-decision-day"):
            rules = self.rule_set(local_date(told.received_at))
            self.clocks.run(rule, rules, f"contact:{pk}", ended=ended, **clock)

    def new_information(
        self, at: datetime, family: BulkFamily, child: Child, case: dict[str, Any], worker: User
    ) -> None:
        """Somebody rings about a child who is open: the worker decides what it means."""
        told = self.tell(at, family, "3b", [child])
        pk = self.told.key()
        about = {
            "contact_id": told.pk,
            "person_id": child.pk,
            "case_id": case["id"],
            "thing_id": pk,
        }
        officer = self.one(self.staff.officers)
        data = {"source": told.source_words, "owner": worker.name}
        begun = self.event(
            "contact.pass-on", at, officer, data, after=ContactState.WITH_WORKER, **about
        )
        answered = at + timedelta(hours=self.random.uniform(1, 30))
        row: dict[str, Any] = {"state": ContactState.WITH_WORKER}
        ended = None
        if answered < self.now and (case["closed_at"] is None or answered < case["closed_at"]):
            why = self.one(words.REASONS["note"])
            noted = self.event(
                "contact.note",
                answered,
                worker,
                before=ContactState.WITH_WORKER,
                after=ContactState.DECIDED,
                why=why,
                **about,
            )
            ended = Ended(noted, answered, worker.pk, why, self.one(words.LATE))
            row = {
                "state": ContactState.DECIDED,
                "decision": Decision.NOTED,
                "decision_reason": why,
                "decided_by_id": worker.pk,
                "decided_at": answered,
            }
        self.clocks.run(
            "new-information-decision",
            case["rule_set"],
            f"contact:{pk}",
            event=begun,
            at=at,
            by=officer.pk,
            started_at=told.received_at,
            ended=ended,
            owner_id=worker.pk,
            team_id=case["team_id"],
            case_id=case["id"],
            contact_id=told.pk,
            person_id=child.pk,
        )
        self.told.row(
            id=pk,
            contact_id=told.pk,
            person_id=child.pk,
            received_at=told.received_at,
            risk=self._risk(told),
            team_id=case["team_id"],
            owner_id=worker.pk,
            case_id=case["id"],
            level=told.level,
            **row,
        )

    def rule_set(self, day: date) -> str:
        """The rule set in force on a day, looked up once for each day on which one begins."""
        if not self._sets:
            rows = RuleSetInForce.objects.order_by("-since").values_list("since", "key")
            self._sets = [*rows, (date.min, STARTS_WITH)]
        return next(key for since, key in self._sets if since <= day)

    @property
    def tables(self) -> list[Copy]:
        return [self.events, self.contacts, self.told, *self.clocks.tables]
