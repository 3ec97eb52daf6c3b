"""Deciding a contact, and answering new information about an open child."""

from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Team, User
from cases.actions.decisions import Ruling
from cases.models import Case, ContactChild
from rules.codes import CasePriority, LevelOfNeed, PrimaryNeed, TaskKind
from rules.lifecycles import CONTACT, TASK
from ui import forms

SEND_ON = "send-on"
OUTCOMES = ("enquire", "advise", "redirect", "early-help", "refer")
ANSWERS = ("note", "reassess", "seek-strategy")
HINTS = {
    "enquire": "A task with an owner and a date. The 24 hours run on.",
    "advise": "Advice and information; the contact is closed.",
    "redirect": "Another agency can help; the contact is closed.",
    "early-help": "Help without social care; the contact is closed.",
    "refer": "Opens the child's case and starts the assessment.",
    SEND_ON: "The case is open already, so that this is new information. There is no second referral; "
    "the 24 hours run on.",
    "note": "It is written on the record, and what we do stays the same.",
    "reassess": "Starts an assessment on the open case. There is no second referral.",
    "seek-strategy": "Asks the team's managers to speak with the police and others.",
}
ENQUIRIES = (TaskKind.FURTHER_ENQUIRIES, TaskKind.HOME_VISIT, TaskKind.ASK_AGENCY)
TEAMS_WITH_CASES = (Team.Purpose.CHILDREN_IN_NEED, Team.Purpose.DISABILITY)


def outcomes(verbs: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(verb, CONTACT.step(verb).label) for verb in verbs]


def late_reason_field() -> forms.LongTextField:
    return forms.LongTextField(
        label="Why is this decided late?",
        called="why this is decided late",
        help_text="The time limit has passed. The reason stays on the record with the lateness.",
        rows=2,
        max_length=2000,
    )


class DecisionForm(forms.Form):
    """What is decided for one child."""

    outcome = forms.RadioField(
        label="What do you decide?",
        called="what you decide",
        choices=outcomes(OUTCOMES),
        hints=HINTS,
        reveals={
            "enquire": ["enquiry_kind", "what", "owner", "due_on"],
            "redirect": ["redirected_to"],
            "refer": ["team", "primary_need", "priority"],
        },
        small=True,
    )
    enquiry_kind = forms.ChoiceField(
        label="What kind of enquiry?",
        called="the kind of enquiry",
        choices=[(kind.value, kind.label) for kind in ENQUIRIES],
        initial=TaskKind.FURTHER_ENQUIRIES,
    )
    what = forms.TextField(
        label="What is to be found out?", called="what is to be found out", max_length=200
    )
    owner = forms.RecordField(User.objects.none(), label="Who does it?", called="who does it")
    due_on = forms.DayField(label="By when?", called="the day it is due", not_past=True)
    redirected_to = forms.TextField(
        label="Which agency were they directed to?",
        called="the agency they were directed to",
        max_length=120,
        width=30,
    )
    team = forms.RecordField(Team.objects.none(), label="Team", called="the team")
    primary_need = forms.ChoiceField(label="Main need", called="the main need", choices=PrimaryNeed)
    priority = forms.ChoiceField(
        label="How soon must a worker have it?",
        called="how soon a worker must have it",
        choices=CasePriority,
        initial=CasePriority.MEDIUM,
    )
    level = forms.RadioField(
        label="Level of need",
        called="the level of need",
        choices=LevelOfNeed,
        hints={level.value: level.description for level in LevelOfNeed},
        small=True,
    )
    why = forms.LongTextField(
        label="Why?", called="why you decide this", rows=4, help_text="Your reasons, in words."
    )
    tell_referrer = forms.LongTextField(
        label="What to tell the referrer", rows=2, max_length=4000, required=False
    )

    def __init__(
        self, data: Any = None, *, child: ContactChild, user: User, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(data, prefix=f"child-{child.pk}", initial={"level": child.level}, **kwargs)
        self.child = child
        if Case.objects.open().filter(person=child.person_id).exists():
            outcome = cast(forms.RadioField, self.fields["outcome"])
            outcome.choices = outcomes((SEND_ON, *OUTCOMES))
        today = timezone.localtime(now).date()
        cast(forms.DayField, self.fields["due_on"]).today = today
        owner = cast(forms.RecordField, self.fields["owner"])
        owner.queryset = (
            User.objects.filter(
                Q(team__in={child.team_id, *user.team_ids}) | Q(pk=user.pk),
                is_active=True,
                role__in=TASK.step("complete").by,
            )
            .select_related("team")
            .order_by("name")
        )
        owner.label_of = lambda one: f"{one.name}, {one.role_label.lower()}"
        team = cast(forms.RecordField, self.fields["team"])
        team.queryset = Team.objects.filter(purpose__in=TEAMS_WITH_CASES)
        agency = child.contact.agency
        if agency is not None and agency.linked_team is not None:
            self.initial["team"] = agency.linked_team.pk
            team.help_text = f"{agency} is linked with {agency.linked_team}. Choose another if that does not fit."
        clock = child.decision_clock
        if clock is not None and clock.is_late(now) and not clock.late_reason:
            field = late_reason_field()
            field.named("late_reason")
            self.fields["late_reason"] = field

    @property
    def is_late(self) -> bool:
        return "late_reason" in self.fields

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if self.cleaned_data.get("outcome") in ("enquire", SEND_ON) and self.is_late:
            # nothing is decided yet, so nothing is late yet that this could explain
            self._errors.pop("late_reason", None)
            self.cleaned_data["late_reason"] = ""

    def ruling(self) -> Ruling:
        given = self.cleaned_data
        verb = given["outcome"]
        if verb == "enquire":
            words = {
                "why": given["why"],
                "what": given["what"],
                "owner": given["owner"],
                "due_on": given["due_on"],
                "kind": given["enquiry_kind"],
            }
            return Ruling(self.child, verb, words)
        if verb == SEND_ON:
            return Ruling(self.child, verb, {"why": given["why"], "level": given["level"]})
        words = {
            "why": given["why"],
            "level": given["level"],
            "tell_referrer": given["tell_referrer"],
            "late_reason": given.get("late_reason", ""),
        }
        if verb == "redirect":
            words["redirected_to"] = given["redirected_to"]
        if verb == "refer":
            words |= {name: given[name] for name in ("team", "primary_need", "priority")}
        return Ruling(self.child, verb, words)


def same_for_all(data: QueryDict, children: list[ContactChild]) -> QueryDict:
    """What was typed for the first child, given for each."""
    data = data.copy()
    first, *others = (f"child-{child.pk}-" for child in children)
    for other in others:
        for key in [key for key in data if key.startswith(other)]:
            del data[key]
        for key in [key for key in data if key.startswith(first)]:
            data.setlist(other + key.removeprefix(first), data.getlist(key))
    return data


class AnswerForm(forms.Form):
    """What new information about an open child means."""

    outcome = forms.RadioField(
        label="What does it mean for this child?",
        called="what it means for this child",
        choices=outcomes(ANSWERS),
        hints=HINTS,
        small=True,
    )
    why = forms.LongTextField(
        label="Why?", called="why you decide this", rows=4, help_text="Your reasons, in words."
    )

    def __init__(self, data: Any = None, *, child: ContactChild, now: datetime) -> None:
        super().__init__(data)
        clock = child.decision_clock
        if clock is not None and clock.is_late(now) and not clock.late_reason:
            field = late_reason_field()
            field.named("late_reason")
            self.fields["late_reason"] = field
