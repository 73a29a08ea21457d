from django.db import migrations, models
from django.db.models import Q

FILL = """
UPDATE matters_matter SET next_step_at = step_due_at + interval '1 microsecond'
WHERE step_due_at IS NOT NULL
  AND state IN ('reported', 'accepted', 'returned', 'disputed', 'dispatched', 'completed', 'verified')
"""


class Migration(migrations.Migration):
    """Steps that wait when this version comes are announced like all others."""

    dependencies = [("matters", "0003_rulebook_number")]

    operations = [
        migrations.AddField("matter", "next_step_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["next_step_at"],
                condition=Q(next_step_at__isnull=False),
                name="steps_to_announce",
            ),
        ),
    ]
