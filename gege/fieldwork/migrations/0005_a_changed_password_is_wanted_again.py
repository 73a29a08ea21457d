from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0004_positions_only_during_a_patrol")]

    operations = [
        migrations.AddField(
            model_name="terminal",
            name="password_mark",
            field=models.CharField(blank=True, db_collation="C", default="", max_length=64),
            preserve_default=False,
        ),
    ]
