"""What the service's own database role may do. It owns nothing: who owns a table can take its
triggers off. `manage.py migrate` runs as the owner and gives these rights each time.

Rows: tables by pattern, and what the role may do there. The last row that fits counts.
"""

from typing import Any

from psycopg2 import sql

RIGHTS: tuple[tuple[str, str], ...] = (
    ("%", "SELECT, INSERT, UPDATE, DELETE"),
    ("%\\_historical%", "SELECT, INSERT"),  # row history is written, never rewritten
    ("django\\_migrations", "SELECT"),
)
APPEND_ONLY = "SELECT, INSERT"
"""On every table that has the trigger of `audit.protect`."""

TABLES = """
SELECT c.relname, EXISTS (
    SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
    WHERE g.tgrelid = c.oid AND p.proname = 'refuse_change')
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY 1
"""


def give(cursor: Any, role: str, password: str = "") -> None:
    """Make the role if it is not there, and give it exactly these rights."""
    cursor.execute("SELECT current_user = %s", [role])
    if cursor.fetchone()[0]:
        return  # one role for everything, as the tests have it
    name = sql.Identifier(role)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    if verb == "CREATE" or password:
        word = sql.SQL("PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
        cursor.execute(sql.SQL("{} ROLE {} LOGIN {}").format(sql.SQL(verb), name, word))
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
    cursor.execute(
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name)
    )
    cursor.execute(TABLES)
    for table, append_only in cursor.fetchall():
        rights = APPEND_ONLY if append_only else rights_on(cursor, table)
        at = sql.SQL("ON TABLE {} {} {}")
        to, of = sql.SQL("TO"), sql.SQL("FROM")
        cursor.execute(sql.SQL("REVOKE ALL ") + at.format(sql.Identifier(table), of, name))
        grant = sql.SQL(f"GRANT {rights} ")
        cursor.execute(grant + at.format(sql.Identifier(table), to, name))


def rights_on(cursor: Any, table: str) -> str:
    for pattern, rights in reversed(RIGHTS):
        cursor.execute("SELECT %s LIKE %s", [table, pattern])
        if cursor.fetchone()[0]:
            return rights
    return ""
