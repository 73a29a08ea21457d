"""What people call a file may name somebody: of what came before, the ending alone stays."""

from django.db import migrations

_NOTES = """
    UPDATE registers_statement AS said
    SET evidence_note = ''
    FROM registers_import AS import
    WHERE said.batch = import.uid::text
      AND said.evidence_note = left(import.filename, 200)
      AND import.filename <> ''
"""
_NAMES = """
    UPDATE registers_import
    SET filename = sheet || '-'
        || to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD-HH24MI')
        || coalesce(
            substring(lower(filename) FROM '\\.(?:csv|txt|tsv|xlsx|xlsm|xls|dat|prn|zip)$'), '')
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0011_division_and_findings_of_grids")]

    operations = [
        migrations.RunSQL(_NOTES, migrations.RunSQL.noop),
        migrations.RunSQL(_NAMES, migrations.RunSQL.noop),
    ]
