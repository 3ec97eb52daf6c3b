"""A Section 47 enquiry into one child, and the medicals that it asked for."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from assessments.models import Assessment
from assessments.models.assessment import Seen
from audit.models import TrackedQuerySet
from cases.models import Case, Visit
from clocks.ledger import Facts
from clocks.models import Clock
from rules import lifecycles
from rules.codes import EnquiryOutcome, MedicalKind
from rules.lifecycles import EnquiryState, Hat, MedicalState
from workflow.things import Thing

BEING_MADE = (EnquiryState.UNDER_WAY, EnquiryState.RETURNED)
UNFINISHED = (*BEING_MADE, EnquiryState.SENT)
AUTHORISED = (EnquiryState.AUTHORISED, EnquiryState.CONFERRED, EnquiryState.STOOD_DOWN)


class EnquiryQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "EnquiryQuerySet":
        """Those of the cases this person may open."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def unfinished(self) -> "EnquiryQuerySet":
        """Neither authorised nor withdrawn."""
        return self.filter(state__in=UNFINISHED)

    def awaiting_conference(self) -> "EnquiryQuerySet":
        """Authorised with a conference as the outcome, which has not been held."""
        return self.filter(state=EnquiryState.AUTHORISED, outcome=EnquiryOutcome.CONFERENCE.value)

    def running(self) -> "EnquiryQuerySet":
        """Those that keep a case from being closed."""
        return self.filter(
            Q(state__in=UNFINISHED)
            | Q(state=EnquiryState.AUTHORISED, outcome=EnquiryOutcome.CONFERENCE.value)
        )

    def counted(self) -> "EnquiryQuerySet":
        """All but those withdrawn."""
        return self.exclude(state=EnquiryState.WITHDRAWN)


class Section47Enquiry(Thing):
    states = EnquiryState
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="section_47_enquiries")
    strategy_child = models.OneToOneField(
        "protection.StrategyChild", on_delete=models.PROTECT, related_name="began"
    )
    """What the discussion that began it decided; its conference is counted from there."""
    started_on = models.DateField()
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enquiries_led"
    )
    state = models.CharField(max_length=12, choices=EnquiryState.choices, editable=False)
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="section_47_enquiries"
    )
    home_visit = models.ForeignKey(
        Visit, null=True, on_delete=models.PROTECT, related_name="section_47_enquiries"
    )
    why_no_home_visit = models.TextField(blank=True)
    why_not_seen = models.TextField(blank=True)
    why_not_alone = models.TextField(blank=True)
    parents_seen_on = models.DateField(null=True)
    parents_seen = models.TextField(blank=True)
    """Which parents and carers were seen, and what they said."""
    why_no_parents = models.TextField(blank=True)
    childs_words = models.TextField(blank=True)
    why_no_words = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    substantiated = models.BooleanField(null=True)
    continuing_risk = models.BooleanField(null=True)
    outcome = models.CharField(max_length=24, choices=EnquiryOutcome.choices, blank=True)
    outcome_why = models.TextField(blank=True)

    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_why = models.TextField(blank=True)
    authorised_at = models.DateTimeField(null=True)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    conferred_on = models.DateField(null=True)
    """The day of the conference that it led to."""
    stood_down_on = models.DateField(null=True)
    """The day on which a manager said that the conference it asked for is not held after all."""
    version = models.PositiveIntegerField(default=1)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ("-started_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["under-way", "sent", "returned"]),
                name="one_unfinished_enquiry_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, sent_to__isnull=False),
                name="enquiry_sent_says_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["authorised", "conferred"])
                | Q(authorised_at__isnull=False, authorised_by__isnull=False) & ~Q(outcome=""),
                name="enquiry_authorised_says_by_whom_and_what",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by=None) | ~Q(authorised_by=F("sent_by")),
                name="enquiry_author_does_not_authorise",
            ),
            models.CheckConstraint(
                condition=~Q(state="conferred") | Q(conferred_on__isnull=False),
                name="enquiry_conferred_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="stood-down") | Q(stood_down_on__isnull=False),
                name="enquiry_stood_down_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"], condition=Q(state="sent"), name="enquiry_to_authorise"
            ),
            models.Index(
                fields=["outcome"], condition=Q(state="authorised"), name="enquiry_authorised"
            ),
        ]

    def __str__(self) -> str:
        return f"Section 47 enquiry of {self.started_on}"

    lifecycle = lifecycles.SECTION_47  # type: ignore[assignment]
    thing = "section-47"  # type: ignore[assignment]

    @property
    def root(self) -> models.Model:
        return self.case

    def hats(self, user: Any) -> set[str]:
        hats = self.case.hats(user)
        if self.lead_id == user.pk:
            hats.add(Hat.OWNER)
        if user.pk in (self.lead_id, self.sent_by_id):
            hats.add(Hat.AUTHOR)
        return hats

    def facts(self) -> Facts:
        held_at = self.strategy_child.discussion.held_at
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.case.person_id,
            owner_id=self.case.worker_id or self.lead_id,
            team_id=self.case.team_id,
            rule_set=self.case.rule_set,
            started_at=held_at,
            started_on=timezone.localtime(held_at).date(),
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()

    @property
    def is_being_made(self) -> bool:
        return self.state in BEING_MADE

    @property
    def is_authorised(self) -> bool:
        return self.state in AUTHORISED

    @property
    def outcome_label(self) -> str:
        return EnquiryOutcome.label_of(self.outcome) if self.outcome else ""

    @property
    def visits(self) -> list[Visit]:
        """The visits of its time, the newest first: nobody types a visit twice."""
        until = timezone.localtime(self.authorised_at).date() if self.authorised_at else date.max
        return [v for v in self.case.visits.all() if self.started_on <= v.on <= until]

    @property
    def seen(self) -> Seen:
        """When the child was seen, from the visits; else why not, as the lead wrote."""
        visits = self.visits
        if alone := next((v for v in visits if v.seen and v.seen_alone), None):
            return Seen(alone.on, True, from_visit=True)
        if seen := next((v for v in visits if v.seen), None):
            return Seen(seen.on, False, "", self.why_not_alone or seen.why_not, True)
        return Seen(why_not=self.why_not_seen, why_not_alone=self.why_not_alone)

    # --- what the steps need (rules.lifecycles.NEEDS) ---
    @property
    def has_assessment(self) -> bool:
        return self.assessment_id is not None

    @property
    def home_visit_or_reason(self) -> bool:
        return self.home_visit_id is not None or bool(self.why_no_home_visit.strip())

    @property
    def child_seen_or_reason(self) -> bool:
        seen = self.seen
        return seen.on is not None or bool(seen.why_not.strip())

    @property
    def seen_alone_or_reason(self) -> bool:
        seen = self.seen
        if seen.on is None:
            return bool(seen.why_not.strip())
        return bool(seen.alone) or bool(seen.why_not_alone.strip())

    @property
    def parents_seen_or_reason(self) -> bool:
        return self.parents_seen_on is not None or bool(self.why_no_parents.strip())

    @property
    def no_medical_outstanding(self) -> bool:
        return not self.medicals.filter(state=MedicalState.ASKED).exists()  # type: ignore[attr-defined]

    @property
    def childs_words_or_reason(self) -> bool:
        return bool(self.childs_words.strip() or self.why_no_words.strip())

    @property
    def findings_written(self) -> bool:
        return bool(self.findings.strip())

    @property
    def substantiated_said(self) -> bool:
        return self.substantiated is not None

    @property
    def risk_said(self) -> bool:
        return self.continuing_risk is not None

    @property
    def outcome_chosen(self) -> bool:
        return self.outcome in EnquiryOutcome.values()

    @property
    def outcome_is_explained(self) -> bool:
        return bool(self.outcome_why.strip())

    @property
    def outcome_fits_risk(self) -> bool:
        return not (self.continuing_risk and self.outcome == EnquiryOutcome.NO_FURTHER_ACTION)

    @property
    def outcome_is_a_conference(self) -> bool:
        return self.outcome == EnquiryOutcome.CONFERENCE

    @property
    def has_no_conference_ahead(self) -> bool:
        return self.case.has_no_conference_ahead  # type: ignore[no-any-return]

    @property
    def outcome_is_no_conference(self) -> bool:
        return not self.outcome_is_a_conference

    @property
    def enquiry_lead_is_qualified(self) -> bool:
        return self.lead.is_qualified and self.lead.is_active


class MedicalQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "MedicalQuerySet":
        """Those of the cases this person may open."""
        return self.filter(enquiry__case__in=Case.objects.visible_to(user))

    def outstanding(self) -> "MedicalQuerySet":
        """Asked for, and neither held nor given up."""
        return self.filter(state=MedicalState.ASKED)

    def overdue(self, now: Any) -> "MedicalQuerySet":
        """W42: outstanding past their clock, the longest first."""
        late = Clock.objects.running().filter(
            rule="medical",
            due_at__lt=now,
            occasion=Concat(Value("medical:"), Cast(OuterRef("pk"), models.CharField())),
        )
        return self.outstanding().filter(Exists(late)).order_by("asked_at", "pk")


class Medical(Thing):
    """A medical examination that an enquiry asked for."""

    states = MedicalState
    enquiry = models.ForeignKey(Section47Enquiry, on_delete=models.PROTECT, related_name="medicals")
    kind = models.CharField(max_length=14, choices=MedicalKind.choices)
    asked_at = models.DateTimeField()
    asked_of = models.CharField(max_length=120)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=MedicalState.choices, editable=False)
    attended_at = models.DateTimeField(null=True)
    examined_by = models.CharField(max_length=120, blank=True)
    result = models.TextField(blank=True)
    why_dropped = models.TextField(blank=True)

    objects = MedicalQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="attended") | Q(attended_at__gte=F("asked_at")),
                name="medical_attended_after_it_was_asked_for",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="asked"), name="medical_outstanding"
            )
        ]

    def __str__(self) -> str:
        return f"medical asked for on {self.asked_at:%Y-%m-%d}"

    lifecycle = lifecycles.MEDICAL  # type: ignore[assignment]
    thing = "medical"  # type: ignore[assignment]

    @property
    def root(self) -> models.Model:
        return self.enquiry.case

    def hats(self, user: Any) -> set[str]:
        return self.enquiry.hats(user)

    def facts(self) -> Facts:
        case = self.enquiry.case
        return Facts(
            self.occasion,
            case=case,
            person_id=case.person_id,
            owner_id=case.worker_id or self.enquiry.lead_id,
            team_id=case.team_id,
            rule_set=case.rule_set,
            started_at=self.asked_at,
        )

    def story(self) -> dict[str, Any]:
        return self.enquiry.case.story()

    @property
    def kind_label(self) -> str:
        return MedicalKind.label_of(self.kind)

    @property
    def says_who_examined(self) -> bool:
        return bool(self.examined_by.strip())
