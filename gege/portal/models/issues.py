"""Hot issues: what the public reads of them, the words that wait, and their history (R-102)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid
from gege.portal.rules.issues import IssueStanding, OpenWords


class HotIssue(models.Model):
    """What many ask about, in words of staff and without anybody's data.

    Of one matter, its state and its owner are those of the matter. Without a matter it is the
    county's: `owner` is the department that has it in hand, `standing` how far it is. `proposed`
    are the words that wait for a second person, `writers` the accounts that wrote any of them; what
    is shown stays until they are approved. `source` names the briefing or digest that it comes
    from, as a stream of the ledger.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, related_name="+", null=True
    )
    owner = models.ForeignKey(
        "territory.Unit", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    standing = models.CharField(max_length=10, blank=True)
    topic = models.CharField(max_length=16)
    title = models.CharField(max_length=60)
    plan = models.CharField(max_length=300, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    shown = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    open = models.CharField(max_length=10, blank=True, default=OpenWords.NONE)
    proposed = models.JSONField(null=True)
    writers = ArrayField(models.BigIntegerField(), default=list)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("-changed_at", "-id"),
                condition=Q(shown=True),
                name="issues_shown_by_change",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(matter__isnull=False) | Q(shown=False) | Q(owner__isnull=False),
                name="a_shown_issue_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(standing="") | Q(standing__in=sorted(IssueStanding)),
                name="an_issue_has_a_standing",
            ),
            models.CheckConstraint(
                condition=Q(open="", proposed__isnull=True)
                | Q(open__in=("proposed", "sent_back"), proposed__isnull=False),
                name="words_that_wait_are_there",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The issue's stream in the ledger."""
        return f"issue:{self.uid}"

    @property
    def next_words(self) -> dict[str, Any]:
        """The words to go on with: those that wait, else those that are shown."""
        if self.proposed is not None:
            return dict(self.proposed)
        names = ("topic", "title", "plan", "answer", "standing")
        return {name: getattr(self, name) for name in names} | {"owner": self.owner_id}

    def get_absolute_url(self) -> str:
        return f"/portal/issues/{self.uid}"


class IssueLine(models.Model):
    """One line of an issue's public history: what changed, and how far it was then."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    step = models.CharField(max_length=10)
    standing = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"{self.step} of {self.issue_id}"
