"""What is typed about a conference before it is held."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.forms import HiddenInput

from accounts.models import User
from cases.forms.once import OnceForm
from cases.models import Case
from clocks.plan import local_date
from protection.actions.conferences import (
    Arrangement,
    as_it_stood,
    in_line_of,
    no_working_day,
)
from protection.actions.invitations import ANSWERED, Answered, Asked
from protection.models import Conference, Invitee, Letter
from rules.access import AT_CONFERENCE, Role
from rules.codes import (
    AbuseCategory,
    InvitationAnswer,
    InviteeKind,
    MeetingMethod,
    Sector,
    SentHow,
)
from ui import forms
from ui.formsets import Rows, rows


def chairs() -> Any:
    return User.objects.filter(role=Role.REVIEWING_OFFICER, is_active=True).order_by("name")


def administrators() -> Any:
    return User.objects.filter(role__in=AT_CONFERENCE, is_active=True).order_by("name")


class _Arranged(OnceForm):
    planned_at = forms.MomentField(label="When", called="the day and time", not_past=True)
    place = forms.TextField(label="Where", called="where it is held", max_length=120)
    method = forms.RadioField(
        label="How do people meet?", called="how people meet", choices=MeetingMethod
    )
    chair = forms.RecordField(
        User.objects.none(),
        label="Chair",
        called="the chair",
        help_text="From outside the line management of the children's workers.",
    )
    administrator = forms.RecordField(
        User.objects.none(), label="Administrator", called="the administrator"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = chairs()  # type: ignore[attr-defined]
        self.fields["administrator"].queryset = administrators()  # type: ignore[attr-defined]

    def clean_planned_at(self) -> datetime:
        """A day that nothing can be held on is said together with all else that is wrong."""
        moment: datetime = self.cleaned_data["planned_at"]
        if moment != self.initial.get("planned_at") and (
            wrong := no_working_day(local_date(moment))
        ):
            raise forms.ValidationError(wrong)
        return moment

    def judge_chair(self, cases: Collection[Case]) -> None:
        if chair := self.cleaned_data.get("chair"):
            self.refuse(in_line_of(chair, cases), field="chair")

    def arrangement(self) -> Arrangement:
        data = self.cleaned_data
        return Arrangement(
            data["planned_at"], data["place"], data["method"], data["chair"], data["administrator"]
        )


class Arrange(_Arranged):
    kind = forms.RadioField(label="What kind of conference is it?", called="the kind of conference")
    children = forms.RecordsField(
        Case.objects.none(),
        label="Which children is it about?",
        called="the children",
        label_of=lambda case: f"{case.person.name}, {case.person.age}",
    )
    field_order = ("kind", "children")

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, str]], cases: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:  # the heading says which
            self.fields["kind"].widget = HiddenInput()
        self.fields["children"].queryset = cases  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        self.judge_chair(self.cleaned_data.get("children") or ())


class Rearrange(_Arranged):
    why = forms.LongTextField(label="Why?", called="why it changes", rows=2, max_length=2000)
    version = forms.HiddenField()

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "planned_at": conference.planned_at,
            "place": conference.place,
            "method": conference.method,
            "chair": conference.chair_id,
            "administrator": conference.administrator_id,
            "version": conference.version,
        }
        super().__init__(*args, **kwargs)
        self.conference = conference
        # what stands may be past where only the place is put right; the act judges a new time
        self.fields["planned_at"].not_past = False  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        self.judge_chair([child.case for child in self.conference.shown_children])


class Cancel(forms.Form):
    why = forms.LongTextField(
        label="Why is it called off?", called="why it is called off", rows=2, max_length=2000
    )


class ShareReport(forms.Form):
    on = forms.DayField(
        label="When was the family given the report?",
        called="the day on which the family was given the report",
        not_future=True,
    )
    how = forms.LongTextField(
        label="With whom was it shared, and how?",
        called="with whom it was shared, and how",
        rows=3,
        max_length=2000,
        help_text="Read through at home with an interpreter, or posted and talked about by telephone.",
    )
    late_why = forms.LongTextField(
        label="If it was late, why?", called="why it was late", rows=2, required=False
    )


class AskedRow(forms.Form):
    """Somebody who is not offered from the record."""

    name = forms.TextField(label="Name", called="the name", width=30)
    kind = forms.ChoiceField(
        label="As what",
        called="as what they are asked",
        choices=[
            (word.value, word.label) for word in InviteeKind if word != InviteeKind.SOCIAL_CARE
        ],
    )
    role = forms.TextField(
        label="What they do, or are to the child", required=False, max_length=120, width=30
    )
    agency = forms.TextField(label="Agency", required=False, max_length=120, width=30)
    sector = forms.ChoiceField(
        label="Part of the services",
        called="the part of the services",
        choices=Sector,
        required=False,
    )
    address = forms.TextField(
        label="Where letters go", called="where letters go", required=False, width=30
    )

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            data["kind"],
            data["name"],
            data["role"],
            data["agency"],
            data["sector"],
            address=data["address"],
        )


class AskedRowsBase(Rows):
    def asked(self) -> list[Asked]:
        return [form.asked() for form in self.forms if form.cleaned_data]


AskedRows = rows(AskedRow, prefix="more", noun="person", least=0, most=12, base=AskedRowsBase)


class People(forms.Form):
    chosen = forms.CheckboxesField(
        label="Around the children, by the record",
        called="who is asked",
        required=False,
        help_text="Take out the tick of whoever is not to be asked.",
    )

    def __init__(self, *args: Any, offered: Sequence[Asked], **kwargs: Any) -> None:
        self.offered = {"|".join(each.key): each for each in offered}
        kwargs.setdefault("initial", {"chosen": list(self.offered)})
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        field.choices = [  # type: ignore[attr-defined]
            (key, f"{each.name}, {_what(each)}") for key, each in self.offered.items()
        ]
        if not self.offered:
            del self.fields["chosen"]

    def asked(self) -> list[Asked]:
        return [self.offered[key] for key in self.cleaned_data.get("chosen", [])]


def _what(each: Asked) -> str:
    return ", ".join(filter(None, (each.role, each.agency))) or InviteeKind(each.kind).label.lower()


class Answers(forms.Form):
    """One line for each who is asked."""

    opened = forms.HiddenField(required=False)

    def __init__(self, *args: Any, invitees: Iterable[Invitee], **kwargs: Any) -> None:
        self.invitees = list(invitees)
        kwargs["initial"] = {"opened": as_it_stood(self.invitees, *ANSWERED)}
        super().__init__(*args, **kwargs)
        for row in self.invitees:
            self.fields[f"answer-{row.pk}"] = answer = forms.ChoiceField(
                label=f"Answer of {row.name}",
                choices=InvitationAnswer,
                empty="No answer yet",
                required=False,
                initial=row.answer,
            )
            self.fields[f"report-{row.pk}"] = report = forms.TickField(
                label="Report is in", initial=row.report_received_on is not None
            )
            for name, field in ((f"answer-{row.pk}", answer), (f"report-{row.pk}", report)):
                field.named(name)

    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "row": row,
                "answer": self[f"answer-{row.pk}"],
                "report": None if row.is_family else self[f"report-{row.pk}"],
            }
            for row in self.invitees
        ]

    def answers(self) -> list[Answered]:
        return [
            Answered(
                row,
                self.cleaned_data[f"answer-{row.pk}"],
                self.cleaned_data[f"report-{row.pk}"],
            )
            for row in self.invitees
        ]


class SendLetters(forms.Form):
    letters = forms.CheckboxesField(
        label="Which letters went out?", called="the letters that went out"
    )
    on = forms.DayField(
        label="When were they sent?", called="the day they were sent", not_future=True
    )
    how = forms.RadioField(label="How?", called="how they were sent", choices=SentHow, inline=True)

    def __init__(self, *args: Any, letters: Iterable[Letter], today: Any, **kwargs: Any) -> None:
        self.rows = {str(each.pk): each for each in letters}
        kwargs.setdefault("initial", {"letters": list(self.rows), "on": today})
        super().__init__(*args, **kwargs)
        self.fields["letters"].choices = [  # type: ignore[attr-defined]
            (pk, f"{each.kind_label}: {each.to.name}, {each.to.words}")
            for pk, each in self.rows.items()
        ]

    def lines(self) -> list[dict[str, Any]]:
        """Each letter with its tick."""
        ticks = self["letters"].options()  # type: ignore[attr-defined]
        return [
            {"letter": letter, "tick": tick}
            for letter, tick in zip(self.rows.values(), ticks, strict=True)
        ]

    def chosen(self) -> list[Letter]:
        return [self.rows[pk] for pk in self.cleaned_data["letters"]]


class NotNeeded(forms.Form):
    why = forms.LongTextField(
        label="Why is it not needed?",
        called="why it is not needed",
        rows=2,
        max_length=2000,
        help_text="Such as: told in person, and given the decision in writing by the social worker.",
    )


class TransferInWithdraw(forms.Form):
    why = forms.LongTextField(
        label="Why is it withdrawn?", called="why it is withdrawn", rows=3, max_length=4000
    )


class TransferInForm(OnceForm):
    council = forms.TextField(
        label="Which council did the child move from?",
        called="the council that the child moved from",
        max_length=120,
        width=30,
    )
    notified_on = forms.DayField(
        label="When did that council tell us in writing?",
        called="the day of the formal notification",
        not_future=True,
        help_text="The formal notification that the move is for good. The conference is due 15 "
        "working days from it.",
    )
    category = forms.ChoiceField(
        label="Category of that council's plan",
        called="the category of that council's plan",
        choices=AbuseCategory,
    )
