"""What people type is made clean, and nothing that they meant is lost."""

from __future__ import annotations

import pytest

from gege.kernel.typed_text import cleaned


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
