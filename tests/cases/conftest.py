"""Who decides on contacts, and a contact to decide on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from rules.access import Role


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


@pytest.fixture
def nia(hindley):
    return User.objects.create_user(
        "nia", name="Nia Bowen", role=Role.SOCIAL_WORKER, team=hindley, registration="SW20001",
        newly_qualified=True,
    )  # fmt: skip
