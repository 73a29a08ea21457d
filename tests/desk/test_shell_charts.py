"""Bars and lines: what is drawn is what was counted."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from gege.desk.charts import bar, lines
from gege.desk.parts import Series


@pytest.mark.parametrize(
    ("value", "most", "width"),
    [(64, 128, "50.00%"), (0, 128, "0.00%"), (5, 0, "0.00%"), (9, 3, "100.00%"), (-1, 3, "0.00%")],
)
def test_a_bar_is_as_long_as_its_share(value: float, most: float, width: str) -> None:
    drawn = ElementTree.fromstring(bar(value, most))
    assert drawn.findall("rect")[1].get("width") == width


def test_a_line_ends_at_its_last_day_with_its_name_and_value() -> None:
    series = [Series("办结", [(date(2026, 11, 23), 7), (date(2026, 11, 22), 3)])]
    drawn = ElementTree.fromstring(lines(series, "每日"))
    texts = [text.text for text in drawn.iter("text")]
    assert texts == ["0", "5", "10", "2026-11-22", "2026-11-23", "办结 7"]


def test_one_day_is_no_line() -> None:
    assert lines([Series("办结", [(date(2026, 11, 23), 7)])], "每日") == ""


def test_a_name_is_never_markup() -> None:
    days = [(date(2026, 11, 22), 1), (date(2026, 11, 23), 1)]
    assert "<script>" not in lines([Series("<script>", days)], "<script>")
