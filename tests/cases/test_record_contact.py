"""Recording a contact at the duty desk."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.absences import record_absence
from cases.forms.contacts import ContactForm
from cases.models import Contact, ContactChild
from clocks.models import Clock
from people.models import Agency, Person, Relationship

URL = "/contacts/record/"


@pytest.fixture
def desk(client, dana, school):
    client.force_login(dana)
    return client


def typed(children=None, **changes):
    """What a duty officer types, as the browser posts it."""
    children = children or [{"forename": "Ellie", "surname": "Marsden", "born": "about 7"}]
    now = timezone.localtime()
    data = {
        "token": str(uuid4()),
        "who": "agency",
        "agency": "st bride's primary school",
        "caller_name": "Mrs Joan Ashby",
        "caller_telephone": "01632 960 011",
        "may_name_caller": "yes",
        "received_at_day": "today",
        "received_at_time": f"{now:%H:%M}",
        "method": "telephone",
        "concern": "No coat three days running; says there is no food at home.",
        "immediate_danger": "no",
        "level": "3b",
        "level_reason": "Basic needs are not met.",
        "children-TOTAL_FORMS": str(len(children)),
        "children-INITIAL_FORMS": "0",
    }
    for number, child in enumerate(children):
        data |= {f"children-{number}-{key}": value for key, value in child.items()}
    return {key: value for key, value in (data | changes).items() if value is not None}


def text(response) -> str:
    return response.content.decode().replace("&#x27;", "'")


def test_a_duty_officer_records_a_contact_with_time_source_child_concern_and_level(desk, dana):
    """W1"""
    answer = desk.post(URL, typed())
    contact = Contact.objects.get()
    assert answer.url == reverse("contact-receipt", args=[contact.reference])
    child = contact.children.get()
    assert (contact.source, contact.agency.name) == ("2A", "St Bride's Primary School")
    assert (contact.recorded_by, contact.level, contact.level_reason) == (
        dana,
        "3b",
        "Basic needs are not met.",
    )
    assert abs(contact.received_at - timezone.now()) < timedelta(minutes=2)
    assert (child.person.name, child.person.birth_estimated, child.state) == (
        "Ellie Marsden",
        True,
        "waiting",
    )
    clock = Clock.objects.get(rule="contact-decision")
    assert clock.due_at == contact.received_at + timedelta(hours=24)


def test_the_receipt_shows_the_reference_to_read_out_and_by_when_it_is_decided(desk):
    """W1, R1"""
    page = text(desk.post(URL, typed(), follow=True))
    assert Contact.objects.get().reference in page
    assert "Decide by tomorrow" in page or "Decide by today" in page
    assert "Waiting to be decided by a manager at Front Door." in page


def test_a_duty_officer_has_no_button_to_decide_and_no_page(desk):
    """W1: the page does not exist for her, by GET or by POST."""
    desk.post(URL, typed())
    contact = Contact.objects.get()
    assert "Decide</a>" not in text(desk.get(reverse("contact-detail", args=[contact.reference])))
    for name in ("contact-decide", "contact-accept", "contact-hand-back"):
        url = reverse(name, args=[contact.reference])
        pk = contact.children.get().pk
        assert desk.post(url, {f"child-{pk}-outcome": "advise"}).status_code == 404
    assert desk.get(reverse("decision-queue")).status_code == 404
    assert contact.children.get().state == "waiting"


def test_a_contact_about_an_allocated_child_goes_to_the_worker_and_not_to_the_queue(
    desk, case, priya
):
    """W2, W8: with a clock of its own and no second referral."""
    answer = desk.post(
        URL, typed([{"forename": "Ellie", "surname": "Marsden", "person": str(case.person_id)}])
    )
    child = ContactChild.objects.latest("pk")
    assert (child.state, child.owner, child.case) == ("with-worker", priya, case)
    assert Clock.objects.running().filter(rule="new-information-decision").count() == 1
    assert "Sent to Priya Raman, who is in today." in text(desk.get(answer.url))


def test_a_contact_about_the_child_of_an_absent_worker_goes_to_her_cover(
    desk, case, priya, maya, tom
):
    """W2"""
    record_absence(priya, by=maya, since=timezone.localdate(), until=None, cover=tom)
    answer = desk.post(URL, typed([{"forename": "E", "person": str(case.person_id)}]))
    assert ContactChild.objects.latest("pk").owner == tom
    assert "Priya Raman is away: sent to Tom Farrow, who covers." in text(desk.get(answer.url))


def test_a_lower_level_closes_as_advice_with_its_reason_and_never_reaches_a_manager(desk):
    """W3, C7"""
    desk.post(URL, typed(level="2", advice="Told the school how to ask early help."))
    child = ContactChild.objects.get()
    assert (child.state, child.decision, child.screened_out) == ("decided", "advice", True)
    assert child.decision_reason == "Told the school how to ask early help."


@pytest.mark.parametrize("level", ["3b", "4"])
def test_levels_3b_and_4_go_to_a_manager_whatever_advice_was_given(desk, level):
    """W3"""
    page = text(desk.post(URL, typed(level=level, advice="Ring back tomorrow.")))
    assert "goes to a manager" in page and "Ring back tomorrow." in page
    assert not Contact.objects.exists()


def test_a_child_in_immediate_danger_is_never_closed_at_the_desk(desk):
    """W3, R1"""
    page = text(desk.post(URL, typed(level="1", advice="Rang 999.", immediate_danger="yes")))
    assert "A child in immediate danger goes to a manager" in page
    assert not Contact.objects.exists()


def test_immediate_danger_shows_the_number_to_ring_and_comes_first_in_the_queue(desk):
    """R1, W4"""
    page = text(desk.post(URL, typed(immediate_danger="yes", level="1"), follow=True))
    assert "999" in page and "immediate danger" in page
    assert Contact.objects.get().risk == 0


def test_advice_on_a_contact_received_too_long_ago_asks_why_it_is_late(desk):
    """W7"""
    old = {"received_at_day": "3 days ago", "received_at_time": "09:00"}
    page = text(desk.post(URL, typed(level="1", advice="All well.", **old)))
    assert "say why it is closed so late" in page and 'name="late_reason"' in page
    desk.post(URL, typed(level="1", advice="All well.", late_reason="Post came late.", **old))
    assert Clock.objects.get(rule="contact-decision").late_reason == "Post came late."


def test_nothing_but_the_words_of_a_person_sets_the_level(desk):
    """R17: chosen, with reasons in free text; a form without them is refused and no score fills
    them in."""
    page = text(desk.post(URL, typed(level=None, level_reason="")))
    assert "Choose the level of need." in page and "Enter why you chose this level." in page
    assert not Contact.objects.exists()


def test_the_form_asks_for_nine_answers_and_gives_three_itself():
    """W51: typing effort, measured on the form itself."""
    assert ContactForm.needed() == (9, 3)


def test_the_same_form_sent_twice_makes_one_contact_and_shows_it(desk):
    """A double click, and the back button."""
    data = typed()
    first, second = desk.post(URL, data), desk.post(URL, data | {"concern": "Something else"})
    assert Contact.objects.count() == 1 and first.url == second.url
    assert Person.objects.count() == 1


def test_a_likely_duplicate_is_shown_with_reasons_before_a_second_record_is_made(desk, case):
    page = text(desk.post(URL, typed([{"forename": "Elly", "surname": "Marsden"}])))
    assert "Is it one of these?" in page and "Open to Priya Raman, Hindley" in page
    assert case.person.reference in page and "Why:" in page
    assert "None of these: make a new record" in page
    assert Person.objects.count() == 1
    # the answer «none of these» counts only for those who were in sight
    unseen = {"forename": "Elly", "surname": "Marsden", "person": "new"}
    desk.post(URL, typed([unseen]))
    assert Person.objects.count() == 1
    desk.post(URL, typed([unseen | {"shown": str(case.person_id)}]))
    assert Person.objects.count() == 2


def test_a_child_is_found_by_id_typed_into_the_name_box(desk, case):
    page = text(desk.post(URL, typed([{"forename": case.person.reference}])))
    assert "Is it one of these?" in page and "Ellie Marsden" in page
    assert "Nobody was found for" in text(desk.post(URL, typed([{"forename": "P999999"}])))


def test_matches_appear_for_one_row_while_it_is_typed(desk, case):
    page = text(
        desk.post(
            "/contacts/matches/",
            {"row": "children-3", "children-3-forename": "Elie", "children-3-surname": "Marsden"},
        )
    )
    assert 'name="children-3-person"' in page and "Open to Priya Raman, Hindley" in page
    assert desk.post("/contacts/matches/", {"row": "../x"}).status_code == 404


def test_another_child_is_added_and_taken_away_without_javascript(desk):
    data = typed([{"forename": "Ellie", "surname": "Marsden"}])
    page = text(desk.post(URL, data | {"add": "children"}))
    assert 'name="children-1-forename"' in page and 'value="Ellie"' in page
    assert data["concern"] in page and not Contact.objects.exists()
    both = typed([{"forename": "Ellie"}, {"forename": "Jack"}]) | {"remove": "children-0"}
    page = text(desk.post(URL, both))
    assert 'value="Jack"' in page and 'name="children-1-forename"' not in page


def test_brothers_and_sisters_are_one_contact_and_tied_on_the_record(desk):
    """L4: one entry for each concern, each child with a destination of their own."""
    both = [{"forename": "Ellie", "surname": "Marsden"}, {"forename": "Jack", "surname": "Marsden"}]
    desk.post(URL, typed(both, siblings="on"))
    contact = Contact.objects.get()
    assert sorted(child.person.forename for child in contact.children.all()) == ["Ellie", "Jack"]
    assert Relationship.objects.get().kind == "sibling"


def test_a_new_agency_is_added_with_its_kind_and_an_unknown_one_is_not_guessed(desk):
    page = text(desk.post(URL, typed(agency="St Bride")))
    assert "Did you mean St Bride's Primary School?" in page
    desk.post(URL, typed(agency="Leigh Road Surgery", agency_kind="gp"))
    assert Agency.objects.get(name="Leigh Road Surgery").kind == "3A"
    assert Contact.objects.get().source == "3A"


def test_a_neighbour_needs_no_agency(desk):
    desk.post(URL, typed(who="1B", agency=""))
    assert (Contact.objects.get().source, Contact.objects.get().agency) == ("1B", None)


def test_what_is_missing_is_said_in_the_order_of_the_page_and_in_our_words(desk):
    rows = {"children-TOTAL_FORMS": "1", "children-INITIAL_FORMS": "0"}
    errors = desk.post(URL, rows).context["errors"]
    said = [each["text"] for each in errors]
    assert said.index("Choose how they told us.") < said.index(
        "Enter at least one name of the child."
    )
    assert said.index("Enter at least one name of the child.") < said.index("Enter the concern.")
    assert all(each["target"] for each in errors)
    assert not any("form" in sentence for sentence in said)


def test_an_empty_form_says_everything_at_once(desk):
    page = text(desk.post(URL, {}))
    for sentence in (
        "Enter when they told us",
        "Enter the concern.",
        "Answer yes or no: Is a child in immediate danger?",
        "Choose the level of need.",
        "Choose how they told us.",
    ):
        assert sentence in page, sentence
    assert not Contact.objects.exists()


BAD = [
    {"concern": "x" * 20_001},
    {"received_at_day": "31/2/2026"},
    {"received_at_day": "tomorrow"},
    {"received_at_time": "25:99"},
    {"received_at_day": "9" * 400},
    {"level": "9"},
    {"method": "pigeon"},
    {"who": "nobody"},
    {"caller_name": "x" * 121},
    {"caller_telephone": "0" * 41},
    {"agency_kind": "spies", "agency": "MI5"},
    {"immediate_danger": "perhaps"},
    {"children-0-born": "31/2/2019"},
    {"children-0-born": "tomorrow"},
    {"children-0-forename": "x" * 101},
    {"children-0-forename": "", "children-0-surname": "", "children-0-born": "3/4/2019"},
    {"children-0-person": "99999999999999999999"},
    {"children-0-person": "999999999999999"},
    {"children-TOTAL_FORMS": "0"},
    {"children-TOTAL_FORMS": "minus one"},
    {"children-TOTAL_FORMS": "99999"},
    {"children-TOTAL_FORMS": None},
]


@pytest.mark.parametrize("wrong", BAD, ids=lambda wrong: f"{next(iter(wrong.items()))!s:.40}")
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(desk, wrong):
    answer = desk.post(URL, typed(**wrong))
    page = text(answer)
    assert answer.status_code == 200 and "There is a problem" in page
    assert not Contact.objects.exists()
    if "concern" not in wrong:
        assert "No coat three days running" in page


ODD = ["O", "O'Neill-Smith", "محمد", "Łucja", "🙂", "Anne\x00Marie", "‮evil", "<b>Bo</b>"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_taken_as_they_are(desk, name):
    answer = desk.post(URL, typed([{"forename": name, "surname": ""}]), follow=True)
    assert Contact.objects.count() == 1 and "<b>Bo</b>" not in text(answer)


@pytest.mark.parametrize("token", ["", "not-a-uuid", "0" * 41])
def test_a_spoilt_form_token_is_no_error(desk, token):
    assert desk.post(URL, typed(token=token)).status_code in (200, 302)


def test_an_unborn_child_is_recorded_with_the_expected_date(desk):
    due = timezone.localdate() + timedelta(days=60)
    desk.post(URL, typed([{"surname": "Marsden", "born": f"due {due.day}/{due.month}/{due.year}"}]))
    person = Person.objects.get()
    assert (person.expected_on, person.name) == (due, "Unborn baby Marsden")


def test_the_record_form_costs_the_same_however_many_agencies_rang(
    desk, tell, django_assert_max_num_queries
):
    for number in range(12):
        tell(agency=Agency.objects.create(name=f"School {number}", kind="2A"))
    with django_assert_max_num_queries(10):
        desk.get(URL)


def test_whoever_recorded_still_has_the_receipt_when_the_child_becomes_restricted(desk, case):
    answer = desk.post(URL, typed([{"forename": "E", "person": str(case.person_id)}]))
    case.person.restricted = True
    case.person.save()
    reference = Contact.objects.latest("pk").reference
    assert reference in text(desk.get(answer.url))
    assert desk.get(f"/contacts/{reference}/").status_code == 404


@pytest.mark.parametrize("who", ["priya", "leo", "pat", "cora", "dev", "ada", "rosa"])
def test_roles_without_the_ability_find_no_such_page(client, cast, child_told, who):
    client.force_login(cast[who])
    reference = child_told.contact.reference
    for url in (URL, "/duty/", "/queue/", "/contacts/counts/", f"/contacts/{reference}/"):
        assert client.get(url).status_code == 404, url
