"""The logs are sealed in a chain, and what is done to them behind the service's back is found."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import keys
from audit.models import Access, Event, Redaction, Seal
from audit.seals import hash_over, seal, sealed_models, waiting
from audit.story import record
from audit.verify import verify, verify_and_report
from clocks.models import ClockLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def logs(case, priya):
    """A contact, a referral and an allocation, looked at three times."""
    for page in ("case-detail", "case-story", "case-family"):
        Access.objects.create(by=priya, what="view", page=page, case=case, person=case.person)
    return case


def by_sql(statement, table=None, *values):
    """As somebody who owns the tables does it: with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing pends when triggers go off
        if table:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values or None)
        if table:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def undone():
    """Whatever is done inside is taken back."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def test_every_row_is_sealed_once_and_an_honest_chain_verifies(logs, priya):
    first = seal()
    assert first.rows == sum(model.objects.count() for model in sealed_models()) > 8
    assert seal().rows == 0
    record("case.refer", by=priya)
    assert (waiting() < 60, verify().unsealed) == (True, 1)
    assert seal().rows == 1
    result = verify()
    assert (result.findings, result.unsealed, result.rows) == ([], 0, first.rows + 1)
    assert result.latest == str(Seal.objects.latest("number"))
    assert waiting() == 0


def test_what_is_done_by_sql_with_the_triggers_off_is_found_and_named(logs, priya):
    seal()
    look, event, line = Access.objects.first(), Event.objects.first(), ClockLine.objects.first()
    done = {
        f"UPDATE audit_access SET page = 'case-close' WHERE id = {look.pk}": (
            f"Row {look.pk} of the access log was edited"
        ),
        f"UPDATE audit_event SET by_id = NULL WHERE id = {event.pk}": (
            f"Row {event.pk} of the story was edited"
        ),
        f"UPDATE clocks_clockline SET why = 'x' WHERE id = {line.pk}": (
            f"Row {line.pk} of the clock ledger was edited"
        ),
        f"DELETE FROM audit_access WHERE id = {look.pk}": (
            f"Row {look.pk} of the access log was removed"
        ),
        f"DELETE FROM clocks_clockline WHERE id = {line.pk}": (
            f"Row {line.pk} of the clock ledger was removed"
        ),
    }
    for statement, found in done.items():
        with undone():
            by_sql(statement, statement.replace("DELETE FROM", "UPDATE").split()[1])
            assert [one[: len(found)] for one in verify().findings] == [found], statement
    assert verify().findings == []


def test_a_row_put_in_by_sql_is_found(logs, priya):
    """With a number among those sealed long ago, and with a new number and an old date."""
    hour = timedelta(hours=1)
    late = Access.objects.latest("id").pk + 1
    by_sql("SELECT setval(pg_get_serial_sequence('audit_access', 'id'), %s)", None, late)
    Access.objects.create(by=priya, what="view")
    seal(now=timezone.now() - 3 * hour)
    Access.objects.create(by=priya, what="view")
    seal(now=timezone.now() - hour / 2)
    insert = "INSERT INTO audit_access (id, at, by_id, what, page, terms) VALUES (%s, %s, %s, 'view', '', '')"
    with undone():
        by_sql(insert, None, late, timezone.now(), priya.pk)
        assert seal().rows == 0
        assert verify().findings == [
            f"Row {late} of the access log was put in after its time: it has no seal."
        ]
    with undone():
        by_sql(insert, None, late + 99, timezone.now() - 2 * hour, priya.pk)
        seal()
        assert [one[-20:] for one in verify().findings] == ["it was put in later."]
    assert verify().findings == []


def test_a_chain_that_was_cut_or_made_again_is_found(logs, priya):
    for _ in range(3):
        Access.objects.create(by=priya, what="view")
        seal()
    last = Seal.objects.latest("number")
    anchors = {last.number: last.hash}
    with undone():
        by_sql("DELETE FROM audit_seal WHERE number = 2", "audit_seal")
        assert verify().findings == ["Seal 2 is missing from the chain."]
    with undone():
        by_sql(f"UPDATE audit_seal SET made_at = now() WHERE number = {last.number}", "audit_seal")
        assert verify().findings == [f"Seal {last.number} itself was changed."]
    with undone():  # the tail goes, rows and all: only what was written down elsewhere knows
        by_sql(f"DELETE FROM audit_seal WHERE number = {last.number}", "audit_seal")
        by_sql("DELETE FROM audit_access WHERE id = %s", "audit_access", *last.ids)
        assert verify().findings == []
        assert "the end of the chain was removed" in verify(anchors).findings[0]
    with undone():  # made again without the key, which is not in the database
        by_sql("DELETE FROM audit_access WHERE id = %s", "audit_access", *last.ids)
        forged = Seal.objects.get(number=last.number)
        forged.ids, forged.hashes = [], b""
        forged.hash = hash_over(forged, b"guessed")
        by_sql(
            "UPDATE audit_seal SET ids = '{}', hashes = '', hash = %s WHERE number = %s",
            "audit_seal", forged.hash, last.number,
        )  # fmt: skip
        assert verify().findings == [f"Seal {last.number} itself was changed."]
        assert "the chain was made again" in " ".join(verify(anchors).findings)
    assert verify(anchors).findings == []


def test_keys_may_change_and_the_old_ones_are_given(logs, priya, settings):
    seal()
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 9
    Access.objects.create(by=priya, what="view")
    seal()
    assert len(keys.known()) == 1
    assert "was made under another key" in verify().findings[0]
    settings.SEAL_KEYS_BEFORE = [before]
    assert verify().findings == []


def test_a_disposal_that_is_made_up_is_found(logs, priya):
    """An honest one is in tests/retention."""
    look = Access.objects.first()
    seal()
    by_sql("DELETE FROM audit_access WHERE id = %s", "audit_access", look.pk)
    Redaction.objects.create(certificate=7, table="audit_access", ids=[look.pk])
    assert verify().findings == [
        "Rows were removed under certificate 7, and there is no such certificate."
    ]


def test_the_command_says_what_is_wrong_and_exits_1(logs, capsys):
    call_command("audit", "seal")
    latest = Seal.objects.latest("number")
    call_command("audit", "verify", "--anchor", str(latest))
    assert f"0 findings. Latest seal: {latest}" in capsys.readouterr().out
    by_sql("DELETE FROM audit_access WHERE id = %s", "audit_access", Access.objects.first().pk)
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "verify")
    assert stopped.value.code == 1
    assert "of the access log was removed" in capsys.readouterr().out


def test_the_daily_job_tells_those_who_read_the_log(logs, dev):
    seal()
    verify_and_report()
    assert not dev.alerts.exists()
    by_sql("DELETE FROM audit_access WHERE id = %s", "audit_access", Access.objects.first().pk)
    verify_and_report()
    verify_and_report()
    assert "1 findings" in dev.alerts.get().text


@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_sealed_when_it_shows_itself(cast):
    """Its number was taken before a number that is sealed already."""
    taken, sealed = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            Access.objects.create(by=cast["priya"], what="view", page="late")
            taken.set()
            sealed.wait(10)
        connection.close()

    page = threading.Thread(target=slow)
    page.start()
    taken.wait(10)
    Access.objects.create(by=cast["maya"], what="view", page="early")
    assert seal().rows == 1
    sealed.set()
    page.join()
    late, early = Access.objects.get(page="late"), Access.objects.get(page="early")
    assert late.pk < early.pk
    assert seal().rows == 1
    assert verify().findings == []
