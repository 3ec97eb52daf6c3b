"""Days, moments and births."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ui import widgets
from ui.births import Birth, parse_birth
from ui.days import NotADay, Prefer, parse_day, parse_time
from ui.fields.base import Asks, clean_text, lower_first


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
        # asked for when it is needed, not when the form was written down
        self.now: datetime | Callable[[], datetime] = now or (lambda: timezone.now())
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
        wrong: list[ValidationError] = []
        day, clock = None, None
        if time_text.lower() == "now" or (day_text.lower() == "now" and not time_text):
            clock, day_text = now.time().replace(second=0, microsecond=0), day_text or "today"
        elif not time_text:
            wrong.append(
                ValidationError(f"{self.request}: the time is missing, like 16:40.", code="time")
            )
        else:
            try:
                clock = parse_time(time_text)
            except NotADay as error:
                sentence = f"{self.subject} is not right: {lower_first(error.sentence)}"
                wrong.append(ValidationError(sentence, code="time"))
        if not day_text:
            wrong.append(
                ValidationError(f"{self.request}: the date is missing, like today.", code="day")
            )
        else:
            try:
                day = parse_day(day_text, today=now.date(), prefer=self.prefer)
                self.check_day(day, now.date())
            except NotADay as error:
                wrong.append(ValidationError(day_sentence(self, error), code="day"))
            except ValidationError as error:
                wrong.append(error)
        if wrong or day is None or clock is None:
            raise ValidationError(wrong)
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
