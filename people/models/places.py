"""Where people live."""

from collections.abc import Collection

from django.db import models
from django.db.models import F, Q

from audit.models import Tracked
from people import identifiers
from people.models.person import Person
from people.models.tidy import refuse, tidied
from rules.words import Words


class AddressKind(Words):
    MAIN = "main", "Main home"
    OTHER_HOME = "other-home", "Another home, such as the other parent's"
    TEMPORARY = "temporary", "Temporary"
    PLACEMENT = "placement", "Placement"
    POST = "post", "For letters only"


class Address(Tracked):
    """A place a person lives or lived, or has letters sent to."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(
        max_length=12, choices=AddressKind.choices, default=AddressKind.MAIN.value
    )
    lines = models.TextField(max_length=300, blank=True)
    """The address as it is written on an envelope, without the postcode."""
    postcode = models.CharField(max_length=8, blank=True)
    confidential = models.BooleanField(default=False)
    """Must not be told to the family or to partners: a refuge, a placement kept secret."""
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    """The last day there; None while it is current."""

    class Meta:
        ordering = (F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "-id")
        verbose_name_plural = "addresses"
        indexes = [
            models.Index(fields=["postcode"], name="address_postcode", condition=~Q(postcode=""))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="main", until=None),
                name="one_current_main_address",
                violation_error_message="This person has a main home already. Say until when they lived there first.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="address_ends_after_it_begins",
                violation_error_message="The last day at an address is before the first.",
            ),
            models.CheckConstraint(
                condition=~Q(lines="", postcode=""),
                name="address_says_something",
                violation_error_message="Enter the address, the postcode or both.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(
            [*filter(None, (line.strip() for line in self.lines.splitlines())), self.postcode]
        )

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        wrong = tidied(self, {"postcode": identifiers.postcode})
        refuse(wrong, super().clean_fields, exclude)
