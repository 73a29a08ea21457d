"""Thanks of residents (R-111)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid


class Thanks(models.Model):
    """Thanks of a resident to those who serve a place, or for one settled matter.

    `words` are the resident's own and are read by those who decide and by whoever is thanked;
    everybody reads `public_words`, written without anybody's name, once they were let through.
    `account_id` is the person who is thanked, None when it is the unit as a whole.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    receipt_key = models.UUIDField(unique=True)
    ticket = models.OneToOneField("portal.Ticket", models.SET_NULL, related_name="+", null=True)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, db_collation="C")
    account_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=8, default="waiting")
    public_words = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "thanks"
        indexes = (
            models.Index(fields=("area_code", "-id"), name="thanks_of_an_area"),
            models.Index(fields=("account_id", "-id"), name="thanks_to_a_person"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | Q(state__in=("shown", "private", "refused"), decided_at__isnull=False),
                name="thanks_are_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(state="shown") | Q(public_words=""),
                name="only_shown_thanks_have_public_words",
            ),
        )

    def __str__(self) -> str:
        return f"thanks {self.pk}"

    @property
    def stream(self) -> str:
        """The stream of these thanks in the ledger."""
        return f"thanks:{self.uid}"
