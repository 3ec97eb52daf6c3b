"""A restricted child's name, and that of one's own family, appear nowhere to those who may not know:
on no page, in no search or count, no answer to a script, no file, no header, no redirect, no e-mail."""

from datetime import date

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from accounts.cast import assemble
from audit.delivery import deliver
from cases.actions.own_family import declare
from cases.actions.restriction import restrict
from cases.actions.tasks import set_task
from people.models import Relationship
from tests.access.records import make_record
from tests.access.table import EVERYBODY, MAY_KNOW
from tests.conftest import MONDAY, days
from tests.leaks.crawl import Crawl, prefixes

pytestmark = pytest.mark.sweep

NAME = ("Zephyrine", "Quillfeather")
FAMILY = ("Peregrina", "Thistlewood")


def _marked(cast, names):
    """A record with everything on it that the product has, under a name that nobody else has; and a
    brother of the same worker's who is open to everybody in reach."""
    record = make_record(cast, worker="priya", manager="maya", surname="Marlowe")
    # the child alone has this name: the relatives that others may see are called otherwise
    person = record.person
    person.forename, person.surname = names
    person.birth_date, person.known_as = date(2017, 6, 5), [f"{names[0]} {names[1]}"]
    person.save(update_fields=["forename", "surname", "birth_date", "known_as"])
    set_task(
        by=cast["maya"], case=record.case, what=f"Ring the school of {names[0]}", kind="other",
        owner=cast["grace"], team=record.case.team, due_on=date(2026, 3, 9), at=MONDAY + days(1),
    )  # fmt: skip
    record.contact.concern = f"{names[0]} {names[1]} came without a coat."
    record.contact.save(update_fields=["concern"])
    brother = make_record(cast, worker="priya", manager="maya", surname="Marlowe")
    Relationship.objects.create(
        person=brother.person, other=person, kind="sibling", lives_with=True
    )
    Relationship.objects.create(person=record.tie.person, other=brother.person, kind="mother")
    return record, brother


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        cast = assemble()
        closed, brother = _marked(cast, NAME)
        restrict(
            [closed.case], by=cast["maya"], category="high-profile", reason="Witness protection.",
            readers=[closed.second.worker], at=MONDAY + days(2),
        )  # fmt: skip
        family, _ = _marked(cast, FAMILY)
        declare(cast["helen"], family.person, by=cast["helen"], kind="family", at=MONDAY + days(2))
    yield cast, closed, brother, family
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def _crawl(user, names, *records, **how):
    client = Client(raise_request_exception=True)
    client.force_login(user)
    typed = (f"{names[0]} {names[1]}", names[1], *prefixes(names[1]))
    more = [
        f"/contacts/matches/?children-0-forename={names[0]}&children-0-surname={names[1]}",
        *(f"/search/?q={word}" for word in (*typed, "5 June 2017")),
    ]
    for record in records:
        more += [
            f"/search/?q={record.person.reference}",
            f"/search/?q={record.case.reference}",
            f"/people/{record.person.reference}/",
            f"/cases/{record.case.reference}/",
            f"/contacts/{record.contact.reference}/",
            f"/contacts/{record.contact.reference}/receipt/",
        ]
    return Crawl(client, (names[1], names[1][:5]), names, tuple(more)).walk(**how)


LEAD = {"ines", "abi"}
"""They chair and arrange the child's own conference, and so may know."""


@pytest.mark.parametrize("key", sorted(set(EVERYBODY) - MAY_KNOW - LEAD))
def test_a_restricted_childs_name_is_nowhere_to_others(key, marked, db):
    cast, closed, brother, _ = marked
    crawl = _crawl(cast[key], NAME, closed, brother)
    assert crawl.found == []
    assert len(crawl.opened) > 2


def test_ones_own_familys_name_is_nowhere_whatever_the_role_reaches(marked, db):
    cast, _, _, family = marked
    crawl = _crawl(cast["helen"], FAMILY, family)
    assert crawl.found == []
    assert {"case-detail", "my-team", "duty-desk"} & crawl.opened


def test_no_e_mail_carries_a_childs_name(marked, db, settings):
    settings.EMAIL_WANTED = True
    deliver()
    assert mail.outbox
    said = "".join(f"{each.subject}{each.body}{each.extra_headers}" for each in mail.outbox)
    assert not [name for name in (*NAME, *FAMILY) if name in said]


def test_the_crawl_finds_a_leak_that_is_planted(marked, db):
    """The name written into a task on the brother's record, which is open to others."""
    cast, _, brother, _ = marked
    set_task(
        by=cast["maya"], case=brother.case, what=f"Ask after {NAME[0]}", kind="other",
        owner=cast["priya"], team=brother.case.team, due_on=date(2026, 3, 9), at=MONDAY + days(3),
    )  # fmt: skip
    crawl = _crawl(cast["grace"], NAME, brother, until_found=True)
    assert "/cases/" in crawl.found[0]
    assert _crawl(cast["tom"], NAME, brother).found == []
