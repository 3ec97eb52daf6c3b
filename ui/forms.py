"""The base classes of every form, and how they are drawn. Pages write

    from ui import forms

    class Concern(forms.Form):
        worry = forms.LongTextField(label="What is the concern?", called="the concern")

and `{{ form }}`, or one `{% field form.worry %}` at a time. Fields are in `ui.fields`, repeating
rows in `ui.formsets`.
"""

import copy
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass as DjangoModelFormMetaclass
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.utils.safestring import SafeString

from ui import widgets
from ui.fields import (
    Asks,
    Birth,
    BirthField,
    CheckboxesField,
    ChoiceField,
    DayField,
    EmailField,
    HiddenField,
    LongTextField,
    MomentField,
    NumberField,
    RadioField,
    RecordField,
    RecordsField,
    TextField,
    TickField,
    UploadField,
    YesNoField,
    clean_text,
)

ValidationError = forms.ValidationError

__all__ = [
    "Birth",
    "BirthField",
    "BoundField",
    "CheckboxesField",
    "ChoiceField",
    "DayField",
    "EmailField",
    "Form",
    "HiddenField",
    "LongTextField",
    "ModelForm",
    "MomentField",
    "NumberField",
    "RadioField",
    "RecordField",
    "RecordsField",
    "Renderer",
    "TextField",
    "TickField",
    "UploadField",
    "ValidationError",
    "YesNoField",
    "clean_text",
]


class BoundField(forms.BoundField):
    """A field with what it needs to be drawn: which input an error links to, what describes it."""

    form: "Form"

    @property
    def kind(self) -> str:
        """radios, checkboxes, tick, count or plain: the template branches on it."""
        widget = self.field.widget
        if isinstance(widget, widgets.Tick):
            return "tick"
        if getattr(self.field, "count", False):
            return "count"
        return cast(str, getattr(widget, "kind", "plain"))

    @property
    def optional(self) -> bool:
        judged = getattr(self.field, "judged_by_act", False)  # it may be needed after all
        return not self.field.required and not judged and self.kind != "tick"

    @property
    def first_id(self) -> str:
        """The input that an error jumps to: the first of a group."""
        if isinstance(self.field.widget, (forms.RadioSelect, forms.MultiWidget)):
            return f"{self.auto_id}_0"
        return self.auto_id or ""

    def target_of(self, code: str | None) -> str:
        """The input that an error of this code is about."""
        return f"{self.auto_id}_1" if code == "time" else self.first_id

    @property
    def error_codes(self) -> list[str | None]:
        """The codes of the errors, one for each sentence."""
        if not self.errors:
            return []
        return [error.code for wrong in self.errors.as_data() for error in wrong.error_list]

    @property
    def label_class(self) -> str:
        size = getattr(self.field, "size", "")
        part = "legend" if self.use_fieldset else "label"
        block = f"govuk-fieldset__{part}" if self.use_fieldset else "govuk-label"
        size = "l" if size == "page" else size or "s"
        return f"{block} {block}--{size}"

    @property
    def is_page_heading(self) -> bool:
        return getattr(self.field, "size", "") == "page"

    @property
    def aria_describedby(self) -> str | None:
        found = super().aria_describedby
        if found is not None and self.kind == "count":
            found = f"{found} {self.auto_id}-info".strip()
        return found or None

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.use_fieldset and self.kind in ("radios", "checkboxes"):
            attrs.pop("aria-invalid", None)  # not an attribute that a radio may have
        elif self.errors:
            kind = {forms.Textarea: "textarea", forms.Select: "select"}
            name = next((n for c, n in kind.items() if isinstance(self.field.widget, c)), "input")
            given = self.field.widget.attrs.get("class", "")
            if given and not isinstance(self.field.widget, forms.CheckboxInput):
                attrs["class"] = f"{given} govuk-{name}--error"
        return attrs

    def as_widget(
        self, widget: Any = None, attrs: Any = None, only_initial: bool = False
    ) -> SafeString:
        if widget is None and self.kind in ("radios", "checkboxes") and not only_initial:
            return cast(
                SafeString,
                self.form.render(
                    "django/forms/widgets/options.html",
                    {"field": self, "kind": self.kind, "options": list(self.options())},
                ),
            )
        if isinstance(self.field.widget, widgets.DayAndTime):
            self.field.widget.mark(set(self.error_codes))
        return super().as_widget(widget, attrs, only_initial)

    def options(self) -> Iterator[dict[str, Any]]:
        """Each answer of a list with its hint and the fields it reveals."""
        hints = getattr(self.field, "hints", {})
        hint_of = getattr(self.field, "hint_of", None)
        reveals = getattr(self.field, "reveals", {})
        for each in self.subwidgets:
            value, data = each.data["value"], each.data
            instance = getattr(value, "instance", None)
            yield {
                "id": data["attrs"]["id"],
                "name": data["name"],
                "value": str(value),
                "label": data["label"],
                "checked": data["selected"],
                "disabled": data["attrs"].get("disabled", False),
                "hint": hint_of(instance) if hint_of and instance else hints.get(str(value), ""),
                "revealed": [self.form[name] for name in reveals.get(str(value), ())],
            }


