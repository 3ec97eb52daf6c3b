"""The one way to remove a row that is final or append-only: for a disposal that one person proposed
and another confirmed, and never without writing down which rows went."""

from django.db import migrations

from audit.protect import append_only, changeable

FUNCTIONS = """
CREATE FUNCTION dispose_rows(disposal bigint, rel text, key text, ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    PERFORM FROM retention_disposal d
        WHERE d.id = disposal AND d.confirmed_by_id IS NOT NULL
            AND d.confirmed_by_id <> d.proposed_by_id AND d.refused_at IS NULL AND d.done_at IS NULL
        FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Disposal % is not one that two people have decided and that is under way.', disposal
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF rel IN ('audit_seal', 'audit_redaction') OR rel LIKE 'retention\\_disposal'
        OR rel LIKE 'retention\\_certificate' OR rel LIKE 'django\\_%' OR rel LIKE 'accounts\\_%'
        OR NOT EXISTS (SELECT FROM pg_class c WHERE c.relname = rel
            AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r') THEN
        RAISE EXCEPTION 'No rows of % are disposed of.', rel USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO audit_redaction (certificate, "table", ids, at) VALUES (disposal, rel, ids, now());
    PERFORM set_config('socialcare.disposal', disposal::text, true);
    EXECUTE format('DELETE FROM %I WHERE %I = ANY($1)', rel, key) USING ids;
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('socialcare.disposal', '', true);
    RETURN removed;
END $$;
CREATE FUNCTION refuse_change_of_disposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.person_id <> NEW.person_id OR OLD.proposed_by_id <> NEW.proposed_by_id
        OR (OLD.confirmed_by_id IS NOT NULL AND OLD.confirmed_by_id IS DISTINCT FROM NEW.confirmed_by_id)
        OR (OLD.done_at IS NOT NULL AND OLD.done_at IS DISTINCT FROM NEW.done_at) THEN
        RAISE EXCEPTION 'Who decided a disposal does not change.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_is_final BEFORE UPDATE OR DELETE ON retention_disposal
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_disposal();
"""
BACK = """
DROP TRIGGER decided_is_final ON retention_disposal;
DROP FUNCTION refuse_change_of_disposal();
DROP FUNCTION dispose_rows(bigint, text, text, bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("audit", "0005_seals"),
        ("assessments", "0003_disposal_may_remove"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        migrations.RunSQL(append_only("retention_certificate"), changeable("retention_certificate")),
    ]
