"""Caseloads to look at: told as of this moment, because the pages ask for the time themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def refer(cast, tell, now):
    """A child referred to Hindley: `refer(days_ago=3, forename="Ivo", to=worker)`; left to wait
    when there is no `to`. An older child of the same name is another child."""
    from accounts.models import Team
    from cases.actions.allocation import allocate
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer as make

    def referred(
        *,
        days_ago=1.0,
        forename="Ivo",
        surname="Penrose",
        to=None,
        team=None,
        by=None,
        priority="medium",
        why="Neglect is likely.",
    ):
        at = now - timedelta(days=days_ago)
        told = tell(at=at, children=[ChildTold(forename=forename, surname=surname)])
        team = team or Team.objects.get(name="Hindley")
        case = make(
            told.children.get(),
            by=cast["sam"],
            why=why,
            team=team,
            priority=priority,
            at=at + timedelta(minutes=30),
        )
        if to is not None:
            manager = by or (cast["maya"] if team == cast["maya"].team else cast["grace"])
            allocate(case, by=manager, worker=to, at=at + timedelta(minutes=50))
        return case

    return referred


@pytest.fixture
def make_grave():
    """Puts a child on a plan, which in this product the panels and conferences do."""

    def grave(case, status="on-plan"):
        case.status = status
        case.save(update_fields=["status"])
        return case

    return grave


@pytest.fixture
def colleague(cast):
    """Another social worker of Priya's team."""
    from accounts.models import User
    from rules.access import Role

    def made(key="nia", name="Nia Bowen", **more):
        more = {"registration": "SW20001", "team": cast["maya"].team, **more}
        return User.objects.create_user(
            key, name=name, role=more.pop("role", Role.SOCIAL_WORKER), **more
        )

    return made


@pytest.fixture
def page(client):
    """The words of a page as somebody sees it: `page(priya, "/my-work/")`."""

    def text(user, address, status=200):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return text


@pytest.fixture
def queries(client):
    """How many queries a page takes for somebody."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted(user, address):
        client.force_login(user)
        client.get(address)  # what is kept between pages is kept now
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return counted
