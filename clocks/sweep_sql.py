"""The statements of one batch of a sweep. `clocks/sweep.py` says when each is run.

They work on whole batches: what a hundred thousand due clocks cost is then what PostgreSQL needs
to write the rows. Each takes the batch as `ids`, and `rungs` and `people` as tables to join with.
The rows are locked, so each statement finds in them what the first one found, until MOVE_ON.
"""

# ruff: noqa: S608 – constants joined with constants; every value is a parameter

DUE = """
    standing = 'running' AND parked_at IS NULL AND next_look_at <= now()
    AND id <> ALL(%(skip)s::bigint[])
"""

PICK = f"""
SELECT id, rule, rule_set, COALESCE(owner_id, 0), COALESCE(team_id, 0), rung,
       (SELECT count(*) FROM unnest(looks) AS look WHERE look <= now()),
       EXTRACT(EPOCH FROM now() - next_look_at)::bigint
FROM clocks_clock
WHERE {DUE} AND (%(only)s::bigint[] IS NULL OR id = ANY(%(only)s::bigint[]))
ORDER BY next_look_at, id
LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""
"""A row that another transaction changed meanwhile is looked at again, as it is now, before it is
locked: PostgreSQL does that for every row that it locks."""

PICK_IDS = f"""
SELECT id FROM clocks_clock WHERE {DUE} ORDER BY next_look_at, id LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""

PLANNING = "SET LOCAL enable_nestloop = off"
"""PostgreSQL cannot know how many rows the given tables have, takes them for tiny, and would go
through them once for each clock."""

HITS = """
WITH hit AS MATERIALIZED (
    SELECT *, (SELECT count(*) FROM unnest(looks) AS look WHERE look <= now()) AS reached
    FROM clocks_clock WHERE id = ANY(%(ids)s::bigint[])
), r AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(rungs)s::jsonb) AS r (
        rule text, rule_set text, place int, key text, keys text[], kind text, words text,
        by_hour bool, told int
    )
)
"""

JOIN_RUNGS = "hit c JOIN r ON r.rule = c.rule AND r.rule_set = c.rule_set"

JOIN_PEOPLE = """
JOIN unnest(%(owners)s::bigint[], %(teams)s::bigint[], %(tolds)s::int[], %(people)s::bigint[])
    AS p (owner_id, team_id, told, recipient_id)
    ON p.owner_id = COALESCE(c.owner_id, 0) AND p.team_id = COALESCE(c.team_id, 0)
    AND p.told = r.told
"""

LINES = f"""
{HITS}
INSERT INTO clocks_clockline
    (clock_id, kind, rung, at, recorded_at, due_at, why, rule_set, calendar_version, missed)
SELECT c.id, r.kind, r.key,
       CASE r.kind WHEN 'breached' THEN c.due_at ELSE c.looks[r.place] END,
       now(), c.due_at, '', c.rule_set, c.calendar_version,
       CASE r.place WHEN c.reached THEN r.keys[c.rung + 1 : c.reached - 1] ELSE '{{}}' END
FROM {JOIN_RUNGS}
WHERE r.place = c.reached
   OR (r.kind = 'breached' AND r.place > c.rung AND r.place < c.reached)
ORDER BY c.id, r.place
ON CONFLICT DO NOTHING
"""
"""The highest rung reached, and the breach itself where that was passed on the way."""

ALERTS = f"""
{HITS}
INSERT INTO audit_alert
    (key, recipient_id, text, url, case_id, grave, created_at, mail, attempts, next_attempt_at,
     last_error, stands_for)
SELECT 'clock:' || c.id || ':' || r.key || ':' || EXTRACT(EPOCH FROM c.due_at)::bigint,
       p.recipient_id,
       left(r.words || CASE WHEN r.by_hour
           THEN to_char(c.due_at AT TIME ZONE 'Europe/London', 'HH24:MI "on" FMDay FMDD FMMonth YYYY')
           ELSE to_char(c.due_on, 'FMDay FMDD FMMonth YYYY') END, 300),
       '/clocks/' || c.id || '/', c.case_id, r.kind <> 'warned', now(), 'wanted', 0, now(), '', 1
FROM {JOIN_RUNGS} AND r.place = c.reached
{JOIN_PEOPLE}
WHERE NOT c.measures_only
ORDER BY p.recipient_id, c.id
ON CONFLICT DO NOTHING
"""

