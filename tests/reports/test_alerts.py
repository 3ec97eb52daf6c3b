from datetime import timedelta

import pytest

from audit.models import Alert
from audit.story import tell as put


@pytest.fixture
def alert(priya, now):
    put(priya, key="one", text="A task is due", url="/my-work/", at=now)
    return Alert.objects.get()


def test_unread_come_first_and_the_header_counts_them(page, priya, now):
    put(priya, key="old", text="An old one", at=now - timedelta(days=2))
    put(priya, key="new", text="A new one", at=now)
    Alert.objects.filter(key="new").update(read_at=now)
    text = page(priya, "/alerts/")
    assert text.index("An old one") < text.index("A new one")
    assert "1 unread" in text


def test_opening_marks_as_read_and_leads_to_what_it_is_about(client, priya, alert):
    client.force_login(priya)
    answer = client.post(f"/alerts/{alert.pk}/read/", {"open": "yes"})
    assert (answer.status_code, answer.url) == (302, "/my-work/")
    alert.refresh_from_db()
    assert alert.read_at is not None


def test_an_address_outside_the_service_is_not_followed(client, priya, alert):
    Alert.objects.update(url="https://elsewhere.example/")
    client.force_login(priya)
    assert client.post(f"/alerts/{alert.pk}/read/", {"open": "yes"}).url == "/alerts/"


def test_reading_again_keeps_the_first_time(client, priya, alert):
    client.force_login(priya)
    client.post(f"/alerts/{alert.pk}/read/")
    first = Alert.objects.get().read_at
    client.post(f"/alerts/{alert.pk}/read/")
    assert Alert.objects.get().read_at == first


def test_looking_at_the_list_marks_nothing(page, priya, alert):
    page(priya, "/alerts/")
    assert Alert.objects.get().read_at is None


def test_all_at_once_means_all_that_were_there(client, priya, alert, now):
    client.force_login(priya)
    upto = client.get("/alerts/").context["newest"]
    put(priya, key="later", text="Came since", at=now)
    client.post("/alerts/read/", {"upto": upto})
    assert list(Alert.objects.filter(read_at=None).values_list("key", flat=True)) == ["later"]


@pytest.mark.parametrize("upto", ["nonsense", "-1", "9" * 30])
def test_a_number_that_is_none_does_no_harm(client, priya, alert, upto):
    client.force_login(priya)
    assert client.post("/alerts/read/", {"upto": upto}).status_code == 302


def test_somebody_elses_alert_does_not_exist(client, maya, tom, alert):
    client.force_login(tom)
    assert client.post(f"/alerts/{alert.pk}/read/").status_code == 404
    assert "A task is due" not in client.get("/alerts/").content.decode()
    assert Alert.objects.get().read_at is None


def test_reading_needs_a_post(client, priya, alert):
    client.force_login(priya)
    assert client.get(f"/alerts/{alert.pk}/read/").status_code == 405
    assert client.get("/alerts/read/").status_code == 405


def test_the_child_is_named_only_while_in_reach(page, priya, leigh, tom, refer, now):
    case = refer(to=priya)
    put(priya, key="k", text="Overdue", case=case, at=now)
    assert "Ivo Penrose" in page(priya, "/alerts/")
    # the case moves to another team and another worker
    case.team, case.worker = leigh, tom
    case.save(update_fields=["team", "worker"])
    case.allocations.all().delete()
    text = page(priya, "/alerts/")
    assert "Overdue" in text
    assert "Ivo Penrose" not in text


def test_a_digest_says_how_much_it_stands_for(page, priya, alert):
    Alert.objects.update(stands_for=7)
    assert "7 matters in one" in page(priya, "/alerts/")


def test_everybody_has_alerts_and_an_empty_list_says_so(page, cast):
    for user in cast.values():
        assert "You have no alerts." in page(user, "/alerts/")


def test_pages_of_alerts_cost_the_same_however_many_there_are(queries, page, priya, now):
    def more(start, stop):
        for n in range(start, stop):
            put(priya, key=f"k{n}", text=f"Alert {n:03}", at=now - timedelta(minutes=n))

    more(0, 2)
    two = queries(priya, "/alerts/")
    more(2, 40)
    assert queries(priya, "/alerts/") == two
    assert "Alert 030" in page(priya, "/alerts/?page=2")
