"""Who speaks the interfaces, what they sent, and what they were answered."""

from typing import ClassVar

from django.db import models

from gege.kernel.ids import new_uid


class Client(models.Model):
    """Another system that may speak with the platform, as one post of one unit.

    Of its tokens only the SHA-256 is kept. `used` counts the requests of the minute `window`.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=60, unique=True)
    unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    reports = models.BooleanField(default=False)
    reads = models.BooleanField(default=False)
    moves = models.BooleanField(default=False)
    public = models.BooleanField(default=False)
    opinions = models.BooleanField(default=False)
    registers = models.BooleanField(default=False)
    per_minute = models.PositiveIntegerField(default=120)

    token_hash = models.CharField(max_length=64, unique=True, db_collation="C")
    token_hint = models.CharField(max_length=12)
    previous_hash = models.CharField(max_length=64, null=True, unique=True, db_collation="C")
    previous_until = models.DateTimeField(null=True)
    token_since = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    opened_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    window = models.BigIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(previous_hash=None) ^ models.Q(previous_until__isnull=False),
                name="an_old_token_ends",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """The client's stream in the ledger."""
        return f"client:{self.uid}"


class Sent(models.Model):
    """A matter that came in through an interface, with what the standard lets a client ask back.

    `whole` is a description that is longer than a matter's own, which keeps its beginning.
    `public`: whoever sent it had told its people that everybody can read it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("whole",)

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    matter = models.OneToOneField("matters.Matter", on_delete=models.CASCADE, related_name="+")
    public = models.BooleanField(default=False)
    address_id = models.CharField(max_length=40, blank=True)
    media_url = models.CharField(max_length=500, blank=True)
    whole = models.TextField(max_length=4000, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("matter",), condition=models.Q(public=True), name="sent_for_everybody"
            ),
        )

    def __str__(self) -> str:
        return f"sent {self.pk}"


class Answered(models.Model):
    """What a request with an idempotency key was answered: the same key, the same answer.

    Kept for some days only; `digest` is of the request, so that a key is not used for another.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100, db_collation="C")
    digest = models.CharField(max_length=64)
    number = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    extra = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("at",), name="answers_by_age"),)
        constraints = (models.UniqueConstraint(fields=("client", "key"), name="answered_once"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"
