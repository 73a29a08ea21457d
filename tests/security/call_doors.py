"""Calls and telephone systems: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.hotline.calls.systems import open_system
from gege.hotline.models import Call, PhoneSystem
from gege.staff.api import SYSTEM
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

TAKERS = frozenset({"hotline_operator", "county_dispatcher"})
READERS = TAKERS | {"county_supervisor"}
ADMINISTRATOR = frozenset({"administrator"})
NOBODY: frozenset[str] = frozenset()

SIGNED = ("calls:events",)
"""The door of telephone systems: whoever signs nothing is refused, logged in or not."""

TABLE: Mapping[str, Row] = {
    "calls:desk": (200, TAKERS, 404),
    "calls:line": (200, TAKERS, 404),
    "calls:seat": (405, TAKERS, 404),
    "calls:answers": (200, TAKERS, 404),
    "calls:places": (200, TAKERS, 404),
    "calls:list": (200, READERS, 404),
    "calls:new": (200, TAKERS, 404),
    "calls:page": (200, READERS, 404),
    "calls:take": (405, TAKERS, 404),
    "calls:note": (405, TAKERS, 404),
    "calls:reveal": (404, READERS, 404),
    "systems:list": (200, ADMINISTRATOR, 404),
    "systems:new": (200, ADMINISTRATOR, 404),
    "systems:page": (200, ADMINISTRATOR, 404),
    "systems:rotate": (200, ADMINISTRATOR, 404),
    "systems:stop": (200, ADMINISTRATOR, 404),
    **dict.fromkeys(SIGNED, (405, NOBODY, 405)),
}


def arguments_at_calls(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of calls; None for others."""
    if name in ("calls:page", "calls:take", "calls:note", "calls:reveal"):
        kept = {"came": "hand", "state": "ended", "rang_at": play.now, "answered_at": play.now}
        return {"uid": Call.objects.get_or_create(ref="of the doors", defaults=kept)[0].uid}
    if name in ("systems:page", "systems:rotate", "systems:stop"):
        known = PhoneSystem.objects.first()
        return {"uid": (known or open_system("pbx", "交换机", by=SYSTEM, now=play.now)[0]).uid}
    return None
