"""The form fields of every page. Each takes Django's arguments and three of its own:

`called`  what a sentence calls the answer: "the date the contact was received". Without it the
          label is used, so give it when the label is a question.
`attrs`   attributes of the input, `autocomplete` among them.
`legend`  or label size: "s", "m", "l", or "page" for a page that asks one thing.

Every error is a full sentence that names the field.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ui import widgets
from ui.births import Birth, parse_birth
from ui.days import NotADay, Prefer, parse_day, parse_time

# Bidirectional overrides show text in another order than it is kept; marks and isolates stay.
OVERRIDES = "\u202d\u202e"


def clean_text(text: str) -> str:
    """NFC, with one kind of line end, and without NUL, control characters and lone surrogates."""
    text = unicodedata.normalize("NFC", str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        each
        for each in text
        if each in "\n\t"
        or (unicodedata.category(each) not in ("Cc", "Cs") and each not in OVERRIDES)
    )


def lower_first(text: str) -> str:
    """ "Date of birth" as it stands inside a sentence; "NHS number" keeps its capitals."""
    return text if text[1:2].isupper() or not text else text[0].lower() + text[1:]


class Asks:
    """What all our fields share: a name for use inside sentences, and sizes."""

    verb = "Enter"
    label: Any
    error_messages: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        called: str = "",
        attrs: Mapping[str, Any] | None = None,
        legend: str = "",
        **kwargs: Any,
    ) -> None:
        self.own_messages = dict(kwargs.get("error_messages") or {})
        self.called = called
        self.size = legend
        super().__init__(*args, **kwargs)
        if attrs:
            self.widget.attrs.update(attrs)  # type: ignore[attr-defined]

    def named(self, name: str) -> None:
        """The form tells the field its name once it has one, so that errors can use it."""
        if self.label is None:
            self.label = name.replace("_", " ").capitalize()
        self.error_messages = {**self.error_messages, **self.sentences(), **self.own_messages}

    @property
    def subject(self) -> str:
        """How a sentence names the answer when it stands first."""
        if self.called:
            return self.called[0].upper() + self.called[1:]
        return f"The answer to “{self.label}”" if self.is_question else str(self.label)

    @property
    def is_question(self) -> bool:
        return str(self.label or "").rstrip().endswith("?")

    @property
    def request(self) -> str:
        """What to do, without a full stop: "Enter the date of birth"."""
        if self.called:
            return f"{self.verb} {self.called}"
        if self.is_question:
            return f"Answer “{self.label}”"
        return f"{self.verb} {lower_first(str(self.label or 'an answer'))}"

    def sentences(self) -> dict[str, str]:
        return {"required": f"{self.request}."}


class TextField(Asks, forms.CharField):
    """One line of text. `width` is in characters: 2, 3, 4, 5, 10, 20 or 30."""

    def __init__(
        self,
        *,
        max_length: int | None = 200,
        width: int | None = None,
        secret: bool = False,
        input_type: str = "text",
        **kwargs: Any,
    ) -> None:
        self.secret = secret
        if "widget" not in kwargs:
            kwargs["widget"] = widgets.PasswordInput() if secret else widgets.TextInput(width=width)
            if not secret:
                kwargs["widget"].input_type = input_type
        super().__init__(max_length=None, strip=not secret, **kwargs)
        self.limit = max_length

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return self.empty_value
        if self.secret:
            return str(value).replace("\0", "")
        return super().to_python(self.clean_line(str(value)))

    def clean_line(self, value: str) -> str:
        return " ".join(clean_text(value).split("\n")).replace("\t", " ")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.limit and len(value) > self.limit:
            raise ValidationError(
                f"{self.subject} must be {self.limit} characters or fewer; you typed {len(value)}.",
                code="max_length",
            )


class LongTextField(TextField):
    """Several lines. `count` shows how many characters are left once `threshold` % are used."""

    def __init__(
        self,
        *,
        rows: int = 5,
        max_length: int | None = 20_000,
        count: bool = False,
        threshold: int = 75,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", widgets.Textarea(rows=rows))
        super().__init__(max_length=max_length, **kwargs)
        self.count = count
        self.threshold = threshold

    def clean_line(self, value: str) -> str:
        return clean_text(value)


class EmailField(TextField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("attrs", {"autocomplete": "email", "spellcheck": "false"})
        super().__init__(input_type="email", **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", value):
            raise ValidationError(f"{self.request}, like name@example.org.", code="invalid")


class NumberField(Asks, forms.IntegerField):
    """A whole number."""

    def __init__(self, *, width: int = 4, **kwargs: Any) -> None:
        self.least, self.most = kwargs.pop("min_value", None), kwargs.pop("max_value", None)
        kwargs.setdefault("widget", widgets.TextInput({"inputmode": "numeric"}, width=width))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        value = str(value).replace(",", "").strip() if value is not None else ""
        if value and not re.fullmatch(r"[+-]?[0-9]{1,12}", value):
            raise ValidationError(f"{self.request} as a whole number, like 12.", code="invalid")
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(f"{self.subject} must be {self.least} or more.", code="min_value")
        if self.most is not None and value > self.most:
            raise ValidationError(f"{self.subject} must be {self.most} or less.", code="max_value")


class DayBounds:
    """The limits of a day, and the sentences that refuse what is outside them."""

    not_future: bool
    not_past: bool
    earliest: date | None
    subject: str

    def check_day(self, day: date, today: date) -> None:
        if self.not_future and day > today:
            raise ValidationError(f"{self.subject} cannot be in the future.", code="future")
        if self.not_past and day < today:
            raise ValidationError(f"{self.subject} cannot be in the past.", code="past")
        if self.earliest and day < self.earliest:
            first = f"{self.earliest.day} {self.earliest:%B %Y}"
            raise ValidationError(f"{self.subject} must be {first} or later.", code="earliest")

    @property
    def prefer(self) -> Prefer:
        return "past" if self.not_future else "future" if self.not_past else "near"


class DayField(DayBounds, Asks, forms.Field):
    """A day, in one box that takes what people type: 3/4/26, 3 apr, yesterday, last friday.

    `today` is a date or a function returning one; tests and pages about another day set it.
    """

    def __init__(
        self,
        *,
        not_future: bool = False,
        not_past: bool = False,
        earliest: date | None = None,
        today: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.not_future, self.not_past, self.earliest = not_future, not_past, earliest
        self.today: date | Callable[[], date] = today or timezone.localdate
        kwargs.setdefault(
            "widget", widgets.TextInput({"autocomplete": "off", "spellcheck": "false"}, width=10)
        )
        super().__init__(**kwargs)

    def sentences(self) -> dict[str, str]:
        return {"required": f"{self.request}, like 3/4/2026."}

    def seen_from(self) -> date:
        return self.today() if callable(self.today) else self.today

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value), today=self.seen_from(), prefer=self.prefer)
        except NotADay as error:
            raise ValidationError(day_sentence(self, error), code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value:
            self.check_day(value, self.seen_from())


def day_sentence(field: Any, error: NotADay) -> str:
    """What the reader of the text said, with what to enter when it did not name it."""
    return (
        f"{field.subject} is not right: {lower_first(error.sentence)}"
        if error.understood
        else (
            error.sentence.split(" Enter it")[0] + f" {field.request}, like 3/4/2026 or yesterday."
        )
    )


class MomentField(DayBounds, Asks, forms.MultiValueField):
    """A day and a time of day, giving an aware datetime in the current time zone.

    "now" as the time (the day may stay empty) means `now`, which is a function returning an aware
    datetime. Times are to the minute, so `not_future` lets the present minute through.
    """

    def __init__(
        self,
        *,
        not_future: bool = False,
        not_past: bool = False,
        earliest: date | None = None,
        now: datetime | Callable[[], datetime] | None = None,
        **kwargs: Any,
    ) -> None:
        self.not_future, self.not_past, self.earliest = not_future, not_past, earliest
        self.now: datetime | Callable[[], datetime] = now or timezone.now
        kwargs.setdefault("widget", widgets.DayAndTime())
        # We read both halves ourselves, so that both can be refused in one go.
        parts = (forms.CharField(required=False), forms.CharField(required=False))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def sentences(self) -> dict[str, str]:
        return {"required": f"{self.request}, with a date like 3/4/2026 and a time like 16:40."}

    def seen_from(self) -> datetime:
        return timezone.localtime(self.now() if callable(self.now) else self.now)

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.decompress(self.prepare_value(initial)) != list(data or ["", ""])

    def compress(self, data_list: Any) -> Any:  # pragma: no cover — clean() reads both halves
        return data_list

    def clean(self, value: Any) -> datetime | None:
        day_text, time_text = [str(part or "").strip() for part in (value or ["", ""])][:2]
        if not day_text and not time_text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        now = self.seen_from()
        wrong: list[str] = []
        day, clock = None, None
        if time_text.lower() == "now" or (day_text.lower() == "now" and not time_text):
            clock, day_text = now.time().replace(second=0, microsecond=0), day_text or "today"
        elif not time_text:
            wrong.append(f"{self.request}: the time is missing, like 16:40.")
        else:
            try:
                clock = parse_time(time_text)
            except NotADay as error:
                wrong.append(f"{self.subject} is not right: {lower_first(error.sentence)}")
        if not day_text:
            wrong.append(f"{self.request}: the date is missing, like 3/4/2026 or today.")
        else:
            try:
                day = parse_day(day_text, today=now.date(), prefer=self.prefer)
                self.check_day(day, now.date())
            except NotADay as error:
                wrong.append(day_sentence(self, error))
            except ValidationError as error:
                wrong.extend(error.messages)
        if wrong or day is None or clock is None:
            raise ValidationError(wrong, code="invalid")
        moment = datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
        self.check_moment(moment, now)
        self.run_validators(moment)
        return moment

    def check_moment(self, moment: datetime, now: datetime) -> None:
        there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
        if there_and_back.time() != moment.time():
            raise ValidationError(
                f"{self.subject} is not right: there was no {moment:%H:%M} on {moment.day} {moment:%B %Y}, "
                "because the clocks went forward an hour.",
                code="gap",
            )
        if self.not_future and moment > now:
            raise ValidationError(f"{self.subject} cannot be in the future.", code="future")
        if self.not_past and moment < now - timedelta(minutes=1):
            raise ValidationError(f"{self.subject} cannot be in the past.", code="past")


class BirthField(Asks, forms.Field):
    """A birth date, an approximate age, a due date or "unknown": gives `ui.births.Birth`, or None
    when it was left empty."""

    def __init__(self, *, today: date | Callable[[], date] | None = None, **kwargs: Any) -> None:
        self.today: date | Callable[[], date] = today or timezone.localdate
        kwargs.setdefault("help_text", "Like 3/4/2019, “about 7”, “due 3 May” or “unknown”.")
        kwargs.setdefault(
            "widget", widgets.TextInput({"autocomplete": "off", "spellcheck": "false"}, width=10)
        )
        super().__init__(**kwargs)

    def sentences(self) -> dict[str, str]:
        return {"required": f"{self.request}, like 3/4/2019 or “about 7”."}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Birth):
            value = value.text or value.date
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> Birth | None:
        text = clean_text(str(value or "")).strip()
        if not text:
            return None
        try:
            today = self.today() if callable(self.today) else self.today
            return parse_birth(text[:100], today=today)
        except NotADay as error:
            raise ValidationError(
                f"{self.subject} is not right: {lower_first(error.sentence)}"
            ) from None


def as_choices(choices: Any) -> Any:
    """A class of `rules.words.Words`, its `choices`, or pairs."""
    return getattr(choices, "choices", choices)


class Chooses(Asks):
    """Fields that offer a list. A list built late is given as a function."""

    verb = "Choose"

    def sentences(self) -> dict[str, str]:
        chosen = f"{self.request} from the list."
        return {
            "required": f"{self.request}.",
            "invalid_choice": chosen,
            "invalid_list": chosen,
            "invalid_pk_value": chosen,
        }


class ChoiceField(Chooses, forms.ChoiceField):
    """A drop-down list; for six answers or more. Starts with an empty row, so nothing is chosen
    by accident."""

    def __init__(self, *, choices: Any = (), empty: str = "Choose…", **kwargs: Any) -> None:
        kwargs.setdefault("widget", widgets.Select())
        given = as_choices(choices)

        def with_empty() -> list[tuple[Any, Any]]:
            rows = list(given() if callable(given) else given)
            return rows if rows and rows[0][0] == "" else [("", empty), *rows]

        super().__init__(choices=with_empty, **kwargs)


class RadioField(Chooses, forms.ChoiceField):
    """A few answers, all in sight.

    `hints` gives a sentence below an answer by its code. `reveals` names fields of the same form
    that belong to an answer: {"yes": ["number_to_ring"]}. They are shown beneath it, and asked for
    and kept only when it is chosen. `inline` puts short answers in one row.
    """

    def __init__(
        self,
        *,
        choices: Any = (),
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Iterable[str]] | None = None,
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", widgets.Radios())
        super().__init__(choices=as_choices(choices), **kwargs)
        self.hints, self.inline, self.small = dict(hints or {}), inline, small
        self.reveals = {str(code): list(names) for code, names in (reveals or {}).items()}


class YesNoField(RadioField):
    """Yes or no, as True or False; None when it was left open."""

    def __init__(self, *, unknown: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("inline", "reveals" not in kwargs)
        choices = [("yes", "Yes"), ("no", "No")] + ([("unknown", unknown)] if unknown else [])
        super().__init__(choices=choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))

    def sentences(self) -> dict[str, str]:
        if self.is_question and not self.called:
            return super().sentences() | {"required": f"Answer yes or no: {self.label}"}
        return super().sentences()


class CheckboxesField(Chooses, forms.MultipleChoiceField):
    """Any number of answers. Takes `hints` and `reveals` as RadioField does."""

    def __init__(
        self,
        *,
        choices: Any = (),
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Iterable[str]] | None = None,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", widgets.Checkboxes())
        super().__init__(choices=as_choices(choices), **kwargs)
        self.hints, self.inline, self.small = dict(hints or {}), False, small
        self.reveals = {str(code): list(names) for code, names in (reveals or {}).items()}


class TickField(Asks, forms.BooleanField):
    """One box to tick. `required` means it must be ticked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", widgets.Tick())
        super().__init__(**kwargs)

    def sentences(self) -> dict[str, str]:
        return {"required": f"Tick “{self.label}” to go on."}


