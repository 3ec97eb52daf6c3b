"""The front door in the demo: who rings, who decides, and how long it takes them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cases.actions import contacts, decisions, tasks
from cases.models import Contact, ContactChild
from clocks.models import Clock
from people.models import Person
from socialcare.demo import words
from socialcare.demo.days import Days
from socialcare.demo.families import Family, make
from socialcare.demo.names import CALLERS, caller_of

LEVELS = ("2", "3a", "3b", "3b", "3b", "3b", "4")


class FrontDoor(Days):
    """Contacts and what is decided on them."""

    wait_for_worker: Callable[..., None]

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
        said = self.one(words.CONCERNS[level])
        agency, text = self.council.telling(said, agency), family.fill(said, about[0])
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
            caller_name=caller_of(agency.kind, self.one(CALLERS)),
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
