"""Who decides on contacts, and a contact to decide on."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def told(tell, now):
    """One child, told of half an hour ago."""
    return tell(at=now - timedelta(minutes=30)).children.get()


@pytest.fixture
def manager(client, sam):
    client.force_login(sam)
    return client
