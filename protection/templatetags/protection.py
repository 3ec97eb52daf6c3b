"""What pages of child protection say in words of their own."""

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def interval(span: timedelta) -> str:
    """{{ median|interval }} → 1 day 3 hours; 5 hours"""
    hours = int(span.total_seconds() // 3600)
    days, hours = divmod(hours, 24)
    words = [
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in ((days, "day"), (hours, "hour"))
        if number
    ]
    return " ".join(words) or "less than an hour"
