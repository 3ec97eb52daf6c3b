"""Three of one family came through everything together: one contact, assessments, discussions and a
conference. One is restricted; who works with the others, and manages above, learns nothing of her."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from accounts.cast import assemble
from accounts.models import User
from cases.actions.allocation import allocate, reallocate
from cases.actions.contacts import ChildTold, record_contact
from cases.actions.decisions import refer
from cases.actions.documents import store
from cases.actions.restriction import restrict
from people.models import Agency, Relationship
from tests.leaks.crawl import Crawl
from tests.protection.test_ledger import at, conferred_on, core_group, enquired_about

pytestmark = pytest.mark.sweep

NAME = ("Zephyrine", "Quillfeather")


@pytest.fixture(scope="module")
def family(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        cast = assemble()
        cases = _referred(cast)
        enquired_about(cases, cast)
        closed, *open_ = cases
        decided = dict.fromkeys(cases, ("plan", "NEG"))
        conferred_on(cases, cast, "initial", at(21, 4), decided)
        core_group(cases, cast["priya"], at(6, 5), at(15, 6))
        store(
            cases, "letter-in", "Letter.txt", b"We met the family.", by=cast["priya"], at=at(7, 5)
        )
        nia = User.objects.create(
            username="nia", name="Nia Bowen", role="social-worker", team=cast["priya"].team,
            registration="SW9",
        )  # fmt: skip
        reallocate(open_[0], by=cast["maya"], worker=nia, why="To share them.", at=at(8, 5))
        restrict([closed], by=cast["maya"], category="high-risk", reason="Hidden.", at=at(8, 5))
    yield cast, nia, closed, open_
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def _referred(cast):
    told = [ChildTold(forename=NAME[0], surname=NAME[1], birth_date=date(2017, 6, 5))]
    told += [ChildTold(forename=name, surname="Marlowe") for name in ("Jake", "Noor")]
    school = Agency.objects.get_or_create(name="St Bride's Primary School", kind="2A")[0]
    contact = record_contact(
        by=cast["dana"], team=cast["dana"].team, received_at=at(23, 3, 9), at=at(23, 3, 9),
        children=told, siblings=True, concern="Burns.", source="2A", method="telephone",
        level="3b", agency=school, caller_name="Mrs Joan Ashby",
    )  # fmt: skip
    cases = []
    for child in contact.children.order_by("pk"):
        team = cast["maya"].team
        case = refer(child, by=cast["sam"], why="Burns.", team=team, at=at(23, 3, 11))
        allocate(case, by=cast["maya"], worker=cast["priya"], at=at(23, 3, 12))
        case.refresh_from_db()
        cases.append(case)
    first, *others = cases
    for other in others:
        Relationship.objects.get_or_create(
            person=first.person, other=other.person, defaults={"kind": "sibling"}
        )
    return cases


def _crawl(user, *cases, **how):
    client = Client()
    client.force_login(user)
    more = tuple(f"/cases/{case.reference}/" for case in cases)
    return Crawl(client, (NAME[1],), NAME, more).walk(**how)


@pytest.mark.parametrize("key", ["nia", "grace"])
def test_who_works_with_a_brother_or_manages_above_learns_nothing_of_her(key, family, db):
    cast, nia, _, open_ = family
    crawl = _crawl(nia if key == "nia" else cast[key], *open_)
    assert crawl.found == []
    assert {"case-detail", "case-plan", "case-documents", "assessment-detail"} <= crawl.opened
    # the same pages name her to whoever may know
    assert _crawl(cast["priya"], *open_, until_found=True).found
