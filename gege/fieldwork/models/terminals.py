"""Terminals (手持终端, R-022): which device is whose, and whether it may still speak for them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid


class Terminal(models.Model):
    """A handheld: an office device from the asset list, or a worker's own phone.

    `token_hash` is SHA-256 of the secret that the device holds; empty while it may not speak.
    `enrol_hash` is of the code that binds a device to this row, good until `enrol_until`.
    `password_mark` is a mark of the password that was seen last: after a change it is wanted anew.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("serial",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    serial = models.CharField(max_length=60, blank=True, db_collation="C")
    model = models.CharField(max_length=80, blank=True)
    own_phone = models.BooleanField(default=False)
    account = models.ForeignKey("staff.Account", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8)
    token_hash = models.CharField(max_length=64, blank=True, db_collation="C")
    enrol_hash = models.CharField(max_length=64, blank=True, db_collation="C")
    enrol_until = models.DateTimeField(null=True)
    password_seen_at = models.DateTimeField(null=True)
    password_mark = models.CharField(max_length=64, blank=True, db_collation="C")
    last_contact_at = models.DateTimeField(null=True)
    app_version = models.CharField(max_length=20, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("account", "state"), name="terminals_of_a_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("serial",), condition=~Q(serial=""), name="one_terminal_per_serial"
            ),
            models.UniqueConstraint(
                fields=("token_hash",), condition=~Q(token_hash=""), name="one_terminal_per_token"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("stock", "in_use", "lost", "revoked", "retired")),
                name="a_terminal_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(token_hash="") | Q(state="in_use", account__isnull=False),
                name="only_a_terminal_in_use_may_speak",
            ),
        )

    def __str__(self) -> str:
        return self.serial or str(self.uid)


class DeadToken(models.Model):
    """A secret that was taken back, so that a device which still holds it is told to wipe itself.

    `why` is the deed that ended it. Nobody can speak with it again.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    token_hash = models.CharField(max_length=64, unique=True, db_collation="C")
    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.why}"
