"""Who people are to each other."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from audit.models import Tracked, TrackedQuerySet
from people.models.person import Person
from rules.codes import RelationshipKind


class RelationshipQuerySet(TrackedQuerySet):
    def on(self, day: date) -> "RelationshipQuerySet":
        """Those in force on a day; an unknown start counts as begun."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def of(self, person: Person) -> "RelationshipQuerySet":
        """Those at either end of which a person stands."""
        return self.filter(Q(person=person) | Q(other=person))


class Relationship(Tracked):
    """`person` is the `kind` of `other`: "Zofia is the mother of Jan". Stored once and read from
    both ends (`people.families.relations_of`); `people.families.relate` writes it the right way
    round."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    other = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="relationships_from_others"
    )
    kind = models.CharField(max_length=30, choices=RelationshipKind.choices)
    parental_responsibility = models.BooleanField(default=False)
    """`person` has parental responsibility for `other`."""
    lives_with = models.BooleanField(default=False)
    """The two share a home: one household."""
    notes = models.TextField(max_length=1000, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            # Least and Greatest: a sibling of my sibling is one fact, whichever end wrote it
            models.UniqueConstraint(
                Least("person", "other"),
                Greatest("person", "other"),
                "kind",
                condition=Q(until=None),
                name="one_current_relationship_of_a_kind",
                violation_error_message="This relationship is recorded already.",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="nobody_is_related_to_themselves",
                violation_error_message="A person cannot be related to themselves.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="relationship_ends_after_it_begins",
                violation_error_message="The relationship ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is the {self.kind} of {self.other_id}"

    def clean(self) -> None:
        super().clean()
        if self.person_id is not None and self.person_id == self.other_id:
            raise ValidationError("A person cannot be related to themselves.")
