"""The pages of strategy discussions, enquiries, medicals and emergency action, as people use them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions.decisions import ask_for_strategy_discussion
from cases.actions.visits import record_visit
from cases.models import Case
from protection.actions.emergency import begin_action
from protection.models import (
    EmergencyAction,
    Medical,
    Section47Enquiry,
    StrategyDiscussion,
)


@pytest.fixture
def now():
    return timezone.localtime().replace(second=0, microsecond=0)


def typed(moment, name):
    return {f"{name}_day": f"{moment:%d/%m/%Y}", f"{name}_time": f"{moment:%H:%M}"}


def hold_form(case, now, **changes):
    """What a discussion about one child, with the police and no doctor, is typed as."""
    held = now - timedelta(minutes=30)
    child = f"child-{case.pk}"
    return {
        **typed(held, "held_at"),
        "method": "telephone",
        "why_no_health": "The paediatrician rings back at four.",
        "offence_suspected": "no",
        "people-TOTAL_FORMS": "3",
        "people-INITIAL_FORMS": "1",
        "people-0-name": "Maya Lindqvist",
        "people-0-kind": "childrens-social-care",
        "people-1-name": "DS Imran Shah",
        "people-1-kind": "police",
        "people-1-shared": "Two call-outs.",
        "agreed-TOTAL_FORMS": "1",
        "agreed-INITIAL_FORMS": "0",
        f"{child}-section_47": "yes",
        f"{child}-section_47_on": f"{held:%d/%m/%Y}",
        f"{child}-basis": "joint",
        f"{child}-lead": str(case.worker_id),
        f"{child}-reason": "A burn that nobody explains.",
        f"{child}-safety": "With his grandmother tonight.",
        **changes,
    }


def test_a_discussion_is_held_from_the_task_that_asks_for_it(client, case, maya, priya, now):
    """W12: one click from the task and from the case; recorded once, however often it is sent."""
    ask_for_strategy_discussion(case, by=maya, why="A burn.", at=now)
    task = case.tasks.get(kind="strategy-discussion")
    client.force_login(maya)
    url = f"/cases/{case.reference}/strategy/"
    for page in (
        f"/tasks/{task.pk}/",
        f"/cases/{case.reference}/",
        f"/cases/{case.reference}/protection/",
    ):
        assert f'href="{url}"' in client.get(page).content.decode(), page
    shown = client.get(url)
    token = str(shown.context["form"]["token"].value())
    form = hold_form(
        case, now, token=token,
        **{"agreed-0-what": "Ring the school", "agreed-0-owner": str(priya.pk),
           "agreed-0-due_on": f"{now + timedelta(days=1):%d/%m/%Y}"},
    )  # fmt: skip
    answer = client.post(url, form, follow=True)
    assert "leads the Section 47 enquiry. A conference, if one is needed, is due by" in (
        answer.content.decode()
    )
    client.post(url, form)
    discussion = StrategyDiscussion.objects.get()
    task.refresh_from_db()
    assert (task.state, discussion.actions.get().task.owner) == ("done", priya)
    page = client.get(f"/strategy/{discussion.pk}/").content.decode()
    assert "Two call-outs." in page
    assert "The paediatrician rings back at four." in page


def test_what_is_missing_is_said_at_once_and_what_was_typed_stays(client, case, maya, now):
    """W12: the section 47 decision without its date, and everything else that is not there."""
    client.force_login(maya)
    child = f"child-{case.pk}"
    form = hold_form(
        case, now,
        **{f"{child}-section_47_on": "", f"{child}-safety": "", "method": "", "people-1-name": "DS Shah",
           "people-1-kind": ""},
    )  # fmt: skip
    page = client.post(f"/cases/{case.reference}/strategy/", form).content.decode()
    for sentence in (
        "Enter the date on which Section 47 was decided",
        "how the child is safe",
        "Choose how people met",
        "which agency they are from",
    ):
        assert sentence in page, sentence
    assert "Two call-outs." in page
    # who is missing from the meeting is said beside what is missing on the page
    form = hold_form(
        case, now, why_no_health="", method="",
        **{"people-1-name": "", "people-1-shared": "", "agreed-0-what": "Ring the school"},
    )  # fmt: skip
    page = client.post(f"/cases/{case.reference}/strategy/", form).content.decode()
    for sentence in (
        "Choose how people met",
        "The police did not take part: add who did, or say why not.",
        "Nobody from health took part: add who did, or say why not.",
        "who does it",
    ):
        assert sentence in page, sentence
    assert not StrategyDiscussion.objects.exists()


def test_the_form_proposes_the_police_and_leaves_out_rows_without_a_name(client, case, maya, now):
    """W12: what has to be there is said; a row that only names the police is nobody."""
    client.force_login(maya)
    url = f"/cases/{case.reference}/strategy/"
    shown = client.get(url)
    rows = shown.context["people"].forms
    assert [row["kind"].value() for row in rows] == ["childrens-social-care", "police", None]
    assert "children's social care, the police and health" in shown.content.decode()
    form = hold_form(
        case, now, why_no_police="On another call.",
        **{"people-1-name": "", "people-1-shared": "", "people-2-name": "Dr Ray", "people-2-kind": "gp",
           "why_no_health": "", f"child-{case.pk}-basis": "social-care",
           f"child-{case.pk}-basis_why": "The police are on another call."},
    )  # fmt: skip
    assert client.post(url, form).status_code == 302
    who = StrategyDiscussion.objects.get().attendees
    assert set(who.values_list("kind", flat=True)) == {"childrens-social-care", "gp"}


def test_another_person_is_added_without_losing_a_word(client, case, maya, now):
    client.force_login(maya)
    form = hold_form(case, now, add="people")
    page = client.post(f"/cases/{case.reference}/strategy/", form).content.decode()
    assert "Person 4" in page
    assert "A burn that nobody explains." in page
    assert "There is a problem" not in page


def test_brothers_and_sisters_are_decided_on_in_the_same_screen(client, family, maya, now):
    eldest, second, third = family
    client.force_login(maya)
    form = hold_form(
        eldest, now,
        **{f"child-{second.pk}-included": "same",
           f"child-{third.pk}-included": "own",
           f"child-{third.pk}-section_47": "no",
           f"child-{third.pk}-reason": "Lives with her father.",
           f"child-{third.pk}-safety": "At her father's."},
    )  # fmt: skip
    page = client.get(f"/cases/{eldest.reference}/strategy/").content.decode()
    assert "Yes, and the same was decided as for Ellie" in page
    done = client.post(f"/cases/{eldest.reference}/strategy/", form, follow=True)
    said = done.content.decode()
    assert "Strategy discussion recorded for Ellie, Jake and Noor." in said
    assert "Priya Raman leads the Section 47 enquiries of Ellie and Jake. A conference" in said
    held = StrategyDiscussion.objects.get()
    assert [child.section_47 for child in held.children.all()] == [True, True, False]
    assert set(Section47Enquiry.objects.values_list("case", flat=True)) == {eldest.pk, second.pk}


def test_an_enquiry_is_written_sent_returned_and_authorised(client, case, maya, priya, now):
    """W13, W16, W42, W47: the whole way, as Priya and as Maya."""
    client.force_login(priya)
    client.post(f"/cases/{case.reference}/strategy/", hold_form(case, now))
    enquiry = Section47Enquiry.objects.get()
    visit = record_visit(
        case, by=priya, on=now.date(), seen=True, seen_alone=True, place="Home", at=now
    )
    one = f"/enquiries/{enquiry.pk}/"
    assert "Write the enquiry" in client.get(one).content.decode()

    # a medical is asked for, and held
    client.post(
        f"{one}medical/",
        {"kind": "injury", "asked_of": "Royal Infirmary", **typed(now, "asked_at")},
    )
    medical = Medical.objects.get()
    assert "Royal Infirmary" in client.get(f"/cases/{case.reference}/protection/").content.decode()

    # sent too early: everything that is missing is said
    page = client.post(f"{one}send/", {"to": maya.pk}).content.decode()
    assert "Record the visit to the home, or why there was none." in page
    assert "Say of every medical asked for" in page
    page = client.post(
        f"/medicals/{medical.pk}/",
        {
            "verb": "attend",
            **typed(now, "attended_at"),
            "examined_by": "Dr Lowe",
            "result": "A burn.",
        },
        follow=True,
    )
    assert "Medical recorded." in page.content.decode()

    # «None of these» is an answer, with its reason; a chosen visit takes the reason away
    shown = client.get(f"{one}write/").content.decode()
    assert "None of these" in shown and "If the home was not visited, why not?" in shown
    none = {"version": "1", "home_visit": "", "why_no_home_visit": "He is in hospital."}
    client.post(f"{one}write/", none)
    enquiry.refresh_from_db()
    assert (enquiry.home_visit, enquiry.why_no_home_visit) == (None, "He is in hospital.")
    written = {
        "version": "2",
        "home_visit": str(visit.pk),
        "parents_seen_on": f"{now:%d/%m/%Y}",
        "parents_seen": "His mother.",
        "childs_words": "I want Gran.",
        "findings": "The burn does not fit the account.",
        "substantiated": "yes",
        "continuing_risk": "yes",
        "outcome": "conference",
        "outcome_why": "Nobody can say how he is safe.",
    }
    assert client.post(f"{one}write/", written).url == f"{one}send/"
    enquiry.refresh_from_db()
    assert (enquiry.home_visit, enquiry.why_no_home_visit) == (visit, "")
    # opened before that save: theirs and yours, and nothing is lost
    stale = client.post(f"{one}write/", {**written, "findings": "It may fit."}).content.decode()
    assert "Somebody has changed this since you opened it." in stale
    assert "The burn does not fit the account." in stale
    assert "It may fit." in stale

    assert client.post(f"{one}send/", {"to": maya.pk}).status_code == 302
    client.force_login(maya)
    page = client.get(f"{one}authorise/").content.decode()
    assert "I want Gran." in page
    page = client.post(f"{one}authorise/", {"verb": "return", "comments": ""}).content.decode()
    assert "what has to be done" in page
    client.post(f"{one}authorise/", {"verb": "return", "comments": "Ask the school."})
    client.force_login(priya)
    assert "Ask the school." in client.get(one).content.decode()
    client.post(f"{one}send/", {"to": maya.pk})
    client.force_login(maya)
    done = client.post(f"{one}authorise/", {"verb": "authorise"}, follow=True).content.decode()
    assert "The conference is to be arranged" in done
    assert "Nothing was changed" in (
        client.post(f"{one}authorise/", {"verb": "authorise"}, follow=True).content.decode()
    )


def test_police_protection_is_recorded_ended_and_followed_by_an_order(client, case, omar, now):
    """W14: recorded at night without a discussion; the page says that one is needed."""
    client.force_login(omar)
    url = f"/cases/{case.reference}/emergency/"
    taken = now - timedelta(hours=2)
    given = {
        "kind": "police-protection",
        "place": "With his aunt",
        "officer": "PC Ali",
        "grounds": "Found alone.",
        **typed(taken, "started_at"),
    }
    page = client.post(url, given, follow=True).content.decode()
    assert "A strategy discussion is needed" in page
    assert "In force" in page
    action = EmergencyAction.objects.get()
    assert action.ends_at == taken + timedelta(hours=72)
    page = client.post(url, given, follow=True).content.decode()
    assert "in force already" in page
    end = {"how": "epo", "why": "The court sat at noon.", **typed(now, "ended_at")}
    assert client.post(f"/emergencies/{action.pk}/end/", end).url == f"{url}?kind=epo"
    order = {**given, "kind": "epo", **typed(now, "started_at")}
    page = client.post(url, {**order, **typed(now + timedelta(days=9), "ends_at")}).content.decode()
    assert "lasts at most 8 days" in page
    client.post(url, {**order, **typed(now + timedelta(days=8), "ends_at")})
    action = EmergencyAction.objects.in_force().get()
    longer = {
        "why": "Inquiries.",
        **typed(now, "extended_at"),
        **typed(now + timedelta(days=15), "ends_at"),
    }
    page = client.post(f"/emergencies/{action.pk}/extend/", longer, follow=True).content.decode()
    assert "Extension recorded." in page
    assert "Extended by the court" in page


def test_domestic_abuse_told_of_at_first_contact_stands_on_the_enquiry(
    client, case, maya, held, enquiry
):
    """W33: the flag of the first contact is carried."""
    case.domestic_abuse = True
    case.sign(maya)
    case.save(update_fields=["domestic_abuse"])
    client.force_login(maya)
    for page in (f"/cases/{case.reference}/protection/", f"/enquiries/{enquiry.pk}/"):
        assert "Domestic abuse" in client.get(page).content.decode()


def test_the_tab_asks_the_database_the_same_number_of_times_for_any_history(
    client, case, maya, held, now, django_assert_max_num_queries
):
    client.force_login(maya)
    url = f"/cases/{case.reference}/protection/"
    client.get(url)
    with django_assert_max_num_queries(40) as first:
        client.get(url)
    for hour in (3, 2):
        begin_action(
            Case.objects.get(pk=case.pk), by=maya, started_at=now - timedelta(hours=hour),
            kind="police-protection" if hour == 3 else "epo", ends_at=now + timedelta(days=1),
            grounds="A burn.", place="Aunt", at=now,
        )  # fmt: skip
    with django_assert_max_num_queries(40) as second:
        client.get(url)
    assert len(second) <= len(first) + 4
