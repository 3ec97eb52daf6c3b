"""A child is never on a protection plan and a child in need plan on the same day, but for the day on
which one ends and the other begins: the database refuses it, whoever writes."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION refuse_overlapping_plans() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    clash boolean;
BEGIN
    -- two writers at once: the second waits here, and then sees what the first wrote
    PERFORM FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I other WHERE other.case_id = $1
            AND other.started_on < coalesce($3, ''infinity''::date)
            AND $2 < coalesce(other.ended_on, ''infinity''::date))', TG_ARGV[0])
        INTO clash USING NEW.case_id, NEW.started_on, NEW.ended_on;
    IF clash THEN
        RAISE EXCEPTION 'A child in need plan and a child protection plan are never in force together.'
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TRIGGERS = [
    """CREATE TRIGGER protection_plan_overlaps_none
    BEFORE INSERT OR UPDATE OF case_id, started_on, ended_on ON protection_childprotectionplan
    FOR EACH ROW EXECUTE FUNCTION refuse_overlapping_plans('protection_inneedplan');""",
    """CREATE TRIGGER in_need_plan_overlaps_none
    BEFORE INSERT OR UPDATE OF case_id, started_on, ended_on ON protection_inneedplan
    FOR EACH ROW EXECUTE FUNCTION refuse_overlapping_plans('protection_childprotectionplan');""",
]
BACK = """
DROP TRIGGER protection_plan_overlaps_none ON protection_childprotectionplan;
DROP TRIGGER in_need_plan_overlaps_none ON protection_inneedplan;
DROP FUNCTION refuse_overlapping_plans;
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial")]
    operations = [migrations.RunSQL([FUNCTION, *TRIGGERS], BACK)]
