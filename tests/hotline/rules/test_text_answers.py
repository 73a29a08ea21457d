"""A digit or plain words say whether it is solved; what is not clear is left to a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.hotline.rules.text_answers import LONGEST, Said, answer_in


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("1", Said.SATISFIED, ""),
        ("１", Said.SATISFIED, ""),
        ("  2。", Said.BASICALLY, ""),
        ("回复3", Said.UNSOLVED, ""),
        ("3 晚上还是不亮", Said.UNSOLVED, "晚上还是不亮"),
        ("3、No Light", Said.UNSOLVED, "No Light"),
        ("4", Said.STOP, ""),
        ("满意", Said.SATISFIED, "满意"),
        ("解决了,谢谢!", Said.SATISFIED, "解决了,谢谢!"),
        ("没问题了", Said.SATISFIED, "没问题了"),
        ("Solved, thank you", Said.SATISFIED, "Solved, thank you"),
        ("基本满意", Said.BASICALLY, "基本满意"),
        ("还可以", Said.BASICALLY, "还可以"),
        ("不满意", Said.UNSOLVED, "不满意"),
        ("还没解决", Said.UNSOLVED, "还没解决"),
        ("没有", Said.UNSOLVED, "没有"),
        ("路灯还是不亮", Said.UNSOLVED, "路灯还是不亮"),
        ("not solved", Said.UNSOLVED, "not solved"),
        ("no", Said.UNSOLVED, "no"),
        ("别再发了", Said.STOP, "别再发了"),
        ("修好了,但是又坏了", Said.UNCLEAR, "修好了,但是又坏了"),
        ("什么时候来修?", Said.UNCLEAR, "什么时候来修?"),
        ("不好意思,刚看到", Said.UNCLEAR, "不好意思,刚看到"),
        ("嗯", Said.UNCLEAR, "嗯"),
        ("5", Said.UNCLEAR, "5"),
        ("12", Said.UNCLEAR, "12"),
    ],
)
def test_what_a_text_says(text: str, said: Said, words: str) -> None:
    found = answer_in(text)
    assert found is not None
    assert (found.said, found.words) == (said, words)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "查询 20261124-0000001", "补充 20261124-0000001 还是不亮", "上报#路灯不亮",
        "帮助", "收到", "OK", "cx 1", "20261124-0000001",
        "东街三号门口的垃圾三天没有人收，味道很大，" * 3,
    ],
)  # fmt: skip
def test_the_agreed_format_and_long_reports_are_no_answers(text: str) -> None:
    assert answer_in(text) is None


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_without_a_fault(text: str) -> None:
    found = answer_in(text)
    assert found is None or len(found.words) <= max(LONGEST, 200)


@given(st.sampled_from(["1", "2", "3", "4"]), st.text(max_size=60))
def test_a_digit_decides_whatever_stands_behind_it(digit: str, words: str) -> None:
    found = answer_in(f"{digit} {words}")
    wanted = {"1": Said.SATISFIED, "2": Said.BASICALLY, "3": Said.UNSOLVED, "4": Said.STOP}
    assert found is not None
    assert found.said is wanted[digit] or found.said is Said.UNCLEAR or not words.strip()
