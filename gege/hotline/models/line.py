"""The line's settings, callbacks and hand-overs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gege.hotline.models.calls import Call
from gege.hotline.rules.callback_table import OPEN, State, Why
from gege.kernel.ids import new_uid


class LineRulesEdition(models.Model):
    """A published edition of the line's settings; never changed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"line rules {self.number}"


class Callback(models.Model):
    """Somebody who is to be called back, until it is known what they say.

    The telephone number stays where it is, with the report or the call: here is only how it is
    shown. `since` is when the matter began to wait for its call-back, so that one that is worked
    on again is asked about again. `phone_mark` is keyed and stands only while a text waits for its
    answer; `heard` is what they wrote that nobody could read as an answer.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("shown", "phone_mark", "words", "heard")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    why = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField()
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, related_name="+", null=True
    )
    reporting = models.ForeignKey(
        "matters.Reporting", on_delete=models.CASCADE, related_name="+", null=True
    )
    since = models.DateTimeField(null=True)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", null=True)
    shown = models.CharField(max_length=20)
    confidential = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)

    taken_by_id = models.BigIntegerField(null=True)
    taken_by = models.CharField(max_length=80, blank=True, default="")
    taken_at = models.DateTimeField(null=True)

    by_text = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    phone_mark = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    heard = models.CharField(max_length=200, blank=True, default="")

    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)
    done_by = models.CharField(max_length=80, blank=True, default="")
    solved = models.CharField(max_length=10, blank=True, default="")
    satisfaction = models.CharField(max_length=20, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(why__in=sorted(Why)) & Q(state__in=sorted(State)),
                name="callback_has_known_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN)) ^ Q(done_at__isnull=False),
                name="an_open_callback_is_not_done",
            ),
            models.CheckConstraint(
                condition=Q(phone_mark="") | Q(state=State.ASKED),
                name="a_mark_while_an_answer_is_waited_for",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.UNREACHABLE) | Q(satisfaction="", solved=""),
                name="nobody_reached_nobody_satisfied",
            ),
            models.UniqueConstraint(
                fields=("reporting", "since"),
                condition=Q(reporting__isnull=False),
                name="one_callback_each_time",
            ),
            models.UniqueConstraint(
                fields=("call", "why"),
                condition=Q(call__isnull=False),
                name="one_callback_of_a_call",
            ),
            models.UniqueConstraint(
                fields=("phone_mark",),
                condition=~Q(phone_mark=""),
                name="one_question_by_text_at_a_time",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                condition=Q(state__in=sorted(OPEN)),
                name="callbacks_open_by_due",
            ),
            models.Index(fields=("due_at", "id"), name="callbacks_by_due"),
            models.Index(
                fields=("-done_at", "-id"),
                condition=Q(done_at__isnull=False),
                name="callbacks_done",
            ),
        )

    def __str__(self) -> str:
        return f"callback {self.pk}"

    @property
    def stream(self) -> str:
        """The callback's stream in the ledger."""
        return f"callback:{self.uid}"

    def get_absolute_url(self) -> str:
        return f"/hotline/callbacks/{self.uid}"


class CallbackTry(models.Model):
    """One try to reach somebody."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    callback = models.ForeignKey(Callback, on_delete=models.CASCADE, related_name="+")
    turn = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    found = models.CharField(max_length=12)
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("callback", "turn"), name="a_try_has_its_turn"),
        )

    def __str__(self) -> str:
        return f"try {self.turn} of {self.callback_id}"


class HandOver(models.Model):
    """A caller handed over to an emergency line or to a unit's duty telephone.

    `call` is the call it came from, where there is a record of one. The platform bridges nothing:
    the person at the telephone does, and these are the times they pressed.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", null=True)
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, related_name="+", null=True
    )
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=80)
    unit_id = models.BigIntegerField(null=True)
    three_party = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    connected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    by_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    by_post = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="") ^ Q(ended_at__isnull=False), name="ended_with_an_outcome"
            ),
            models.CheckConstraint(
                condition=(Q(connected_at=None) | Q(connected_at__gte=F("started_at")))
                & (Q(ended_at=None) | Q(ended_at__gte=F("started_at"))),
                name="a_hand_over_goes_forward",
            ),
        )
        indexes = (
            models.Index(fields=("-started_at", "-id"), name="hand_overs_by_time"),
            models.Index(
                fields=("call",), condition=Q(call__isnull=False), name="hand_overs_of_a_call"
            ),
        )

    def __str__(self) -> str:
        return f"hand-over {self.pk}"

    @property
    def stream(self) -> str:
        """The hand-over's stream in the ledger."""
        return f"hand_over:{self.uid}"

    def get_absolute_url(self) -> str:
        return f"/hotline/handovers/{self.uid}"
