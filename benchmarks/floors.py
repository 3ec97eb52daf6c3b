"""The floor under each page: a plain Django view that reads the same rows by the least SQL and
prints them in a bare table. It stands behind the same middleware, so that the session and the user
are read on both sides; where a page has to write (who looked, a contact), so does its floor."""

import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context, Engine
from django.utils import timezone

from clocks.plan import end_of, start_of

TABLE = Engine().from_string(
    "<!doctype html><title>Floor</title>{% for rows in tables %}<table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}"
)

DUTY_DESK = """
WITH visible AS (
    SELECT c.id FROM cases_contact c WHERE c.team_id = %(team)s AND (
        c.received_at >= %(today)s OR c.recorded_at >= %(today)s OR EXISTS (
            SELECT FROM cases_contactchild k WHERE k.contact_id = c.id AND k.state <> 'decided'))
    ORDER BY c.received_at DESC, c.id DESC LIMIT 25
)
SELECT c.reference, c.received_at, c.level, c.immediate_danger, c.caller_name, a.name,
    p.forename, p.surname, k.state, k.decision, k.decided_at, u.name, t.name, d.due_at
FROM visible v JOIN cases_contact c ON c.id = v.id LEFT JOIN people_agency a ON a.id = c.agency_id
JOIN cases_contactchild k ON k.contact_id = c.id JOIN people_person p ON p.id = k.person_id
LEFT JOIN accounts_user u ON u.id = COALESCE(k.decided_by_id, k.accepted_by_id, k.owner_id)
JOIN accounts_team t ON t.id = k.team_id
LEFT JOIN clocks_clock d ON d.occasion = 'contact:' || k.id AND NOT d.measures_only
    AND d.rule LIKE '%%decision'
ORDER BY c.received_at DESC, c.id DESC
"""
DESK_COUNTS = """
SELECT (SELECT count(*) FROM cases_contact WHERE team_id = %(team)s AND received_at >= %(today)s),
    (SELECT count(DISTINCT contact_id) FROM cases_contactchild
     WHERE team_id = %(team)s AND state IN ('waiting', 'enquiring')),
    (SELECT count(DISTINCT k.contact_id) FROM cases_contactchild k
     JOIN clocks_clock d ON d.occasion = 'contact:' || k.id AND d.standing = 'running'
        AND NOT d.measures_only AND d.due_at < now()
     WHERE k.team_id = %(team)s AND k.state IN ('waiting', 'enquiring'))
"""
QUEUE = """
SELECT c.reference, c.received_at, c.level, c.immediate_danger, c.domestic_abuse, c.caller_name,
    a.name, c.concern, p.forename, p.surname, p.birth_date, k.state, u.name, k.accepted_at, d.due_at,
    known.team, known.worker, known.closed_on,
    (SELECT count(*) FROM cases_contactchild o WHERE o.person_id = p.id AND o.id <> k.id
     AND o.received_at > now() - interval '30 days')
FROM (
    SELECT contact_id, min(risk) AS risk, min(received_at) AS received_at FROM cases_contactchild
    WHERE team_id = %(team)s AND state IN ('waiting', 'enquiring')
    GROUP BY contact_id ORDER BY 2, 3, 1 LIMIT 20
) AS q
JOIN cases_contact c ON c.id = q.contact_id LEFT JOIN people_agency a ON a.id = c.agency_id
JOIN cases_contactchild k ON k.contact_id = c.id AND k.state IN ('waiting', 'enquiring')
JOIN people_person p ON p.id = k.person_id
LEFT JOIN accounts_user u ON u.id = k.accepted_by_id
LEFT JOIN clocks_clock d ON d.occasion = 'contact:' || k.id AND NOT d.measures_only
    AND d.rule LIKE '%%decision'
LEFT JOIN LATERAL (
    SELECT t.name AS team, w.name AS worker, s.closed_on FROM cases_case s
    JOIN accounts_team t ON t.id = s.team_id LEFT JOIN accounts_user w ON w.id = s.worker_id
    WHERE s.person_id = p.id ORDER BY s.referred_on DESC LIMIT 1
) AS known ON true
ORDER BY q.risk, q.received_at, c.id
"""
MY_CHILDREN = """
SELECT c.reference, p.reference, p.forename, p.surname, p.birth_date, c.status, c.last_seen_on,
    c.last_seen_alone_on, d.id, d.rule, d.due_at, d.due_on, s.state
FROM cases_case c JOIN people_person p ON p.id = c.person_id
LEFT JOIN LATERAL (
    SELECT id, rule, due_at, due_on FROM clocks_clock
    WHERE case_id = c.id AND standing = 'running' AND NOT measures_only ORDER BY due_at LIMIT 1
) AS d ON true
LEFT JOIN LATERAL (
    SELECT state FROM assessments_assessment WHERE case_id = c.id AND state IN ('draft', 'returned')
    LIMIT 1
) AS s ON true
WHERE c.worker_id = %(user)s AND c.state <> 'closed' ORDER BY p.surname, p.forename
"""
MY_TASKS = """
SELECT t.id, t.what, t.due_on, p.forename, p.surname FROM cases_task t
JOIN cases_case c ON c.id = t.case_id JOIN people_person p ON p.id = c.person_id
WHERE t.owner_id = %(user)s AND t.state = 'open' ORDER BY t.due_on
"""
MY_NEWS = """
SELECT c.reference, c.received_at, a.name, p.forename, p.surname FROM cases_contactchild k
JOIN cases_contact c ON c.id = k.contact_id JOIN people_person p ON p.id = k.person_id
LEFT JOIN people_agency a ON a.id = c.agency_id
WHERE k.owner_id = %(user)s AND k.state = 'with-worker' ORDER BY c.received_at
"""
CASE = """
SELECT c.id, c.person_id, c.reference, c.status, c.level, c.state, c.last_seen_on,
    c.last_seen_alone_on, c.closed_on, c.closure_summary, p.reference, p.forename, p.surname,
    p.birth_date, p.warning, t.name, w.name, r.received_on, r.reason, r.source, r.primary_need,
    k.received_at, k.decision, a.name, o.reference, o.concern, u.name
FROM cases_case c JOIN people_person p ON p.id = c.person_id JOIN accounts_team t ON t.id = c.team_id
LEFT JOIN accounts_user w ON w.id = c.worker_id LEFT JOIN cases_referral r ON r.case_id = c.id
LEFT JOIN LATERAL (
    SELECT * FROM cases_contactchild WHERE person_id = c.person_id
    ORDER BY received_at DESC, id DESC LIMIT 1
) AS k ON true
LEFT JOIN cases_contact o ON o.id = k.contact_id LEFT JOIN people_agency a ON a.id = o.agency_id
LEFT JOIN accounts_user u ON u.id = k.decided_by_id
WHERE c.reference = %(reference)s AND NOT c.restricted AND (c.worker_id = %(user)s OR c.team_id = %(team)s)
"""
CASE_ROWS = (
    (
        "SELECT id, rule, about, due_at, due_on FROM clocks_clock WHERE case_id = %(case)s"
        " AND standing = 'running' AND NOT measures_only ORDER BY due_at"
    ),
    (
        "SELECT t.id, t.what, t.due_on, u.name FROM cases_task t"
        " LEFT JOIN accounts_user u ON u.id = t.owner_id WHERE t.case_id = %(case)s AND t.state = 'open'"
        " ORDER BY t.due_on"
    ),
    """
    SELECT r.kind, r.lives_with, r.parental_responsibility, p.reference, p.forename, p.surname,
        p.birth_date, p.telephone, s.reference, s.status
    FROM (SELECT *, other_id AS them FROM people_relationship WHERE person_id = %(person)s
        UNION ALL SELECT *, person_id FROM people_relationship WHERE other_id = %(person)s) AS r
    JOIN people_person p ON p.id = r.them AND NOT p.restricted
    LEFT JOIN cases_case s ON s.person_id = p.id AND s.state <> 'closed'
    WHERE r.until IS NULL
    """,
    (
        "SELECT i.name, i.role, i.telephone, a.name, a.telephone FROM people_involvement i"
        " LEFT JOIN people_agency a ON a.id = i.agency_id WHERE i.person_id = %(person)s"
        " AND i.until IS NULL"
    ),
    (
        "SELECT l.role, u.name, u.telephone FROM cases_allocation l"
        " JOIN accounts_user u ON u.id = l.worker_id WHERE l.case_id = %(case)s AND l.until IS NULL"
    ),
    (
        "SELECT reference, referred_on, closed_on FROM cases_case WHERE person_id = %(person)s"
        " AND id <> %(case)s ORDER BY referred_on DESC"
    ),
    (
        "SELECT id, kind, state, started_on, outcome FROM assessments_assessment"
        " WHERE case_id = %(case)s ORDER BY started_on DESC"
    ),
)
LOOKED = """
INSERT INTO audit_access (at, by_id, what, page, terms, person_id, case_id, address)
VALUES (now(), %(user)s, 'view', 'floor', '', %(person)s, %(case)s, '127.0.0.1')
"""


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _printed(*tables: list[tuple[Any, ...]]) -> HttpResponse:
    return HttpResponse(TABLE.render(Context({"tables": tables})))


