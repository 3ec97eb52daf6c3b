"""SQL that makes a table append-only. Used by migrations of every app that has such a table.

One thing may pass: a disposal that two people decided. `dispose_rows()` (`retention/`) says so for
the rows it removes, in a setting of its transaction that counts only for whoever owns the table.
A trigger of your own that refuses a DELETE begins with
`IF TG_OP = 'DELETE' AND disposal_under_way(TG_RELID) THEN RETURN OLD; END IF;`
"""

FUNCTION = """
CREATE OR REPLACE FUNCTION disposal_under_way(rel oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('socialcare.disposal', true), '') <> ''
        AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = rel), 'USAGE')
$$;
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND disposal_under_way(TG_RELID) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The table % is append-only: nothing in it is changed or removed.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> str:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE on `table`."""
    return f"""
    CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """


def changeable(table: str) -> str:
    """The reverse of `append_only`, for a migration that is taken back."""
    return f"""
    DROP TRIGGER IF EXISTS {table}_no_change ON {table};
    DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};
    """
