"""Two presses that arrive together."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from cases.models import Contact


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
