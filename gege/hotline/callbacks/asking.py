"""Ask by text whoever chose that; when no answer comes in time, a person calls."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from gege.hotline.callbacks.numbers import mark_for, number_of
from gege.hotline.line.editions import current_line
from gege.hotline.line.shown import the_line
from gege.hotline.models import Callback, InboundText
from gege.hotline.rules.callback_table import State, Why, answer_until
from gege.hotline.rules.incoming import SAME_WITHIN
from gege.hotline.rules.line_rules import LineRules, within
from gege.kernel.telephones import is_mobile, telephone
from gege.matters.api import LOCAL
from gege.notices.api import Channel, Draft, gateways, post
from gege.staff.api import SYSTEM
from gege.trail.api import record

MOST: Final = 200
_LANGUAGE: Final = "zh-hans"


def ask_by_text(*, now: datetime) -> int:
    """Ask those whose turn it is; return how many.

    Only with a gateway, within the hours for residents, before anybody called, and one question
    to a number at a time, so that "1" says of which matter; nor shortly after they wrote, when the
    same digit would be the same text sent again.
    """
    if Channel.SMS not in gateways():
        return 0
    rules = current_line()
    local = now.astimezone(LOCAL)
    if within(rules, local) != local:
        return 0
    asked = 0
    with transaction.atomic():
        for one in _to_ask(now):
            asked += _ask(one, rules, now)
    return asked


def answers_over(*, now: datetime) -> int:
    """Hand to people those who did not answer in time; return how many."""
    rules = current_line()
    with transaction.atomic():
        late = Callback.objects.select_for_update(skip_locked=True).filter(
            state=State.ASKED, answer_by__lte=now
        )
        rows = list(late.order_by("id")[:MOST])
        for one in rows:
            one.state, one.phone_mark = State.WAITING, ""
            one.next_at = within(rules, now.astimezone(LOCAL))
            one.save(update_fields=["state", "phone_mark", "next_at"])
            _record(one, "no_answer", now)
    return len(rows)


def _to_ask(now: datetime) -> list[Callback]:
    rows = Callback.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        Q(taken_at__isnull=True),
        state=State.WAITING,
        by_text=True,
        asked_at__isnull=True,
        tries=0,
        next_at__lte=now,
        why__in=(Why.MATTER, Why.SAMPLE),
    )
    rows = rows.select_related("matter", "reporting", "call").defer("matter__search")
    return list(rows.order_by("due_at", "id")[:MOST])


def _ask(one: Callback, rules: LineRules, now: datetime) -> bool:
    assert one.matter is not None  # only what is about a matter is asked by text
    number, mark = telephone(number_of(one)), mark_for(one)
    if number is None or not is_mobile(number):
        # Whoever has no mobile is called by a person.
        Callback.objects.filter(pk=one.pk).update(by_text=False)
        return False
    lately = InboundText.objects.filter(sender_mark=mark, received_at__gt=now - SAME_WITHIN)
    if Callback.objects.filter(phone_mark=mark).exists() or lately.exists():
        return False
    one.state, one.phone_mark, one.asked_at = State.ASKED, mark, now
    one.answer_by = answer_until(now, one.due_at, rules)
    one.save(update_fields=["state", "phone_mark", "asked_at", "answer_by"])
    with translation.override(_LANGUAGE):
        line = the_line()
    by = one.answer_by.astimezone(LOCAL)
    draft = Draft(
        "resident_ask",
        one.matter.number,
        to_phone=number,
        language=_LANGUAGE,
        values={"number": one.matter.number, "line": line.said, "by": f"{by:%m-%d %H:%M}"},
    )
    post([draft], now=now)
    _record(one, "ask", now)
    return True


def _record(one: Callback, deed: str, now: datetime) -> None:
    record(
        stream=one.stream,
        deed=deed,
        by=SYSTEM.signature(),
        now=now,
        after={"state": one.state},
        more={"answer_by": one.answer_by},
    )
