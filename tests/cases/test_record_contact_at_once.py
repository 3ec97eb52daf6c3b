"""Two presses that arrive together."""

from threading import Barrier, Event, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from cases.actions.closing import close
from cases.actions.contacts import ChildTold
from cases.models import Contact, ContactChild


@pytest.mark.django_db(transaction=True)
def test_the_same_form_arriving_twice_at_once_makes_one_contact(tell):
    """W1: the second press waits for the first and gets the contact that it made."""
    token, start, got = uuid4(), Barrier(2), []

    def press():
        try:
            start.wait(5)
            got.append(tell(token=token).reference)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(got) == 2 and len(set(got)) == 1
    assert Contact.objects.filter(token=token).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_contact_waits_for_a_case_that_is_being_closed(tell, waiting_case, maya):
    """W2: it is not sent to the worker of a case that is closed by the time it arrives."""
    closed, recorded = Event(), Event()

    def record():
        try:
            closed.wait(5)
            tell(children=[ChildTold(person=waiting_case.person)])
        finally:
            recorded.set()
            connection.close()

    thread = Thread(target=record)
    thread.start()
    with transaction.atomic():
        close(waiting_case, by=maya, reason="RC7", summary="They moved away.")
        closed.set()
        with connection.cursor() as cursor:
            held_up = False
            while not held_up and not recorded.wait(0.02):
                cursor.execute("SELECT exists(SELECT FROM pg_locks WHERE NOT granted)")
                (held_up,) = cursor.fetchone()
    thread.join(20)
    child = ContactChild.objects.latest("pk")
    assert (child.state, child.case) == ("waiting", None)
