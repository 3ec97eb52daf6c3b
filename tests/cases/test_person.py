"""A person's page, and putting right what it says."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Alert, Event
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from cases.actions.restriction import restrict
from people.identifiers import upn_letter
from people.models import Address, Person
from tests.conftest import MONDAY, hours


@pytest.fixture
def ellie(case):
    case.person.birth_date = date(2019, 6, 1)
    case.person.save(update_fields=["birth_date"])
    return case.person


@pytest.fixture
def edit(client, ellie, priya):
    """The form as it is shown, with some answers changed; sent by Priya unless said otherwise."""
    url = reverse("person-edit", args=[ellie.reference])

    def shown(user=priya):
        client.force_login(user)
        form = client.get(url).context["form"]
        return {
            name: "" if (value := form[name].value()) is None else value
            for name in form.fields
            if form[name].value() not in (False, [])
        }

    def send(user=priya, opened=None, **changed):
        data = {**(opened or shown(user)), **changed}
        client.force_login(user)
        return client.post(url, data, follow=True)

    send.shown = shown
    return send


def text(answer):
    return answer.content.decode()


def test_the_page_shows_who_they_are_and_where_they_live(client, ellie, priya, case):
    Address.objects.create(person=ellie, lines="4 Mill Lane\nHindley", postcode="WN2 3AB")
    Address.objects.create(person=ellie, kind="other-home", lines="A refuge", confidential=True)
    client.force_login(priya)
    page = text(client.get(reverse("person-detail", args=[ellie.reference])))
    assert "1 June 2019" in page and "WN2 3AB" in page and "Protected" in page
    assert f"With {priya.name}" in page
    assert reverse("case-detail", args=[case.reference]) in page


def test_the_front_door_sees_the_person_and_no_case(client, ellie, dana, case, priya):
    client.force_login(dana)
    page = text(client.get(reverse("person-detail", args=[ellie.reference])))
    assert f"With {priya.name}" in page
    assert reverse("case-detail", args=[case.reference]) not in page


def test_a_person_of_another_teams_case_does_not_exist(client, ellie, tom, ada, dev):
    for user in (tom, ada, dev):
        client.force_login(user)
        for name in ("person-detail", "person-edit"):
            assert client.get(reverse(name, args=[ellie.reference])).status_code == 404


def test_a_corrected_birth_date_keeps_what_was_there_with_who_and_why(edit, client, ellie, priya):
    assert "how you know the new date" in text(edit(birth="1/6/2018")).lower() or "Say how" in text(
        edit(birth="1/6/2018")
    )
    ellie.refresh_from_db()
    assert ellie.birth_date == date(2019, 6, 1)
    page = text(edit(birth="1/6/2018", why="Birth certificate seen"))
    assert "born 1 June 2019" in page and "Birth certificate seen" in page and priya.name in page
    ellie.refresh_from_db()
    assert ellie.birth_date == date(2018, 6, 1)
    assert Event.objects.get(key="person.correct").data == {"what": "birth date"}


def test_a_birth_is_no_correction_while_a_case_is_open(edit, ellie, case):
    """It is recorded as a birth, so that what is due follows it; all else is corrected as ever."""
    ellie.birth_date, ellie.expected_on = None, date(2025, 5, 3)
    ellie.save(update_fields=["birth_date", "expected_on"])
    edit(telephone="01632 960 999")  # a due date long past stops no other correction
    ellie.refresh_from_db()
    assert (ellie.telephone, ellie.expected_on) == ("01632 960 999", date(2025, 5, 3))
    told = edit(birth="1/5/2025", why="The hospital rang")
    assert "Record the birth instead" in text(told)
    ellie.refresh_from_db()
    assert ellie.expected_on == date(2025, 5, 3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"nhs_number": "123 456 7890"}, "NHS number"),
        ({"nhs_number": "12"}, "10 digits"),
        ({"upn": "A123"}, "unique pupil number"),
        ({"upn": "H801200001001", "upn_unknown": "UN1"}, "not both"),
        ({"forename": "", "surname": ""}, "first name, a last name or both"),
        ({"birth": "31/2/2019"}, "February"),
        ({"birth": "tomorrow", "why": "x"}, "future"),
        ({"ethnicity": "ZZZZ"}, "ethnicity"),
        ({"disabilities": ["NONE", "LD"]}, "cannot stand beside"),
        ({"email": "nobody"}, "name@example.org"),
        ({"warning_review_on": "soonish"}, "not a date"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_kept_as_typed(edit, ellie, given, said):
    page = text(edit(first_language="Polish", **given))
    assert "There is a problem" in page and said in page and "Polish" in page
    ellie.refresh_from_db()
    assert ellie.first_language == ""


UPN = upn_letter("801200001001") + "801200001001"


def test_the_pupil_number_of_somebody_they_may_find_is_refused(edit, ellie, maya):
    Person.objects.create(forename="Other", surname="Child", upn=UPN)
    assert "Other Child" in text(edit(user=maya, upn=UPN))
    ellie.refresh_from_db()
    assert ellie.upn == ""


def test_the_pupil_number_of_somebody_they_may_not_find_is_taken_like_any_other_and_looked_into(
    edit, ellie, client, case, maya, priya, helen, leigh, tell, sam, grace
):
    """A refusal would say that a child of that number is on record."""
    free = UPN[1:-1] + "2"
    answers = [text(edit(upn=upn_letter(free) + free))]
    told = tell(children=[ChildTold(forename="Zephyrine", surname="Quill")]).children.get()
    other = refer(told, by=sam, why="Neglect.", team=leigh, at=MONDAY + hours(2))
    other.person.upn = UPN
    other.person.save(update_fields=["upn"])
    restrict([other], by=grace, category="high-risk", reason="Hidden.", at=MONDAY + hours(3))
    answers.append(text(edit(upn=UPN)))
    for said in answers:
        assert "Corrected: unique pupil number." in said and "Quill" not in said
        assert other.person.reference not in said
    ellie.refresh_from_db()
    assert (ellie.upn, ellie.upn_doubted) == (UPN, True)
    # of those near either record only who may find both is told; Maya may not find Zephyrine
    alerts = Alert.objects.filter(key__startswith="same-number:")
    assert {alert.recipient.username for alert in alerts} == {"grace"}
    assert not alerts.filter(text__icontains="Quill").exists()
    page = reverse("person-detail", args=[ellie.reference])
    for user, sees in ((grace, True), (helen, True), (maya, False), (priya, False)):
        client.force_login(user)
        assert ("Zephyrine Quill" in text(client.get(page))) is sees, user
    # once the number is on one record alone, nothing is in doubt
    edit(upn="")
    other.person.refresh_from_db()
    assert not other.person.upn_doubted
    ellie.refresh_from_db()
    assert not ellie.upn_doubted


def test_a_stale_page_keeps_both_and_says_whose_is_whose(edit, ellie, priya, maya):
    """design §6: two people in one form; nothing is lost."""
    opened = edit.shown(priya)
    edit(user=maya, surname="Marsden-Hill", telephone="01632 960 001")
    answer = edit(opened=opened, surname="Marsdon", first_language="Polish")
    page = text(answer)
    assert "Maya Lindqvist has changed these details" in page
    assert "Marsden-Hill" in page and 'value="Marsdon"' in page
    assert 'value="01632 960 001"' in page, "what she left alone follows the other's"
    ellie.refresh_from_db()
    assert (ellie.surname, ellie.first_language) == ("Marsden-Hill", "")
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in form.fields if form[name].value()}
    edit(opened=again)
    ellie.refresh_from_db()
    assert (ellie.surname, ellie.first_language) == ("Marsdon", "Polish")
    assert ellie.telephone == "01632 960 001"


def test_saving_without_a_change_writes_nothing(edit, ellie):
    before = ellie.history.count()
    assert "Nothing was changed" in text(edit())
    assert ellie.history.count() == before


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "²"])
def test_a_form_without_a_true_version_is_refused_as_stale(edit, ellie, version):
    assert "There is a problem" in text(edit(version=version, surname="New"))
    ellie.refresh_from_db()
    assert ellie.surname == "Marsden"
