"""The cast and a few beginnings that every test can start from.

Tests pass in their own times. `MONDAY` is an ordinary one: Monday 2 March 2026, 10:00, with no
bank holiday near.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.cast import CAST, assemble
from accounts.models import User

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=LONDON)


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def days(n: float) -> timedelta:
    return timedelta(days=n)


TOGETHER = ("faults", "browser", "launcher", "benchmarks", "service", "demo")
"""Folders whose tests start real servers, browsers and workers. Each file of theirs stays on one
worker, so that what it started is started once; the files share nothing and run side by side."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}/{item.path.stem}"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit clean up with TRUNCATE, which append-only tables refuse: here alone those
    triggers are taken off. The ones against UPDATE and DELETE stay."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE '%\\_no\\_truncate'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
        assemble()  # once: every test that rolls back finds the cast there
        _keep_what_migrations_brought()


def _keep_what_migrations_brought():
    """The calendar and whatever else a fresh install has: put back after each such TRUNCATE."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    ours = [model for model in apps.get_models() if not model.__module__.startswith("django")]
    brought = {model: list(model._base_manager.all()) for model in ours}

    def put_back(**kwargs):
        for model, rows in brought.items():
            if rows and not model._base_manager.exists():
                model._base_manager.bulk_create(rows)

    post_migrate.connect(put_back, sender=apps.get_app_config("clocks"), weak=False)


@pytest.fixture(autouse=True)
def _no_banner_is_held(request):
    """The banner is held for some seconds between pages: a page that happens to renew it would take
    one query more than its neighbour."""
    if "client" in request.fixturenames:
        from django.core.cache import cache

        cache.delete("watch-banner")


@pytest.fixture
def cast(db):
    """Everybody, by key: cast["priya"]."""
    known = User.objects.select_related("team").filter(username__in=[one.key for one in CAST])
    found = {user.username: user for user in known}
    return found if len(found) == len(CAST) else assemble()


def _member(key: str):
    @pytest.fixture(name=key)
    def member(cast):
        return cast[key]

    return member


for _one in CAST:
    globals()[_one.key] = _member(_one.key)


@pytest.fixture
def front_door(dana):
    return dana.team


@pytest.fixture
def hindley(maya):
    return maya.team


@pytest.fixture
def leigh(tom):
    return tom.team


@pytest.fixture
def school(db):
    from people.models import Agency

    return Agency.objects.get_or_create(
        name="St Bride's Primary School", defaults={"kind": "2A", "telephone": "01632 960 011"}
    )[0]


@pytest.fixture
def tell(cast, school):
    """Record a contact about one invented child, or about those given: `tell(level="4")`."""
    from cases.actions.contacts import ChildTold, record_contact

    def record(*, at=MONDAY, received_at=None, by=None, children=None, **fields):
        children = children or [ChildTold(forename="Ellie", surname="Marsden")]
        given = {
            "concern": "Came to school without a coat three days running and says there is no food at home.",
            "source": "2A",
            "method": "telephone",
            "level": "3b",
            "agency": school,
            "caller_name": "Mrs Joan Ashby",
            **fields,
        }
        by = by or cast["dana"]
        return record_contact(
            by=by,
            team=cast["dana"].team,
            received_at=received_at or at,
            at=at,
            children=children,
            **given,
        )

    return record


@pytest.fixture
def child_told(tell):
    """One child of a contact, received and recorded on MONDAY at 10:00, waiting to be decided."""
    return tell().children.get()


@pytest.fixture
def waiting_case(child_told, sam, hindley):
    """A referral made an hour later; the case waits in Hindley for a worker."""
    from cases.actions.decisions import refer

    return refer(child_told, by=sam, why="Neglect is likely.", team=hindley, at=MONDAY + hours(1))


@pytest.fixture
def case(waiting_case, maya, priya):
    """The case, allocated to Priya two hours after the contact."""
    from cases.actions.allocation import allocate

    allocate(waiting_case, by=maya, worker=priya, at=MONDAY + hours(2))
    return waiting_case
