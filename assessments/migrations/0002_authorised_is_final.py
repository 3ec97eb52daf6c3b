"""An authorised assessment is a document: the database refuses any change to it, to its words and
to what other agencies said."""

from django.db import migrations

from audit.protect import FUNCTION, append_only, changeable

FUNCTIONS = """
CREATE FUNCTION assessment_is_final(assessment bigint, narrative bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM assessments_assessment a
        WHERE a.state = 'authorised' AND (a.id = assessment OR a.narrative_id = narrative)
    )
$$;
CREATE FUNCTION refuse_change_of_authorised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'authorised' THEN
        RAISE EXCEPTION 'Assessment % is authorised: it does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION refuse_change_of_authorised_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND assessment_is_final(OLD.assessment_id, OLD.narrative_id))
        OR (TG_OP <> 'DELETE' AND assessment_is_final(NEW.assessment_id, NEW.narrative_id)) THEN
        RAISE EXCEPTION 'The assessment is authorised: its words do not change.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION refuse_change_of_authorised_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND assessment_is_final(OLD.assessment_id, NULL))
        OR (TG_OP <> 'DELETE' AND assessment_is_final(NEW.assessment_id, NULL)) THEN
        RAISE EXCEPTION 'The assessment is authorised: what agencies said in it does not change.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER authorised_is_final BEFORE UPDATE OR DELETE ON assessments_assessment
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_authorised();
CREATE TRIGGER authorised_is_final BEFORE INSERT OR UPDATE OR DELETE ON assessments_parttext
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_authorised_text();
CREATE TRIGGER authorised_is_final BEFORE INSERT OR UPDATE OR DELETE ON assessments_agencyasked
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_authorised_evidence();
"""
BACK = """
DROP TRIGGER authorised_is_final ON assessments_agencyasked;
DROP TRIGGER authorised_is_final ON assessments_parttext;
DROP TRIGGER authorised_is_final ON assessments_assessment;
DROP FUNCTION refuse_change_of_authorised_evidence();
DROP FUNCTION refuse_change_of_authorised_text();
DROP FUNCTION refuse_change_of_authorised();
DROP FUNCTION assessment_is_final(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("audit", "0002_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, BACK),
        migrations.RunSQL(append_only("assessments_document"), changeable("assessments_document")),
        migrations.RunSQL(
            append_only("assessments_correction"), changeable("assessments_correction")
        ),
    ]
