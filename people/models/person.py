"""Person: a child, an unborn child, a parent, a carer."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from people import access, identifiers
from people.ages import age_in_words, years_between
from people.models.tidy import refuse, tidied
from rules.codes import Disability, Ethnicity, Sex, UpnUnknown

if TYPE_CHECKING:
    from accounts.models import User

CHILDHOOD = 18
"""Years. A child is a person who has not reached this birthday, and an unborn one."""


class PersonQuerySet(TrackedQuerySet):
    def visible_to(self, user: "User") -> "PersonQuerySet":
        """The people `user` may find. Every list, search and count of people starts here."""
        return access.visible_to(self, user)


class NextReference(Func):
    """The next reference ("P100001"), given by the database, so that no two people share one."""

    function = "people_next_reference"
    output_field = models.CharField()


class Person(Tracked):
    """A child, an unborn child (expected date, no birth date), a parent, a carer.

    An unborn child becomes a born one on the same row: the expected date is taken out, the birth
    date put in; the reference and the row history stay.

    The table has one column more than the model, `name_words`: every word of the names, folded, for
    `people.matching`. The database works it out, so that no bulk load can leave it behind; a model
    field would put it into every read and into the row history.
    """

    reference = models.CharField(
        max_length=20, unique=True, editable=False, db_default=NextReference()
    )
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    known_as = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    """Other names this person uses or used, each as it is said: "Mo", "Amina Begum"."""
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_estimated = models.BooleanField(default=False)
    """The birth date was worked out from an age somebody gave ("about 7")."""
    expected_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    ethnicity = models.CharField(
        max_length=4, choices=Ethnicity.choices, default=Ethnicity.NOBT.value
    )
    disabilities = ArrayField(
        models.CharField(max_length=4, choices=Disability.choices), default=list, blank=True
    )
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    upn = models.CharField("unique pupil number", max_length=13, blank=True)
    upn_doubted = models.BooleanField(default=False, editable=False)
    """Another person has this number too, and whoever wrote it here may not find them: it stands
    until somebody who may find both says whose it is (`cases.actions.numbers`)."""
    upn_unknown = models.CharField(
        "why there is no unique pupil number",
        max_length=3,
        choices=UpnUnknown.choices,
        blank=True,
    )
    first_language = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    warning = models.CharField(max_length=200, blank=True)
    """What a worker has to know before a visit; shown above everything else about this person."""
    warning_review_on = models.DateField(null=True, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    restricted = models.BooleanField(default=False, db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("surname", "forename", "id")
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(
                fields=["expected_on"],
                name="person_expected_on",
                condition=Q(expected_on__isnull=False),
            ),
            models.Index(
                fields=["nhs_number"], name="person_nhs_number", condition=~Q(nhs_number="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["upn"],
                condition=~Q(upn="") & Q(upn_doubted=False),
                name="person_upn_is_unique",
                violation_error_message="Another person has this unique pupil number.",
            ),
            models.CheckConstraint(
                condition=Q(upn="") | Q(upn_unknown=""),
                name="person_upn_or_why_not",
                violation_error_message="Give the unique pupil number or why there is none, not both.",
            ),
            models.CheckConstraint(
                condition=~Q(forename="", surname=""),
                name="person_has_a_name",
                violation_error_message="Enter a forename, a surname or both.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None) | Q(expected_on=None),
                name="person_is_born_or_expected",
                violation_error_message="Give a birth date or an expected date, not both.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None) | Q(died_on=None) | Q(died_on__gte=F("birth_date")),
                name="person_died_after_birth",
                violation_error_message="The date of death is before the birth date.",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number__regex=r"^(\d{10})?$"),
                name="person_nhs_number_is_ten_digits",
                violation_error_message="An NHS number has ten digits.",
            ),
            models.CheckConstraint(
                condition=Q(upn__regex=r"^([A-Z]\d{11}[\dA-Z])?$"),
                name="person_upn_has_its_shape",
                violation_error_message="A unique pupil number is a letter, eleven digits, and a digit or letter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Tidy what was typed before it is checked; say everything that is wrong at once."""
        self.forename = " ".join(self.forename.split())
        self.surname = " ".join(self.surname.split())
        self.known_as = [" ".join(name.split()) for name in self.known_as if name.strip()]
        wrong = tidied(self, {"nhs_number": identifiers.nhs_number, "upn": identifiers.upn})
        if "NONE" in self.disabilities and len(self.disabilities) > 1:
            wrong["disabilities"] = "No disability cannot stand beside a disability."
        refuse(wrong, super().clean_fields, exclude)

    @property
    def name(self) -> str:
        if self.expected_on and not self.forename:
            return f"Unborn baby {self.surname}"
        return f"{self.forename} {self.surname}".strip()

    @property
    def is_unborn(self) -> bool:
        return self.expected_on is not None

    def age_on(self, day: date) -> str:
        """The age in words on a day: "3 weeks", "7 years", "about 7", "unborn, due 3 May"."""
        return age_in_words(
            day,
            birth_date=self.birth_date,
            estimated=self.birth_estimated,
            expected_on=self.expected_on,
            died_on=self.died_on,
        )

    @property
    def age(self) -> str:
        """The age in words today, for templates; code that has a day uses `age_on`."""
        return self.age_on(timezone.localdate())

    def years_on(self, day: date) -> int | None:
        """Completed years of age on a day; None when not born by then or not known."""
        if self.birth_date is None or day < self.birth_date:
            return None
        return years_between(self.birth_date, day)

    def is_child_on(self, day: date) -> bool | None:
        """Whether a child (or unborn) on a day; None when the age is not known."""
        if self.expected_on is not None:
            return True
        if self.birth_date is None:
            return None
        return years_between(self.birth_date, day) < CHILDHOOD
