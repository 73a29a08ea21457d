"""What people type is made clean, and nothing that they meant is lost."""

from __future__ import annotations

import pytest

from gege.kernel.typed_text import cleaned, whole_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  路灯不亮 ", "路灯不亮"),
        ("a\x00b\u202ec\u2066d\x1fe", "abcde"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\t二", "一\t二"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\ud800x", "x"),
        (" \n\u200b ", ""),
    ],
)
def test_control_and_direction_marks_are_dropped(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_a_single_line_has_single_spaces() -> None:
    assert cleaned(" 一\n二 \t 三 ", lines=False) == "一 二 三"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0", 0),
        ("42", 42),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("", None),
        ("²", None),
        ("４２", None),
        ("-1", None),
        ("1_000", None),
        (" 1", None),
    ],
)
def test_a_whole_number_is_written_in_plain_digits(typed: str, read: int | None) -> None:
    assert whole_number(typed) == read


def test_a_whole_number_is_at_most_what_was_said() -> None:
    assert [whole_number(text, 20) for text in ("20", "21", "020")] == [20, None, None]
