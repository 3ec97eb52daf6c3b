"""The chair's and the administrator's pages: before, during and after; what is refused keeps what was
typed; who may not, finds nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Access
from protection.actions.conferences import arrange
from protection.models import Conference, Recommendation
from protection.views import conferences
from tests.conftest import days, hours
from tests.protection.conftest import CONFERENCE, FINISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(monkeypatch):
    """Put the service's clock to a moment."""

    def to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return to


def page(client, user, name, *args, **post):
    client.force_login(user)
    address = reverse(name, args=args)
    return client.post(address, post) if post else client.get(address)


def said(answer):
    return answer.content.decode()


def typed_about(shown, **changes):
    """What the chair types into the page that is shown, the same for each child."""
    typed = {
        "version": shown.context["form"]["version"].value(),
        "held_on": shown.context["form"]["held_on"].value(),
        "first_core_group_on": "25/3/2026",
    }
    for prefix in ("dissents", "wishes"):
        typed |= {
            f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0",
            f"{prefix}-MIN_NUM_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": "20",
        }  # fmt: skip
    answers = {
        "decision": "plan",
        "category": "NEG",
        "visit_every_days": "14",
        "core_group_every_days": "28",
        "why": "Burns.",
        "views": "I want to stay.",
        "heard_how": "told",
        "heard_on": "17/3/2026",
        **changes,
    }
    for ruling in shown.context["rulings"]:
        typed |= {f"{ruling.prefix}-{name}": value for name, value in answers.items()}
    return typed


def test_the_first_page_says_what_waits_what_is_not_ready_and_what_is_left(
    client, asked, ines, abi, tom, case, on
):
    on(FINISHED + days(2))
    client.force_login(abi)
    assert client.get("/").url == reverse("conferences")
    text = said(client.get(reverse("conferences")))
    assert f"{asked.invitees.count()} invitations not sent." in text
    assert (
        "The family does not have the social worker&#x27;s report: it is due Friday 13 March."
        in text
    )
    assert "Nobody waits for a conference to be arranged." in text
    assert page(client, tom, "conferences").status_code == 404


def test_those_to_be_arranged_come_a_page_at_a_time_and_are_counted_no_further_than_need_be(
    client, awaiting_family, abi, on, monkeypatch
):
    """The page never counts a council's reviews; whoever waits is on one of its pages."""
    on(FINISHED + days(1))
    client.force_login(abi)
    address = reverse("conferences")
    assert "3 children waiting for one" in said(client.get(address))
    monkeypatch.setattr(conferences, "PER_PAGE", 2)
    monkeypatch.setattr(conferences, "COUNTED", 2)
    first, second = (client.get(address, {"waiting": n}) for n in (1, 2))
    assert "more than 2 children waiting for one" in said(first)
    assert "?waiting=2" in said(first)
    assert [len(page.context["waiting"]) for page in (first, second)] == [2, 1]
    cases = {row["case"].pk for page in (first, second) for row in page.context["waiting"]}
    assert cases == {case.pk for case in awaiting_family}


def test_nobody_types_that_an_unborn_child_was_not_heard(client, attended, ines, on):
    """W43, W47"""
    on(CONFERENCE + hours(1))
    person = attended.children.first().case.person
    person.birth_date, person.expected_on = None, date(2026, 5, 3)
    person.save(update_fields=["birth_date", "expected_on"])
    shown = page(client, ines, "conference-record", attended.pk)
    first, *others = (ruling.initial["why_no_views"] for ruling in shown.context["rulings"])
    assert first == "Not born yet."
    assert set(others) <= {""}


def test_the_first_page_costs_the_same_for_one_and_for_many(
    client, awaiting_family, arrangement, abi, on
):
    """One number of queries, however many conferences and children it lists."""

    def cost():
        client.force_login(abi)
        client.get(reverse("conferences"))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("conferences")).status_code == 200
        return len(counted)

    on(FINISHED + days(1))
    arrange(awaiting_family[:1], "initial", arrangement, by=abi)
    one = cost()
    arrange(awaiting_family[1:2], "initial", arrangement, by=abi)
    assert cost() == one  # with one child still waiting, as before


