"""Campaigns (集中采集, R-046): a county's own form, taken from door to door by a day."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid


class CampaignForm(models.Model):
    """One version of a form: an XForm, made from the XLSForm that the county uploaded.

    `form_id` and `version` are what the XForm says of itself. Never changed once it is used.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    form_id = models.CharField(max_length=64, db_collation="C")
    version = models.CharField(max_length=32, db_collation="C")
    title = models.CharField(max_length=120)
    xml = models.TextField()
    md5 = models.CharField(max_length=32, db_collation="C")
    source_name = models.CharField(max_length=120, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True, db_collation="C")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("form_id", "version"), name="one_form_per_version"),
        )

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"


class FormMedia(models.Model):
    """A picture or a list that a form shows, by the name the form calls it."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    form = models.ForeignKey(CampaignForm, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_collation="C")
    md5 = models.CharField(max_length=32, db_collation="C")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("form", "name"), name="a_form_names_a_file_once"),
        )

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A collection with a scope, a form and a last day. `sample_percent` is checked again.

    What was done between `opened_at` and `closed_at` is taken, however late it arrives.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=500)
    area_codes = ArrayField(models.CharField(max_length=15))
    form = models.ForeignKey(CampaignForm, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8)
    opens_on = models.DateField()
    due_on = models.DateField()
    sample_percent = models.PositiveSmallIntegerField(default=5)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="a_campaign_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "open", "closed")), name="a_campaign_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(sample_percent__lte=100), name="a_sample_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="a_campaign_knows_when_it_ran",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """A building that a campaign goes to. `expected` doors; `account_id` overrides who does it."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    point = models.ForeignKey("fieldwork.CheckPoint", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, db_collation="C")
    account_id = models.BigIntegerField(null=True)
    expected = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "point"), name="a_building_once_per_campaign"
            ),
        )
        indexes = (models.Index(fields=("area_code",), name="assignments_of_a_grid"),)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.point_id}"


class Entry(models.Model):
    """One door of a campaign: answered, refused, nobody there, or to be revisited.

    The newest entry of a door counts. `xml` is the answered instance, `digest` of its bytes.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("door", "xml", "note", "check_note")

    uid = models.CharField(max_length=64, unique=True, db_collation="C")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    form = models.ForeignKey(CampaignForm, models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, blank=True, db_collation="C")
    door = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=8)
    note = models.CharField(max_length=200, blank=True)
    xml = models.TextField(blank=True)
    digest = models.CharField(max_length=64, db_collation="C")
    via = models.CharField(max_length=10)
    account_id = models.BigIntegerField()
    by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    latest = models.BooleanField(default=True)
    check_state = models.CharField(max_length=8, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=80, blank=True)
    check_note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("campaign", "-id"), name="entries_of_a_campaign"),
            models.Index(fields=("campaign", "area_code"), name="entries_of_a_grid"),
            models.Index(fields=("assignment", "door"), name="entries_of_a_door"),
            models.Index(
                fields=("campaign",), condition=Q(check_state="due"), name="entries_to_check"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=("done", "refused", "absent", "revisit")),
                name="an_entry_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(check_state__in=("", "due", "agreed", "differs")),
                name="an_entry_is_checked_or_not",
            ),
            models.UniqueConstraint(
                fields=("assignment", "door"),
                condition=Q(latest=True) & ~Q(door=""),
                name="one_newest_entry_per_door",
            ),
        )

    def __str__(self) -> str:
        return self.uid


class EntryFile(models.Model):
    """A picture or another file that came with an entry, by the name the instance calls it."""

    personal_fields: ClassVar[tuple[str, ...]] = ("name",)

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_collation="C")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "name"), name="an_entry_names_a_file_once"),
        )

    def __str__(self) -> str:
        return self.name
