"""The ledger refuses change and removal in the database itself (R-088)."""

from django.db import migrations

TABLES = ("trail_entry", "trail_seal", "trail_accessline")

FUNCTION = """
CREATE FUNCTION gege_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger % is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""

TRIGGERS = [
    migrations.RunSQL(
        f"""
        CREATE TRIGGER no_edit BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION gege_ledger_is_append_only();
        CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION gege_ledger_is_append_only();
        """,
        f"DROP TRIGGER no_edit ON {table}; DROP TRIGGER no_truncate ON {table};",
    )
    for table in TABLES
]


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION gege_ledger_is_append_only()"),
        *TRIGGERS,
    ]
