"""How departments are told what changed, and what each of them was given."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid


class Outlet(models.Model):
    """The changes of one sheet for one department: it asks (`pull`), or is told by a signed message
    (`webhook`) or a file in its folder (`folder`).

    `fields` are those that the catalogue named when the present `generation` began. `given` and
    `acked` are turns: up to which it was given, and up to which it said it has.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    client = models.ForeignKey("openapi.Client", models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40, db_collation="C")
    way = models.CharField(max_length=8, db_collation="C")
    address = models.CharField(max_length=500, blank=True, default="")
    secret = models.TextField(blank=True, default="")
    alarm = models.PositiveIntegerField(default=240)

    generation = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=list)
    begun_at = models.DateTimeField(null=True)
    given = models.BigIntegerField(default=0)
    given_at = models.DateTimeField(null=True)
    acked = models.BigIntegerField(default=0)
    acked_at = models.DateTimeField(null=True)

    failures = models.PositiveIntegerField(default=0)
    away_since = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")

    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("client", "sheet"),
                condition=Q(ended_at__isnull=True),
                name="one_way_out_for_a_sheet",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} for {self.client_id}"

    @property
    def stream(self) -> str:
        """The way out's stream in the ledger."""
        return f"exchange_outlet:{self.uid}"


class Given(models.Model):
    """A record that a department was given, and in which version: so it is told when it must let
    go of it, and both sides can be counted alike. `gone` was the last it was told; `area` is the
    community, `month` that of the change, as they were told."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="+")
    record = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    gone = models.BooleanField(default=False)
    area = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    month = models.CharField(max_length=7, blank=True, default="", db_collation="C")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("outlet", "record"), name="a_record_is_given_once"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} v{self.version} for {self.outlet_id}"


class Horizon(models.Model):
    """Up to which turn nobody can add one any more: what departments are given ends there.

    `until` becomes `safe` once the transactions `waits_for`, which were writing when it was noted,
    are over (decision 0031).
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=12, primary_key=True)
    safe = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True)
    waits_for = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name} up to {self.safe}"
