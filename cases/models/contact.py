"""A contact: something an agency or a person told us, about one or more children, at a time."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from audit.models import Tracked, TrackedQuerySet
from cases.models.reference import contact_reference
from cases.models.short_lists import short_lists
from clocks.ledger import Facts
from clocks.models import Clock
from people.access import either, reading_of, restricted_open
from rules import lifecycles
from rules.access import DECIDERS, EVERYTHING, NO_RECORD, Reach
from rules.codes import ContactMethod, LevelOfNeed, ReferralSource
from rules.lifecycles import ContactState, Decision, Hat
from workflow.things import Thing

UNDECIDED = (ContactState.WAITING, ContactState.ENQUIRING)
"""States in which a manager still has to decide."""


class ContactQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ContactQuerySet":
        """The contacts this person may open. Start every contact query here."""
        return self.of(ContactChild.objects.visible_to(user))

    def of(self, children: "ContactChildQuerySet") -> "ContactQuerySet":
        """The contacts about some children, where those have been asked for already."""
        return self.filter(pk__in=children.order_by().values("contact"))


class Contact(Tracked):
    reference = models.CharField(
        max_length=12, unique=True, default=contact_reference, editable=False
    )
    token = models.UUIDField(null=True, unique=True, editable=False)
    """Given with the empty form: a form sent twice makes one contact."""
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    method = models.CharField(max_length=20, choices=ContactMethod.choices)
    source = models.CharField(max_length=2, choices=ReferralSource.choices)
    agency = models.ForeignKey(
        "people.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts_made",
    )
    caller_name = models.CharField(max_length=120, blank=True)
    caller_telephone = models.CharField(max_length=40, blank=True)
    may_name_caller = models.BooleanField(null=True)
    """Whether we may tell the family who rang; None while nobody asked."""
    concern = models.TextField()
    immediate_danger = models.BooleanField(default=False)
    domestic_abuse = models.BooleanField(default=False)
    level = models.CharField(max_length=4, choices=LevelOfNeed.choices)
    """As proposed by whoever recorded it."""
    level_reason = models.TextField(blank=True)
    risk = models.PositiveSmallIntegerField(default=5)
    """Where it stands in the queue: 0 is immediate danger."""
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="contacts")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = [
            models.Index(fields=["team", "-received_at"], name="contact_team_received"),
            models.Index(fields=["agency", "-received_at"], name="contact_agency_received"),
            models.Index(fields=["recorded_at"], name="contact_recorded"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at__lte=models.F("recorded_at")),
                name="contact_received_before_recorded",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def source_words(self) -> str:
        """Who told us, as the story says it: the agency, or what kind of person it was."""
        return self.agency.name if self.agency else ReferralSource.label_of(self.source).lower()


class ContactChildQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ContactChildQuerySet":
        """What this person may see of contacts, child by child."""
        reading = reading_of(user)  # first: it reads whom they cover as well
        match user.access.contacts:
            case Reach.ALL | Reach.TONIGHT:
                reach = Q()
            case Reach.AREA | Reach.TEAM:
                # The desk that took a contact in answers the caller who rings back, whoever the
                # child was sent on to; and so does whoever wrote it down.
                reach = (
                    Q(team__in=user.team_ids)
                    | Q(contact__team__in=user.team_ids)
                    | Q(contact__recorded_by=user.pk)
                    | Q(owner__in=user.covers_ids)
                )
            case Reach.OWN:
                reach = Q(owner__in=user.covers_ids)
            case _:
                reach = Q(pk=None)
        from cases.models.case import Case

        if reading.opened:
            reach = either(reach, Q(person__in=reading.opened))
        elif user.access.contacts in NO_RECORD:
            return self.none()
        if user.access.cases not in NO_RECORD and user.access.contacts not in EVERYTHING:
            # whoever may read a child's case may read what has been said about that child
            # EXISTS, so that a few contacts are looked up child by child, and many at once
            reach |= Q(Exists(Case.objects.visible_to(user).filter(person=OuterRef("person"))))
        return self.filter(reach).less(closed_contacts(user))

    def given_to(self, user: Any) -> "ContactChildQuerySet":
        """Of what this person may see, those given to them or to somebody they cover to answer: by
        what is closed to them alone, since whoever has to answer needs no more reach than that."""
        return self.filter(owner__in=user.covers_ids).less(closed_contacts(user))

    def less(self, some: Q) -> "ContactChildQuerySet":
        return self.exclude(some) if some else self

    def undecided(self) -> "ContactChildQuerySet":
        return self.filter(state__in=UNDECIDED)

    def riskiest(self) -> "ContactChildQuerySet":
        """Riskiest first, then least time left."""
        return self.order_by("risk", "received_at", "pk")


def closed_contacts(user: Any) -> Q:
    """Contacts that name a child closed to this user: what was said is about all its children at once,
    so that the whole of it is closed. Restricted children are few: their contacts are keys."""
    keys, barred = restricted_open(user), reading_of(user).barred
    closed = Q()
    if keys is not None:
        told = {contact for contact, person in short_lists(user).told if person not in keys}
        closed = Q(contact__in=told) if told else closed
    if barred:
        family = ContactChild.objects.order_by().filter(person__in=barred)
        closed |= Q(contact__in=family.values("contact"))
    return closed


class ContactChild(Thing):
    """One child's part in a contact: what was decided for this child, by whom and why."""

    states = ContactState
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="children")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="contacts")
    state = models.CharField(max_length=12, choices=ContactState.choices, editable=False)
    # copied from the contact, so that the queue is read from one index
    received_at = models.DateTimeField()
    risk = models.PositiveSmallIntegerField(default=5)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")

    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="contacts_taken"
    )
    accepted_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="contacts_passed_on",
    )
    """The worker of a child who is open already, or whoever covers them."""
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="contacts"
    )
    """The open case it was passed on to, or the case that the referral opened."""
    level = models.CharField(max_length=4, choices=LevelOfNeed.choices)
    decision = models.CharField(max_length=20, choices=Decision.choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="contacts_decided",
    )
    decided_at = models.DateTimeField(null=True)
    redirected_to = models.CharField(max_length=120, blank=True)
    screened_out = models.BooleanField(default=False)
    """Closed at the duty desk below the threshold; counted apart from managers' decisions."""
    tell_referrer = models.TextField(blank=True)

    objects = ContactChildQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], name="a_child_once_a_contact"),
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False)
                | (~Q(state="decided") & Q(decided_at=None)),
                name="decided_contact_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "risk", "received_at"],
                condition=Q(state__in=["waiting", "enquiring"]),
                name="contact_queue",
            ),
            models.Index(
                fields=["owner"], condition=Q(state="with-worker"), name="contact_with_worker"
            ),
            models.Index(fields=["team", "-received_at"], name="contact_child_team_received"),
            models.Index(
                fields=["contact"], condition=~Q(state="decided"), name="contact_child_undecided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}/{self.pk}"

    lifecycle = lifecycles.CONTACT  # type: ignore[assignment]
    thing = "contact"  # type: ignore[assignment]

    @property
    def occasion(self) -> str:
        return f"contact:{self.pk}"

    @property
    def root(self) -> models.Model:
        return self.contact

    def hats(self, user: Any) -> set[str]:
        hats: set[str] = set()
        if self.owner_id == user.pk:
            hats.add(Hat.WORKER)
        elif self.owner_id in user.covers_ids:
            hats.add(Hat.COVER)
        if user.role in DECIDERS and (
            user.access.contacts in EVERYTHING or self.team_id in user.team_ids
        ):
            hats.add(Hat.MANAGER)
        return hats

    def facts(self) -> Facts:
        # Further enquiries and a hand-over change who hears of it, never when it is due.
        return Facts(
            self.occasion,
            case=self.case,
            contact_id=self.contact_id,
            person_id=self.person_id,
            owner_id=self.owner_id or self.accepted_by_id,
            team_id=self.team_id,
            rule_set=self.case.rule_set if self.case else "",
            # what the decision itself starts (an assessment on new information) counts from then too
            started_at=self.contact.received_at,
        )

    def story(self) -> dict[str, Any]:
        return {"case_id": self.case_id, "contact_id": self.contact_id, "person_id": self.person_id}

    @property
    def state_label(self) -> str:
        if self.state == ContactState.DECIDED:
            return Decision.label_of(self.decision)
        return ContactState.label_of(self.state)

    # --- what the steps need (rules.lifecycles.NEEDS) ---
    @property
    def has_no_other_decider(self) -> bool:
        return self.accepted_by_id in (None, self.deciding_id)

    @property
    def has_open_case(self) -> bool:
        return self.case is not None and self.case.is_open

    deciding_id: int | None = None
    """Who is taking the step under way; the action sets it."""

    @property
    def has_level(self) -> bool:
        return self.level in LevelOfNeed.values()

    @property
    def is_below_threshold(self) -> bool:
        return self.has_level and not LevelOfNeed(self.level).needs_manager

    @property
    def is_not_urgent(self) -> bool:
        return not self.contact.immediate_danger

    @property
    def says_who_advised(self) -> bool:
        return bool(self.redirected_to.strip())

    @property
    def has_open_task(self) -> bool:
        return self.tasks.filter(state=lifecycles.TaskState.OPEN).exists()

    @property
    def decision_clock(self) -> Clock | None:
        """The clock that people watch for this decision, running or ended."""
        return next((clock for clock in self.clocks_here() if not clock.measures_only), None)

    def clocks_here(self) -> list[Clock]:
        if not hasattr(self, "_clocks"):
            self._clocks = list(
                Clock.objects.filter(occasion=self.occasion, rule__endswith="decision").order_by(
                    "pk"
                )
            )
        return self._clocks
