"""{% load clocks %} {% clock_line clock %}: a clock as a tag and a sentence with a link to its story."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils import timezone

from clocks import words
from clocks.calendar import Calendar, calendar
from clocks.models import Clock

register = template.Library()


@dataclass(frozen=True)
class Shown:
    """What `components/_clock.html` asks for."""

    sentence: str
    tone: str
    url: str
    label: str


def shown(clock: Clock, known: Calendar | None = None) -> Shown:
    """A clock for a page, as it stands at this moment."""
    now = timezone.now()
    return Shown(
        words.sentence(clock, now, known), words.tone(clock, now), words.url(clock), clock.label
    )


@register.inclusion_tag("components/_clock.html", takes_context=True)
def clock_line(context: Context, clock: Clock) -> dict[str, Shown]:
    # a page of clocks asks for the calendar once
    kept = context.render_context
    known = kept.get("clocks_calendar")
    if known is None:
        known = kept["clocks_calendar"] = calendar()
    return {"clock": shown(clock, known)}