def test_a_conference_is_arranged_for_brothers_and_sisters_on_one_page(
    client, awaiting_family, ines, abi, on
):
    """W17: both children who wait are ticked; a Saturday and a place left out are refused at once."""
    on(FINISHED + days(1))
    reference = awaiting_family[0].reference
    shown = page(client, abi, "conference-arrange", reference)
    form = shown.context["form"]
    assert [case.person.forename for case in form.fields["children"].queryset] == [
        "Ellie",
        "Jake",
        "Noor",
    ]
    typed = {
        "kind": "initial",
        "children": [case.pk for case in awaiting_family],
        "planned_at_day": "14/3/2026",
        "planned_at_time": "10:00",
        "place": "Room 4",
        "method": "in-person",
        "chair": ines.pk,
        "administrator": abi.pk,
        "token": form["token"].value(),
    }
    refused = page(client, abi, "conference-arrange", reference, **typed)
    reasons = " ".join(each["text"] for each in refused.context["form"].summary())
    assert "Saturday 14 March 2026 is at a weekend" in reasons, reasons
    # said at once with what the form lacks, and with a chair from inside the line management
    ines.team = awaiting_family[0].team
    ines.save(update_fields=["team"])
    worse = page(client, abi, "conference-arrange", reference, **{**typed, "place": ""})
    reasons = [each["text"] for each in worse.context["form"].summary()]
    assert [each["target"] != "" for each in worse.context["form"].summary()] == [True] * 3
    assert any("is at a weekend" in each for each in reasons), reasons
    assert any("in the line management of Ellie Marsden" in each for each in reasons), reasons
    assert "Enter where it is held." in reasons
    ines.team = None
    ines.save(update_fields=["team"])
    assert 'value="Room 4"' in said(refused)
    typed["planned_at_day"] = "18/3/2026"
    done = page(client, abi, "conference-arrange", reference, **typed)
    made = Conference.objects.get()
    assert done.url == reverse("conference-people", args=[made.pk])
    assert made.children.count() == 3
    # sent twice makes one
    page(client, abi, "conference-arrange", reference, **typed)
    assert Conference.objects.count() == 1
    # asked: everybody around the children, and one more by hand
    people = page(client, abi, "conference-people", made.pk)
    chosen = list(people.context["form"].offered)
    more = {
        "more-TOTAL_FORMS": "1", "more-INITIAL_FORMS": "0", "more-MIN_NUM_FORMS": "0",
        "more-MAX_NUM_FORMS": "12", "more-0-name": "DS Shah", "more-0-kind": "professional",
        "more-0-sector": "police", "more-0-agency": "Police",
    }  # fmt: skip
    page(client, abi, "conference-people", made.pk, chosen=chosen, **more)
    assert {i.name for i in made.invitees.all()} >= {"Gemma Marsden", "Priya Raman", "DS Shah"}
    # sent, answered, and the report with the family
    letters = page(client, abi, "conference-letters", made.pk)
    pdf = client.get(reverse("conference-letter", args=[made.pk, made.letters.first().pk]))
    assert pdf.content[:5] == b"%PDF-"
    assert "Invitation: Gemma Marsden, mother" in said(letters)
    rows = [str(letter.pk) for letter in made.letters.all()[:2]]
    page(client, abi, "conference-letters", made.pk, letters=rows, on="today", how="post")
    assert made.letters.exclude(sent_on=None).count() == 2
    mother = made.invitees.get(kind="parent")
    page(client, abi, "conference-answers", made.pk, **{f"answer-{mother.pk}": "coming"})
    mother.refresh_from_db()
    assert mother.answer == "coming"


