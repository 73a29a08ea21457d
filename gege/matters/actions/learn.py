"""Learn kinds and departments from closed matters, judge that, and keep it (decision 0050)."""

import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gege.matters.errors import Invalid
from gege.matters.models import TriageModel
from gege.matters.queries.setting import setting
from gege.matters.queries.triage_help import EDITION, examples, seal_of
from gege.matters.rules.triage_help.judging import Judged, Verdict
from gege.matters.rules.triage_help.learning import learn_and_judge
from gege.matters.rules.triage_help.model import Asked, Head
from gege.matters.rules.triage_help.packing import pack
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import record

STREAM: Final = "triage_help"
_TASK: Final = "gege.matters.jobs.learn_triage_now"
_KEPT: Final = 2
"""Models whose weights stay; of older ones the figures do."""


def learn_triage(*, by: Actor, now: datetime) -> TriageModel:
    """Learn anew and keep the result with its figures, used or not.

    The learning itself holds no transaction. A model that is not better than naming the most
    frequent, or that had too little to learn from, is kept without weights and is not used.
    """
    begun = time.monotonic()
    where = setting(now)
    heads: dict[Asked, Head] = {}
    judged: dict[Asked, Judged] = {}
    for asked in Asked:
        head, judged[asked] = learn_and_judge(examples(where, asked))
        if head is not None and judged[asked].verdict is Verdict.USED:
            heads[asked] = head
    data = pack(heads) if heads else b""
    with transaction.atomic():
        bump(EDITION)  # its row stays locked: what is learnt at once is kept one after the other
        row = TriageModel.objects.create(
            learnt_at=now,
            seconds=round(time.monotonic() - begun, 2),
            figures={str(asked): _told(one) for asked, one in judged.items()},
            used=[str(asked) for asked in heads],
            data=data,
            seal=seal_of(data) if data else "",
        )
        kept = list(TriageModel.objects.order_by("-pk").values_list("pk", flat=True)[:_KEPT])
        TriageModel.objects.exclude(pk__in=kept).exclude(data=b"").update(data=b"", seal="")
        record(
            stream=STREAM,
            deed="learn",
            by=by.signature(),
            now=now,
            after={"model": row.pk, "used": row.used, "seal": row.seal},
            more={str(asked): _shortly(one) for asked, one in judged.items()},
        )
    return row


def _told(judged: Judged) -> dict[str, Any]:
    return asdict(judged) | {"verdict": str(judged.verdict)}


def _shortly(judged: Judged) -> Mapping[str, Any]:
    """Return the figures that stand in the ledger; shares in thousandths, which hash alike."""
    return {
        "verdict": str(judged.verdict),
        "examples": judged.learnt_from + judged.held_out,
        "macro_f1_permille": round(judged.macro_f1 * 1000),
        "top_permille": round(judged.top * 1000),
        "base_macro_f1_permille": round(judged.base_macro_f1 * 1000),
    }


def ask_to_learn(*, by: Actor, now: datetime) -> bool:
    """Let the worker learn anew, now; False where it is about to already. Administrators only."""
    if by.role is not Role.ADMINISTRATOR:
        raise Invalid("role", "administrators_only")
    with transaction.atomic():
        record(stream=STREAM, deed="ask", by=by.signature(), now=now)
        try:
            with transaction.atomic():
                app.configure_task(_TASK, queueing_lock="learn_triage_now").defer()
        except AlreadyEnqueued:
            return False
    return True
