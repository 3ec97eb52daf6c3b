"""Tidying what was typed before Django checks it."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from people import identifiers


def tidied(thing: models.Model, readers: dict[str, Callable[[str], str]]) -> dict[str, str]:
    """Put the cleaned value in place of what was typed; the sentences about those that are wrong."""
    wrong = {}
    for name, read in readers.items():
        typed = getattr(thing, name)
        if typed:
            try:
                setattr(thing, name, read(typed))
            except identifiers.NotValid as refused:
                wrong[name] = refused.sentence
    return wrong


def refuse(
    wrong: dict[str, str],
    check: Callable[[Collection[str] | None], None],
    exclude: Collection[str] | None,
) -> None:
    """Run Django's own check of the other fields and raise everything that is wrong together."""
    errors: dict[str, Any] = {}
    try:
        check({*(exclude or ()), *wrong})
    except ValidationError as found:
        errors = found.update_error_dict(errors)
    for name, sentence in wrong.items():
        if name not in (exclude or ()):
            errors[name] = [sentence]
    if errors:
        raise ValidationError(errors)
