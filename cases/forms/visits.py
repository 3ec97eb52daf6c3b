"""What is recorded of a visit: once for a family, with a part for each of its children."""

from typing import Any

from cases.actions.visits import Sight
from cases.forms.once import OnceForm
from cases.models import Case
from rules.codes import VisitKind
from ui import forms

ALONE, NOT_ALONE, NOT_SEEN, UNANSWERED, PARENTS = (
    "alone",
    "not-alone",
    "not-seen",
    "unanswered",
    "parents",
)
ABSENT = "absent"

SEEN = [
    (ALONE, "Yes, and alone"),
    (NOT_ALONE, "Yes, but not alone"),
    (NOT_SEEN, "No, although somebody answered"),
    (UNANSWERED, "No: nobody answered"),
]
BEFORE_BIRTH = [(PARENTS, "The parents were seen"), (UNANSWERED, "Nobody answered")]
REVEALS = {
    NOT_ALONE: ["why_not_alone"],
    NOT_SEEN: ["why_not_seen"],
    UNANSWERED: ["why_unanswered"],
}


class _Seen(forms.Form):
    """The part of one child."""

    why_not_alone = forms.LongTextField(
        label="Why not alone?", called="why the child was not seen alone", rows=2, max_length=2000
    )
    why_not_seen = forms.LongTextField(
        label="Why not?", called="why the child was not seen", rows=2, max_length=2000
    )

    def sight(self, case: Case) -> Sight:
        """As `record_visits` takes it."""
        data = self.cleaned_data
        return Sight(
            case,
            seen=data["seen"] in (ALONE, NOT_ALONE),
            seen_alone=data["seen"] == ALONE,
            bedroom_seen=data.get("bedroom_seen"),
            why_not=data["why_not_alone"] or data["why_not_seen"] or data.get("why_unanswered", ""),
        )


class CaseVisit(OnceForm, _Seen):
    on = forms.DayField(
        label="When was the visit?", called="the date of the visit", not_future=True
    )
    kind = forms.ChoiceField(
        label="What was it for?",
        called="what the visit was for",
        choices=VisitKind,
        required=False,
        help_text="Only a child protection visit counts for the visits that a protection plan asks for.",
    )
    seen = forms.RadioField(
        label="Was the child seen?",
        called="whether the child was seen",
        choices=SEEN,
        reveals=REVEALS,
    )
    why_unanswered = forms.LongTextField(
        label="What did you try?", called="what you tried", rows=2, max_length=2000,
        help_text="Such as ringing, asking the school, leaving a card.",
    )  # fmt: skip
    bedroom_seen = forms.YesNoField(
        label="Did you see where the child sleeps?",
        called="whether you saw where the child sleeps",
        required=False,
        small=True,
    )
    place = forms.TextField(
        label="Where", called="where it was", required=False, max_length=80, width=30
    )
    note = forms.LongTextField(
        label="What you saw and heard", called="what you saw and heard", required=False
    )
    minutes_with_family = forms.NumberField(
        label="Minutes with the family",
        called="the minutes with the family",
        required=False,
        min_value=0,
        max_value=1440,
        help_text="Time with the child and the family, without travel and writing.",
    )
    late_reason = forms.LongTextField(
        label="Why is it late?",
        called="why it is late",
        rows=2,
        max_length=2000,
        required=False,
    )
    field_order = (
        "token", "on", "kind", "seen", "why_not_alone", "why_not_seen", "why_unanswered",
        "bedroom_seen", "place", "note", "minutes_with_family", "late_reason",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, late: bool = False, **kwargs: Any) -> None:
        self.usual = usual_kind(case)
        kwargs["initial"] = {"kind": self.usual, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if case.person.is_unborn:
            self.fields["seen"].choices = BEFORE_BIRTH  # type: ignore[attr-defined]
            self.fields["seen"].label = "Who was seen?"
            del self.fields["bedroom_seen"]
        if not late:
            del self.fields["late_reason"]

    def given(self) -> dict[str, Any]:
        """What is the same for every child of the family, as `record_visits` takes it."""
        data = self.cleaned_data
        return {
            "on": data["on"],
            "kind": data["kind"] or self.usual,
            "answered": data["seen"] != UNANSWERED,
            "place": data["place"],
            "note": data["note"],
            "minutes_with_family": data["minutes_with_family"],
            "late_reason": data.get("late_reason", ""),
        }


class SiblingSeen(_Seen):
    """A brother or sister at the same visit."""

    seen = forms.RadioField(
        label="",
        choices=[(ABSENT, "The visit was not to this child"), *SEEN[:3]],
        reveals={key: names for key, names in REVEALS.items() if key != UNANSWERED},
        initial=ABSENT,
        small=True,
    )
    bedroom_seen = forms.YesNoField(
        label="Did you see where this child sleeps?",
        called="whether you saw where the child sleeps",
        required=False,
        small=True,
    )
    field_order = ("seen", "why_not_alone", "why_not_seen", "bedroom_seen")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"child-{case.pk}", **kwargs)
        self.case = case
        name = case.person.name
        self.fields["seen"].label = f"Was {name} seen?"
        self.fields["seen"].required = False
        self.fields["seen"].called = f"whether {name} was seen"  # type: ignore[attr-defined]

    @property
    def present(self) -> bool:
        return self.cleaned_data.get("seen", "") not in ("", ABSENT)


def usual_kind(case: Case) -> str:
    """What a visit to this child is for, where nobody says otherwise."""
    if case.person.is_unborn:
        return VisitKind.BEFORE_BIRTH
    if case.visit_every_days:
        return VisitKind.STATUTORY
    return VisitKind.ASSESSMENT if case.is_being_enquired_into else VisitKind.IN_NEED
