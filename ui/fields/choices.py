"""Answers chosen from a list."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ui import widgets
from ui.fields.base import Asks


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


class RecordField(Chooses, forms.ModelChoiceField):
    """One row of a queryset. `radios=True` shows all, with `blank=True` an answer for none of them;
    `label_of` words a row; `hint_of` explains it; `reveals` as for RadioField, by key. Give it a
    queryset that has already been limited to what the person may see."""

    def __init__(
        self,
        queryset: Any,
        *,
        radios: bool = False,
        label_of: Callable[[Any], str] = str,
        hint_of: Callable[[Any], str] | None = None,
        reveals: Mapping[str, Iterable[str]] | None = None,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        self.reveals = {str(code): list(names) for code, names in (reveals or {}).items()}
        kwargs.setdefault("widget", widgets.Radios() if radios else widgets.Select())
        kwargs.setdefault("empty_label", None if radios else "Choose…")
        self.label_of, self.hint_of, self.small, self.inline = label_of, hint_of, small, False
        super().__init__(queryset, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            # Whatever is wrong with a key that no page offers, the answer is the same.
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None

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
