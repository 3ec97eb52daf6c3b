"""What is typed while a conference is held, and after it."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import User
from protection.actions.attendance import TICKED, Attended
from protection.actions.conferences import as_it_stood
from protection.actions.outcomes import Disagreed, Outcome, Recommended, Ruling
from protection.models import (
    ChildProtectionPlan,
    Conference,
    ConferenceChild,
    Invitee,
    Recommendation,
)
from rules.codes import AbuseCategory, ConferenceDecision, DiscussionOutcome, HeardHow
from rules.codes.conferences import FIRST_DECISIONS, REVIEW_DECISIONS
from rules.frequencies import CORE_GROUP_EVERY, VISIT_EVERY
from ui import forms
from ui.formsets import Rows, rows


class Attendance(forms.Form):
    """A tick for each who is there, and why for who is not."""

    opened = forms.HiddenField(required=False)

    def __init__(self, *args: Any, invitees: Iterable[Invitee], **kwargs: Any) -> None:
        self.invitees = list(invitees)
        kwargs["initial"] = {"opened": as_it_stood(self.invitees, *TICKED)}
        super().__init__(*args, **kwargs)
        for row in self.invitees:
            there = forms.TickField(label=row.name, initial=bool(row.attended))
            why = forms.TextField(
                label=f"Why {row.name} is not there",
                required=False,
                width=20,
                initial=row.why_absent,
            )
            for name, field in ((f"there-{row.pk}", there), (f"why-{row.pk}", why)):
                self.fields[name] = field
                field.named(name)

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"row": row, "there": self[f"there-{row.pk}"], "why": self[f"why-{row.pk}"]}
            for row in self.invitees
        ]

    def attended(self) -> list[Attended]:
        """Of those whom the page showed; whoever was added since was not on it."""
        data = self.cleaned_data
        return [
            Attended(row, data[f"there-{row.pk}"], data[f"why-{row.pk}"])
            for row in self.invitees
            if {f"there-{row.pk}", f"why-{row.pk}"} & set(self.data)
        ]


class Meeting(forms.Form):
    """What is said once for all the children."""

    version = forms.HiddenField()
    held_on = forms.DayField(
        label="When was it held?", called="the day it was held", not_future=True
    )
    late_reason = forms.LongTextField(
        label="It is held after its time limit. Why is it late?",
        called="why it is late",
        rows=2,
        required=False,
    )
    quorum_why = forms.LongTextField(
        label="It is not quorate. Why did it go on all the same?",
        called="why it went on",
        rows=2,
        required=False,
    )
    family_why_not = forms.LongTextField(
        label="Nobody of the family is there. Why?",
        called="why nobody of the family is there",
        rows=2,
        required=False,
    )
    first_core_group_on = forms.DayField(
        label="When does the core group meet first?",
        called="the day of the first core group",
        required=False,
        help_text="Within 10 working days. Set it before anybody leaves; needed where a plan begins.",
    )

    def __init__(self, *args: Any, without: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.judged_by_act = True  # type: ignore[attr-defined]
        for name in without:
            del self.fields[name]


BEGINS = {"plan": ["category", "visit_every_days", "core_group_every_days", "contingency"]}
GOES_ON = {"continues": ["category_then", "contingency_then"]}
"""What a decision asks for besides: where a plan begins, and where one goes on."""


class ChildRuling(forms.Form):
    """One child's column."""

    decision = forms.RadioField(
        label="Decision", called="what was decided", choices=(), small=True, required=False
    )
    category = forms.ChoiceField(
        label="Category", called="the category of the plan", choices=AbuseCategory, required=False
    )
    visit_every_days = forms.NumberField(
        label="A visit every … days",
        called="how often the child is visited",
        min_value=VISIT_EVERY.least,
        max_value=VISIT_EVERY.most,
    )
    core_group_every_days = forms.NumberField(
        label="A core group every … days",
        called="how often the core group meets",
        min_value=CORE_GROUP_EVERY.least,
        max_value=CORE_GROUP_EVERY.most,
    )
    contingency = forms.LongTextField(
        label="If the plan does not work",
        called="what happens if the plan does not work",
        rows=2,
        max_length=4000,
        required=False,
        help_text="Stands in the plan from its first day.",
    )
    category_then = forms.ChoiceField(
        label="Category",
        called="the category of the plan",
        choices=AbuseCategory,
        required=False,
    )
    contingency_then = forms.LongTextField(
        label="If the plan does not work",
        called="what happens if the plan does not work",
        rows=2,
        max_length=4000,
        required=False,
    )
    why = forms.LongTextField(
        label="Why the conference decided so", called="why it decided so", rows=4, required=False
    )
    views = forms.LongTextField(
        label="The child's own views",
        called="the child's own views",
        rows=4,
        required=False,
        help_text="In the child's words, apart from what anybody else thinks.",
    )
    heard_how = forms.ChoiceField(
        label="How they were heard",
        called="how the child's views were heard",
        choices=[(word.value, word.label) for word in HeardHow if word != HeardHow.NOT_HEARD],
        required=False,
    )
    heard_on = forms.DayField(
        label="When", called="when the child's views were heard", required=False
    )
    why_no_views = forms.LongTextField(
        label="If not heard, why", called="why the child was not heard", rows=2, required=False
    )

    refused: Sequence[str] = ()
    """Why what was typed for this child was refused, once it was."""

    def __init__(
        self,
        *args: Any,
        child: ConferenceChild,
        plan: ChildProtectionPlan | None,
        **kwargs: Any,
    ) -> None:
        self.child = child
        kwargs.setdefault("prefix", f"child-{child.pk}")
        kwargs.setdefault(
            "initial",
            {
                "visit_every_days": VISIT_EVERY.default,
                "core_group_every_days": CORE_GROUP_EVERY.default,
                "category_then": plan.latest_category if plan else "",
                "contingency_then": plan.contingency if plan else "",
                "why_no_views": "Not born yet." if child.case.person.is_unborn else "",
            },
        )
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.judged_by_act = True  # type: ignore[attr-defined]
        field: Any = self.fields["decision"]
        allowed = REVIEW_DECISIONS if plan else FIRST_DECISIONS
        field.choices = [(word.value, word.label) for word in allowed]
        reveals, others = (GOES_ON, BEGINS) if plan else (BEGINS, GOES_ON)
        field.reveals = reveals
        for name in (name for names in others.values() for name in names):
            del self.fields[name]

    def ruling(self) -> Ruling:
        data = self.cleaned_data
        often = {
            name: data[name]
            for name in ("visit_every_days", "core_group_every_days")
            if data.get(name)
        }
        return Ruling(
            child=self.child,
            decision=data["decision"],
            category=data.get("category") or data.get("category_then") or "",
            contingency=data.get("contingency") or data.get("contingency_then") or "",
            why=data["why"],
            views=data["views"],
            heard_how=data["heard_how"],
            heard_on=data["heard_on"],
            why_no_views=data["why_no_views"],
            **often,
        )

    def summary(self) -> list[dict[str, str]]:
        name = self.child.case.person.name
        return [{**each, "text": f"{name}: {each['text']}"} for each in super().summary()]


