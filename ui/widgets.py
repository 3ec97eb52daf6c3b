"""Inputs with the design system's classes. Radios and checkboxes are drawn by `ui.forms.BoundField`,
because an option may show a further field when it is chosen."""

from typing import Any

from django import forms


class TextInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None, *, width: int | None = None) -> None:
        classes = "govuk-input" + (f" govuk-input--width-{width}" if width else "")
        super().__init__({"class": classes, **(attrs or {})})


class PasswordInput(forms.PasswordInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input govuk-input--width-20", **(attrs or {})})


class Textarea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5) -> None:
        super().__init__({"class": "govuk-textarea", "rows": rows, **(attrs or {})})
        self.attrs.pop("cols", None)


class Select(forms.Select):
    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "govuk-select", **(attrs or {})}, choices)


class Radios(forms.RadioSelect):
    kind = "radios"


class Checkboxes(forms.CheckboxSelectMultiple):
    kind = "checkboxes"


class Tick(forms.CheckboxInput):
    """One checkbox, with its label beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-checkboxes__input", **(attrs or {})})


class FileInput(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-file-upload", **(attrs or {})})


class DayAndTime(forms.MultiWidget):
    """A day and a time of day, side by side in one group."""

    template_name = "django/forms/widgets/day_and_time.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day = TextInput({"autocomplete": "off", "spellcheck": "false"}, width=10)
        hour = TextInput({"autocomplete": "off", "spellcheck": "false"}, width=5)
        super().__init__({"day": day, "time": hour}, attrs)

    def mark(self, codes: set[str | None]) -> None:
        """Draws the half that is wrong as wrong; both, when the error is about the whole."""
        for part, code in zip(self.widgets, ("day", "time"), strict=True):
            if codes and (code in codes or codes.isdisjoint({"day", "time"})):
                part.attrs["class"] += " govuk-input--error"
                part.attrs["aria-invalid"] = "true"

    def decompress(self, value: Any) -> list[str]:
        return (
            ["", ""] if not value else [f"{value.day}/{value.month}/{value.year}", f"{value:%H:%M}"]
        )
