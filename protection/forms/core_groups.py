"""What is typed about a core group: once for the meeting, then a part for each child."""

from typing import Any

from cases.forms.once import OnceForm
from protection.actions.core_groups import About, Progress
from protection.models import ChildProtectionPlan
from rules.codes import ActionStanding
from ui import forms


class CoreGroupHold(OnceForm):
    held_on = forms.DayField(
        label="When was the core group?", called="the day of the core group", not_future=True
    )
    place = forms.TextField(
        label="Where", called="where it was", required=False, max_length=80, width=30
    )
    notes = forms.LongTextField(
        label="What was said and agreed",
        called="what was said and agreed",
        required=False,
        rows=6,
        max_length=20000,
    )
    next_on = forms.DayField(
        label="When is the next core group?",
        called="the date of the next core group",
        help_text="Set it before you close this one.",
    )
    late_reason = forms.LongTextField(
        label="Why is this core group late?",
        called="why this core group is late",
        rows=2,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, late: bool, latest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_on"].help_text = f"Set it before you close this one: {latest}."
        if not late:
            del self.fields["late_reason"]


class ChildAtCoreGroup(forms.Form):
    """The meeting as far as it was about one child's plan."""

    parents = forms.YesNoField(
        label="Was a parent there?",
        called="whether a parent was there",
        small=True,
        reveals={"no": ["why_no_parents"]},
    )
    why_no_parents = forms.TextField(
        label="Why not?", called="why no parent was there", max_length=300
    )
    child = forms.RadioField(
        label="Was the child there?",
        called="whether the child was there",
        choices=[("yes", "Yes"), ("young", "No: too young"), ("no", "No, for another reason")],
        small=True,
        reveals={"no": ["why_no_child"]},
    )
    why_no_child = forms.TextField(
        label="Why not?", called="why the child was not there", max_length=300
    )
    childs_views = forms.LongTextField(
        label="What does the child say?",
        called="what the child says",
        required=False,
        rows=3,
        max_length=8000,
    )

    def __init__(
        self, *args: Any, plan: ChildProtectionPlan, beside: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix=f"plan-{plan.pk}", **kwargs)
        self.plan, self.beside = plan, beside
        self.members = list(plan.members.filter(until=None))
        self.open_actions = list(plan.actions.open())
        name = plan.case.person.name
        if self.members:
            self.fields["attended"] = forms.CheckboxesField(
                label="Who was there?",
                called="who was there",
                required=False,
                small=True,
                choices=[(str(each.pk), f"{each.name}, {each.words}") for each in self.members],
            )
        for action in self.open_actions:
            self.fields[f"standing_{action.pk}"] = forms.RadioField(
                label=f"{action.action} ({action.owner}, by {action.due_on:%-d %B})",
                called=f"how far this action is: {action.action}",
                choices=ActionStanding,
                inline=True,
                small=True,
            )
            self.fields[f"words_{action.pk}"] = forms.TextField(
                label="How far is it?",
                called="how far it is",
                required=False,
                max_length=300,
            )
        self.order_fields(["attended", *ChildAtCoreGroup.base_fields])
        if beside:
            shown = [name for name in self.fields if name not in self.revealed]
            self.fields["about"] = forms.YesNoField(
                label=f"Was the core group about {name} too?",
                called=f"whether the core group was about {name}",
                reveals={"yes": shown},
                small=True,
            )
            self.order_fields(["about"])
        for field_name, field in self.fields.items():
            if isinstance(field, forms.Asks):
                field.named(field_name)

    @property
    def is_about(self) -> bool:
        """Whether the meeting was about this child; a brother or sister has to be named."""
        return not self.beside or self.data.get(self.add_prefix("about")) == "yes"

    def about(self) -> About:
        """As `hold_core_group` takes it."""
        data = self.cleaned_data
        young = "Too young to take part." if data["child"] == "young" else data["why_no_child"]
        return About(
            self.plan,
            parents_attended=bool(data["parents"]),
            why_no_parents=data["why_no_parents"],
            child_attended=data["child"] == "yes",
            why_no_child="" if data["child"] == "yes" else young,
            childs_views=data["childs_views"],
            attended=[int(pk) for pk in data.get("attended", [])],
            progress={
                action.pk: Progress(data[f"standing_{action.pk}"], data[f"words_{action.pk}"])
                for action in self.open_actions
            },
        )
