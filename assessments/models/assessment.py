"""An assessment of one child, and the narrative that brothers and sisters share."""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import TrackedQuerySet
from cases.models import Case
from clocks.ledger import Facts, overdue
from rules import lifecycles
from rules.assessment_types import ANALYSIS, VOICE, AssessmentType, Outcome, Part, type_for
from rules.codes import AssessmentFactor, QualityGrade
from rules.lifecycles import AssessmentState, Hat
from rules.triangle import Domain
from workflow.things import Thing

UNFINISHED = (
    AssessmentState.CALLED_FOR,
    AssessmentState.DRAFT,
    AssessmentState.SENT,
    AssessmentState.RETURNED,
)
BEING_WRITTEN = (AssessmentState.DRAFT, AssessmentState.RETURNED)


class Seen(NamedTuple):
    """What is known of seeing the child: from what the author wrote, else from the visits."""

    on: date | None = None
    alone: bool | None = None
    why_not: str = ""
    why_not_alone: str = ""
    from_visit: bool = False


class Narrative(models.Model):
    """What is written once for brothers and sisters who are assessed together: the text of the
    parts that may be shared. The assessments that point at it are the group."""

    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"shared since {self.begun_at:%Y-%m-%d}"


class AssessmentQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """The assessments this person may open: those of the cases they may open."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def unfinished(self) -> "AssessmentQuerySet":
        """Called for or begun, and neither authorised nor withdrawn."""
        return self.filter(state__in=UNFINISHED)

    def to_authorise(self, user: Any) -> "AssessmentQuerySet":
        """Sent to this person, or to somebody they cover, and waiting."""
        return self.filter(state=AssessmentState.SENT, sent_to__in=user.covers_ids)


class Assessment(Thing):
    """One assessment of one child. Its questions, its needs and its outcomes are the row of its
    kind in `rules.assessment_types`; the words are in `PartText`, a row for each part."""

    states = AssessmentState
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=AssessmentState.choices, editable=False)
    occasion_of_clock = models.CharField(max_length=40, blank=True)
    """What its clock runs for, such as `case:12`; empty when it has a clock of its own."""
    started_on = models.DateField()
    """Day 0 of its clock: the referral, the new information, or the day it was called for."""
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="assessments"
    )
    """None while it has been called for and nobody has begun."""
    narrative = models.ForeignKey(
        Narrative, null=True, on_delete=models.PROTECT, related_name="assessments"
    )

    child_seen = models.BooleanField(null=True)
    child_seen_on = models.DateField(null=True)
    why_not_seen = models.TextField(blank=True)
    seen_alone = models.BooleanField(null=True)
    why_not_alone = models.TextField(blank=True)
    why_no_words = models.TextField(blank=True)
    """Why the child's own words are missing, as for a baby."""
    factors = ArrayField(models.CharField(max_length=4), default=list)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_why = models.TextField(blank=True)

    sent_at = models.DateTimeField(null=True)
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
    grade = models.CharField(
        max_length=20, choices=QualityGrade.choices, blank=True, default="", db_default=""
    )
    """How good it is, as judged by whoever authorised it; empty where they did not say."""
    version = models.PositiveIntegerField(default=1)
    """Of the facts; a form that was opened at an older one is not saved over them."""

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("-started_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "occasion_of_clock"],
                condition=Q(state__in=["called-for", "draft", "sent", "returned"]),
                name="one_unfinished_assessment_an_occasion",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["called-for", "withdrawn"]) | Q(author__isnull=False),
                name="assessment_begun_has_an_author",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, sent_to__isnull=False),
                name="assessment_sent_says_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="authorised")
                | Q(authorised_at__isnull=False, authorised_by__isnull=False),
                name="assessment_authorised_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(authorised_by=None) | ~Q(authorised_by=models.F("author")),
                name="author_does_not_authorise",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_to", "sent_at"],
                condition=Q(state="sent"),
                name="assessment_to_authorise",
            ),
            models.Index(
                fields=["author"],
                condition=Q(state__in=["draft", "returned"]),
                name="assessment_being_written",
            ),
            models.Index(
                fields=["authorised_at"],
                condition=Q(state="authorised"),
                name="assessment_authorised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type.label} of {self.started_on}"

    # --- what the engine asks ---
    @property
    def type(self) -> AssessmentType:
        return type_for(self.kind)

    @property
    def lifecycle(self) -> lifecycles.Lifecycle:
        return lifecycles.assessment(self.type.needs)

    @property
    def thing(self) -> str:
        return self.type.clock

    @property
    def occasion(self) -> str:
        return self.occasion_of_clock or super().occasion

    @property
    def root(self) -> models.Model:
        return self.case

    def hats(self, user: Any) -> set[str]:
        hats = self.case.hats(user)
        if self.author_id == user.pk:
            hats.add(Hat.AUTHOR)
        return hats

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.case.person_id,
            owner_id=self.case.worker_id,
            team_id=self.case.team_id,
            rule_set=self.case.rule_set,
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()

    # --- reading it ---
    @property
    def is_being_written(self) -> bool:
        return self.state in BEING_WRITTEN

    @property
    def is_authorised(self) -> bool:
        return self.state == AssessmentState.AUTHORISED

    @property
    def grade_label(self) -> str:
        return QualityGrade.label_of(self.grade)

    @property
    def outcome_row(self) -> Outcome | None:
        """The row for what was chosen; None for nothing, or for one the type does not have."""
        return next((row for row in self.type.outcomes if row.key == self.outcome), None)

    def is_shared(self, part: Part) -> bool:
        """Whether this part is written once for all the children of the group."""
        return part.shared and self.narrative_id is not None

    def texts(self) -> dict[str, Any]:
        """The `PartText` rows of every part that has one, by key: its own, and those it shares."""
        from assessments.models.text import PartText

        mine = Q(assessment=self)
        if self.narrative_id:
            mine |= Q(narrative=self.narrative_id)
        rows = PartText.objects.filter(mine).select_related("saved_by")
        return {row.key: row for row in rows if self._is_home_of(row)}

    def _is_home_of(self, row: Any) -> bool:
        # A child that joined a group late may still have a row of its own for a part now shared.
        part = next((part for part in self.type.parts if part.key == row.key), None)
        return part is not None and self.is_shared(part) == (row.narrative_id is not None)

    def words_of(self, key: str) -> str:
        row = self.texts().get(key)
        return row.text.strip() if row else ""

    @property
    def seen(self) -> Seen:
        """What the author recorded; else the newest visit of the time that it covers, so that
        nobody types a visit twice."""
        if self.child_seen is not None:
            return Seen(
                self.child_seen_on if self.child_seen else None,
                self.seen_alone if self.child_seen else None,
                self.why_not_seen,
                self.why_not_alone,
            )
        visits = [v for v in self.case.visits.all() if v.on >= self.started_on]
        if alone := next((v for v in visits if v.seen and v.seen_alone), None):
            return Seen(alone.on, True, from_visit=True)
        if seen := next((v for v in visits if v.seen), None):
            return Seen(seen.on, False, "", seen.why_not, True)
        return Seen()

    @property
    def parenting_written(self) -> tuple[int, int]:
        """How many of the dimensions of parenting capacity have words in them, and of how many."""
        texts = self.texts()
        parts = self.type.parts_of(Domain.PARENTING)
        return sum(1 for p in parts if p.key in texts and texts[p.key].text.strip()), len(parts)

    # --- what the steps need (rules.lifecycles.NEEDS) ---
    @property
    def lateness_is_explained(self) -> bool:
        """Its own clock is in time, or the reason is given; others on the occasion do not count."""
        if self.late_reason_given.strip():
            return True
        late = overdue(self.occasion, self.acting_at or timezone.now())
        return not any(clock.rule == self.type.clock for clock in late)

    @property
    def child_seen_or_reason(self) -> bool:
        seen = self.seen
        return seen.on is not None or bool(seen.why_not.strip())

    @property
    def seen_alone_or_reason(self) -> bool:
        seen = self.seen
        if seen.on is None:
            # Not seen at all: the reason for that is the reason for this.
            return bool(seen.why_not.strip())
        return bool(seen.alone) or bool(seen.why_not_alone.strip())

    @property
    def agency_asked(self) -> bool:
        return self.agencies.exists()  # type: ignore[attr-defined]

    @property
    def analysis_written(self) -> bool:
        return len(self.words_of(ANALYSIS.key).split()) >= self.type.minimum_analysis_words

    @property
    def childs_words_or_reason(self) -> bool:
        return bool(self.why_no_words.strip() or self.words_of(VOICE.key))

    @property
    def parenting_capacity_covered(self) -> bool:
        written, of = self.parenting_written
        return written == of

    @property
    def factors_chosen(self) -> bool:
        return bool(self.factors) and set(self.factors) <= set(AssessmentFactor.values())

    @property
    def outcome_chosen(self) -> bool:
        return self.outcome_row is not None

    @property
    def outcome_is_explained(self) -> bool:
        return not self.outcome_asks_why or bool(self.outcome_why.strip())

    @property
    def outcome_asks_why(self) -> bool:
        """An outcome is chosen, and it is one that is explained in words."""
        row = self.outcome_row
        return row is not None and row.says_why
