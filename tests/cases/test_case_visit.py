"""Recording that the child was seen."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases.actions.closing import close
from cases.models import Visit


@pytest.fixture
def send(client, priya, case):
    client.force_login(priya)

    def post(**given):
        form = {"on": "yesterday", "seen": "alone", **given}
        return client.post(reverse("case-visit", args=[case.reference]), form, follow=True)

    return post


def test_a_visit_is_recorded_with_the_minutes_spent_with_the_family(send, case, priya):
    """W51: time with families can be recorded and shared out."""
    page = send(place="At home", note="Fridge full.", minutes_with_family="50")
    assert "Visit recorded" in page.content.decode()
    visit = Visit.objects.get()
    assert (visit.seen, visit.seen_alone, visit.minutes_with_family) == (True, True, 50)
    case.refresh_from_db()
    assert case.last_seen_on == case.last_seen_alone_on == visit.on < timezone.localdate()


def test_a_visit_stands_in_the_story_on_its_own_day(send):
    """W35: the chronology has the visit when it was, not when it was written down."""
    send(on="2/3/2026")
    assert timezone.localtime(Event.objects.get(key="visit.record").at).date() == date(2026, 3, 2)


def test_not_seen_or_not_alone_asks_why(send):
    assert "Enter why the child was not seen" in send(seen="not-seen").content.decode()
    assert "not seen alone" in send(seen="not-alone").content.decode()
    assert not Visit.objects.exists()
    send(seen="not-seen", why_not_seen="Nobody opened the door.")
    assert Visit.objects.get().why_not == "Nobody opened the door."
    assert Event.objects.filter(key="visit.missed").exists()


@pytest.mark.parametrize(
    "given",
    [
        {"on": ""},
        {"on": "31/2/2026"},
        {"on": "tomorrow"},
        {"on": "gibberish"},
        {"seen": ""},
        {"seen": "perhaps"},
        {"minutes_with_family": "-5"},
        {"minutes_with_family": "9999"},
        {"minutes_with_family": "an hour"},
        {"place": "x" * 81},
        {"note": "x" * 20_001},
    ],
)
def test_a_visit_that_cannot_be_is_refused_and_what_was_typed_stays(send, given):
    page = send(**({"note": "She smiled."} | given)).content.decode()
    assert "There is a problem" in page
    assert "She smiled." in page or "note" in given
    assert not Visit.objects.exists()


def test_a_double_click_makes_one_visit(client, send, case):
    page = client.get(reverse("case-visit", args=[case.reference]))
    token = page.context["form"]["token"].value()
    send(token=token)
    send(token=token)
    assert Visit.objects.count() == 1


def test_a_refused_form_can_be_sent_again(client, send, case):
    page = client.get(reverse("case-visit", args=[case.reference]))
    token = page.context["form"]["token"].value()
    case.person.birth_date = date(2026, 11, 1)
    case.person.save(update_fields=["birth_date"])
    assert "before the child was born" in send(token=token, on="1/10/2026").content.decode()
    send(token=token, on="2/11/2026")
    assert Visit.objects.count() == 1


def test_a_closed_case_has_no_page_for_visits(client, case, maya):
    close(case, by=maya, reason="RC7", summary="Safe and well.")
    client.force_login(maya)
    assert client.get(reverse("case-visit", args=[case.reference])).status_code == 404
