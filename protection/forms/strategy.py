"""What is typed about a strategy discussion: the meeting, who took part, the children, what was
agreed."""

from typing import Any

from accounts.models import User
from cases.forms.once import OnceForm
from cases.models import Case
from protection.actions import strategy
from rules.codes import AgencyKind, EnquiryBasis, MeetingMethod
from ui import forms
from ui.formsets import rows

NOT_DISCUSSED, THE_SAME, OWN = "no", "same", "own"


class StrategyHold(OnceForm):
    held_at = forms.MomentField(
        label="When was it held?", called="when the discussion was held", not_future=True
    )
    method = forms.RadioField(
        label="How did people meet?", called="how people met", choices=MeetingMethod
    )
    place = forms.TextField(
        label="Where", called="where it was", required=False, max_length=80, width=30
    )
    why_no_police = forms.LongTextField(
        label="If nobody from the police took part, why not?",
        called="why the police did not take part",
        required=False,
        rows=2,
        max_length=2000,
    )
    why_no_health = forms.LongTextField(
        label="If nobody from health took part, why not?",
        called="why health did not take part",
        required=False,
        rows=2,
        max_length=2000,
    )
    offence_suspected = forms.YesNoField(
        label="Is a criminal offence suspected?",
        called="whether a criminal offence is suspected",
        reveals={"yes": ["offence_why"]},
    )
    offence_why = forms.LongTextField(
        label="What offence, and why?", called="what offence is suspected", rows=2, max_length=4000
    )
    late_reason = forms.LongTextField(
        label="If it was held late, why?",
        called="why it was held late",
        required=False,
        rows=2,
        max_length=2000,
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]

    def meeting(self, people: list[dict[str, Any]]) -> strategy.Meeting:
        told = self.cleaned_data
        return strategy.Meeting(
            held_at=told["held_at"],
            method=told["method"],
            place=told["place"],
            offence_suspected=told["offence_suspected"],
            offence_why=told["offence_why"],
            why_no_police=told["why_no_police"],
            why_no_health=told["why_no_health"],
            attendees=[strategy.Attendee(**each) for each in people],
        )


class PersonRow(forms.Form):
    name = forms.TextField(label="Name", called="the name", max_length=120, width=30)
    kind = forms.ChoiceField(label="From", called="which agency they are from", choices=AgencyKind)
    agency = forms.TextField(
        label="Which one, or as what",
        called="the name of the agency",
        required=False,
        max_length=120,
        width=30,
    )
    shared = forms.LongTextField(
        label="What they told the others",
        called="what they told the others",
        required=False,
        rows=2,
        max_length=10_000,
    )

    def has_changed(self) -> bool:
        """Where somebody is from makes nobody of an empty row."""
        return any(name != "kind" for name in self.changed_data)


class People(rows(PersonRow, prefix="people", noun="person", least=1, most=20)):  # type: ignore[misc]
    """Whoever records it stands first; two more rows wait for the police, which is what the first of
    them says already, and for health."""

    extra = 2

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        return {**kwargs, "initial": {"kind": AgencyKind.POLICE.value}} if index == 1 else kwargs


class AgreedRow(forms.Form):
    what = forms.TextField(label="What is to be done?", called="what is to be done", max_length=200)
    owner = forms.RecordField(
        User.objects.none(),
        label="Who does it?",
        called="who does it",
        help_text="For what somebody of another agency does: who of us sees to it.",
    )
    due_on = forms.DayField(
        label="By when?", called="the date by which it is to be done", not_past=True
    )
    case = forms.RecordField(
        Case.objects.none(),
        label="About which child?",
        called="which child it is about",
        label_of=lambda case: case.person.name,
    )

    def __init__(self, *args: Any, owners: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if len(cases) > 1:
            self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        else:
            del self.fields["case"]


Agreed = rows(AgreedRow, prefix="agreed", noun="action", least=0, most=20)


class ChildDecided(forms.Form):
    """What was decided for one child. A brother or sister may not have been discussed, or the same
    was decided as for the first."""

    included = forms.RadioField(
        label="Was this child discussed too?",
        called="whether this child was discussed",
        choices=[],
        reveals={OWN: ["section_47", "reason", "safety"]},
    )
    section_47 = forms.YesNoField(
        label="Are Section 47 enquiries to begin?",
        called="whether Section 47 enquiries begin",
        reveals={"yes": ["section_47_on", "lead", "basis", "basis_why"]},
    )
    section_47_on = forms.DayField(
        label="Decided on",
        called="the date on which Section 47 was decided",
        not_future=True,
        help_text="The day of this discussion, unless it was decided later.",
    )
    basis = forms.RadioField(
        label="Who makes the enquiries?",
        called="who makes the enquiries",
        choices=EnquiryBasis,
    )
    basis_why = forms.LongTextField(
        label="If a single agency, why?",
        called="why a single agency enquires",
        required=False,
        rows=2,
        max_length=4000,
    )
    lead = forms.RecordField(
        User.objects.none(),
        label="Who leads the enquiry?",
        called="who leads the enquiry",
        help_text="A qualified social worker.",
    )
    reason = forms.LongTextField(
        label="Why was this decided?", called="why this was decided", rows=3, max_length=10_000
    )
    safety = forms.LongTextField(
        label="How is the child safe tonight?",
        called="how the child is safe",
        rows=3,
        max_length=10_000,
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        leads: Any,
        first: Case | None = None,
        runs: bool = False,
        **kwargs: Any,
    ) -> None:
        """`first` is the child whom the page is about; None for that child itself. `runs`: an
        enquiry of this child is under way, and keeps its lead."""
        super().__init__(*args, prefix=f"child-{case.pk}", **kwargs)
        self.case, self.runs = case, runs
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]
        if runs:
            self.fields["lead"].required = False
            self.fields["lead"].help_text = "An enquiry runs already: it keeps its lead."
        if first is None:
            del self.fields["included"]
            return
        self.fields["included"].choices = [  # type: ignore[attr-defined]
            (NOT_DISCUSSED, "No"),
            (THE_SAME, f"Yes, and the same was decided as for {first.person.forename}"),
            (OWN, "Yes, and something of their own was decided"),
        ]

    @property
    def answer(self) -> str:
        return str(self.cleaned_data.get("included", OWN))

    def ruling(self, first: "ChildDecided | None" = None) -> strategy.Ruling | None:
        """None for a child who was not discussed."""
        if self.answer == NOT_DISCUSSED:
            return None
        told = first.cleaned_data if self.answer == THE_SAME and first else self.cleaned_data
        return strategy.Ruling(
            case=self.case,
            section_47=told["section_47"],
            section_47_on=told["section_47_on"],
            basis=told["basis"],
            basis_why=told["basis_why"],
            lead=told["lead"],
            reason=told["reason"],
            safety=told["safety"],
        )
