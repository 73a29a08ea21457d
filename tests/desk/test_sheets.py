"""Cells of a sheet: what a spreadsheet would run is written as text."""

import openpyxl.xml
import pytest

from gege.desk.sheets import never_a_formula


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_text_that_begins_like_a_formula_stays_text(first: str) -> None:
    assert never_a_formula(f"{first}SUM(A1:A9)") == f"'{first}SUM(A1:A9)"


@pytest.mark.parametrize("value", ["-12.5", "+3", "0", "沿口镇", "3=4", ""])
def test_numbers_and_other_texts_stay_as_they_are(value: str) -> None:
    assert never_a_formula(value) == value


def test_workbooks_are_read_through_defusedxml() -> None:
    assert (openpyxl.xml.LXML, openpyxl.xml.DEFUSEDXML) == (False, True)
