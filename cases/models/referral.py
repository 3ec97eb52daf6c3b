"""A referral: what opened a case."""

from django.db import models

from audit.models import Tracked
from cases.models.case import Case
from rules.codes import (
    PrimaryNeed,
    ReferralSource,
)


class Referral(Tracked):
    """A contact accepted for one child; what opened the case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="referral")
    contact_child = models.OneToOneField(
        "cases.ContactChild", on_delete=models.PROTECT, related_name="referral"
    )
    received_on = models.DateField()
    """The date the contact was received: the date of referral in every clock and return."""
    source = models.CharField(max_length=2, choices=ReferralSource.choices)
    primary_need = models.CharField(max_length=2, choices=PrimaryNeed.choices, default="N0")
    reason = models.TextField()
    previous = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="re_referrals"
    )
    """The child's last case, when its referral was within twelve months of this one."""

    class Meta:
        ordering = ("-received_on", "-pk")

    def __str__(self) -> str:
        return f"referral of {self.received_on}"
