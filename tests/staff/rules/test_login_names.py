"""One spelling per log-in name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.staff.rules.logins import is_login_name, normalised


@pytest.mark.parametrize("text", ["wang.li", " Wang.Li ", "WANG.LI", "ｗａｎｇ．ｌｉ"])
def test_spellings_of_one_name_are_one(text: str) -> None:
    assert normalised(text) == "wang.li"


@pytest.mark.parametrize("text", ["", "a", ".a", "wang li", "王力", "a" * 33, "a\x00b", "a\nb"])
def test_other_texts_are_no_names(text: str) -> None:
    assert not is_login_name(normalised(text))


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_for_a_name(text: str) -> None:
    once = normalised(text)
    if is_login_name(once):
        assert normalised(once) == once
