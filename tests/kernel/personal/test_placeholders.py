"""What stands for nothing never becomes a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.personal.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "无",
            "不详",
            "未 知",
            "暂无",
            "-",
            "——",
            "/",
            "0",
            "00000000",
            "１１１１１１１１",
        ),
        *(
            "111111111111111111",
            "12345678",
            "123456789012345678",
            "99999999999",
            "N/A",
            "null",
            "?",
        ),
        "11111111111111111X",
    ],
)
def test_words_signs_and_runs_stand_for_nothing(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["李明", "无锡", "5", "110105194912310021", "10000000001", "123", "吴"]
)
def test_values_stand_for_themselves(text: str) -> None:
    assert not is_placeholder(text)


@given(st.sampled_from("0123456789"), st.integers(4, 25))
def test_one_digit_again_and_again_is_nothing(digit: str, times: int) -> None:
    assert is_placeholder(digit * times)
