"""A position lies within its patrol's time and is coarse, or the database refuses it (R-080)."""

from django.db import migrations

POSITIONS = """
CREATE FUNCTION gege_position_is_of_a_patrol() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    began timestamptz;
    ended timestamptz;
BEGIN
    -- The patrol is held, so that its times cannot change before this position stands.
    SELECT started_at, ended_at INTO began, ended
        FROM fieldwork_patrol WHERE id = NEW.patrol_id FOR SHARE;
    IF began IS NULL OR NEW.at < began OR (ended IS NOT NULL AND NEW.at > ended) THEN
        RAISE EXCEPTION 'a position at % lies outside its patrol', NEW.at
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.lng::numeric <> round(NEW.lng::numeric, 4)
            OR NEW.lat::numeric <> round(NEW.lat::numeric, 4) THEN
        RAISE EXCEPTION 'a position has four decimals at most'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_during_a_patrol BEFORE INSERT OR UPDATE ON fieldwork_trackpoint
    FOR EACH ROW EXECUTE FUNCTION gege_position_is_of_a_patrol();
"""
POSITIONS_BACK = """
DROP TRIGGER only_during_a_patrol ON fieldwork_trackpoint;
DROP FUNCTION gege_position_is_of_a_patrol();
"""

TIMES = """
CREATE FUNCTION gege_patrol_keeps_its_positions_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fieldwork_trackpoint t
        WHERE t.patrol_id = NEW.id
            AND (t.at < NEW.started_at OR (NEW.ended_at IS NOT NULL AND t.at > NEW.ended_at))
    ) THEN
        RAISE EXCEPTION 'patrol % has positions outside its new times', NEW.uid
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER positions_stay_inside BEFORE UPDATE OF started_at, ended_at ON fieldwork_patrol
    FOR EACH ROW EXECUTE FUNCTION gege_patrol_keeps_its_positions_inside();
"""
TIMES_BACK = """
DROP TRIGGER positions_stay_inside ON fieldwork_patrol;
DROP FUNCTION gege_patrol_keeps_its_positions_inside();
"""


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0003_when_a_campaign_ran_and_newest_entries")]

    operations = [
        migrations.RunSQL(POSITIONS, POSITIONS_BACK),
        migrations.RunSQL(TIMES, TIMES_BACK),
    ]
