"""The tables of the second factor. They belong to the app `staff`."""

from typing import ClassVar

from django.db import models

from gege.kernel.ids import new_uid


class SecondFactor(models.Model):
    """The device of one account. In force when `confirmed_at` is set.

    `secret` is sealed with the keys of the installation, bound to `uid`; `pending` is a secret
    that was shown and not confirmed yet. `last_step` is the newest step whose code was taken: it
    and older ones are not taken again.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("secret", "pending")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    account = models.OneToOneField("staff.Account", on_delete=models.PROTECT, related_name="+")
    secret = models.TextField(blank=True, db_collation="C")
    confirmed_at = models.DateTimeField(null=True)
    pending = models.TextField(blank=True, db_collation="C")
    pending_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | ~models.Q(secret=""),
                name="a_factor_in_force_has_a_secret",
            ),
        )

    def __str__(self) -> str:
        return f"second factor of {self.account_id}"


class PaperCode(models.Model):
    """One code on paper; only its digest is kept, and it is taken once."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, db_collation="C")
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("factor", "digest"), name="a_paper_code_once"),
        )

    def __str__(self) -> str:
        return f"paper code {self.pk}"