class _OfChild(forms.Form):
    child = forms.RecordField(
        ConferenceChild.objects.none(),
        label="About",
        called="which child it is about",
        label_of=lambda child: child.case.person.name,
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].queryset = conference.children.select_related("case__person")  # type: ignore[attr-defined]


class DissentRow(_OfChild):
    who = forms.RecordField(
        Invitee.objects.none(), label="Who did not agree?", called="who did not agree"
    )
    why = forms.LongTextField(
        label="With what, and why?", called="with what they did not agree, and why", rows=2
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, conference=conference, **kwargs)
        self.fields["who"].queryset = conference.invitees.filter(attended=True)  # type: ignore[attr-defined]


class RecommendationRow(_OfChild):
    text = forms.TextField(
        label="What does the conference recommend?",
        called="what the conference recommends",
        max_length=180,
    )
    by_when = forms.DayField(
        label="By when is it looked at?", called="by when it is looked at", not_past=True
    )
    needs_discussion = forms.YesNoField(
        label="Does it ask for another action, such as to look after the child or to go to court?",
        called="whether it asks for another action",
    )


class DissentRowsBase(Rows):
    def dissents(self) -> list[Disagreed]:
        return [Disagreed(row["child"], row["who"], row["why"]) for row in self.filled()]


class RecommendationRowsBase(Rows):
    def recommendations(self) -> list[Recommended]:
        return [
            Recommended(row["child"], row["text"], row["by_when"], bool(row["needs_discussion"]))
            for row in self.filled()
        ]


