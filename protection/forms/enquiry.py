"""What is typed in a Section 47 enquiry and about its medicals."""

from typing import Any

from accounts.models import User
from cases.forms.once import OnceForm
from cases.models import Visit
from protection.models import Section47Enquiry
from rules.codes import EnquiryOutcome, MedicalKind
from ui import forms
from ui.moments import day_words


def visit_words(visit: Visit) -> str:
    seen = "seen alone" if visit.seen_alone else "seen, not alone" if visit.seen else "not seen"
    place = f", {visit.place}" if visit.place else ""
    return f"{day_words(visit.on, visit.recorded_at)}{place}: {seen}"


class EnquiryWrite(forms.Form):
    """Everything may stay empty while it is being written; what is needed is said when it is sent."""

    version = forms.HiddenField(required=False)
    home_visit = forms.RecordField(
        Visit.objects.none(),
        label="Which visit was to the home?",
        called="the visit to the home",
        required=False,
        radios=True,
        label_of=visit_words,
        blank=True,
        empty_label="None of these",
        reveals={"": ["why_no_home_visit"]},
    )
    why_no_home_visit = forms.LongTextField(
        label="If the home was not visited, why not?",
        called="why the home was not visited",
        required=False,
        rows=2,
        max_length=4000,
    )
    why_not_seen = forms.LongTextField(
        label="If the child was not seen, why not?",
        called="why the child was not seen",
        required=False,
        rows=2,
        max_length=4000,
    )
    why_not_alone = forms.LongTextField(
        label="If the child was not seen alone, why not?",
        called="why the child was not seen alone",
        required=False,
        rows=2,
        max_length=4000,
    )
    parents_seen_on = forms.DayField(
        label="When were the parents or carers seen?",
        called="the date on which the parents were seen",
        required=False,
        not_future=True,
    )
    parents_seen = forms.LongTextField(
        label="Who was seen, and what did they say?",
        called="what the parents said",
        required=False,
        rows=4,
    )
    why_no_parents = forms.LongTextField(
        label="If no parent or carer was seen, why not?",
        called="why no parent was seen",
        required=False,
        rows=2,
        max_length=4000,
    )
    childs_words = forms.LongTextField(
        label="What does the child say, and want?",
        called="the child's own words",
        required=False,
        rows=5,
        help_text="Their own words, apart from what you make of them.",
    )
    why_no_words = forms.LongTextField(
        label="If there are none, why?",
        called="why there are no words of the child",
        required=False,
        rows=2,
        max_length=4000,
    )
    findings = forms.LongTextField(
        label="What was found, and what does it mean for the child?",
        called="what was found",
        required=False,
        rows=10,
    )
    substantiated = forms.YesNoField(
        label="Are the concerns substantiated?",
        called="whether the concerns are substantiated",
        required=False,
    )
    continuing_risk = forms.YesNoField(
        label="Is the child at continuing risk of significant harm?",
        called="whether there is a continuing risk",
        required=False,
    )
    outcome = forms.RadioField(
        label="What should follow?", called="the outcome", required=False, choices=EnquiryOutcome
    )
    outcome_why = forms.LongTextField(
        label="Why this outcome?",
        called="why this outcome was chosen",
        required=False,
        rows=4,
        max_length=10_000,
    )

    def __init__(self, *args: Any, enquiry: Section47Enquiry, **kwargs: Any) -> None:
        kwargs.setdefault("initial", as_typed(enquiry))
        super().__init__(*args, **kwargs)
        visits = Visit.objects.filter(case=enquiry.case_id, on__gte=enquiry.started_on)
        self.fields["home_visit"].queryset = visits  # type: ignore[attr-defined]
        if not visits.exists():
            del self.fields["home_visit"]

    def written(self) -> dict[str, Any]:
        """As `enquiries.record` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def version_opened(self) -> int:
        typed = str(self.cleaned_data.get("version", ""))
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def as_typed(enquiry: Section47Enquiry) -> dict[str, Any]:
    """What stands, as the form's fields hold it."""
    return {name: getattr(enquiry, name) for name in EnquiryWrite.base_fields}


class EnquirySend(forms.Form):
    to = forms.RecordField(
        User.objects.none(),
        label="Who authorises it?",
        called="who authorises it",
        label_of=lambda user: f"{user}, {user.role_label.lower()}",
    )

    def __init__(self, *args: Any, managers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = managers  # type: ignore[attr-defined]


class EnquiryAuthorise(forms.Form):
    """Authorising asks nothing more."""


class EnquiryReturn(forms.Form):
    comments = forms.LongTextField(
        label="What has to be done before it can be authorised?",
        called="what has to be done",
        rows=4,
        max_length=10_000,
    )


class EnquiryHandOver(forms.Form):
    lead = forms.RecordField(
        User.objects.none(), label="Who leads it from now on?", called="who leads it"
    )
    why = forms.LongTextField(label="Why?", called="why it changes hands", rows=2, max_length=2000)

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]


class EnquiryWithdraw(forms.Form):
    why = forms.LongTextField(
        label="Why is it withdrawn?", called="why it is withdrawn", rows=3, max_length=4000
    )


class EnquiryStandDown(forms.Form):
    why = forms.LongTextField(
        label="Why is no conference held?",
        called="why no conference is held",
        rows=3,
        max_length=4000,
        help_text="Such as: the family has moved for good, and the new council has been told.",
    )


class MedicalAsk(OnceForm):
    kind = forms.RadioField(
        label="What is the child examined for?",
        called="what the child is examined for",
        choices=MedicalKind,
    )
    asked_of = forms.TextField(
        label="Who was asked?",
        called="who was asked",
        max_length=120,
        width=30,
        help_text="The hospital, clinic or doctor.",
    )
    asked_at = forms.MomentField(
        label="When were they asked?", called="when they were asked", not_future=True
    )


class MedicalAttend(forms.Form):
    attended_at = forms.MomentField(
        label="When was the child examined?",
        called="when the child was examined",
        not_future=True,
    )
    examined_by = forms.TextField(
        label="Who examined the child?", called="who examined the child", max_length=120, width=30
    )
    result = forms.LongTextField(
        label="What did the medical find?", called="what the medical found", rows=4
    )
    late_reason = forms.LongTextField(
        label="Why is it late?", called="why it is late", required=False, rows=2, max_length=2000
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


class MedicalDrop(forms.Form):
    why = forms.LongTextField(
        label="Why will it not be held?", called="why it will not be held", rows=2, max_length=4000
    )
