"""Where a person lives: recorded, put right, and kept from those who must not know."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.actions.addresses import add_address, change_address
from cases.actions.people import version_of
from people.matching import search
from people.models import Address, Person
from workflow.engine import Refused

TODAY = timezone.localdate()
TYPED = {"kind": "main", "lines": "4 Mill Lane\nHindley", "postcode": "wn23ab", "since": "2/3/2026"}


@pytest.fixture
def ellie(case):
    return case.person


@pytest.fixture
def add(client, ellie, priya):
    def sent(user=priya, **typed):
        client.force_login(user)
        url = reverse("person-address-add", args=[ellie.reference])
        return client.post(url, {**TYPED, **typed}, follow=True).content.decode()

    return sent


@pytest.fixture
def home(ellie, priya):
    return add_address(
        ellie, by=priya, kind="main", lines="1 Old Road", postcode="WN1 1AA", since=date(2020, 5, 1)
    )


@pytest.fixture
def refuge(ellie, priya):
    return add_address(
        ellie,
        by=priya,
        kind="temporary",
        lines="Lavender House",
        postcode="WN9 9ZZ",
        confidential=True,
    )


def page(client, user, person):
    client.force_login(user)
    return client.get(reverse("person-detail", args=[person.reference])).content.decode()


def test_a_new_main_home_ends_the_one_before(add, home, ellie, client, priya):
    assert "Address recorded" in add()
    now, before = ellie.addresses.all()
    assert (now.postcode, now.since, now.until) == ("WN2 3AB", date(2026, 3, 2), None)
    assert before.until == date(2026, 3, 1)
    text = page(client, priya, ellie)
    assert "4 Mill Lane" in text and "1 Old Road" in text and "until" in text
    # the story says that there is one, and not which
    told = Event.objects.get(key="person.address-add", thing_id=now.pk)
    assert told.by == priya and "Mill Lane" not in told.sentence and told.case_id


def test_sent_twice_it_is_one_address(client, ellie, priya):
    client.force_login(priya)
    url = reverse("person-address-add", args=[ellie.reference])
    token = client.get(url).context["form"]["token"].value()
    for _ in range(2):
        client.post(url, {**TYPED, "token": token})
    assert ellie.addresses.count() == 1


def test_bad_input_says_everything_at_once_and_keeps_what_was_typed(add, home, ellie):
    for typed, sentence in (
        ({"lines": "", "postcode": ""}, "Enter the address, the postcode or both."),
        ({"postcode": "M1"}, "postcode"),
        ({"since": "31/2/2026"}, "February"),
        ({"since": "1/1/2099"}, "future"),
        ({"since": "2/3/2026", "until": "1/3/2026"}, "The last day is before the first."),
        ({"kind": "castle"}, "Choose what the address is to them"),
        ({"lines": "x" * 301}, "300 characters"),
        ({"since": ""}, "the earlier main home ends on the day before"),
        ({"since": "1/1/2019"}, "began on 1 May 2020"),
    ):
        text = add(**typed)
        assert "There is a problem" in text and sentence in text, typed
        assert "WN2 3AB" in text or "wn23ab" in text or "postcode" in typed
    assert list(ellie.addresses.all()) == [home]


def test_an_address_is_put_right_and_what_was_there_is_kept(client, home, ellie, priya):
    client.force_login(priya)
    url = reverse("person-address-change", args=[ellie.reference, home.pk])
    version = client.get(url).context["form"]["version"].value()
    typed = {**TYPED, "lines": "1 Old Row", "postcode": "WN1 1AA", "since": "1/5/2020"}
    text = client.post(url, {**typed, "version": version}, follow=True).content.decode()
    assert "Address saved" in text and "1 Old Row" in text
    assert [row.lines for row in home.history.all()] == ["1 Old Row", "1 Old Road"]
    # a tab opened before that is refused, keeps what it typed, and says what stands
    stale = {**typed, "lines": "1 Older Road", "version": version}
    text = client.post(url, stale).content.decode()
    assert "Somebody has changed this address" in text
    assert "1 Old Row" in text and "1 Older Road" in text
    home.refresh_from_db()
    assert home.lines == "1 Old Row"


def test_a_second_main_home_is_not_made_by_changing_one(home, ellie, priya):
    other = add_address(ellie, by=priya, kind="temporary", lines="Gran's")
    changes = {
        **TYPED,
        "lines": "Gran's",
        "postcode": "",
        "confidential": False,
        "since": None,
        "until": None,
    }
    with pytest.raises(Refused, match="another main home"):
        change_address(other, by=priya, changes=changes, opened_at=version_of(other))


def test_a_protected_address_is_told_to_nobody_who_does_not_work_with_the_child(
    client, refuge, ellie, priya, maya, dana, sam
):
    """The front door finds the child, and not where the child is hidden."""
    for user in (priya, maya):
        assert "Lavender House" in page(client, user, ellie), user
    for user in (dana, sam):
        text = page(client, user, ellie)
        assert "A protected address. Ask the child" in text, user
        assert "Lavender" not in text and "WN9" not in text, user
        url = reverse("person-address-change", args=[ellie.reference, refuge.pk])
        assert client.get(url).status_code == 404
    assert search("WN9 9ZZ", Person.objects.all()) == []


def test_the_worker_of_a_relative_sees_where_the_mother_is_hidden(client, ellie, priya, dana):
    mother = Person.objects.create(forename="Gemma", surname="Marsden")
    mother.relationships.create(other=ellie, kind="mother")
    Address.objects.create(person=mother, lines="Lavender House", confidential=True)
    assert "Lavender House" in page(client, priya, mother)
    assert "Lavender House" not in page(client, dana, mother)


def test_a_stranger_finds_no_address_page(client, ellie, home, tom):
    client.force_login(tom)
    for name, args in (("person-address-add", []), ("person-address-change", [home.pk])):
        assert client.get(reverse(name, args=[ellie.reference, *args])).status_code == 404


def test_a_role_that_may_not_is_refused(ellie, dev):
    with pytest.raises(Refused, match="may not do this"):
        add_address(ellie, by=dev, kind="main", lines="x", since=TODAY - timedelta(days=1))
