"""Accountability reviews: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.matters.api import Matter
from gege.supervision.api import Named, Review
from tests.cast import HOUSING
from tests.matters.play import Play
from tests.supervision.reviewing import Reviewed, opened

Row = tuple[int, frozenset[str], int]

SUPERVISOR = frozenset({"county_supervisor"})
OVERSEEING = SUPERVISOR | {"electronic_supervisor"}
NAMED = frozenset({"department_officer"})
IN_IT = OVERSEEING | NAMED
"""The supervision, and who is named: nobody else finds out that there is a review."""
READERS = frozenset(
    {
        "grid_worker",
        "second_grid_worker",
        "station_clerk",
        "second_station_clerk",
        "township_operator",
        "strange_township_operator",
        "county_dispatcher",
        "county_supervisor",
        "department_officer",
        "other_department_officer",
        "town_branch_officer",
        "hotline_operator",
        "electronic_supervisor",
        "stranger",
    }
)

TABLE: Mapping[str, Row] = {
    "reviews:list": (200, READERS, 404),
    "reviews:new": (200, SUPERVISOR, 404),
    "reviews:review": (200, IN_IT, 404),
    "reviews:do": (200, SUPERVISOR, 404),
    "reviews:each": (200, NAMED, 404),
    "reviews:evidence": (200, IN_IT, 404),
    "reviews:item": (200, IN_IT, 404),
    "reviews:dossier": (200, OVERSEEING, 404),
    "reviews:unit": (200, IN_IT, 404),
}


def arguments_at_reviews(name: str, play: Play, matter: Matter) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of one review; None for others."""
    if name not in TABLE or name in ("reviews:list", "reviews:new"):
        return None
    if name == "reviews:unit":
        return {"code": HOUSING}
    review = Review.objects.first()
    if review is None:
        review = opened(play, matter)
        Reviewed(play, matter, review).name(play.cast.department_officer)
    more: dict[str, dict[str, Any]] = {
        "reviews:do": {"deed": "name"},
        "reviews:each": {"deed": "state", "named_id": Named.objects.get(review=review).pk},
        "reviews:item": {"place": 1},
        "reviews:dossier": {"kind": "docx"},
    }
    return {"uid": review.uid} | more.get(name, {})
