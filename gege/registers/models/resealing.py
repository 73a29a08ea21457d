"""How far the change to other keys has come (decision 0034)."""

from typing import ClassVar

from django.db import models


class Resealing(models.Model):
    """One walk through a table, row by row in the order of ids, towards one set of keys.

    `after` is the last id that was looked at: an interrupted walk goes on behind it. Rows that
    somebody held just then are `held`, and looked at again in a further round. The finished rows
    are the report.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    table = models.CharField(max_length=20, db_collation="C")
    keys = models.CharField(max_length=80, db_collation="C")
    after = models.BigIntegerField(default=0)
    rounds = models.PositiveIntegerField(default=1)
    seen = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unreadable = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("table", "keys"),
                condition=models.Q(finished_at__isnull=True),
                name="one_walk_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} towards {self.keys}: {self.seen}"
