"""The shapes of what is typed into an assessment."""

from typing import Any

from assessments.models import Assessment
from people.models import Agency
from rules.assessment_types import AssessmentType
from rules.codes import AssessmentFactor, QualityGrade
from ui import forms


class Version(forms.HiddenField):
    """The version a form was opened at; what is not a number is a version that never was."""

    def clean(self, value: Any) -> int:
        text = str(super().clean(value) or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class Start(forms.Form):
    kind = forms.HiddenField()
    cases = forms.RecordsField(None, label="Assess together", required=False)

    def __init__(self, *args: Any, beside: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = beside  # type: ignore[attr-defined]


class Part(forms.Form):
    text = forms.LongTextField(label="Text", required=False, rows=14)
    version = Version(required=False)
    page = forms.HiddenField(required=False, max_length=36)
    names_meant = forms.TickField(label="The name is meant to be here")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class Compare(forms.Form):
    choice = forms.RadioField(
        label="Which words are to stand?",
        called="which words are to stand",
        choices=[
            ("theirs", "The saved words, as they are"),
            ("yours", "Mine, in place of the saved ones"),
            ("both", "Both, as I put them together here"),
        ],
        reveals={"both": ["both"]},
    )
    both = forms.LongTextField(label="Both together", rows=14)
    version = Version(required=False)


SEEN = [
    ("alone", "Yes, and alone for at least part of the time"),
    ("not-alone", "Yes, but not alone"),
    ("no", "No"),
]


class Findings(forms.Form):
    seen = forms.RadioField(
        label="Has the child been seen?",
        choices=SEEN,
        required=False,
        reveals={"not-alone": ["why_not_alone"], "no": ["why_not_seen"]},
    )
    why_not_alone = forms.LongTextField(
        label="Why not alone?", required=False, rows=2, max_length=2_000
    )
    why_not_seen = forms.LongTextField(
        label="Why has the child not been seen?", required=False, rows=2, max_length=2_000
    )
    child_seen_on = forms.DayField(
        label="When was the child last seen?",
        called="the day the child was seen",
        required=False,
        not_future=True,
    )
    why_no_words = forms.LongTextField(
        label="If there are no words of the child's own, why?",
        help_text="For a baby, say what you saw instead in the part on the child's own words.",
        required=False,
        rows=2,
        max_length=2_000,
    )
    factors = forms.CheckboxesField(
        label="What has been found", choices=AssessmentFactor, required=False, small=True
    )
    outcome = forms.RadioField(label="Outcome", required=False)
    outcome_why = forms.LongTextField(
        label="Why this outcome?", required=False, rows=4, max_length=5_000
    )
    version = Version(required=False)

    def __init__(self, *args: Any, kind: AssessmentType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = [(row.key, row.label) for row in kind.outcomes]  # type: ignore[attr-defined]
        explained = [row.label.lower() for row in kind.outcomes if row.says_why]
        self.fields["outcome_why"].help_text = f"Needed for {', '.join(explained)}."

    def clean(self) -> None:
        seen, day = self.cleaned_data.get("seen"), self.cleaned_data.get("child_seen_on")
        if seen in ("alone", "not-alone") and day is None and "child_seen_on" not in self.errors:
            self.add_error("child_seen_on", "Enter the day the child was seen, like 3/4/2026.")
        if seen == "no" and day is not None:
            self.add_error("seen", "You gave a day on which the child was seen: choose yes.")
        if not seen and day is not None:
            self.add_error("seen", "Say whether the child was alone when you saw them.")


class Asked(forms.Form):
    agency = forms.ChoiceField(label="Agency", required=False, empty="Not on this list")
    name = forms.TextField(
        label="Or its name, when it is not on the list", required=False, max_length=120
    )
    asked_on = forms.DayField(
        label="When did you ask?", called="the day you asked", not_future=True
    )
    said = forms.LongTextField(
        label="What did they say?",
        help_text="Leave it empty while they have not answered.",
        required=False,
        rows=4,
        max_length=5_000,
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(agency.pk): agency for agency in agencies}
        rows = [("", "Not on this list"), *((pk, a.name) for pk, a in self.agencies.items())]
        self.fields["agency"].choices = rows  # type: ignore[attr-defined]

    def clean(self) -> None:
        given = self.cleaned_data.get("agency") or self.cleaned_data.get("name")
        if not given and not self.errors.get("agency"):
            self.add_error("agency", "Choose the agency, or give its name.")


class Answer(forms.Form):
    said = forms.LongTextField(label="What did they say?", required=False, rows=3, max_length=5_000)
    version = forms.HiddenField(required=False, max_length=16)


class Send(forms.Form):
    to = forms.RadioField(label="Who is asked to authorise it?", called="who authorises it")
    names_meant = forms.TickField(label="The names are meant to be there")

    def __init__(self, *args: Any, managers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.managers = {str(user.pk): user for user in managers}
        to = self.fields["to"]
        to.choices = [  # type: ignore[attr-defined]
            (pk, f"{user.name}, {user.role_label}") for pk, user in self.managers.items()
        ]


class Authorise(forms.Form):
    grade = forms.RadioField(
        label="How good is it?",
        choices=QualityGrade,
        hints={
            QualityGrade.INADEQUATE.value: "Return it instead, unless the child cannot wait for that."
        },
        help_text="Your judgement of the work. It stands beside the share done in time on your team's page; "
        "it is not part of the document.",
        required=False,
        small=True,
    )
    late_reason = forms.LongTextField(
        label="Why is it late?", called="why it is late", rows=3, max_length=2_000
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


class Return(forms.Form):
    comments = forms.LongTextField(
        label="What has to change?", called="what has to change", rows=4, max_length=5_000
    )


class Comment(forms.Form):
    key = forms.HiddenField()
    text = forms.LongTextField(label="Comment", called="the comment", rows=3, max_length=2_000)


class Correct(forms.Form):
    text = forms.LongTextField(
        label="What is wrong in it, and what is right?",
        called="what is wrong, and what is right",
        rows=4,
        max_length=5_000,
    )


class Withdraw(forms.Form):
    why = forms.LongTextField(
        label="Why is it withdrawn?", called="why it is withdrawn", rows=3, max_length=2_000
    )


def findings_as_typed(assessment: Assessment) -> dict[str, Any]:
    """What is known, as the form on findings shows it: the newest visit is filled in."""
    seen = assessment.seen
    answer = ""
    if seen.on is not None:
        answer = "alone" if seen.alone else "not-alone"
    elif seen.why_not:
        answer = "no"
    return {
        "seen": answer,
        "child_seen_on": seen.on,
        "why_not_seen": seen.why_not,
        "why_not_alone": seen.why_not_alone,
        "why_no_words": assessment.why_no_words,
        "factors": assessment.factors,
        "outcome": assessment.outcome,
        "outcome_why": assessment.outcome_why,
        "version": assessment.version,
    }
