"""What is typed on the pages of plans."""

from typing import Any

from cases.forms.once import OnceForm
from protection.actions.actions_of_plan import Smart
from protection.models import ChildProtectionPlan, PlanAction
from rules.codes import HeardHow, InNeedPlanEnd, MemberKind, ProtectionPlanEnd, Sex
from rules.codes.plans import CONFERENCE_DECIDES
from rules.frequencies import CORE_GROUP_EVERY, VISIT_EVERY
from ui import forms
from ui.formsets import rows


class SmartAction(forms.Form):
    """No action without what it is for, who does it, how anybody will know, and by when."""

    outcome = forms.TextField(
        label="What must be different for the child?",
        called="what must be different for the child",
        max_length=300,
    )
    action = forms.TextField(label="What is done?", called="what is done", max_length=300)
    owner = forms.TextField(
        label="Who does it?",
        called="who does it",
        max_length=120,
        width=30,
        help_text="A name: a professional, a parent, the young person.",
    )
    measure = forms.TextField(
        label="How will we know that it worked?",
        called="how we will know that it worked",
        max_length=300,
    )
    due_on = forms.DayField(label="By when?", called="the date by which it is done")

    def smart(self) -> Smart:
        return Smart(**{name: self.cleaned_data[name] for name in SmartAction.base_fields})


class PlanActionChange(SmartAction):
    why = forms.TextField(label="Why does it change?", called="why it changes", max_length=300)

    def __init__(self, *args: Any, action: PlanAction, version: int, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{name: getattr(action, name) for name in SmartAction.base_fields},
            "version": version,
        }
        super().__init__(*args, **kwargs)

    version = forms.HiddenField(required=False)


ActionRows = rows(SmartAction, prefix="actions", noun="action", least=1, most=12)


class PlanRevise(forms.Form):
    visit_every_days = forms.NumberField(
        label="Days from one visit to the next",
        called="the days from one visit to the next",
        help_text=f"Between {VISIT_EVERY.least} and {VISIT_EVERY.most}.",
    )
    core_group_every_days = forms.NumberField(
        label="Days from one core group to the next",
        called="the days from one core group to the next",
        help_text=f"Between {CORE_GROUP_EVERY.least} and {CORE_GROUP_EVERY.most}.",
    )
    contingency = forms.LongTextField(
        label="What happens if the plan does not work?",
        called="what happens if the plan does not work",
        required=False,
        max_length=4000,
    )
    why = forms.LongTextField(
        label="Why does it change?",
        called="why it changes",
        rows=2,
        required=False,
        max_length=2000,
        help_text="Needed when a frequency changes.",
    )
    version = forms.HiddenField(required=False)

    def __init__(self, *args: Any, plan: ChildProtectionPlan, **kwargs: Any) -> None:
        names = ("visit_every_days", "core_group_every_days", "contingency", "version")
        kwargs["initial"] = {name: getattr(plan, name) for name in names}
        super().__init__(*args, **kwargs)


class ProtectionPlanEndForm(forms.Form):
    on = forms.DayField(
        label="When did the plan end?", called="the day on which the plan ended", not_future=True
    )
    reason = forms.RadioField(
        label="Why?",
        called="why the plan ends",
        choices=[
            (word.value, word.label) for word in ProtectionPlanEnd if word not in CONFERENCE_DECIDES
        ],
    )
    why = forms.LongTextField(
        label="What happened?", called="what happened", rows=3, max_length=4000
    )


class InNeedPlanBegin(OnceForm):
    on = forms.DayField(
        label="From which day?", called="the day on which the plan began", not_future=True
    )
    aim = forms.LongTextField(
        label="What do the family and we want to be different?",
        called="what the family and we want to be different",
        required=False,
        max_length=4000,
    )


class InNeedPlanReview(OnceForm):
    held_on = forms.DayField(
        label="When was the review?", called="the day of the review", not_future=True
    )
    childs_views = forms.LongTextField(
        label="What does the child say?",
        called="what the child says",
        required=False,
        rows=4,
        max_length=8000,
        help_text="In the child’s own words; what adults think comes further down.",
    )
    heard_how = forms.ChoiceField(
        label="How were the child’s views heard?",
        called="how the child’s views were heard",
        choices=HeardHow,
    )
    why_no_views = forms.TextField(
        label="If there are none, why?",
        called="why there are none",
        required=False,
        max_length=300,
    )
    analysis = forms.LongTextField(
        label="What has changed for the child, and what does it mean?",
        called="what has changed for the child and what it means",
        rows=6,
        max_length=8000,
    )
    late_reason = forms.LongTextField(
        label="Why is the review late?", called="why the review is late", rows=2, max_length=2000
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


class InNeedPlanEndForm(forms.Form):
    on = forms.DayField(
        label="When did the plan end?", called="the day on which the plan ended", not_future=True
    )
    reason = forms.RadioField(
        label="Why?",
        called="why the plan ends",
        choices=[
            (word.value, word.label) for word in InNeedPlanEnd if word != InNeedPlanEnd.PROTECTION
        ],
    )
    why = forms.LongTextField(
        label="How is the child now?", called="how the child is now", rows=3, max_length=4000
    )


class CoreGroupMemberAdd(OnceForm):
    name = forms.TextField(label="Name", called="the name", max_length=120, width=30)
    kind = forms.RadioField(label="Who is it?", called="who it is", choices=MemberKind)
    role = forms.TextField(
        label="Role",
        called="the role",
        required=False,
        max_length=80,
        width=30,
        help_text="Such as health visitor, class teacher, grandmother.",
    )
    agency = forms.TextField(
        label="Agency", called="the agency", required=False, max_length=120, width=30
    )
    telephone = forms.TextField(
        label="Telephone", called="the telephone number", required=False, max_length=40, width=20
    )


class BirthRecord(forms.Form):
    born_on = forms.DayField(
        label="When was the child born?", called="the day of the birth", not_future=True
    )
    forename = forms.TextField(
        label="First name",
        called="the first name",
        max_length=100,
        width=20,
        help_text="«Baby» until there is a name; it can be put right later.",
    )
    surname = forms.TextField(label="Last name", called="the last name", max_length=100, width=20)
    sex = forms.RadioField(
        label="Sex",
        called="the sex",
        inline=True,
        choices=[(word.value, word.label) for word in Sex if word != Sex.UNBORN],
    )


class AdultServiceRecord(OnceForm):
    """Which service works with a parent who has a need of their own."""

    need = forms.RadioField(label="For which need?", called="for which need")
    standing = forms.RadioField(label="Where does it stand?", called="where it stands")
    service = forms.TextField(
        label="Which service?",
        called="the service",
        required=False,
        max_length=120,
        width=30,
    )
    worker = forms.TextField(
        label="Who works with the parent?",
        called="who works with the parent",
        required=False,
        max_length=120,
        width=30,
    )
    telephone = forms.TextField(
        label="Telephone", called="the telephone number", required=False, max_length=40, width=20
    )
    note = forms.TextField(
        label="Note",
        called="the note",
        required=False,
        max_length=300,
        help_text="Needed where no service is involved: why.",
    )

    def __init__(self, *args: Any, needs: Any, standings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = needs  # type: ignore[attr-defined]
        self.fields["standing"].choices = standings  # type: ignore[attr-defined]
