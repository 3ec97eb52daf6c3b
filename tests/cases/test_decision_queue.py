"""The decision queue: what is in it, in which order, and who has it."""

from datetime import timedelta

from cases.actions.contacts import ChildTold
from cases.actions.decisions import accept, decide
from people.models import Agency, Relationship
from tests.cases.deciding import ruling
from tests.cases.test_record_contact import text


def test_the_queue_is_in_order_of_risk_then_of_time_left(manager, tell, now):
    """W4"""
    for minutes, level, name in (
        (50, "3b", "Ann"),
        (10, "4", "Bea"),
        (90, "3b", "Cat"),
        (5, "1", "Dee"),
    ):
        tell(
            at=now - timedelta(minutes=minutes),
            level=level,
            children=[ChildTold(forename=name)],
            immediate_danger=name == "Dee",
        )
    cards = manager.get("/queue/").context["cards"]
    assert [card["title"][:3] for card in cards] == ["Dee", "Bea", "Cat", "Ann"]


def test_a_card_tells_what_is_known_already(manager, case, tell, now):
    """W4: open sibling, earlier contacts and from how many, time left."""
    person = tell(at=now - timedelta(days=3)).children.get().person
    tell(at=now - timedelta(days=2), children=[ChildTold(person=person)], agency=None, source="1B")
    tell(at=now - timedelta(hours=1), children=[ChildTold(person=person)])
    Relationship.objects.create(person=person, other=case.person, kind="sibling")
    card = manager.get("/queue/").context["cards"][-1]
    assert "2 other contacts in 30 days, from 2 sources" in card["facts"]
    assert any("Brother or sister Ellie Marsden is open to Priya Raman" in f for f in card["facts"])
    assert "22 hours left" in card["clock"]["sentence"]


def test_filters_keep_their_address(manager, sam, tell, now):
    mine = tell(at=now).children.get()
    accept(mine, by=sam)
    tell(at=now - timedelta(hours=30), children=[ChildTold(forename="Jack", surname="Bell")])

    def shown(show):
        return [
            card["title"].split(",")[0]
            for card in manager.get("/queue/", {"show": show}).context["cards"]
        ]

    assert shown("mine") == ["Ellie Marsden"]
    assert shown("untaken") == shown("late") == ["Jack Bell"]
    assert shown("enquiring") == []
    assert len(shown("nonsense")) == 2
    assert "2 contacts to decide, 1 late" in text(manager.get("/queue/"))


def test_an_empty_queue_says_when_the_last_contact_was_decided(manager, told, sam, now):
    decide(told, "advise", by=sam, why="Enough.", at=now)
    page = text(manager.get("/queue/"))
    assert "Nothing to decide." in page and "The last contact was decided today" in page


def test_the_queue_costs_the_same_for_two_contacts_and_for_twelve(
    manager, tell, now, django_assert_max_num_queries
):
    def some(first, last):
        for number in range(first, last):
            tell(
                at=now - timedelta(minutes=number + 1),
                agency=Agency.objects.create(name=f"School {number}", kind="2A"),
                children=[ChildTold(forename=f"A{number}"), ChildTold(forename=f"B{number}")],
            )

    some(0, 2)
    with django_assert_max_num_queries(16) as two:
        manager.get("/queue/")
    some(2, 12)
    with django_assert_max_num_queries(len(two.captured_queries)):
        manager.get("/queue/")


def test_taking_a_contact_shows_who_has_it_and_since_when(manager, client, told, sam, helen):
    """W4"""
    base = f"/contacts/{told.contact.reference}"
    manager.post(f"{base}/accept/")
    told.refresh_from_db()
    assert told.accepted_by == sam and told.accepted_at is not None
    assert "Sam Okoro has it since today" in text(manager.get("/queue/"))
    client.force_login(helen)
    assert "Sam Okoro has it since today" in text(client.get(f"{base}/decide/"))
    page = text(client.post(f"{base}/accept/", follow=True))
    assert "Somebody else has taken this contact" in page
    page = text(client.post(f"{base}/decide/", ruling(told)))
    assert "Somebody else has taken this contact" in page and "The school can help." in page
    client.post(f"{base}/hand-back/")
    client.post(f"{base}/accept/")
    told.refresh_from_db()
    assert told.accepted_by == helen
