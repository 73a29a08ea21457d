"""Readings by their reader; a reading may be removed after three years, by the database's own clock."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION gege_access_log_is_kept_three_years() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '3 years' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the access log is append-only and kept three years: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""

KEPT = """
DROP TRIGGER no_edit ON trail_accessline;
CREATE TRIGGER no_edit BEFORE UPDATE OR DELETE ON trail_accessline
    FOR EACH ROW EXECUTE FUNCTION gege_access_log_is_kept_three_years();
"""

AS_BEFORE = """
DROP TRIGGER no_edit ON trail_accessline;
CREATE TRIGGER no_edit BEFORE UPDATE OR DELETE ON trail_accessline
    FOR EACH ROW EXECUTE FUNCTION gege_ledger_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_sealed_by_triggers")]

    operations = [
        migrations.AddIndex(
            model_name="accessline",
            index=models.Index(fields=["account_id", "id"], name="access_by_reader"),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION gege_access_log_is_kept_three_years()"),
        migrations.RunSQL(KEPT, AS_BEFORE),
    ]
