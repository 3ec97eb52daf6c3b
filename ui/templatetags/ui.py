"""Template tags and filters that every page has without loading them."""

from datetime import date, datetime
from itertools import chain
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from ui import moments

register = template.Library()

COLOURS = {"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"}


# --- Moments ------------------------------------------------------------------------------------
def now() -> datetime:
    return timezone.localtime()


@register.filter
def day(value: Any) -> str:
    """{{ case.opened|day }} → Thursday 16 April (with the year when it is not this one)"""
    return moments.day_words(value, now()) if isinstance(value, date) else ""


@register.filter
def moment(value: Any) -> str:
    """{{ contact.received|moment }} → today 16:40"""
    if isinstance(value, datetime):
        return moments.moment_words(value, now())
    return day(value)


@register.filter
def since(value: Any) -> str:
    """{{ contact.received|since }} → 3 hours"""
    return moments.since_words(value, now()) if isinstance(value, date) else ""


@register.filter
def count(number: Any, nouns: str) -> str:
    """{{ waiting|count:"contact,contacts" }} → 12 contacts; no contacts; 1 contact"""
    one, _, many = nouns.partition(",")
    number = int(number or 0)
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


# --- Forms --------------------------------------------------------------------------------------
@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """{% error_summary form rows siblings %}: every error of the forms, and of lists of them, in one
    box, linked to its input. A form is summarised once, so `{{ form }}` below does not repeat it."""
    found: list[dict[str, str]] = []
    for form in chain.from_iterable(each if isinstance(each, list) else [each] for each in forms):
        if not hasattr(form, "summary"):
            continue
        found += form.summary() if form.is_bound else []
        form.summary_shown = True
    return render_to_string("components/_error_summary.html", {"errors": found})


@register.simple_tag
def field(bound: Any) -> str:
    """{% field form.worry %}: label, hint, error and input. An unknown field is an error, not a
    blank space."""
    return bound.as_field_group()


@register.simple_tag
def fields(form: Any, *names: str) -> SafeString:
    """{% fields form "agency" "caller" %}: several fields, one below the other."""
    return mark_safe("".join(form[name].as_field_group() for name in names))  # noqa: S308


@register.simple_tag
def hidden_fields(form: Any) -> SafeString:
    return mark_safe("".join(str(each) for each in form.hidden_fields()))  # noqa: S308


# --- Small parts --------------------------------------------------------------------------------
@register.simple_tag
def tag(text: Any, colour: str = "") -> str:
    """{% tag "On a plan" "red" %}"""
    style = f" govuk-tag--{colour}" if colour in COLOURS else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', style, text) if text else ""


@register.simple_tag(takes_context=True)
def url_with(context: Any, **changes: Any) -> str:
    """{% url_with page=2 %}: the query string of this page with some keys changed; an empty value
    takes the key out."""
    request = context.get("request")
    query: dict[str, list[Any]] = dict(request.GET.lists()) if request else {}
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = [value]
    return f"?{urlencode(query, doseq=True)}"


@register.inclusion_tag("components/_page_links.html", takes_context=True)
def page_links(context: Any, page: Any, key: str = "page") -> dict[str, Any]:
    """{% page_links page %}: previous and next, keeping the filter."""
    return {
        "page": page,
        "previous": url_with(context, **{key: page.number - 1}) if page.has_previous else "",
        "next": url_with(context, **{key: page.number + 1}) if page.has_next else "",
    }


@register.inclusion_tag("components/_empty_state.html")
def empty_state(text: str, detail: str = "", url: str = "", label: str = "") -> dict[str, str]:
    """{% empty_state "Nothing to decide." "The last contact was decided at 14:05." %}"""
    return {"text": text, "detail": detail, "url": url, "label": label}
