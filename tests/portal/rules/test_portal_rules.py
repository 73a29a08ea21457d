"""Codes, bounds, titles and names, from values alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.senders import network_of
from gege.portal.rules.codes import code_of, hash_of, same, spelled, typed_code
from gege.portal.rules.guarding import Wrong, age_problem, span_of, wait_seconds
from gege.portal.rules.public_words import holds_a_number, surname_of, title_of

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@given(st.text(max_size=40))
def test_a_code_is_ten_digits_and_is_read_as_it_is_written_down(secret: str) -> None:
    code = code_of(secret)
    assert code == code_of(secret) == typed_code(spelled(code)) == typed_code(f" {code} ")


@pytest.mark.parametrize("text", ["", "1", "12345678901", "١٢٣٤٥٦٧٨٩٠", "123456789x"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert typed_code(text) is None
    assert typed_code("１２３　４５６－７８９０") == "1234567890"


def test_a_hash_belongs_to_one_number_and_one_installation() -> None:
    one = hash_of("1234567890", "20261124-0000018", "k" * 32)
    assert same(one, hash_of("1234567890", "20261124-0000018", "k" * 32))
    for other in (
        hash_of("1234567890", "20261124-0000026", "k" * 32),
        hash_of("1234567890", "20261124-0000018", "x" * 32),
        hash_of("1234567891", "20261124-0000018", "k" * 32),
    ):
        assert not same(one, other)


@pytest.mark.parametrize(
    ("age", "problem"),
    [
        (timedelta(seconds=-1), Wrong.FORGED),
        (timedelta(seconds=2), Wrong.TOO_FAST),
        (timedelta(seconds=3), None),
        (timedelta(hours=24), None),
        (timedelta(hours=24, seconds=1), Wrong.TOO_OLD),
    ],
)
def test_a_form_is_neither_too_young_nor_too_old(age: timedelta, problem: Wrong | None) -> None:
    assert age_problem(NOW - age, NOW) is problem


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("", "unknown"),
        ("'; --", "unknown"),
    ],
)
def test_a_home_counts_as_one_sender(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_span_ends_where_the_next_begins() -> None:
    late = NOW + timedelta(seconds=wait_seconds(NOW, 3600))
    assert span_of(late, 3600) == span_of(NOW, 3600) + 1


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("路灯坏了。已经一周", "路灯坏了"),
        ("。。\n路灯坏了", "路灯坏了"),
        ("字" * 61, "字" * 59 + "…"),
        ("a", "a"),
    ],
)
def test_a_title_is_the_first_sentence(words: str, title: str) -> None:
    assert title_of(words) == title


@pytest.mark.parametrize(
    ("name", "surname"),
    [("王网格", "王"), ("欧阳修远", "欧阳"), ("欧阳", "欧"), ("Ann Lee", "Lee")],
)
def test_a_surname_is_taken_from_a_name(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_numbers_of_people_are_seen() -> None:
    for words in ("打13800138000", "138-0013-8000", "51162219900101001x", "6222 0212 3456 7890"):
        assert holds_a_number(words), words
    for words in ("2026年11月24日", "0826-6666880", "投资 1200 万元"):
        assert not holds_a_number(words), words