class RecordField(Chooses, forms.ModelChoiceField):
    """One row of a queryset. `radios=True` shows all; `label_of` words a row; `hint_of` explains
    it. Give it a queryset that has already been limited to what the person may see."""

    def __init__(
        self,
        queryset: Any,
        *,
        radios: bool = False,
        label_of: Callable[[Any], str] = str,
        hint_of: Callable[[Any], str] | None = None,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", widgets.Radios() if radios else widgets.Select())
        kwargs.setdefault("empty_label", None if radios else "Choose…")
        self.label_of, self.hint_of, self.small, self.inline = label_of, hint_of, small, False
        super().__init__(queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return self.label_of(obj)


class RecordsField(Chooses, forms.ModelMultipleChoiceField):
    """Any number of rows of a queryset, as checkboxes."""

    def __init__(
        self,
        queryset: Any,
        *,
        label_of: Callable[[Any], str] = str,
        hint_of: Callable[[Any], str] | None = None,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", widgets.Checkboxes())
        self.label_of, self.hint_of, self.small, self.inline = label_of, hint_of, small, False
        super().__init__(queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return self.label_of(obj)


class UploadField(Asks, forms.FileField):
    """A file. `largest` is in bytes."""

    verb = "Choose"

    def __init__(self, *, largest: int = 20 * 1024 * 1024, **kwargs: Any) -> None:
        kwargs.setdefault("widget", widgets.FileInput())
        super().__init__(**kwargs)
        self.largest = largest

    def sentences(self) -> dict[str, str]:
        return {
            "required": f"{self.request}.",
            "invalid": f"{self.request}: the file did not arrive. Choose it again.",
            "missing": f"{self.request}: the file did not arrive. Choose it again.",
            "empty": f"{self.subject}: the file is empty.",
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if found and getattr(found, "size", 0) > self.largest:
            size = self.largest // (1024 * 1024)
            raise ValidationError(f"{self.subject} must be smaller than {size} MB.", code="size")
        return found


class HiddenField(TextField):
    """A value the page carries along, such as the version a form was opened at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput(), **kwargs)