def test_the_conference_is_recorded_in_columns_and_read_by_the_worker(
    client, asked, ines, abi, priya, tom, on
):
    """W17, W18, H6: attendance, quoracy said aloud, a decision per child, and who may read it."""
    on(CONFERENCE + hours(1))
    ticks = {f"there-{row.pk}": "on" for row in asked.invitees.all()}
    empty = {
        "more-TOTAL_FORMS": "0", "more-INITIAL_FORMS": "0", "more-MIN_NUM_FORMS": "0",
        "more-MAX_NUM_FORMS": "12",
    }  # fmt: skip
    only_us = {
        key: "on"
        for row in asked.invitees.filter(sector="social-care")
        for key in [f"there-{row.pk}"]
    }
    page(client, abi, "conference-attendance", asked.pk, **only_us, **empty)
    assert "Not quorate." in said(page(client, ines, "conference-record", asked.pk))
    page(client, abi, "conference-attendance", asked.pk, **ticks, **empty)
    shown = page(client, ines, "conference-record", asked.pk)
    assert "<strong>Quorate:</strong>" in said(shown)
    assert page(client, abi, "conference-record", asked.pk).status_code == 404
    typed = typed_about(shown)
    first = shown.context["rulings"][0].prefix
    refused = page(client, ines, "conference-record", asked.pk, **{**typed, f"{first}-why": ""})
    assert "Ellie Marsden: say why the conference decided so." in said(refused)
    assert "I want to stay." in said(refused)
    # "add another" brings a row and judges nothing
    grown = page(client, ines, "conference-record", asked.pk, add="wishes", **typed)
    assert 'name="wishes-0-text"' in said(grown)
    typed |= {
        "wishes-TOTAL_FORMS": "1", "wishes-0-child": asked.children.first().pk,
        "wishes-0-text": "Look after her", "wishes-0-by_when": "1/4/2026",
        "wishes-0-needs_discussion": "yes",
    }  # fmt: skip
    done = page(client, ines, "conference-record", asked.pk, **typed)
    assert done.status_code == 302, said(done)
    assert Recommendation.objects.awaiting().count() == 1
    again = page(client, ines, "conference-record", asked.pk, **typed)
    assert again.status_code == 302
    read = said(page(client, priya, "conference-detail", asked.pk))
    assert "A child protection plan is needed" in read
    assert "I want to stay." in read
    assert Access.objects.filter(by=priya, page="conference-detail").count() == 3
    assert page(client, tom, "conference-detail", asked.pk).status_code == 404
    paper = client.get(reverse("conference-minutes-paper", args=[asked.pk]))
    assert paper.status_code == 404
    assert page(client, priya, "conference-minutes-paper", asked.pk).content[:5] == b"%PDF-"
    # minutes: written, circulated, agreed by the chair alone
    asked.refresh_from_db()
    page(client, abi, "conference-minutes", asked.pk, text="All was said.", version=asked.version)
    asked.refresh_from_db()
    page(client, abi, "conference-minutes-circulate", asked.pk, version=asked.version)
    asked.refresh_from_db()
    assert page(client, abi, "conference-minutes-agree", asked.pk, version=1).status_code == 404
    page(client, ines, "conference-minutes-agree", asked.pk, version=asked.version)
    asked.refresh_from_db()
    assert asked.minutes_agreed_by == ines
    # the recommendation is discussed by the two
    wish = Recommendation.objects.get()
    page(
        client, priya, "recommendation-discuss", wish.pk, on="today", worker=priya.pk,
        supervisor=priya.team.members.get(role="team-manager").pk, outcome="agreed", why="Yes.",
    )  # fmt: skip
    wish.refresh_from_db()
    assert wish.discussed_on == date(2026, 3, 18)


def test_views_that_are_missing_are_listed(client, attended, ines, maya, tom, on):
    """H6: views per conference with method and date; a report of those lacking them."""
    from protection.actions.holding import hold
    from tests.protection.conftest import outcome_of, ruling_of

    on(CONFERENCE + hours(2))
    children = list(attended.children.order_by("pk"))
    rulings = [ruling_of(each) for each in children[:2]]
    rulings.append(ruling_of(children[2], views="", why_no_views="Two weeks old."))
    hold(attended, outcome_of(attended, rulings), version=attended.version, by=ines)
    lacking = said(page(client, maya, "conference-views"))
    assert "Two weeks old." in lacking
    assert "Ellie" not in lacking
    everybody = said(client.get(reverse("conference-views") + "?show=all"))
    assert "Told the worker, Tuesday 17 March" in everybody
    assert page(client, tom, "conference-views").status_code == 404


def test_ticks_and_answers_are_not_written_over_from_an_old_page(client, asked, abi, on):
    """Two tabs: the second is refused where it says otherwise; sent twice, it is done once."""
    on(CONFERENCE + hours(1))
    rows = list(asked.invitees.order_by("pk"))
    shown = page(client, abi, "conference-attendance", asked.pk)
    opened = shown.context["form"]["opened"].value()
    more = {
        "more-TOTAL_FORMS": "1", "more-INITIAL_FORMS": "0", "more-MIN_NUM_FORMS": "0",
        "more-MAX_NUM_FORMS": "12", "more-0-name": "Nan Marsden", "more-0-kind": "family",
    }  # fmt: skip
    everybody = {f"there-{row.pk}": "on" for row in rows}
    for _ in range(2):
        done = page(
            client, abi, "conference-attendance", asked.pk, opened=opened, **everybody, **more
        )
        assert done.status_code == 302, said(done)
    assert asked.invitees.filter(name="Nan Marsden").count() == 1
    told = page(
        client, abi, "conference-attendance", asked.pk, opened=opened,
        **{f"why-{row.pk}": "Ill" for row in rows}, **{**more, "more-TOTAL_FORMS": "0"},
    )  # fmt: skip
    assert "Somebody saved this list since you opened the page." in said(told)
    assert not asked.invitees.filter(attended=False).exists()
    opened = page(client, abi, "conference-answers", asked.pk).context["form"]["opened"].value()
    coming = {f"answer-{rows[0].pk}": "coming"}
    for _ in range(2):
        done = page(client, abi, "conference-answers", asked.pk, opened=opened, **coming)
        assert done.status_code == 302
    other = {f"answer-{rows[1].pk}": "not-coming"}
    told = page(client, abi, "conference-answers", asked.pk, opened=opened, **other)
    assert "Somebody saved this list since you opened the page." in said(told)
    rows[0].refresh_from_db()
    assert rows[0].answer == "coming"
