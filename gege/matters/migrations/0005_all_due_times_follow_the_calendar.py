from django.db import migrations, models
from django.db.models import Q

PROVISIONAL = (
    Q(provisional=True, due_at__isnull=False)
    | ~Q(step_recount="")
    | (~Q(first_recount="") & Q(first_at__isnull=True))
)


class Migration(migrations.Migration):
    """Keep what is needed to count steps and "first time" clocks again."""

    dependencies = [("matters", "0004_late_steps_are_announced")]

    operations = [
        migrations.AddField("matter", "step_since", models.DateTimeField(null=True)),
        migrations.AddField(
            "matter", "step_recount", models.CharField(max_length=20, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "matter", "first_recount", models.CharField(max_length=20, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["id"],
                condition=PROVISIONAL & Q(closed_at__isnull=True),
                name="provisional_due_times",
            ),
        ),
    ]
