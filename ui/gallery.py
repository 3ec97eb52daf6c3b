"""One page that shows every part, for whoever builds pages and for the tests that look at them.
Not part of the service: it is only reachable where the project's urls put it. Everybody on it is
invented."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ui import forms
from ui.formsets import rows
from ui.pages import CountlessPage

LEVELS = [("1", "Universal"), ("2", "Early help"), ("3", "Child in need"), ("4", "Protection")]


class ChildRow(forms.Form):
    name = forms.TextField(label="Name", called="the child's name")
    born = forms.BirthField(label="Born", required=False)


Children = rows(ChildRow, prefix="children", noun="child", most=6)


class Everything(forms.Form):
    caller = forms.TextField(label="Who is telling us?", called="who is telling us")
    telephone = forms.TextField(
        label="Telephone", input_type="tel", width=20, required=False, attrs={"autocomplete": "off"}
    )
    received = forms.MomentField(
        label="When did they tell us?", called="the time they told us", not_future=True
    )
    seen = forms.DayField(label="Child last seen", required=False, not_future=True)
    level = forms.RadioField(
        label="Level of need",
        choices=LEVELS,
        hints={"3": "Needs services to reach or keep a reasonable standard of health."},
    )
    danger = forms.YesNoField(
        label="Is a child in immediate danger?", reveals={"yes": ["police_log"]}
    )
    police_log = forms.TextField(label="Police log number", width=10)
    factors = forms.CheckboxesField(
        label="What is known",
        required=False,
        choices=[("da", "Domestic abuse"), ("mh", "Mental health")],
    )
    agency = forms.ChoiceField(
        label="Agency", choices=[("school", "School"), ("police", "Police"), ("health", "Health")]
    )
    worry = forms.LongTextField(
        label="What is the concern?",
        called="the concern",
        help_text="In the caller's own words as far as you can.",
        max_length=4000,
        count=True,
    )
    sure = forms.TickField(label="We may say who told us")
    papers = forms.UploadField(label="Letter", required=False)


def people() -> list[dict[str, Any]]:
    plan = {"text": "On a plan", "colour": "orange"}
    return [
        {
            "name": "Amina Yusuf",
            "age": "7 years",
            "reference": "P-100234",
            "url": "#",
            "warning": "Two dogs loose in the garden; telephone before you visit.",
            "badges": [plan, {"text": "Looked after", "colour": "purple"}],
        },
        {
            "name": "Unborn baby Okafor",
            "age": "unborn, due 3 May",
            "reference": "P-100871",
            "url": "#",
        },
        {
            "name": "Jakub Wójcik-Featherstonehaugh",
            "age": "3 weeks",
            "reference": "P-100872",
            "url": "#",
        },
    ]


def clocks() -> list[dict[str, str]]:
    return [
        {
            "sentence": "2 working days late: due Tuesday 14 April; reason recorded",
            "tone": "late",
            "url": "#",
        },
        {"sentence": "Decide by today 16:40: 3 hours left", "tone": "soon", "url": "#"},
        {"sentence": "Due Thursday 16 April, in 4 working days", "tone": "ok", "url": "#"},
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part once; `?wrong=1` shows the form as it comes back refused."""
    now = timezone.now()
    late, soon, ok = clocks()
    data = {"received_day": "31 Feb", "received_time": "25:00", "danger": "yes", "seen": "tomorrow"}
    wrong = data if request.GET.get("wrong") else None
    grown = Children.pressed(request.POST)
    person, *others = people()
    context = {
        "form": Everything(request.POST or wrong, quiet=grown is not None),
        "rows": grown or Children(request.POST or None),
        "person": person,
        "people": [person, *others],
        "clocks": [late, soon, ok],
        "cards": [
            {
                "title": "Amina Yusuf, 7, and Idris Yusuf, 4",
                "url": "#",
                "clock": late,
                "badges": [{"text": "Level 4", "colour": "red"}],
                "text": "School saw bruising to both arms; Amina said she is afraid to go home.",
                "facts": [
                    "On a child protection plan until June 2024",
                    "Third contact in 30 days, from two agencies",
                ],
                "meta": "St Brendan's Primary, received today 09:12",
                "action": "Decide",
            },
            {
                "title": "Unborn baby Okafor",
                "url": "#",
                "clock": soon,
                "badges": [{"text": "Level 3", "colour": "yellow"}],
                "text": "Midwife: late booking, mother says she is moving between friends.",
                "facts": ["Nothing is known about this family"],
                "meta": "Royal Wexmoor Hospital, received yesterday 17:55",
                "action": "Decide",
            },
            {
                "title": "Jakub Wójcik-Featherstonehaugh",
                "url": "#",
                "clock": ok,
                "text": "Health visitor asks for advice on feeding.",
                "action": "Decide",
            },
        ],
        "details": [
            {"label": "Worker", "value": "Priya Nair", "url": "#"},
            {"label": "Team", "value": "Hindley"},
        ],
        "tabs": [
            {
                "label": each,
                "url": "#",
                "current": each == "Overview",
                "count": 2 if each == "Assessments" else 0,
            }
            for each in (
                "Overview",
                "Family",
                "Story",
                "Assessments",
                "Protection",
                "Plan and visits",
                "Panel",
                "Documents",
                "Access",
            )
        ],
        "story": [
            {
                "sentence": "Core assessment authorised.",
                "at": now - timedelta(hours=3),
                "by": "Maya Holt, team manager",
                "url": "#",
            },
            {
                "sentence": "Seen alone at school.",
                "at": now - timedelta(days=1),
                "by": "Priya Nair, social worker",
                "detail": "Quiet at first.\nSpoke about her grandmother.",
                "significant": True,
                "age": "7 years",
            },
            {
                "sentence": "Referral made.",
                "at": now - timedelta(days=400),
                "by": "Sam Reed, senior practitioner",
            },
        ],
        "summary_rows": [
            {
                "label": "Why we are involved",
                "value": "Neglect, and domestic abuse in the home.",
                "url": "#",
            },
            {"label": "School", "value": ""},
        ],
        "page": CountlessPage(people(), 2, True, 3),
        "moments": [now, now - timedelta(days=1), now - timedelta(days=9)],
        "service_name": "Socialcare",
        "council_name": "Westmere Council",
        "navigation": [
            {"label": "Duty desk", "url": "#", "current": True, "count": 12},
            {"label": "My work", "url": "#"},
            {"label": "My team", "url": "#", "count": 3},
            {"label": "Conferences", "url": "#"},
            {"label": "Panel", "url": "#"},
            {"label": "Returns", "url": "#"},
        ],
        "alerts_count": 4,
    }
    return render(request, "ui/gallery.html", context)