DissentRows = rows(
    DissentRow, prefix="dissents", noun="dissent", least=0, most=20, base=DissentRowsBase
)
RecommendationRows = rows(
    RecommendationRow,
    prefix="wishes",
    noun="recommendation",
    least=0,
    most=20,
    base=RecommendationRowsBase,
)


def outcome_from(
    meeting: Meeting,
    rulings: Sequence[ChildRuling],
    dissents: Any,
    wishes: Any,
) -> Outcome:
    data = meeting.cleaned_data
    return Outcome(
        held_on=data["held_on"],
        rulings=[form.ruling() for form in rulings],
        first_core_group_on=data.get("first_core_group_on"),
        quorum_why=data.get("quorum_why", ""),
        family_why_not=data.get("family_why_not", ""),
        late_reason=data.get("late_reason", ""),
        dissents=dissents.dissents(),
        recommendations=wishes.recommendations(),
    )


class Correct(forms.Form):
    decision = forms.RadioField(label="Decision", called="what was decided", choices=())
    category = forms.ChoiceField(
        label="Category", called="the category of the plan", choices=AbuseCategory, required=False
    )
    why_decided = forms.LongTextField(
        label="Why the conference decided so", called="why it decided so", rows=4
    )
    why = forms.LongTextField(
        label="Why is it corrected?", called="why it is corrected", rows=2, max_length=2000
    )

    def __init__(self, *args: Any, child: ConferenceChild, **kwargs: Any) -> None:
        first = child.decision in FIRST_DECISIONS
        kwargs["initial"] = {
            "decision": child.decision,
            "category": child.category,
            "why_decided": child.why_decided,
        }
        super().__init__(*args, **kwargs)
        allowed = FIRST_DECISIONS if first else (ConferenceDecision(child.decision),)
        self.fields["decision"].choices = [(w.value, w.label) for w in allowed]  # type: ignore[attr-defined]


class Minutes(forms.Form):
    text = forms.LongTextField(
        label="What was said",
        called="the minutes",
        rows=18,
        max_length=100_000,
        help_text="Who was there, each decision, the child's own views, dissent and recommendations "
        "stand in the minutes by themselves.",
    )
    version = forms.HiddenField()


class Discuss(forms.Form):
    on = forms.DayField(
        label="When did the two of you talk?", called="the day of the discussion", not_future=True
    )
    worker = forms.RecordField(
        User.objects.none(), label="Social worker", called="the social worker"
    )
    supervisor = forms.RecordField(User.objects.none(), label="Supervisor", called="the supervisor")
    outcome = forms.RadioField(
        label="What came of it?", called="what came of it", choices=DiscussionOutcome
    )
    why = forms.LongTextField(label="Why?", called="why", rows=4)
    late_reason = forms.LongTextField(
        label="The task was due before. Why is it late?", called="why it is late", rows=2
    )

    def __init__(
        self,
        *args: Any,
        recommendation: Recommendation,
        workers: Any,
        supervisors: Any,
        late: bool,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"worker": recommendation.child.case.worker_id})
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = supervisors  # type: ignore[attr-defined]
        if not late:
            del self.fields["late_reason"]
