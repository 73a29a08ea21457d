"""Which matters may be the same: near in place, in time and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gege.kernel.coordinates import Point
from gege.matters.api import LOCAL
from gege.matters.rules.nearness import Near, Seen, cosine, nearness

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
GRID, NEXT = "511622100001001", "511622100001002"
LAMP = Seen(
    "河东桥头路灯不亮",
    "晚上看不见路",
    "A01",
    GRID,
    "河东桥头",
    Point(106.285, 30.345),
    NOW - timedelta(days=2),
)


def beside(metres: float) -> Point:
    return Point(106.285, 30.345 + metres / 111_200)


def why(other: Seen) -> Near | None:
    return nearness(replace(other, at=other.at or NOW), LAMP, NOW)


@pytest.mark.row("R-077")
def test_the_reasons_are_told() -> None:
    found = why(replace(LAMP, title="桥头的路灯又不亮", at=NOW, point=beside(120)))
    assert found is not None
    assert (found.same_grid, found.same_kind, found.same_address, found.alike) == (
        True,
        True,
        True,
        True,
    )
    assert found.metres == pytest.approx(120, abs=1)
    assert found.apart == timedelta(days=2)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, True),
        ({"kind": "A04"}, True),
        ({"kind": "", "title": "路灯不亮了", "description": ""}, True),
        ({"area_code": NEXT, "point": None}, False),
        ({"area_code": NEXT, "point": beside(250)}, True),
        ({"area_code": NEXT, "point": beside(400)}, False),
        ({"point": beside(1_400)}, True),
        ({"point": beside(1_600)}, False),
        ({"at": NOW + timedelta(days=29)}, False),
        ({"at": NOW - timedelta(days=31)}, True),
        ({"title": "邻居吵架", "description": "", "kind": "E01"}, False),
        ({"title": "灯杆歪了", "description": "", "address": "别处", "point": beside(200)}, False),
        ({"title": "灯杆歪了", "description": "", "address": "别处", "point": beside(50)}, True),
        ({"title": "", "description": "", "point": None, "address": "", "kind": ""}, False),
    ],
)
def test_place_time_and_words_speak_for_it(change: dict[str, object], found: bool) -> None:
    other = replace(LAMP, **({"at": NOW} | change))  # type: ignore[arg-type]
    assert (nearness(other, LAMP, NOW) is not None) is found


def test_the_address_in_both_texts_makes_them_no_more_alike() -> None:
    other = replace(LAMP, title="河东桥头有人吵架", description="", kind="E01", at=NOW)
    assert why(other) is None


def test_likeness_is_a_cosine() -> None:
    from collections import Counter

    assert cosine(Counter("ab"), Counter("ab")) == pytest.approx(1)
    assert cosine(Counter("ab"), Counter("cd")) == 0
    assert cosine(Counter(), Counter("a")) == 0
