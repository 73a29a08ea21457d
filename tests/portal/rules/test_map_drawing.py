"""The picture of places: what is drawn where, and what a press on it means."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from shapely.geometry import box

from gege.kernel.coordinates import Point
from gege.portal.rules.map_drawing import (
    MARGIN,
    SIZES,
    Region,
    Spotted,
    drawn,
    frame_of,
    region_at,
)

WEST = Region("1", "西格", box(106.28, 30.34, 106.29, 30.35))
EAST = Region("2", "东格", box(106.29, 30.34, 106.30, 30.35))
REGIONS = (WEST, EAST)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("size", SIZES)
def test_a_press_comes_back_to_the_place_it_was_drawn_at(size: int) -> None:
    frame = frame_of(REGIONS, size)
    assert frame is not None
    for lng, lat in ((106.281, 30.341), (106.299, 30.349), (106.29, 30.345)):
        x, y = frame.pixel(lng, lat)
        found = frame.place(round(x), round(y))
        assert found is not None
        assert abs(found.lng - lng) <= 1 / frame.across
        assert abs(found.lat - lat) <= 1 / frame.down
    left, _ = frame.pixel(106.28, 30.345)
    right, _ = frame.pixel(106.30, 30.345)
    assert left == pytest.approx(MARGIN, abs=0.1)
    assert right == pytest.approx(size - MARGIN, abs=0.1)


def test_a_finger_that_just_missed_is_understood_and_one_far_away_is_not() -> None:
    frame = frame_of(REGIONS, 320)
    assert frame is not None
    x, y = (round(one) for one in frame.pixel(106.285, 30.345))
    assert region_at(REGIONS, frame, x, y) is WEST
    assert region_at(REGIONS, frame, x + 160, y) is EAST
    assert region_at(REGIONS, frame, MARGIN - 2, y) is WEST
    for pressed in ((0, 0), (-5, y), (x, 9999), (x, 2)):
        assert region_at(REGIONS, frame, *pressed) is None


def test_names_are_escaped_and_do_not_cover_each_other() -> None:
    frame = frame_of(REGIONS, 320)
    assert frame is not None
    same = Point(106.283, 30.343)
    svg = drawn(
        (Region("1", '<b>&"', WEST.shape), EAST),
        frame,
        points=[Spotted(f"{n}号楼", same) for n in "一二三"],
        station=Spotted("服务站", Point(106.295, 30.342)),
        chosen=same,
        words='"><script>',
    )
    tree = ElementTree.fromstring(svg)
    texts = {one.text for one in tree.iter(f"{SVG}text")}
    assert texts == {"东格", '<b>&"', "服务站", "一号楼", "二号楼"}
    assert tree.get("aria-label") == '"><script>'
    assert len(list(tree.iter(f"{SVG}circle"))) == 5
    assert len(list(tree.iter(f"{SVG}path"))) == 3


def test_nothing_to_show_is_no_frame() -> None:
    assert frame_of((), 320) is None
    point = Region("1", "点", box(106.28, 30.34, 106.28, 30.34))
    assert frame_of((point,), 320) is not None
