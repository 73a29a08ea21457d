"""The timers of duty: silent shifts, late handovers, rosters that end, shifts torn open.

Each shift is its own transaction: one that fails stops only itself.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gege.notices.api import Draft, post
from gege.staff.actor import SYSTEM
from gege.staff.duty.editions import current_rules
from gege.staff.duty.models import PUBLISHED, DutyDesk, Handover, Roster, Shift, Swap
from gege.staff.duty.queries.checking import abilities, piece_of
from gege.staff.duty.queries.scope import heads_and_keepers
from gege.staff.duty.rules.duty_rules import DutyRules
from gege.staff.duty.rules.hours import LOCAL
from gege.staff.duty.rules.swaps import OPEN, SwapState
from gege.staff.duty.rules.watch import HEAD, PERSON, UNIT, next_alarm
from gege.staff.duty.writing import span_words, subject_of, write
from gege.staff.queries import told_at

_log: Final = logging.getLogger(__name__)
BATCH: Final = 200


def raise_alarms(*, now: datetime) -> int:
    """Go on with the alarm of every shift that nobody signed in for; return how many."""
    due = Shift.objects.filter(alarm_at__lte=now).order_by("alarm_at", "id")
    rules = current_rules()
    seen = list(due.values_list("id", flat=True)[:BATCH])
    for shift_id in seen:
        try:
            with transaction.atomic():
                _raise(shift_id, rules, now)
        except Exception:
            _log.exception("the alarm of shift %s could not go on", shift_id)
            Shift.objects.filter(id=shift_id).update(alarm_at=now + timedelta(minutes=1))
    return len(seen)


def ask_for_handovers(*, now: datetime) -> int:
    """Tell both sides of a handover that is late; once for each shift."""
    late = now - timedelta(minutes=current_rules().handover_minutes)
    rows = Shift.objects.filter(live=True, told_late_handover=False, ends__lte=late)
    seen = list(rows.order_by("ends", "id").values_list("id", flat=True)[:BATCH])
    for shift_id in seen:
        with transaction.atomic():
            _ask(shift_id, now)
    return len(seen)


@transaction.atomic
def look_ahead(*, now: datetime) -> int:
    """Once a day: tell of rosters that end and of shifts that nobody can do; let swaps lapse.

    Returns how many notices were written.
    """
    rules, today = current_rules(), now.astimezone(LOCAL).date()
    drafts: list[Draft] = []
    for desk in DutyDesk.objects.filter(closed_at=None).select_related("unit").order_by("id"):
        people = told_at([desk.unit_id], now).get(desk.unit_id, ())
        to = heads_and_keepers(desk, people)
        rosters = Roster.objects.filter(desk=desk, state=PUBLISHED)
        last = rosters.order_by("-last").values_list("last", flat=True).first()
        if last is not None and today <= last <= today + timedelta(days=rules.ahead_days):
            values = {"unit": desk.unit.name_zh, "day": last.isoformat()}
            drafts += [
                Draft("duty_ends", subject_of(desk), to_account_id=a, values=values) for a in to
            ]
        drafts += _torn_ahead(desk, to, rules, now)
    post(drafts, now=now)
    _let_swaps_lapse(now)
    return len(drafts)


def _let_swaps_lapse(now: datetime) -> None:
    Swap.objects.filter(state__in=OPEN, given__starts__lte=now).update(
        state=SwapState.LAPSED, ended_at=now
    )


def _raise(shift_id: int, rules: DutyRules, now: datetime) -> None:
    found = Shift.objects.filter(id=shift_id).values_list("desk_id", flat=True).first()
    if found is None:
        return
    desk = DutyDesk.objects.select_for_update(of=("self",)).select_related("unit").get(id=found)
    shift = Shift.objects.select_related("account").get(id=shift_id)
    if shift.alarm_at is None or shift.alarm_at > now:
        return
    if not shift.live or shift.signed_in_at is not None or shift.ends <= now or desk.closed_at:
        shift.alarm_at = None
        shift.save(update_fields=["alarm_at"])
        return
    stage = shift.alarm_stage + 1
    if stage == HEAD and desk.head_id in (None, shift.account_id):
        stage = UNIT
    shift.alarm_stage, shift.alarm_at = stage, next_alarm(stage, now, rules)
    shift.save(update_fields=["alarm_stage", "alarm_at"])
    post([_alarm(shift, desk, stage)], now=now)
    write(desk, "raise_alarm", by=SYSTEM, now=now, shift=str(shift.uid), stage=stage)


def _alarm(shift: Shift, desk: DutyDesk, stage: int) -> Draft:
    values = {
        "unit": desk.unit.name_zh,
        "who": shift.account.display_name if shift.account else "",
        "span": span_words(shift.starts, shift.ends),
    }
    subject = subject_of(shift)
    if stage == PERSON:
        account, template = shift.account_id, "duty_missed"
    elif stage == HEAD:
        account, template = desk.head_id, "duty_missed_head"
    else:
        return Draft(
            "duty_missed_unit", subject, to_unit_id=desk.unit_id, values=values, urgent=True
        )
    return Draft(template, subject, to_account_id=account, values=values, urgent=True)


def _ask(shift_id: int, now: datetime) -> None:
    shift = (
        Shift.objects.select_for_update(of=("self",))
        .select_related("desk__unit", "account")
        .filter(id=shift_id, told_late_handover=False)
        .first()
    )
    if shift is None:
        return
    shift.told_late_handover = True
    shift.save(update_fields=["told_late_handover"])
    made = Handover.objects.filter(shift=shift).first()
    if shift.desk.closed_at is not None or (made is not None and made.came_at is not None):
        return
    leaving = shift.account_id or 0
    coming = Shift.objects.filter(
        desk=shift.desk, live=True, starts__lte=now, ends__gt=now
    ).exclude(account_id=leaving)
    # Where nobody comes after, the desk closes for the day: the notes wait for the next person.
    sides = set(coming.values_list("account_id", flat=True))
    if made is None and sides:
        sides.add(leaving)
    values = {
        "unit": shift.desk.unit.name_zh,
        "who": shift.account.display_name if shift.account else "",
        "span": span_words(shift.starts, shift.ends),
    }
    subject = subject_of(shift.desk)
    drafts = [
        Draft("duty_handover_late", subject, to_account_id=one, values=values)
        for one in sorted(one for one in sides if one)
    ]
    if drafts:
        post(drafts, now=now)
        write(shift.desk, "ask_for_handover", by=SYSTEM, now=now, shift=str(shift.uid))


def _torn_ahead(
    desk: DutyDesk, to: tuple[int, ...], rules: DutyRules, now: datetime
) -> list[Draft]:
    until = now + timedelta(days=rules.ahead_days)
    rows = Shift.objects.filter(desk=desk, live=True, starts__gt=now, starts__lt=until)
    shifts = list(rows.select_related("account").order_by("starts"))
    able = abilities(desk, {one.account_id for one in shifts if one.account_id is not None})
    torn = [one for one in shifts if one.account_id is None or able(one.account_id, piece_of(one))]
    if not torn:
        return []
    first = torn[0]
    values = {
        "unit": desk.unit.name_zh,
        "who": first.account.display_name if first.account else "",
        "count": len(torn),
        "span": span_words(first.starts, first.ends),
    }
    return [Draft("duty_torn", subject_of(desk), to_account_id=one, values=values) for one in to]
