"""The line: settings, callbacks, hand-overs and indicators; their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.hotline.models import Call, Callback, HandOver, LineRulesEdition
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

ADMINISTRATOR = frozenset({"administrator"})
LINE = frozenset({"county_dispatcher", "county_supervisor", "hotline_operator"})
WATCHED = LINE | {"electronic_supervisor"}
DEEDS = (
    "callbacks:take", "callbacks:give-back", "callbacks:record", "callbacks:answer",
    "handovers:start", "handovers:connect", "handovers:finish", "handovers:link",
)  # fmt: skip
READ = (
    "callbacks:list", "callbacks:show", "handovers:list", "handovers:show", "indicators:show",
    "indicators:records", "indicators:xlsx", "indicators:csv",
)  # fmt: skip

TABLE: Mapping[str, Row] = {
    "line:rules": (200, WATCHED | ADMINISTRATOR, 404),
    "line:edition": (200, WATCHED | ADMINISTRATOR, 404),
    "line:edit": (200, ADMINISTRATOR, 404),
    **dict.fromkeys(READ, (200, WATCHED, 404)),
    # Nothing is asked for: no figure is named.
    "indicators:records": (404, WATCHED, 404),
    **dict.fromkeys(DEEDS, (405, LINE, 404)),
}


def arguments_at_line(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of the line; None for others."""
    if name == "line:edition":
        given = {"document": {}, "note": "first", "published_at": play.now, "published_by": "x"}
        return {"number": LineRulesEdition.objects.get_or_create(number=1, defaults=given)[0].pk}
    if name.startswith("callbacks:") and name != "callbacks:list":
        return {"uid": _callback(play).uid}
    if name.startswith("handovers:") and name not in ("handovers:list", "handovers:start"):
        return {"uid": _hand_over(play).uid}
    return None


def _callback(play: Play) -> Callback:
    found = Callback.objects.first()
    if found is not None:
        return found
    call = Call.objects.create(came="hand", state="ended", rang_at=play.now, answered_at=play.now)
    times = {"created_at": play.now, "due_at": play.now, "next_at": play.now}
    return Callback.objects.create(why="promised", call=call, shown="100****0109", **times)


def _hand_over(play: Play) -> HandOver:
    given = {"number": "119", "name": "火警", "started_at": play.now, "by": "x", "by_post": "x"}
    return HandOver.objects.first() or HandOver.objects.create(kind="emergency", **given)
