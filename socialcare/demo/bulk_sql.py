"""What happens most often in a case, worked out where it is kept: visits, entries in the
chronology, and who opened the record. Chance comes from hashes of keys, so that the same load
makes the same rows."""

CHANCE = "((hashint8extended({key}, {salt}) & 1048575) / 1048576.0)"
"""From nought up to one, the same each time for a key and a salt."""


def chance(key: str, salt: int) -> str:
    return CHANCE.format(key=key, salt=salt)


def _times(every: float, salt: int) -> str:
    """Moments in the life of each case, `every` so many days on average, in office hours of
    weekdays, from the day after the allocation to some days before the closing, or before today."""
    moment = (
        f"a.since::date + (({every} * (n - {chance('a.case_id * 1000 + n', salt)}))::int + 1)"
        " * interval '1 day'"
    )
    return f"""
    SELECT a.case_id, a.worker_id, c.person_id, (a.case_id * 1000 + n) AS key,
        (day + CASE extract(isodow FROM day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END
            * interval '1 day' + interval '9 hours'
            + {chance("a.case_id * 1000 + n", salt + 1)} * interval '7 hours')
            AT TIME ZONE 'Europe/London' AS at
    FROM cases_allocation a JOIN cases_case c ON c.id = a.case_id,
        LATERAL (SELECT COALESCE(a.until - interval '4 days', %(now)s) AS last) l,
        LATERAL generate_series(1, GREATEST(0, extract(epoch FROM l.last - a.since)
            / 86400 / {every})::int) AS n,
        LATERAL (SELECT {moment} AS day) d
    WHERE d.day < l.last - interval '3 days'
    """  # noqa: S608 — constants joined with constants


def visits(every: float) -> str:
    return f"""
    INSERT INTO cases_visit (case_id, by_id, "on", place, answered, seen, seen_alone, why_not,
        note, minutes_with_family, recorded_at)
    SELECT case_id, worker_id, (at AT TIME ZONE 'Europe/London')::date, 'At home', seen, seen, seen,
        CASE WHEN seen THEN '' ELSE 'Nobody answered; a card was left.' END, '',
        CASE WHEN seen THEN 45 END, at
    FROM (SELECT *, {chance("key", 3)} < 0.9 AS seen FROM ({_times(every, 1)}) AS t) AS v
    ORDER BY at, key
    """  # noqa: S608 — constants joined with constants


VISIT_EVENTS = """
INSERT INTO audit_event (key, at, recorded_at, why, case_id, person_id, thing_id, before, after,
    data, by_id)
SELECT CASE WHEN v.seen THEN 'visit.record' ELSE 'visit.unanswered' END, v.recorded_at, v.recorded_at,
    v.why_not, v.case_id, c.person_id, v.id, '', '', '{}', v.by_id
FROM cases_visit v JOIN cases_case c ON c.id = v.case_id ORDER BY v.id
"""

LAST_SEEN = """
UPDATE cases_case SET last_seen_on = seen.on, last_seen_alone_on = seen.on
FROM (SELECT case_id, max("on") AS on FROM cases_visit WHERE seen GROUP BY case_id) AS seen
WHERE seen.case_id = cases_case.id
"""

PARENTS_NEEDS = """
UPDATE cases_case SET parents_needs = found.needs
FROM (SELECT DISTINCT ON (case_id) case_id,
        ARRAY(SELECT need FROM unnest(%(needs)s::varchar[]) AS need WHERE need = ANY(factors)) AS needs
    FROM assessments_assessment WHERE state = 'authorised'
    ORDER BY case_id, authorised_at DESC) AS found
WHERE found.case_id = cases_case.id AND found.needs <> '{}'
"""


def entries(every: float) -> str:
    return f"""
    INSERT INTO audit_event (key, at, recorded_at, why, case_id, person_id, before, after, data,
        by_id)
    SELECT 'chronology.entry', at, at, (%(texts)s::text[])[1 + key %% cardinality(%(texts)s::text[])],
        case_id, person_id, '', '', '{{}}', worker_id
    FROM ({_times(every, 5)}) AS t ORDER BY at, key
    """  # noqa: S608 — constants joined with constants


LOOKS = """
INSERT INTO audit_access (at, by_id, what, page, terms, person_id, case_id)
SELECT at, by_id, 'view', 'case-detail', '', person_id, case_id FROM audit_event
WHERE key = 'visit.record' AND id % 6 = 0 ORDER BY at
"""
"""Whoever went to see a child had opened the case before."""
