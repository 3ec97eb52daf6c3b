"""Words, numbers, ticks and files."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ui import widgets
from ui.fields.base import Asks, clean_text


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


class TickField(Asks, forms.BooleanField):
    """One box to tick. `required` means it must be ticked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", widgets.Tick())
        super().__init__(**kwargs)

    def sentences(self) -> dict[str, str]:
        return {"required": f"Tick “{self.label}” to go on."}


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
