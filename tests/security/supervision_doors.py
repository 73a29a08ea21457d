"""Supervision: the addresses of its boards and orders, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gege.matters.api import Matter
from gege.supervision.api import NewOrder, Order, OrderKind, issue
from tests.cast import HOUSING
from tests.matters.play import Play
from tests.security.group_doors import GROUPS_AND_CAMERAS, arguments_at_groups
from tests.security.register_doors import ABOVE, KEEPING

Row = tuple[int, frozenset[str], int]

READERS = KEEPING | ABOVE | {"electronic_supervisor", "hotline_operator"}
"""Everybody who reads matters; a board shows each of them their own scope only."""
WORKERS = frozenset({"grid_worker", "second_grid_worker"})
OF_ORDERS = READERS - WORKERS - {"hotline_operator"}
ASKING = OF_ORDERS - {"electronic_supervisor"}
CENTRE = frozenset({"county_supervisor", "county_dispatcher", "electronic_supervisor"})
SETTING_UP = frozenset({"administrator", "county_supervisor", "electronic_supervisor"})
IN_IT = CENTRE | {"department_officer"}
"""Who reads an order of the county's supervision to the housing bureau."""

NO_WALL = UUID(int=0)

TABLE: Mapping[str, Row] = {
    "boards:lights": (200, READERS, 404),
    "boards:lights-matters": (200, READERS, 404),
    "boards:wall": (200, READERS, 404),
    "boards:walls": (200, READERS, 404),
    "boards:wall-end": (405, READERS, 404),
    "boards:indicators": (200, READERS, 404),
    "boards:indicator": (200, READERS, 404),
    "boards:indicator-records": (200, READERS, 404),
    "boards:indicator-file": (200, READERS, 404),
    "boards:daily": (200, CENTRE, 404),
    "boards:shift": (200, CENTRE, 404),
    # No day is over yet in this county.
    "boards:daily-file": (404, CENTRE, 404),
    "boards:daily-again": (405, frozenset({"county_supervisor"}), 404),
    "boards:map": (200, READERS, 404),
    "boards:map-shapes": (200, READERS, 404),
    "boards:map-values": (200, READERS, 404),
    "boards:map-cells": (200, READERS, 404),
    "boards:map-now": (200, READERS, 404),
    "boards:map-things": (200, READERS, 404),
    "boards:map-matters": (200, READERS, 404),
    "matter:suggest": (405, READERS - {"electronic_supervisor"}, 404),
    "triage:learnt": (200, CENTRE | {"administrator"}, 404),
    "triage:learn": (405, frozenset({"administrator"}), 404),
    "triage:repeated": (200, OF_ORDERS, 404),
    "triage:repeated-records": (200, OF_ORDERS, 404),
    "orders:list": (200, OF_ORDERS, 404),
    "orders:requests": (200, OF_ORDERS, 404),
    "orders:new": (200, frozenset({"county_supervisor"}), 404),
    "orders:ask": (200, ASKING, 404),
    "orders:order": (200, IN_IT, 404),
    "orders:print": (200, IN_IT, 404),
    "orders:do": (200, frozenset({"department_officer"}), 404),
    "orders:attach": (200, frozenset({"county_supervisor", "department_officer"}), 404),
    "orders:rules": (200, SETTING_UP, 404),
    "orders:rules-edition": (404, SETTING_UP, 404),
    "orders:edit-rules": (200, frozenset({"administrator"}), 404),
    "reviews:rules": (200, SETTING_UP, 404),
    "reviews:rules-edition": (404, SETTING_UP, 404),
    "reviews:edit-rules": (200, frozenset({"administrator"}), 404),
    **GROUPS_AND_CAMERAS,
}


def arguments_at_orders(name: str, play: Play, matter: Matter) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of one order; None for others."""
    if name in ("boards:daily-file", "boards:daily-again"):
        edition = {"edition": 1, "ending": "json"} if name.endswith("file") else {}
        return {"day": "2026-11-01", **edition}
    if name == "boards:wall-end":
        return {"uid": NO_WALL}
    if name in ("orders:rules-edition", "reviews:rules-edition"):
        return {"number": 1}
    if name not in ("orders:order", "orders:print", "orders:do", "orders:attach"):
        return arguments_at_groups(name, play)
    order = Order.objects.first()
    if order is None:
        entry = NewOrder(OrderKind.FOLLOW_UP, HOUSING, "请书面答复", matter=matter.number)
        order = issue(entry, by=play.cast.county_supervisor, now=play.now)
    return {"uid": order.uid} | ({"deed": "reply"} if name == "orders:do" else {})
