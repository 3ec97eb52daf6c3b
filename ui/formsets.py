"""Repeating rows that work without JavaScript.

    class Child(forms.Form): ...
    Children = rows(Child, prefix="children", noun="child", least=1, most=12)

    def contact_record(request):
        children = Children.pressed(request.POST)   # "add another" or "remove" was pressed
        if children is not None:
            form = ContactForm(request.POST, quiet=True)
        else:
            form = ContactForm(request.POST or None)
            children = Children(request.POST or None)
            if request.method == "POST" and form.is_valid() and children.is_valid():
                ...
        return render(request, "…", {"form": form, "rows": children})

The template writes `{{ rows }}`, which brings its own buttons. They are ordinary submit buttons, so
what was typed comes back with one row more or less.
"""

import re
from typing import Any, Self, cast

from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from ui.forms import Form

TOTAL = "TOTAL_FORMS"


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """A formset that can grow and shrink. Row errors begin with the row they are in."""

    noun = "row"
    own_prefix = "rows"
    summary_shown = False
    just_added = False
    """A row was asked for: the page puts the cursor into the last one."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        kwargs.setdefault("prefix", self.own_prefix)
        super().__init__(*args, **kwargs)

    @classmethod
    def pressed(cls, post: QueryDict, **kwargs: Any) -> "Self | None":
        """The rows after "add another" or "remove", as they were typed and not judged; None when
        another button was pressed."""
        prefix = kwargs.get("prefix", cls.own_prefix)
        total = cls.total(post, prefix)
        if post.get("add") == prefix:
            if total >= cls.absolute_limit():
                return cls(post, quiet=True, **kwargs)
            data = post.copy()
            data[f"{prefix}-{TOTAL}"] = str(total + 1)
            grown = cls(data, quiet=True, **kwargs)
            grown.just_added = True
            return grown
        found = re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})", post.get("remove", ""))
        if found:
            return cls(cls.without(post, prefix, int(found[1]), total), quiet=True, **kwargs)
        return None

    @classmethod
    def total(cls, post: QueryDict, prefix: str) -> int:
        given = post.get(f"{prefix}-{TOTAL}", "0")
        return min(int(given), cls.absolute_limit()) if re.fullmatch(r"[0-9]{1,4}", given) else 0

    @classmethod
    def absolute_limit(cls) -> int:
        return cast(int, cls.max_num)  # type: ignore[attr-defined]

    @classmethod
    def without(cls, post: QueryDict, prefix: str, gone: int, total: int) -> QueryDict:
        """The data with one row taken out and the later ones moved up."""
        data = QueryDict(mutable=True)
        row = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(.+)")
        for key, values in post.lists():
            found = row.fullmatch(key)
            number = int(found[1]) if found else -1
            if found and number == gone:
                continue
            if found and number > gone:
                key = f"{prefix}-{number - 1}-{found[2]}"
            data.setlist(key, values)
        if gone < total:
            data[f"{prefix}-{TOTAL}"] = str(max(total - 1, cls.min_num))  # type: ignore[attr-defined]
        return data

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "quiet": self.quiet}

    def full_clean(self) -> None:
        if self.quiet:
            self._errors: list[Any] = []
            self._non_form_errors = self.error_class()
            return
        super().full_clean()

    def filled(self) -> list[dict[str, Any]]:
        """The clean answers of the rows that were not left empty, in order."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]

    @property
    def can_add(self) -> bool:
        return len(self.forms) < self.absolute_limit()

    @property
    def can_remove(self) -> bool:
        return len(self.forms) > max(self.min_num, 1)  # type: ignore[attr-defined]

    def summary(self) -> list[dict[str, str]]:
        """Every error of every row, as `Form.summary` gives them."""
        faulty = any(self.errors) if self.is_bound else False
        found = [
            {"text": str(text), "target": ""}
            for error in self.non_form_errors().as_data()
            # the row that says what is missing in it has said so already
            if not (faulty and error.code == "too_few_forms")
            for text in error.messages
        ]
        if self.is_bound and not self.quiet:
            for number, form in enumerate(self.forms, 1):
                name = f"{self.noun.capitalize()} {number}: " if len(self.forms) > 1 else ""
                found += [
                    {"text": name + each["text"], "target": each["target"]}
                    for each in form.summary()
                ]
        return found


def rows(
    form: type[Form],
    *,
    prefix: str,
    noun: str,
    least: int = 1,
    most: int = 20,
    base: type[Rows] = Rows,
) -> type[Rows]:
    """A class of rows. `least` rows must be filled in, `least` or one are shown at first."""
    made = cast(
        type[Rows],
        formset_factory(
            form,
            formset=base,
            extra=0 if least else 1,
            min_num=least,
            max_num=most,
            absolute_max=most,
            validate_min=bool(least),
            validate_max=True,
        ),
    )
    made.noun, made.own_prefix = noun, prefix
    made.default_error_messages = {
        "too_few_forms": f"Fill in at least %(num)d {noun}.",
        "too_many_forms": f"Fill in %(num)d at most: one {noun} each.",
        "missing_management_form": "Part of the page did not come back with the form. Nothing was "
        "saved; open the page again.",
    }
    return made