def _desk(request: HttpRequest) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM accounts_team WHERE purpose = 'front-door'")
        team = cursor.fetchone()[0]
    return {"team": team, "today": start_of(timezone.localdate())}


def duty_desk(request: HttpRequest) -> HttpResponse:
    values = _desk(request)
    return _printed(_rows(DESK_COUNTS, values), _rows(DUTY_DESK, values))


def decision_queue(request: HttpRequest) -> HttpResponse:
    values = _desk(request)
    return _printed(_rows(DESK_COUNTS, values), _rows(QUEUE, values))


def my_work(request: HttpRequest) -> HttpResponse:
    values = {"user": request.user.pk}
    return _printed(*(_rows(statement, values) for statement in (MY_CHILDREN, MY_TASKS, MY_NEWS)))


def case(request: HttpRequest, reference: str) -> HttpResponse:
    user = request.user
    head = _rows(CASE, {"reference": reference, "user": user.pk, "team": user.team_id})
    values = {"case": head[0][0], "person": head[0][1], "user": user.pk}
    with connection.cursor() as cursor:
        cursor.execute(LOOKED, values)
    return _printed(head, *(_rows(statement, values) for statement in CASE_ROWS))


CONTACT = """
INSERT INTO cases_contact (reference, token, received_at, recorded_at, recorded_by_id, method, source,
    agency_id, caller_name, caller_telephone, may_name_caller, concern, immediate_danger,
    domestic_abuse, level, level_reason, risk, team_id)
VALUES ('K' || nextval('contact_reference'), %(token)s, %(now)s, %(now)s, %(user)s, 'telephone', '2A',
    %(agency)s, 'Mrs Joan Ashby', '01632 960 011', true, %(concern)s, false, false, '3b', '', 2,
    %(team)s)
RETURNING id, reference
"""
CONTACT_HISTORY = """
INSERT INTO cases_historicalcontact (id, reference, token, received_at, recorded_at, recorded_by_id,
    method, source, agency_id, caller_name, caller_telephone, may_name_caller, concern,
    immediate_danger, domestic_abuse, level, level_reason, risk, team_id, history_date, history_type,
    history_user_id)
SELECT c.*, %(now)s, '+', %(user)s FROM (SELECT id, reference, token, received_at, recorded_at,
    recorded_by_id, method, source, agency_id, caller_name, caller_telephone, may_name_caller, concern,
    immediate_danger, domestic_abuse, level, level_reason, risk, team_id FROM cases_contact
    WHERE id = %(contact)s) AS c
"""
CHILD = """
INSERT INTO cases_contactchild (contact_id, person_id, state, received_at, risk, team_id, level,
    decision, decision_reason, redirected_to, screened_out, tell_referrer)
VALUES (%(contact)s, %(person)s, 'waiting', %(now)s, 2, %(team)s, '3b', '', '', '', false, '')
RETURNING id
"""
CHILD_HISTORY = """
INSERT INTO cases_historicalcontactchild (id, contact_id, person_id, state, received_at, risk,
    team_id, level, decision, decision_reason, redirected_to, screened_out, tell_referrer,
    history_date, history_type, history_user_id)
VALUES (%(child)s, %(contact)s, %(person)s, 'waiting', %(now)s, 2, %(team)s, '3b', '', '', '', false,
    '', %(now)s, '+', %(user)s)
"""
EVENT = """
INSERT INTO audit_event (key, at, recorded_at, by_id, why, contact_id, person_id, thing_id, before,
    after, data)
VALUES ('contact.record', %(now)s, %(now)s, %(user)s, '', %(contact)s, %(person)s, %(child)s, '',
    'waiting', '{"source": "a school"}')
RETURNING id
"""
CLOCKS = """
WITH made AS (
    INSERT INTO clocks_clock (rule, rule_set, occasion, started_by_id, contact_id, person_id, team_id,
        about, standing, measures_only, started_at, started_on, due_at, due_on, calendar_version,
        looks, rung, next_look_at, late_reason)
    SELECT rule, 'framework-2000', 'contact:' || %(child)s, %(event)s, %(contact)s, %(person)s,
        %(team)s, '', 'running', measures, %(now)s, %(day)s, due, %(day)s, 1, ARRAY[due], 0, due, ''
    FROM (VALUES ('contact-decision', false, %(due)s::timestamptz),
        ('contact-decision-day', true, %(end)s::timestamptz)) AS v (rule, measures, due)
    RETURNING id, due_at
)
INSERT INTO clocks_clockline (clock_id, kind, rung, at, recorded_at, due_at, by_id, event_id, why,
    rule_set, calendar_version, missed)
SELECT id, 'started', '', %(now)s, %(now)s, due_at, %(user)s, %(event)s, '', 'framework-2000', 1, '{}'
FROM made
"""


@transaction.atomic
def contact_record(request: HttpRequest) -> HttpResponse:
    """The same rows as our page writes for one known child, each by one INSERT."""
    now = timezone.now()
    values: dict[str, Any] = _desk(request) | {
        "now": now,
        "user": request.user.pk,
        "token": uuid4(),
        "person": request.POST["children-0-person"],
        "agency": request.POST["agency-id"],
        "concern": request.POST["concern"],
        "day": timezone.localdate(now),
        "due": now + datetime.timedelta(hours=24),
        "end": end_of(timezone.localdate(now)),
    }
    values["contact"], reference = _rows(CONTACT, values)[0]
    values["child"] = _rows(CHILD, values)[0][0]
    values["event"] = _rows(EVENT, values)[0][0]
    with connection.cursor() as cursor:
        for statement in (CONTACT_HISTORY, CHILD_HISTORY, CLOCKS):
            cursor.execute(statement, values)
    return HttpResponseRedirect(f"/contacts/{reference}/receipt/")
