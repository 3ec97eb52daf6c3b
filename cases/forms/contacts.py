"""Recording a contact: who is telling us, about whom, and what."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from cases.actions.contacts import ChildTold
from people.matching import Hit, likely_duplicates, search
from people.models import Agency, Person
from rules.codes import AgencyKind, ContactMethod, LevelOfNeed, ReferralSource
from rules.rule_sets import STARTS_WITH
from rules.timescales import ElapsedHours, timescale
from ui import forms
from ui.formsets import Rows, rows

AGENCY, NEW = "agency", "new"
INDIVIDUALS = (
    ReferralSource.FAMILY,
    ReferralSource.ACQUAINTANCE,
    ReferralSource.SELF,
    ReferralSource.OTHER_INDIVIDUAL,
    ReferralSource.ANONYMOUS,
    ReferralSource.UNKNOWN,
)
MATCHES = 5
LIMIT = timedelta(hours=cast(ElapsedHours, timescale("contact-decision", STARTS_WITH).allowed).n)


class ContactForm(forms.Form):
    """The contact itself; the children are rows of `Children`."""

    token = forms.HiddenField(required=False, max_length=40)
    who = forms.RadioField(
        label="Who is telling us?",
        choices=[
            (AGENCY, "An agency or a professional"),
            *((source.value, source.label) for source in INDIVIDUALS),
        ],
        reveals={AGENCY: ["agency", "agency_kind"]},
        initial=AGENCY,
        small=True,
    )
    agency = forms.TextField(
        label="Agency",
        called="the agency that is telling us",
        max_length=120,
        width=30,
        help_text="Start typing; those who rang lately come first.",
        attrs={"list": "agencies", "autocomplete": "off"},
    )
    agency_kind = forms.ChoiceField(
        label="Kind of agency, when it is new to us",
        called="the kind of agency",
        choices=AgencyKind.grouped(),
        empty="We know this agency",
        required=False,
    )
    caller_name = forms.TextField(
        label="Their name", max_length=120, required=False, width=30, attrs={"autocomplete": "off"}
    )
    caller_telephone = forms.TextField(
        label="Their telephone number",
        max_length=40,
        required=False,
        width=20,
        input_type="tel",
        attrs={"autocomplete": "off"},
    )
    may_name_caller = forms.YesNoField(
        label="May we say to the family that it was them?", required=False, small=True
    )
    received_at = forms.MomentField(
        label="When did they tell us?", called="when they told us", not_future=True
    )
    method = forms.ChoiceField(
        label="How?",
        called="how they told us",
        choices=ContactMethod,
        initial=ContactMethod.TELEPHONE,
    )
    siblings = forms.TickField(label="These children are brothers or sisters")
    concern = forms.LongTextField(
        label="What is the concern?",
        called="the concern",
        rows=8,
        help_text="In the caller's own words: what was seen or heard, when, and where the child is now.",
    )
    immediate_danger = forms.YesNoField(
        label="Is a child in immediate danger?",
        help_text="If yes, ring the police on 999 now, before you go on.",
        small=True,
    )
    domestic_abuse = forms.TickField(label="Domestic abuse is part of it")
    level = forms.RadioField(
        label="What level of need does this look like?",
        called="the level of need",
        choices=LevelOfNeed,
        hints={level.value: level.description for level in LevelOfNeed},
        small=True,
    )
    level_reason = forms.LongTextField(
        label="Why this level?",
        called="why you chose this level",
        rows=2,
        max_length=2000,
        help_text="Your judgement in your own words; nothing is added up for you.",
    )
    advice = forms.LongTextField(
        label="Advice you gave",
        rows=3,
        max_length=4000,
        required=False,
        help_text="Only for levels 1, 2 and 3a: with advice written here the contact is closed now. "
        "Leave it empty to send it to a manager.",
        attrs={"placeholder": " "},
    )
    late_reason = forms.LongTextField(
        label="Why is it closed so late?",
        rows=2,
        max_length=2000,
        required=False,
        help_text="The time limit for a decision had passed before it was recorded.",
    )

    source = ""
    kind: AgencyKind | None = None
    known_agency: Agency | None = None

    def clean_token(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data["token"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("who") == AGENCY:
            self._clean_agency(cleaned.get("agency", ""), cleaned.get("agency_kind", ""))
        else:
            self.source = cleaned.get("who", "")
        level, advice = cleaned.get("level"), cleaned.get("advice")
        if advice and level and LevelOfNeed(level).needs_manager:
            self.add_error(
                "advice",
                f"{LevelOfNeed.label_of(level)} goes to a manager. Move the advice into the concern, "
                "or choose another level.",
            )
        if advice and cleaned.get("immediate_danger"):
            self.add_error(
                "advice",
                "A child in immediate danger goes to a manager whatever the level. Move the advice "
                "into the concern.",
            )
        if advice and self.closes_late and not cleaned.get("late_reason"):
            self.add_error(
                "late_reason", "The time limit has passed: say why it is closed so late."
            )
        return cleaned

    @property
    def closes_late(self) -> bool:
        """Whether the time limit of the decision was over before this was typed."""
        received_at = getattr(self, "cleaned_data", {}).get("received_at")
        return received_at is not None and received_at + LIMIT < timezone.now()

    @property
    def asks_late_reason(self) -> bool:
        return self.is_bound and (self.closes_late or bool(self["late_reason"].value()))

    def _clean_agency(self, name: str, kind: str) -> None:
        if not name:
            return
        self.known_agency = Agency.objects.filter(name__iexact=name).first()
        if self.known_agency is not None:
            self.source = self.known_agency.kind
        elif kind:
            self.kind = AgencyKind(kind)  # type: ignore[call-arg]
            self.source = self.kind.source.value
        else:
            near = list(Agency.objects.filter(name__icontains=name, active=True)[:3])
            meant = f" Did you mean {' or '.join(map(str, near))}?" if near else ""
            self.add_error(
                "agency_kind",
                f"We do not know an agency called “{name}”.{meant} Write its name in full, or "
                "choose what kind of agency it is and it is added.",
            )

    @classmethod
    def needed(cls) -> tuple[int, int]:
        """How many answers the whole page asks for, and how many of them it gives itself."""
        form = cls(initial={"received_at": True})
        fields = [*form.fields.values(), *ChildRow.base_fields.values()]
        asked = [field for field in fields if field.required]
        given = [
            name
            for name, field in form.fields.items()
            if field.required and form.get_initial_for_field(field, name)
        ]
        return len(asked), len(given)


class ChildRow(forms.Form):
    """One child as the caller speaks of them. The name and birth boxes are also where one
    searches: a reference, an NHS number or a postcode in them finds people too."""

    forename = forms.TextField(
        label="First name",
        called="at least one name of the child",
        max_length=100,
        width=20,
        help_text="Or an id, like P100001.",
        attrs={"autocomplete": "off", "spellcheck": "false"},
    )
    surname = forms.TextField(
        label="Surname",
        called="the child's surname",
        max_length=100,
        width=20,
        required=False,
        attrs={"autocomplete": "off", "spellcheck": "false"},
    )
    born = forms.BirthField(label="Born", called="the birth date", required=False)
    person = forms.TextField(label="Which child is it?", required=False, max_length=20)
    """The key of somebody we know, or NEW. Drawn with the matches, as radios."""
    shown = forms.HiddenField(required=False, max_length=400)
    """Keys of the matches that were in sight when the choice was made."""

    hits: Sequence[Hit] = ()
    chosen: Person | None = None
    matches: Sequence[dict[str, Any]] = ()
    """The hits as the page shows them; the view fills it."""

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if self.cleaned_data.get("surname") or self.chosen_key:
            # one name is enough, and none is needed for somebody we know
            if self._errors.get("forename") and not self["forename"].value():
                del self._errors["forename"]
            self.cleaned_data.setdefault("forename", "")

    @property
    def chosen_key(self) -> int | None:
        typed = str(self["person"].value() or "")
        return int(typed) if re.fullmatch(r"[0-9]{1,15}", typed) else None

    @property
    def is_new(self) -> bool:
        return self["person"].value() == NEW

    @property
    def typed(self) -> str:
        """Everything in the row's boxes, to search by."""
        parts = (self[name].value() for name in ("forename", "surname", "born"))
        return forms.clean_text(" ".join(str(part or "") for part in parts))[:250].strip()

    @property
    def words(self) -> str:
        return f"{self['forename'].value() or ''} {self['surname'].value() or ''}".strip()

    def look(self, among: QuerySet[Person]) -> None:
        """Find whom the row may mean, for show."""
        if self.chosen_key:
            self.chosen = among.filter(pk=self.chosen_key).first()
        if len(self.typed) > 1:
            self.hits = search(self.typed, among, limit=MATCHES)
        self._add_chosen()

    def settle(self, among: QuerySet[Person]) -> None:
        """Hold the row against the people we know; refuse it while a likely one is not looked at."""
        if not self.has_changed() or self.errors:
            self.look(among)
            return
        if self["person"].value() not in (None, "", NEW):
            # without what only the list of matches shows: most often the form is about to be saved
            among_bare = among.prefetch_related(None)
            self.chosen = among_bare.filter(pk=self.chosen_key or 0).first()
            if self.chosen is None:
                self.look(among)
                self.add_error("person", "This choice is not in the list any more. Choose again.")
            else:
                self.hits = [Hit(self.chosen, 1.0, ("you chose this child",))]
            return
        self.hits = self._likely(among)
        unseen = {str(hit.person.pk) for hit in self.hits} - set(
            (self["shown"].value() or "").split(",")
        )
        if self.hits and (not self.is_new or unseen):
            one = len(self.hits) == 1
            self.add_error(
                "person",
                f"{'Somebody' if one else f'{len(self.hits)} people'} on record may be "
                f"{self.words or 'this child'}: choose the one it is, or “None of these”.",
            )
        elif not self.hits and re.search(r"[0-9]{4}", self.words):
            self.add_error(
                "forename", f"Nobody was found for “{self.words}”. Enter the child's name."
            )

    def _likely(self, among: QuerySet[Person]) -> list[Hit]:
        cleaned, birth = self.cleaned_data, self.cleaned_data.get("born")
        expected = birth.date if birth and birth.expected else None
        hits = likely_duplicates(
            cleaned["forename"],
            cleaned["surname"],
            birth.date if birth and not birth.expected and not birth.estimated else None,
            expected,
            among=among,
            limit=MATCHES,
        )
        known = {hit.person.pk for hit in hits}
        if re.search(r"[0-9]{4}", self.words):
            hits += [
                hit for hit in search(self.typed, among, MATCHES) if hit.person.pk not in known
            ]
        return hits

    def _add_chosen(self) -> None:
        if self.chosen and self.chosen.pk not in {hit.person.pk for hit in self.hits}:
            self.hits = [Hit(self.chosen, 1.0, ("you chose this child",)), *self.hits]

    def told(self) -> ChildTold:
        """The child, for the action."""
        if self.chosen is not None:
            return ChildTold(person=self.chosen)
        birth = self.cleaned_data.get("born")
        return ChildTold(
            forename=self.cleaned_data["forename"],
            surname=self.cleaned_data["surname"],
            birth_date=birth.date if birth and not birth.expected else None,
            birth_estimated=bool(birth and birth.estimated),
            expected_on=birth.date if birth and birth.expected else None,
        )


class ChildRows(Rows):
    def settle(self, among: QuerySet[Person]) -> bool:
        """Whether every row is settled: a child we know, or one that is surely new."""
        for row in self.forms:
            row.settle(among)
        return self.is_valid()

    def look(self, among: QuerySet[Person]) -> None:
        for row in self.forms:
            row.look(among)

    def told(self) -> list[ChildTold]:
        return [row.told() for row in self.forms if row.has_changed()]


Children = cast(
    type[ChildRows],
    rows(ChildRow, prefix="children", noun="child", least=1, most=12, base=ChildRows),
)


def people_for(user: User) -> QuerySet[Person]:
    """Whom the matches are looked for among, with what a match shows."""
    return Person.objects.visible_to(user).prefetch_related("addresses")
