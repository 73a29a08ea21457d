"""The county's list of devices: read whole, or told line by line what is wrong."""

from __future__ import annotations

import pytest

from gege.fieldwork.rules.asset_list import MOST_LINES, Asset, AssetPlan, AssetProblem, read_assets

UNITS = frozenset({"511622100001", "511622100"})


def read(text: str, known: tuple[str, ...] = (), encoding: str = "utf-8") -> AssetPlan:
    return read_assets(text.encode(encoding), known=known, units=UNITS)


@pytest.mark.row("R-022")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_in_the_encodings_offices_use(encoding: str) -> None:
    text = "序列号,型号,单位编码,备注\r\nSN-1,华为 畅享,511622100001,新购\r\n\r\n SN-2 ,,,\r\n"
    assert read(text, encoding=encoding) == AssetPlan(
        new=(Asset("SN-1", "华为 畅享", "511622100001", "新购"), Asset("SN-2"))
    )


def test_columns_are_found_by_name_in_any_order() -> None:
    plan = read("note,extra,SN,Model\nnew,x,A1,P40\n")
    assert plan == AssetPlan(new=(Asset("A1", "P40", "", "new"),))


def test_the_same_list_again_adds_nothing() -> None:
    assert read("serial\nA1\nA2\n", known=("A1", "A2")) == AssetPlan(known=("A1", "A2"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", AssetProblem(1, "no_serial_column")),
        ("model\nP40\n", AssetProblem(1, "no_serial_column")),
        ("serial\n", AssetProblem(0, "no_lines")),
        ("serial,model\n,P40\n", AssetProblem(2, "no_serial")),
        ("serial\nA1\nA1\n", AssetProblem(3, "serial_twice", "A1")),
        ("serial,unit\nA1,511622999\n", AssetProblem(2, "unknown_unit", "511622999")),
        ("serial\n" + "A" * 61 + "\n", AssetProblem(2, "too_long_cell", "serial")),
        ('serial\n"A1\n', AssetProblem(0, "not_a_csv")),
        ("serial\n" + "\n" * (MOST_LINES + 1), AssetProblem(0, "too_many_lines", "5000")),
    ],
)
def test_a_wrong_list_says_what_is_wrong(text: str, problem: AssetProblem) -> None:
    assert read(text).problems == (problem,)


def test_bytes_that_are_no_text_are_told_so() -> None:
    plan = read_assets(b"\xff\xfe\x00\x00\x81", known=(), units=UNITS)
    assert plan.problems == (AssetProblem(0, "not_a_text"),)


def test_hidden_signs_do_not_make_two_serials_of_one() -> None:
    assert read("serial\nA\u200b1\nA1\n").problems == (AssetProblem(3, "serial_twice", "A1"),)
