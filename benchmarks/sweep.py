"""What a sweep costs, beside one plain SQL statement that makes the same writes.

    python benchmarks/sweep.py [CLOCKS]

Works in a test database of its own, which it removes again. Prints both times, measured in turns
in one run, and their ratio; the sweep is to stay within three times the plain statement.
"""

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection

from benchmarks.places import in_a_database_of_its_own
from benchmarks.timing import Line
from clocks.sweep import sweep

WORKERS, TEAMS, AIM = 300, 40, 3.0

PEOPLE = f"""
INSERT INTO accounts_team (name, purpose, telephone) SELECT 'Team ' || n, 'other', ''
FROM generate_series(1, {TEAMS}) n;
INSERT INTO accounts_user (username, password, name, email, telephone, role, team_id, registration,
    newly_qualified, fte, is_active)
SELECT 'u' || n, '', 'User ' || n, 'u' || n || '@westmere.example', '',
    CASE WHEN n <= {TEAMS} THEN 'team-manager' WHEN n = {TEAMS + 1} THEN 'head-of-service'
         ELSE 'social-worker' END,
    (SELECT id FROM accounts_team ORDER BY id OFFSET n %% {TEAMS} LIMIT 1), '', false, 1, true
FROM generate_series(1, {WORKERS}) n;
"""

CLOCKS = """
TRUNCATE clocks_clock, clocks_clockline, audit_event, audit_alert, clocks_heartbeat CASCADE;
INSERT INTO audit_event (id, key, at, recorded_at, why, before, after, data)
SELECT n, 'case.refer', now() - interval '20 days', now() - interval '20 days', '', '', '', '{{}}'
FROM generate_series(1, {n}) n;
INSERT INTO clocks_clock (rule, rule_set, occasion, started_by_id, owner_id, team_id, about,
    standing, measures_only, started_at, started_on, due_at, due_on, calendar_version, looks, rung,
    next_look_at, late_reason)
SELECT 'initial-assessment', 'framework-2000', 'case:' || n, n, w.id, w.team_id, '', 'running',
    false, now() - interval '20 days', current_date - 20, due, due::date, 1,
    ARRAY[due - interval '2 days', due, due + interval '1 day', due + interval '3 days',
          due + interval '5 days'], {seen}, now() - interval '1 minute', ''
FROM generate_series(1, {n}) n
CROSS JOIN LATERAL (SELECT now() - interval '{ago}' - n * interval '1 ms' AS due) d
JOIN (SELECT id, team_id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user) w
    ON w.place = n %% {workers};
INSERT INTO clocks_clockline (clock_id, kind, rung, at, recorded_at, due_at, why, rule_set,
    calendar_version, missed)
SELECT id, 'started', '', started_at, started_at, due_at, '', rule_set, 1, '{{}}' FROM clocks_clock;
"""

PLAIN = """
WITH moved AS (
    UPDATE clocks_clock SET rung = 2, next_look_at = looks[3], breached_at = due_at, noticed_at = now()
    WHERE standing = 'running' AND parked_at IS NULL AND next_look_at <= now()
    RETURNING id, due_at, due_on, rule_set, calendar_version, owner_id, team_id, case_id
), written AS (
    INSERT INTO clocks_clockline (clock_id, kind, rung, at, recorded_at, due_at, why, rule_set,
        calendar_version, missed)
    SELECT id, 'breached', 'due', due_at, now(), due_at, '', rule_set, calendar_version, '{}'
    FROM moved
)
INSERT INTO audit_alert (key, recipient_id, text, url, case_id, grave, created_at, mail, attempts,
    next_attempt_at, last_error, stands_for)
SELECT DISTINCT 'clock:' || moved.id || ':due:' || EXTRACT(EPOCH FROM due_at)::bigint, u.id,
    'Initial assessment: overdue. It was due by ' || to_char(due_on, 'FMDay FMDD FMMonth YYYY'),
    '/clocks/' || moved.id || '/', case_id, true, now(), 'wanted', 0, now(), '', 1
FROM moved
JOIN accounts_user u ON u.id = moved.owner_id
    OR (u.team_id = moved.team_id AND u.role = 'team-manager')
"""


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%%", "%"))


def measured(what, n: int, ago: str, seen: int) -> tuple[float, tuple[int, ...]]:
    """Seconds, and how many breaches, ledger lines and alerts there are afterwards."""
    run(CLOCKS.format(n=n, workers=WORKERS, ago=ago, seen=seen))
    run("VACUUM ANALYZE clocks_clock, clocks_clockline, audit_alert, audit_event")
    began = perf_counter()
    what()
    seconds = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM clocks_clock WHERE breached_at IS NOT NULL),"
            " (SELECT count(*) FROM clocks_clockline), (SELECT count(*) FROM audit_alert)"
        )
        return seconds, cursor.fetchone()


def main(n: int) -> tuple[float, float]:
    """Seconds of our sweep and of the one statement, both medians."""
    run("DROP TRIGGER IF EXISTS clocks_clockline_no_truncate ON clocks_clockline")
    run("DROP TRIGGER IF EXISTS audit_event_no_truncate ON audit_event")
    run(PEOPLE)
    ours, plain = [], []
    for _ in range(2):
        seconds, wrote = measured(lambda: run(PLAIN), n, "1 hour", 1)
        plain.append(seconds)
        print(f"one statement  {seconds:6.2f} s  breaches, lines, alerts: {wrote}")
        seconds, wrote = measured(sweep, n, "1 hour", 1)
        ours.append(seconds)
        print(f"our sweep      {seconds:6.2f} s  breaches, lines, alerts: {wrote}")
    seconds, wrote = measured(sweep, n, "4 days", 0)
    print(f"after an outage{seconds:6.2f} s  breaches, lines, alerts: {wrote} (with digests)")
    print(f"ratio: {median(ours) / median(plain):.2f} times the plain statement, {n:,} clocks")
    return median(ours), median(plain)


def line(n: int, scale: str) -> Line:
    ours, plain = in_a_database_of_its_own("sweep_benchmark", lambda: main(n))
    return Line("sweep of due clocks", scale, ours * 1000, plain * 1000, AIM, f"{n:,} clocks")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    in_a_database_of_its_own("sweep_benchmark", lambda: main(number))
