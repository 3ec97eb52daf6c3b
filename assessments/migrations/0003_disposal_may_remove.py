"""A disposal that two people decided removes an authorised assessment with everything else."""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION refuse_change_of_authorised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND disposal_under_way(TG_RELID) THEN
        RETURN OLD;
    END IF;
    IF OLD.state = 'authorised' THEN
        RAISE EXCEPTION 'Assessment % is authorised: it does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION refuse_change_of_authorised_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND disposal_under_way(TG_RELID) THEN
        RETURN OLD;
    END IF;
    IF (TG_OP <> 'INSERT' AND assessment_is_final(OLD.assessment_id, OLD.narrative_id))
        OR (TG_OP <> 'DELETE' AND assessment_is_final(NEW.assessment_id, NEW.narrative_id)) THEN
        RAISE EXCEPTION 'The assessment is authorised: its words do not change.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION refuse_change_of_authorised_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND disposal_under_way(TG_RELID) THEN
        RETURN OLD;
    END IF;
    IF (TG_OP <> 'INSERT' AND assessment_is_final(OLD.assessment_id, NULL))
        OR (TG_OP <> 'DELETE' AND assessment_is_final(NEW.assessment_id, NULL)) THEN
        RAISE EXCEPTION 'The assessment is authorised: what agencies said in it does not change.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_authorised_is_final"), ("audit", "0005_seals")]

    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
