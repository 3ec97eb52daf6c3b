"""The forms every page is built of: what they take, what they refuse and in which words (W2)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.utils import timezone

from rules.words import Words
from ui import forms
from ui.formsets import rows
from ui.templatetags import ui as tags

TODAY = date(2026, 4, 16)
NOW = datetime(2026, 4, 16, 15, 40, tzinfo=UTC)


class Colour(Words):
    RED = "red", "Red"
    BLUE = "blue", "Blue"


class Contact(forms.Form):
    name = forms.TextField(label="Name of caller", max_length=20)
    received = forms.DayField(
        label="When was it received?",
        called="the date the contact was received",
        not_future=True,
        today=TODAY,
    )
    told = forms.MomentField(
        label="Told", called="the time you were told", not_future=True, now=NOW
    )
    worry = forms.LongTextField(label="What is the concern?", count=True, max_length=100)
    danger = forms.YesNoField(label="Immediate danger", reveals={"yes": ["log"]})
    log = forms.TextField(label="Police log number")
    colour = forms.ChoiceField(label="Colour", choices=Colour, required=False)


GOOD = {
    "name": "Ann",
    "received": "yesterday",
    "told_day": "",
    "told_time": "now",
    "worry": "One.\r\nTwo.",
    "danger": "no",
}


def one(field: Any, typed: Any) -> Any:
    """The cleaned value, or the sentences that refuse it."""
    form = type("One", (forms.Form,), {"it": field})(
        {"it": typed} if isinstance(typed, str) else typed
    )
    return form.cleaned_data["it"] if form.is_valid() else list(form.errors["it"])


def test_a_good_form_gives_clean_values() -> None:
    form = Contact(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["received"] == date(2026, 4, 15)
    assert form.cleaned_data["told"] == NOW
    assert form.cleaned_data["worry"] == "One.\nTwo."
    assert form.cleaned_data["danger"] is False


def test_every_refusal_is_a_sentence_that_names_its_field_and_all_come_at_once() -> None:
    form = Contact({"told_day": "31 feb", "told_time": "25:00", "danger": "yes", "colour": "green"})
    assert [(each["text"], each["target"]) for each in form.summary()] == [
        ("Enter the name of caller.", "id_name"),
        ("Enter the date the contact was received, like 3/4/2026.", "id_received"),
        (
            "The time you were told is not right: there is no time 25:00, as the day runs from 00:00 to 23:59.",
            "id_told_1",
        ),
        (
            "The time you were told is not right: there is no 31 February 2026, as February 2026 has 28 days.",
            "id_told_0",
        ),
        ("Answer “What is the concern?”.", "id_worry"),
        ("Enter the police log number.", "id_log"),
        ("Choose the colour from the list.", "id_colour"),
    ]


def test_an_error_links_to_an_input_that_exists() -> None:
    form = Contact({"danger": "maybe"})
    html = str(form)
    for each in form.summary():
        assert f'id="{each["target"]}"' in html, each
    assert 'href="#id_danger_0"' in html


def test_what_was_typed_stays_in_a_refused_form() -> None:
    html = str(Contact({**GOOD, "received": "31 Feb", "name": "<Ann & Co>" * 5}))
    assert 'value="31 Feb"' in html
    assert "&lt;Ann &amp; Co&gt;" in html and "<Ann" not in html


def test_a_question_behind_an_answer_is_asked_and_kept_only_with_that_answer() -> None:
    assert Contact({**GOOD, "danger": "yes"}).errors["log"] == ["Enter the police log number."]
    form = Contact({**GOOD, "danger": "no", "log": "left over"})
    assert form.is_valid()
    assert form.cleaned_data["log"] == ""
    assert [each.name for each in form.groups()] == [
        "name",
        "received",
        "told",
        "worry",
        "danger",
        "colour",
    ]


def test_an_optional_question_says_so_and_the_form_says_how_many_need_an_answer() -> None:
    form = Contact()
    assert str(form).count("(optional)") == 1
    assert form.required_note == "5 of 6 questions need an answer."


def test_a_wrong_input_is_marked_and_described() -> None:
    html = str(Contact({"name": ""})["name"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert "govuk-input--error" in html


def test_long_text_is_refused_with_both_numbers_and_never_cut() -> None:
    assert one(forms.TextField(label="Reason"), "x" * 312) == [
        "Reason must be 200 characters or fewer; you typed 312."
    ]
    assert "maxlength=" not in str(Contact()).replace("data-maxlength=", "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b\x07c", "abc"),
        ("Zofia Wo\u0301jcik", "Zofia Wójcik"),
        ("محمد", "محمد"),
        ("👩‍👧 ok", "👩‍👧 ok"),
        ("two\nlines", "two lines"),
        ("a\u202eb", "ab"),
        ("\ud800x", "x"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_cleaned_without_losing_a_letter(typed: str, kept: str) -> None:
    assert one(forms.TextField(label="Name"), typed) == kept


def test_a_day_outside_its_bounds_is_refused_in_a_sentence() -> None:
    past = forms.DayField(label="Date seen", not_future=True, today=TODAY)
    future = forms.DayField(label="Due date", not_past=True, today=TODAY)
    early = forms.DayField(label="Start", earliest=date(2026, 4, 1), today=TODAY)
    assert one(past, "tomorrow") == ["Date seen cannot be in the future."]
    assert one(future, "yesterday") == ["Due date cannot be in the past."]
    assert one(early, "31 March") == ["Start must be 1 April 2026 or later."]
    assert one(past, "next christmas") == [
        "“next christmas” is not a date we can read. Enter the date seen, like 3/4/2026 or yesterday."
    ]


def test_a_moment_needs_both_halves() -> None:
    told = forms.MomentField(label="Told", called="when you were told", now=NOW)
    assert one(told, {"it_day": "today", "it_time": ""}) == [
        "Enter when you were told: the time is missing, like 16:40."
    ]
    assert one(told, {"it_day": "", "it_time": "9"}) == [
        "Enter when you were told: the date is missing, like today."
    ]


def test_an_hour_the_clocks_skipped_is_refused() -> None:
    told = forms.MomentField(label="Told", now=NOW)
    assert one(told, {"it_day": "29/3/2026", "it_time": "1:30"}) == [
        "Told is not right: there was no 01:30 on 29 March 2026, because the clocks went forward an hour."
    ]
    doubled = one(told, {"it_day": "25/10/2026", "it_time": "1:30"})
    assert doubled.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_moment_a_minute_ahead_is_in_the_future() -> None:
    told = forms.MomentField(label="Told", not_future=True, now=NOW)
    assert one(told, {"it_day": "today", "it_time": "16:40"}) == NOW
    assert one(told, {"it_day": "today", "it_time": "16:41"}) == ["Told cannot be in the future."]


def test_a_stored_moment_is_shown_in_local_time() -> None:
    form = type("F", (forms.Form,), {"it": forms.MomentField(label="It")})(initial={"it": NOW})
    assert 'value="16:40"' in str(form) and 'value="16/4/2026"' in str(form)
    assert timezone.get_current_timezone_name() == "Europe/London"


def test_a_birth_may_be_told_in_any_way_and_is_never_asked_again_as_it_was_typed() -> None:
    birth = one(forms.BirthField(label="Born", today=TODAY), "about 7")
    assert (birth.date, birth.estimated) == (date(2018, 10, 16), True)
    assert one(forms.BirthField(label="Born", required=False, today=TODAY), "") is None
    assert (
        "cannot be in the future" in one(forms.BirthField(label="Born", today=TODAY), "1/1/2027")[0]
    )


def test_a_number_is_refused_in_words() -> None:
    assert one(forms.NumberField(label="Places", max_value=9), "ten") == [
        "Enter the places as a whole number, like 12."
    ]
    assert one(forms.NumberField(label="Places", max_value=9), "10") == [
        "Places must be 9 or less."
    ]


def test_reasons_from_elsewhere_are_added_and_listed_first() -> None:
    form = Contact(GOOD)
    assert form.is_valid()
    form.refuse("The case is closed.", ["Another worker has it.", "It is late."])
    assert [each["text"] for each in form.summary()] == [
        "The case is closed.",
        "Another worker has it.",
        "It is late.",
    ]


def test_the_summary_is_drawn_once_whether_the_page_or_the_form_draws_it() -> None:
    form = Contact({})
    above = tags.error_summary(form)
    assert "There is a problem" in above
    assert "There is a problem" not in str(form)
    assert "There is a problem" in str(Contact({}))


class Child(forms.Form):
    name = forms.TextField(label="Name", called="the child's name")
    school = forms.TextField(label="School", required=False)


Children = rows(Child, prefix="children", noun="child", most=3)


def typed(*names: str, **more: str) -> QueryDict:
    post = QueryDict(mutable=True)
    post["children-TOTAL_FORMS"], post["children-INITIAL_FORMS"] = str(len(names)), "0"
    for number, name in enumerate(names):
        post[f"children-{number}-name"] = name
    post.update(more)
    return post


def test_add_another_keeps_what_was_typed_and_judges_nothing() -> None:
    grown = Children.pressed(typed("Ann", "", add="children"))
    assert grown is not None and len(grown.forms) == 3
    assert 'value="Ann"' in str(grown) and "Enter the child" not in str(grown)
    assert not grown.can_add


def test_remove_takes_out_that_row_and_moves_the_rest_up() -> None:
    left = Children.pressed(typed("Ann", "Bea", "Cay", remove="children-1"))
    assert left is not None
    assert [form["name"].value() for form in left.forms] == ["Ann", "Cay"]


def test_a_row_left_empty_is_left_out() -> None:
    children = Children(typed("Ann", " ", "Cay"))
    assert children.is_valid()
    assert [each["name"] for each in children.filled()] == ["Ann", "Cay"]


def test_saving_is_not_mistaken_for_adding() -> None:
    assert Children.pressed(typed("Ann")) is None
    assert Children.pressed(typed("Ann", add="others")) is None
    assert Children.pressed(typed("Ann", remove="children-x")) is None


def test_a_wrong_row_is_named_in_the_summary() -> None:
    found = Children(typed("Ann", " ", **{"children-1-school": "Hill"})).summary()
    assert found == [{"text": "Child 2: Enter the child's name.", "target": "id_children-1-name"}]


@pytest.mark.parametrize("total", ["", "-1", "9999999", "x"])
def test_a_tampered_number_of_rows_is_refused_not_a_crash(total: str) -> None:
    post = typed("Ann")
    post["children-TOTAL_FORMS"] = total
    formset = Children(post)
    formset.is_valid()
    assert len(str(formset)) > 0
    post["add"] = "children"
    assert Children.pressed(post) is not None


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ["session_key", "session_data", "expire_date"]


def test_a_model_form_uses_our_fields_and_sentences() -> None:
    form = SessionForm({"expire_date_day": "31/2/2026", "expire_date_time": "9"})
    assert isinstance(form.fields["session_key"], forms.TextField)
    assert isinstance(form.fields["session_data"], forms.LongTextField)
    assert isinstance(form.fields["expire_date"], forms.MomentField)
    assert [each["text"] for each in form.summary()] == [
        "Enter the session key.",
        "Enter the session data.",
        "Expire date is not right: there is no 31 February 2026, as February 2026 has 28 days.",
    ]


def test_a_list_of_records_refuses_what_is_not_on_it() -> None:
    field = forms.RecordField(Session.objects.none(), label="Worker")
    for wrong in ("7", "x", "\0", "9" * 40):
        assert one(field, wrong) == ["Choose the worker from the list."]
