"""How words are cut for searching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.search_terms import MOST_TERMS, query_terms, terms_of


def test_chinese_is_found_by_every_sign_and_every_two_neighbours() -> None:
    assert set(terms_of("路灯不亮")) == {"路", "灯", "不", "亮", "路灯", "灯不", "不亮"}


def test_other_writing_is_found_by_its_words_whatever_their_case_or_width() -> None:
    assert set(terms_of("Block B12，ＡＢＣ!")) == {"block", "b12", "abc"}


def test_neighbours_do_not_reach_across_other_writing_or_texts() -> None:
    assert set(terms_of("东a西", "南")) == {"东", "a", "西", "南"}


def test_a_very_long_text_is_found_by_its_beginning() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(2000))
    terms = terms_of("标题", text)
    assert len(terms) == MOST_TERMS
    assert terms[:3] == ["标题", "标", "题"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("路灯", ["路灯"]),
        ("灯", ["灯"]),
        ("路灯不亮", ["路灯", "灯不", "不亮"]),
        ("路灯 B12", ["路灯", "b12"]),
        ("路灯 路灯", ["路灯"]),
        ("", []),
        ("  !@#$%^&*()  ", []),
        ("' | ! & <-> :* \\", []),
        ("😀", []),
    ],
)
def test_what_a_searched_text_asks_for(text: str, terms: list[str]) -> None:
    assert query_terms(text) == terms


@given(st.text(max_size=200))
def test_a_text_is_found_by_any_part_of_it(text: str) -> None:
    assert set(query_terms(text)) <= set(terms_of(text[:100]))


@given(st.text())
def test_a_hostile_text_asks_for_few_plain_terms(text: str) -> None:
    terms = query_terms(text)
    assert len(terms) <= 20
    assert all(0 < len(term) <= 40 for term in terms)
    assert set("".join(terms)) & set("'\\&|!<>():* \x00") == set()