class Renderer(TemplatesSetting):
    """Draws forms with the project's own templates."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField


class FormParts:
    """What our forms add to Django's."""

    quiet = False
    summary_shown = False
    use_required_attribute = False
    fields: dict[str, forms.Field]
    data: Any
    initial: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.quiet = quiet
        for name, field in self.fields.items():
            if isinstance(field, Asks):
                field.named(name)

    def full_clean(self) -> None:
        """With `quiet`, what was typed is shown again but not judged: somebody pressed "add
        another", not "save"."""
        if self.quiet:
            self._errors = ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()  # type: ignore[misc]

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self.unasked():
            # The answer that would ask for this was not chosen: neither required nor kept.
            self._errors.pop(name, None)  # type: ignore[attr-defined]
            field = copy.copy(self.fields[name])
            field.required = False
            self.cleaned_data[name] = field.clean(None)

    def unasked(self) -> set[str]:
        """The fields whose revealing answer was not chosen."""
        hidden: set[str] = set()
        asked: set[str] = set()
        for name, field in self.fields.items():
            chosen = self.data_of(name)
            for code, names in getattr(field, "reveals", {}).items():
                (asked if code in chosen and name not in hidden else hidden).update(names)
        return hidden - asked

    def data_of(self, name: str) -> set[str]:
        value = self[name].data  # type: ignore[index]
        return {str(each) for each in value} if isinstance(value, (list, tuple)) else {str(value)}

    def refuse(self, *reasons: str | Iterable[str], field: str | None = None) -> None:
        """Adds reasons from elsewhere (the engine, another form), keeping what was typed."""
        for reason in reasons:
            for sentence in [reason] if isinstance(reason, str) else reason:
                self.add_error(field if field in self.fields else None, sentence)  # type: ignore[attr-defined]

    @property
    def revealed(self) -> set[str]:
        """The fields that are drawn inside an answer of another field."""
        return {
            name
            for field in self.fields.values()
            for names in getattr(field, "reveals", {}).values()
            for name in names
        }

    def groups(self) -> list[BoundField]:
        """The fields to draw one below the other."""
        return [each for each in self.visible_fields() if each.name not in self.revealed]  # type: ignore[attr-defined]

    @property
    def required_count(self) -> int:
        return sum(each.field.required for each in self.groups())

    @property
    def required_note(self) -> str:
        """How much is being asked, for the top of the page."""
        total, needed = len(self.groups()), self.required_count
        if total < 2 or needed == total:
            return "" if total < 2 else "Every question needs an answer."
        if not needed:
            return "Every question is optional."
        return f"{needed} of {total} questions {'needs' if needed == 1 else 'need'} an answer."

    def summary(self) -> list[dict[str, str]]:
        """Every error as a sentence with the id of the input it belongs to ("" for none)."""
        found = [
            {"text": str(text), "target": ""}
            for text in self.non_field_errors()  # type: ignore[attr-defined]
        ]
        return found + self.summary_of(self.fields)

    def summary_of(self, names: Iterable[str]) -> list[dict[str, str]]:
        """The errors of some fields alone, for a page that has other forms between them."""
        found = []
        for name in names:
            bound = self[name]  # type: ignore[index]
            for text, code in zip(bound.errors, bound.error_codes, strict=True):
                target = "" if bound.is_hidden else bound.target_of(code)
                found.append({"text": str(text), "target": target})
        return found


class Form(FormParts, forms.Form):
    """`quiet=True` shows what was typed without judging it."""


class Together:
    """Several forms of one page, whose errors are summarised as those of one."""

    def __init__(self, *together: Any) -> None:
        self.forms = together

    @property
    def is_bound(self) -> bool:
        return any(form.is_bound for form in self.forms)

    def is_valid(self) -> bool:
        fine = [form.is_valid() for form in self.forms]  # every one is judged, not up to the first
        return all(fine)

    def summary(self) -> list[dict[str, str]]:
        return [each for form in self.forms for each in form.summary()]

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "summary_shown":
            for form in self.forms:
                form.summary_shown = value


def for_model_field(field: models.Field, **kwargs: Any) -> forms.Field | None:  # type: ignore[type-arg]
    """Our field for a model's field; anything else is left to Django."""
    if "form_class" in kwargs:
        return field.formfield(**kwargs)
    kwargs = {"required": not field.blank, "label": kwargs.pop("label", None), **kwargs}
    kwargs["label"] = (
        kwargs["label"] or str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:]
    )
    kwargs.setdefault("help_text", field.help_text)
    if field.has_default():
        kwargs.setdefault("initial", field.get_default())
    kwargs.pop("widget", None)
    if field.choices:
        rows = [(str(code), label) for code, label in field.flatchoices]
        kind: Any = RadioField if len(rows) < 6 else ChoiceField
        return cast(forms.Field, kind(choices=rows, **kwargs))
    match field:
        case models.TextField():
            return LongTextField(**kwargs)
        case models.EmailField():
            return EmailField(max_length=field.max_length, **kwargs)
        case models.URLField() | models.SlugField():
            return field.formfield()
        case models.CharField():
            return TextField(max_length=field.max_length, **kwargs)
        case models.DateTimeField():
            return MomentField(**kwargs)
        case models.DateField():
            return DayField(**kwargs)
        case models.BooleanField():
            return (
                YesNoField(**kwargs) if field.null else TickField(**{**kwargs, "required": False})
            )
        case models.IntegerField():
            return NumberField(**kwargs)
        case models.ManyToManyField():
            return RecordsField(field.remote_field.model._default_manager.all(), **kwargs)
        case models.ForeignKey():
            return RecordField(field.remote_field.model._default_manager.all(), **kwargs)
    return field.formfield()


class ModelFormMetaclass(DjangoModelFormMetaclass):
    def __new__(mcs, name: str, bases: Any, attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(for_model_field)
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(FormParts, forms.ModelForm, metaclass=ModelFormMetaclass):
    """A form over a model's fields, with our fields in place of Django's."""
