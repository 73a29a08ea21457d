"""Duty: its addresses, and who opens them. The desk is the county centre's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from gege.staff.api import account_with_posts, duty
from tests.cast import COUNTY, TOWN
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

NOBODY: frozenset[str] = frozenset()
SUPERVISOR = frozenset({"county_supervisor"})
DISPATCHER = frozenset({"county_dispatcher"})
BOTH = SUPERVISOR | DISPATCHER
LINE = BOTH | {"hotline_operator"}
COUNTY_EYES = LINE | {"electronic_supervisor"}
KEEPERS = BOTH | {
    "township_operator",
    "strange_township_operator",
    "department_officer",
    "other_department_officer",
    "town_branch_officer",
}
WATCHERS = KEEPERS | {"hotline_operator"}
RULES = BOTH | {"administrator", "electronic_supervisor"}
SECRET = "x" * 43

TABLE: Mapping[str, Row] = {
    "duty:overview": (200, WATCHERS | {"electronic_supervisor"}, 404),
    "duty:new-desk": (200, KEEPERS, 404),
    **dict.fromkeys(
        ("duty:desk", "duty:month", "duty:handovers", "duty:shift", "duty:take-over"),
        (200, COUNTY_EYES, 404),
    ),
    **dict.fromkeys(
        (
            "duty:change-desk",
            "duty:close-desk",
            "duty:draw-up",
            "duty:roster",
            "duty:add-shift",
            "duty:assign",
            "duty:divide",
            "duty:remove",
        ),
        (200, BOTH, 404),
    ),
    **dict.fromkeys(
        (
            "duty:desk-swaps",
            "duty:absences",
            "duty:desk-calendar",
            "duty:desk-file",
            "duty:swap",
            "duty:directory",
            "duty:directory-export",
            "duty:directory-print",
        ),
        (200, LINE, 404),
    ),
    **dict.fromkeys(("duty:swaps", "duty:calendar", "duty:own-file"), (200, WATCHERS, 404)),
    **dict.fromkeys(("duty:hand-over", "duty:ask-swap"), (200, DISPATCHER, 404)),
    **dict.fromkeys(("duty:publish", "duty:drop"), (405, KEEPERS, 404)),
    **dict.fromkeys(
        (
            "duty:end-absence",
            "duty:end-desk-calendar",
            "duty:sign-in",
            "duty:withdraw-swap",
            "duty:ask-to-confirm",
            "duty:confirm-entry",
            "duty:end-calendar",
        ),
        (405, WATCHERS, 404),
    ),
    "duty:directory-import": (200, SUPERVISOR, 404),
    # Nothing was uploaded.
    "duty:directory-preview": (404, NOBODY, 404),
    "duty:entry": (200, LINE | {"township_operator"}, 404),
    "duty:change-entry": (200, SUPERVISOR | {"township_operator"}, 404),
    # A calendar program brings its secret; nobody's post opens it.
    "duty:feed": (404, NOBODY, 404),
    "duty:rules": (200, RULES, 404),
    "duty:rules-edition": (200, RULES, 404),
    "duty:edit-rules": (200, frozenset({"administrator"}), 404),
}


def arguments_at_duty(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of duty; None for others."""
    if not name.startswith("duty:"):
        return None
    part = name.removeprefix("duty:")
    if part in ("entry", "change-entry", "confirm-entry"):
        return {"code": TOWN}
    if part == "feed":
        return {"secret": SECRET}
    if part == "directory-preview":
        return {"token": "0" * 40}
    if part == "rules-edition":
        return {"number": _edition(play)}
    desk = _desk(play)
    if part in ("roster", "publish", "drop", "add-shift"):
        return {"uid": duty.Roster.objects.get(state="draft").uid}
    if part in ("shift", "assign", "divide", "remove", "sign-in", "hand-over", "ask-swap"):
        return {"uid": _shifts(desk)[-1].uid}
    if part == "take-over":
        return {"uid": _handover(desk).uid}
    if part in ("swap", "withdraw-swap"):
        return {"uid": duty.Swap.objects.get().uid}
    if part == "end-absence":
        return {"uid": desk.uid, "absence": uuid4()}
    of_desk = ("desk", "month", "change-desk", "close-desk", "draw-up", "handovers", "desk-swaps")
    if part in (*of_desk, "absences", "desk-calendar", "end-desk-calendar", "desk-file"):
        return {"uid": desk.uid}
    return {}


def _desk(play: Play) -> duty.DutyDesk:
    """The county's desk: a published day of the dispatcher's, a handover, a swap, a draft."""
    found = duty.DutyDesk.objects.first()
    if found is not None:
        return found
    now, day = timezone.now(), timezone.localdate()
    cast = play.cast
    by = cast.county_dispatcher
    held = account_with_posts(by.account_id or 0, now)
    if held is None or not held[1]:
        # A test took the post away: somebody else of the centre is on duty.
        by = cast.county_supervisor
    mine = by.account_id or 0
    desk = duty.open_desk(
        cast.unit_id(COUNTY),
        duty.DeskPlan(pattern="08:00-08:00"),
        by=cast.county_supervisor,
        now=now,
    )
    roster = duty.draw_up(desk.uid, day, day + timedelta(days=1), by=by, now=now, people=[mine])
    duty.publish_roster(roster.uid, by=by, now=now)
    later = day + timedelta(days=2)
    duty.draw_up(desk.uid, later, later, by=by, now=now, people=[mine])
    first, last = _shifts(desk)
    duty.sign_in(first.uid, by=by, now=first.starts)
    duty.hand_over(first.uid, "无", [], by=by, now=first.ends)
    duty.ask_swap(last.uid, cast.hotline_operator.account_id or 0, "有事", by=by, now=now)
    return desk


def _shifts(desk: duty.DutyDesk) -> list[duty.Shift]:
    return list(duty.Shift.objects.filter(desk=desk, live=True).order_by("starts"))


def _handover(desk: duty.DutyDesk) -> duty.Handover:
    return duty.Handover.objects.get(desk=desk)


def _edition(play: Play) -> int:
    if not duty.DutyRulesEdition.objects.exists():
        duty.publish_duty_rules(
            duty.DutyRules(missed_minutes=5),
            note="first",
            by=play.cast.administrator.signature(),
            now=play.now,
        )
    return 1
