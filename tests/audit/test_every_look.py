"""Every view of a child's record, every search with its terms, every export and print leaves exactly
one line in the access log: all pages of the table of access are walked."""

import pytest
from django.urls import reverse

from audit.models import Access
from tests.access.records import make_records
from tests.access.table import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    return make_records(cast)["own"]


def about(line, record):
    """Whether a line is about this child, by the person, the case or a contact of theirs; or about
    the brother whose conference stands in the table."""
    contacts = {record.contact.pk, record.passed_on.contact_id}
    children = set(record.extra["conference"].children.values_list("case__person", flat=True))
    return line.person_id in children | {record.person.pk} or line.contact_id in contacts


def test_a_page_about_a_child_leaves_exactly_one_line_about_that_child(record, client, cast):
    """W5, H6: who opened which record, and when."""
    wrong, shown = {}, 0
    for page in pages():
        if page.of is None or not page.walked or not page.who:
            continue
        key = next(key for key in ("maya", "priya", "dev", *page.who) if key in page.who)
        client.force_login(cast[key])
        before = Access.objects.latest("pk").pk if Access.objects.exists() else 0
        answer = client.get(reverse(page.name, kwargs=page.of(record)))
        lines = list(Access.objects.filter(pk__gt=before))
        shown += answer.status_code == 200
        # whoever is sent on to another page has read nothing yet; that page logs its own look
        due = (1,) if answer.status_code == 200 else (0, 1)
        if len(lines) not in due or not all(about(line, record) for line in lines):
            wrong[page.name] = (answer.status_code, [str(line) for line in lines])
        for line in lines:
            assert (line.by, line.page) == (cast[key], page.name)
    assert wrong == {}
    assert shown > 25, "the walk has to see pages"


def test_searching_printing_and_exporting_are_logged_as_that(record, client, sam, maya, priya, dev):
    def lines(user, address):
        client.force_login(user)
        before = Access.objects.latest("pk").pk if Access.objects.exists() else 0
        assert client.get(address).status_code == 200, address
        found = Access.objects.filter(pk__gt=before)
        return list(found.values_list("what", "terms", "person_id"))

    case, child = record.case, record.person.pk
    assert lines(sam, "/search/?q=Marsden+Ellie") == [("search", "Marsden Ellie", None)]
    assert lines(sam, "/duty/?q=Marsden") == [("search", "Marsden", None)]
    document = record.extra["document"]
    file = {"reference": case.reference, "pk": document.pk, "number": 1}
    assert lines(priya, reverse("document-file", kwargs=file)) == [
        ("export", f"document {document.pk}, version 1", child)
    ]
    assert lines(priya, f"/cases/{case.reference}/story/?print=1") == [("print", "", child)]
    assert lines(dev, f"/access-log/?person={record.person.reference}") == [("search", "", child)]
    assert lines(maya, f"/cases/{case.reference}/as-of/?at_day=today&at_time=now") == [
        ("view", "", child)
    ]
