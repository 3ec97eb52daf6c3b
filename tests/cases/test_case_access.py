"""Who has looked at a record: the case's Access tab."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Access
from cases.actions.glass import break_glass
from cases.actions.restriction import restrict
from tests.conftest import MONDAY, days


@pytest.fixture
def address(case):
    return f"/cases/{case.reference}/access/"


@pytest.fixture
def read(client, address):
    def get(user, status=200, **query):
        # what stands below the filter; the header names the worker too
        part = "print" not in query and status == 200
        client.force_login(user)
        answer = client.get(address, query)
        assert answer.status_code == status
        return answer.content.decode().partition("</details>")[2 if part else 0]

    return get


def test_it_lists_openings_prints_and_downloads_by_who_and_when(read, client, case, priya, maya):
    client.force_login(priya)
    client.get(f"/cases/{case.reference}/")
    client.get(f"/cases/{case.reference}/story/?print=1")
    Access.objects.create(
        by=priya, what="export", page="document-file", person=case.person, case=case
    )
    page = read(maya)
    assert "Opened: the case" in page
    assert "Printed: the story" in page and "Downloaded: a document" in page
    assert "Social worker, Hindley" in page


def test_a_look_at_the_contact_that_told_of_the_child_is_a_look_at_the_child(
    read, client, case, child_told, sam, maya
):
    client.force_login(sam)
    client.get(f"/contacts/{child_told.contact.reference}/")
    assert "Sam Okoro" in read(maya) and "Opened: a contact" in read(maya)


def test_it_is_cut_down_by_person_kind_and_days(read, client, address, case, priya, maya):
    client.force_login(priya)
    client.get(f"/cases/{case.reference}/")
    old = timezone.now() - timedelta(days=9)
    Access.objects.create(by=maya, what="print", page="case-story", person=case.person, at=old)
    assert "Priya Raman" in read(maya, who="priya") and "Printed" not in read(maya, who="priya")
    only = read(maya, what="print")
    assert "Printed: the story" in only and "Priya Raman" not in only
    day = timezone.localtime(old).strftime("%-d/%-m/%Y")
    assert "Printed: the story" in read(maya, since=day, until=day)
    assert "Priya Raman" not in read(maya, since=day, until=day)
    assert "Nobody looked in this way." in read(maya, until="1/1/2020")
    wrong = client.get(address, {"since": "2/3/2026", "until": "1/3/2026"}).content.decode()
    assert "The last day is before the first" in wrong


def test_pages_follow_keep_the_choice_and_cost_the_same(read, address, case, maya, priya, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    read(maya)
    with CaptureQueriesContext(
        connection,
    ) as few:
        read(maya)
    Access.objects.bulk_create(
        Access(by=priya, what="view", page="case-detail", person=case.person) for _ in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        page = read(maya, who="priya")
    assert len(many) == len(few)
    assert "who=priya&amp;page=2" in page
    assert "Page 2: 51 to 60" in read(maya, who="priya", page=2)


def test_a_printed_list_says_what_it_leaves_out_and_is_itself_a_print_in_the_log(
    read, case, maya, priya
):
    Access.objects.create(by=priya, what="view", page="case-detail", person=case.person)
    page = read(maya, print=1, who="priya", since="1/3/2026")
    assert "in part: by «priya», from 1 March 2026" in page
    assert "Printed by Maya Lindqvist on" in page and "Opened: the case" in page
    assert Access.objects.filter(by=maya, what="print", page="case-access").count() == 1


def test_reading_with_the_glass_broken_is_marked_with_its_reason_and_led_to_its_review(
    read, client, case, cast, maya, omar, dev, grace
):
    restrict([case], by=maya, category="high-risk", reason="Hidden.", at=MONDAY + days(1))
    break_glass(case.person, by=omar, reason="danger", why="Mother rang at two.")
    client.force_login(omar)
    client.get(f"/cases/{case.reference}/")
    page = read(maya)
    assert "Broke the glass" in page and "Mother rang at two." in page and "Review it" in page
    assert "Opened: the case" in read(maya, what="glass")
    assert "Maya" not in read(maya, what="glass").partition("</table>")[0]
    # data protection sees that, and why in a word, and none of what was written of the child
    page = read(dev)
    assert "Broke the glass" in page and "Review it" in page and "rang at two" not in page
    read(grace, status=404)
    read(omar, status=404)


def test_only_those_who_answer_for_the_record_and_data_protection_see_who_looked(read, cast):
    for key, user in cast.items():
        read(user, status=200 if key in ("maya", "grace", "helen", "dev") else 404)