NOBODY = f"""
{HITS}
INSERT INTO clocks_incident (at, clock_id, what, how)
SELECT now(), c.id, 'Nobody can be told: ' || r.words
       || to_char(c.due_on, 'FMDay FMDD FMMonth YYYY')
       || '. There is no worker, cover, manager, group manager or Head of Service to hear it.', ''
FROM {JOIN_RUNGS} AND r.place = c.reached
JOIN unnest(%(lone_owners)s::bigint[], %(lone_teams)s::bigint[], %(lone_tolds)s::int[])
    AS n (owner_id, team_id, told)
    ON n.owner_id = COALESCE(c.owner_id, 0) AND n.team_id = COALESCE(c.team_id, 0)
    AND n.told = r.told
WHERE NOT c.measures_only
ON CONFLICT DO NOTHING
"""

MOVE_ON = """
UPDATE clocks_clock AS clock SET
    rung = (SELECT count(*) FROM unnest(looks) AS look WHERE look <= now()),
    next_look_at = (SELECT min(look) FROM unnest(looks) AS look WHERE look > now()),
    breached_at = CASE WHEN id = ANY(%(breached)s::bigint[]) THEN due_at END,
    noticed_at = CASE WHEN id = ANY(%(breached)s::bigint[]) THEN COALESCE(noticed_at, (
        SELECT min(line.recorded_at) FROM clocks_clockline line
        WHERE line.clock_id = clock.id AND line.kind = 'breached' AND line.due_at = clock.due_at
    )) END
WHERE id = ANY(%(ids)s::bigint[])
"""
"""A date that was breached before, and came back by a re-planning, keeps the moment when its
breach was first noticed."""

WAIT = """
UPDATE clocks_clock SET
    next_look_at = (SELECT min(look) FROM unnest(looks) AS look WHERE look > now())
WHERE id = ANY(%(ids)s::bigint[])
"""
"""For a look that came with no new rung."""

DIGEST = f"""
{HITS}
INSERT INTO audit_alert AS digest
    (key, recipient_id, text, url, grave, created_at, mail, attempts, next_attempt_at, last_error,
     stands_for)
SELECT 'missed:' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24'), p.recipient_id,
       replace(CASE count(DISTINCT c.id) WHEN 1 THEN %(one)s ELSE %(many)s END,
               '#', count(DISTINCT c.id)::text),
       '/', false, now(), 'wanted', 0, now() + interval '2 minutes', '', count(DISTINCT c.id)
FROM {JOIN_RUNGS} AND r.place > c.rung AND r.place < c.reached
{JOIN_PEOPLE}
WHERE NOT c.measures_only AND c.looks[r.place] > (
    SELECT max(line.recorded_at) FROM clocks_clockline line
    WHERE line.clock_id = c.id AND line.kind IN ('started', 'replanned')
)
GROUP BY p.recipient_id
ORDER BY p.recipient_id
ON CONFLICT (key, recipient_id) DO UPDATE SET
    stands_for = digest.stands_for + EXCLUDED.stands_for,
    text = replace(%(many)s, '#', (digest.stands_for + EXCLUDED.stands_for)::text),
    next_attempt_at = EXCLUDED.next_attempt_at, mail = 'wanted', attempts = 0, read_at = NULL
"""
"""Only what a sweep should have told: a rung that had passed when the clock was written down, as
for a contact recorded the day after, was nobody's reminder to give."""

SET_ASIDE = "UPDATE clocks_clock SET parked_at = now() WHERE id = %(id)s"

INCIDENT = """
INSERT INTO clocks_incident (at, clock_id, what, how) VALUES (now(), %(id)s, %(what)s, '')
ON CONFLICT DO NOTHING
"""

BEAT_STARTS = """
INSERT INTO clocks_heartbeat (started_at, noticed, parked, oldest_lag_seconds)
VALUES (clock_timestamp(), 0, 0, 0) RETURNING id
"""

BEAT_ENDS = """
UPDATE clocks_heartbeat SET finished_at = clock_timestamp(), noticed = %(noticed)s,
    parked = %(parked)s, oldest_lag_seconds = %(lag)s WHERE id = %(id)s
"""

FORGET_BEATS = "DELETE FROM clocks_heartbeat WHERE started_at < now() - interval '7 days'"
