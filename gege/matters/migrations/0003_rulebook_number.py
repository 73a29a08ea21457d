"""Editions of the rulebook are counted from one, and no number is ever used twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_an_instruction_keeps_its_standstill")]

    operations = [
        migrations.RunSQL(
            """
            CREATE SEQUENCE matters_rulebook_number;
            SELECT setval('matters_rulebook_number', max(number))
            FROM matters_rulebookedition HAVING max(number) IS NOT NULL;
            """,
            "DROP SEQUENCE matters_rulebook_number",
        )
    ]
