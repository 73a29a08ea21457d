"""Telephone calls to the line: as the telephone system told of them, and what came of them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gege.hotline.rules.call_table import CallState, Standing
from gege.kernel.ids import new_uid

_NOBODY = Q(sealed="", number_mark="", number_shown="")


class PhoneSystem(models.Model):
    """A telephone system that tells of its calls, each message signed with a secret of its own.

    A signature cannot be checked against a hash, so the secret is kept, sealed. The one before is
    good until `previous_until`: a telephone system is changed in its own time. `used` counts the
    messages of the minute `window`.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    code = models.CharField(max_length=30, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    secret = models.TextField()
    previous = models.TextField(blank=True, default="")
    previous_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    secret_since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    window = models.BigIntegerField(default=0, db_default=0)
    used = models.PositiveIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """The telephone system's stream in the ledger."""
        return f"phone_system:{self.uid}"


class Seat(models.Model):
    """The extension at which somebody sits: a call that it answers is theirs."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    account_id = models.BigIntegerField(unique=True)
    extension = models.CharField(max_length=20, unique=True, db_collation="C")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.extension


class Call(models.Model):
    """One call. Its times are the telephone system's, what came of it the call-taker's.

    `state` follows from the times alone (`rules/call_table.py`), in whatever order they were told.
    Number and name stand in `sealed`, encrypted; `number_shown` is the number masked, and
    `number_mark` is keyed, so that the same number is found and not read. A caller who stays
    unnamed leaves none of the three (R-077). `waited_seconds` is unknown for a call that was
    entered by hand.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("sealed", "number_shown", "note")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    system = models.ForeignKey(PhoneSystem, on_delete=models.PROTECT, related_name="+", null=True)
    ref = models.CharField(max_length=80, blank=True, default="", db_collation="C")
    came = models.CharField(max_length=8)

    state = models.CharField(max_length=8)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    waited_seconds = models.PositiveIntegerField(null=True)
    extension = models.CharField(max_length=20, blank=True, default="", db_collation="C")

    taker_id = models.BigIntegerField(null=True)
    taker_name = models.CharField(max_length=80, blank=True, default="")
    taker_post = models.CharField(max_length=80, blank=True, default="")

    withheld = models.BooleanField(default=False)
    sealed = models.TextField(blank=True, default="")
    number_mark = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    number_shown = models.CharField(max_length=20, blank=True, default="")
    standing = models.CharField(max_length=12, blank=True, default="")

    topic = models.CharField(max_length=20, blank=True, default="", db_collation="C")
    given = models.CharField(max_length=12, blank=True, default="")
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, related_name="+", null=True
    )
    article_uid = models.UUIDField(null=True)
    article_version = models.PositiveIntegerField(null=True)
    handed_to = models.CharField(max_length=40, blank=True, default="")
    reply_route = models.CharField(max_length=8, blank=True, default="")
    note = models.TextField(max_length=1000, blank=True, default="")
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("system", "ref"), condition=Q(system__isnull=False), name="a_call_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CallState)), name="call_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ANONYMOUS) | _NOBODY,
                name="anonymous_call_keeps_nobody",
            ),
            models.CheckConstraint(
                condition=Q(given="") ^ Q(written_at__isnull=False), name="given_since_when"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("rang_at")),
                name="answered_after_it_rang",
            ),
        )
        indexes = (
            models.Index(fields=("-rang_at", "-id"), name="calls_by_time"),
            models.Index(fields=("state", "-rang_at", "-id"), name="calls_by_state"),
            models.Index(fields=("taker_id", "-rang_at", "-id"), name="calls_of_a_taker"),
            models.Index(
                fields=("rang_at",),
                condition=Q(state__in=(CallState.RINGING, CallState.TALKING)),
                name="calls_on_the_line",
            ),
            models.Index(
                fields=("taker_id", "rang_at"),
                condition=Q(given="", answered_at__isnull=False),
                name="calls_to_write_up",
            ),
            models.Index(
                fields=("number_mark", "-rang_at"),
                condition=~Q(number_mark=""),
                name="calls_of_a_number",
            ),
            models.Index(fields=("rang_at",), condition=~Q(sealed=""), name="sealed_calls"),
        )

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def stream(self) -> str:
        """The call's stream in the ledger."""
        return f"call:{self.uid}"

    def get_absolute_url(self) -> str:
        return f"/hotline/calls/{self.uid}"


class CallEvent(models.Model):
    """One message of a telephone system, known by its own key: the same again changes nothing.

    `digest` is of what it told without the caller's number, so that a key is not used for another
    message: a number could be found again from a digest by trying all there are.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    system = models.ForeignKey(PhoneSystem, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, db_collation="C")
    digest = models.CharField(max_length=64, db_collation="C")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    extension = models.CharField(max_length=20, blank=True, default="", db_collation="C")
    effect = models.CharField(max_length=12)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("system", "key"), name="a_message_once"),)

    def __str__(self) -> str:
        return f"{self.kind} of call {self.call_id}"
