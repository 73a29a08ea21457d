"""Supervision: the addresses of its boards and orders, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.security.register_doors import ABOVE, KEEPING

Row = tuple[int, frozenset[str], int]

READERS = KEEPING | ABOVE | {"electronic_supervisor", "hotline_operator"}
"""Everybody who reads matters; a board shows each of them their own scope only."""

TABLE: Mapping[str, Row] = {
    "boards:lights": (200, READERS, 404),
    "boards:lights-matters": (200, READERS, 404),
}
