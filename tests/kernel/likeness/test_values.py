"""Levels of likeness, as tables of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.addresses import AddressLikeness
from gege.kernel.identity import citizen_check_digit
from gege.kernel.likeness import (
    SENTENCES,
    DateLikeness,
    NameLikeness,
    NumberLikeness,
    PhoneLikeness,
    SexLikeness,
    compare_citizen_numbers,
    compare_dates,
    compare_names,
    compare_phones,
    compare_sexes,
    sentence_of,
)
from gege.kernel.likeness.values import is_one_digit, is_one_more, is_transposed
from gege.kernel.personal.citizen_numbers import read_citizen_cell
from gege.kernel.personal.names import name_keys
from gege.kernel.personal.phones import phones_in

KINDS = (NameLikeness, NumberLikeness, PhoneLikeness, DateLikeness, SexLikeness, AddressLikeness)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("李明", "李 明", NameLikeness.SAME),
        ("阿卜杜勒·热合曼", "阿卜杜勒•热合曼", NameLikeness.SAME),
        ("张喆", "張哲", NameLikeness.VARIANT),
        ("李明", "黎明", NameLikeness.SAME_SOUND),
        ("单雄信", "善雄信", NameLikeness.SAME_SOUND),
        ("牛志兰", "刘智蓝", NameLikeness.NEAR_SOUND),
        ("李建国", "李国建", NameLikeness.SWAPPED),
        ("李建国", "李国", NameLikeness.ONE_MORE),
        ("李明", "李小明", NameLikeness.ONE_MORE),
        ("李建国", "李建军", NameLikeness.ONE_SYLLABLE),
        ("李明", "李强", NameLikeness.ONE_SYLLABLE),
        ("李明", "王明", NameLikeness.DIFFERS),
        ("李建国", "王小红", NameLikeness.DIFFERS),
        ("李明", "无", NameLikeness.UNKNOWN),
        ("王某某", "王某某", NameLikeness.UNKNOWN),
        ("", "", NameLikeness.UNKNOWN),
    ],
)
def test_names(one: str, other: str, level: NameLikeness) -> None:
    assert compare_names(name_keys(one), name_keys(other)) is level
    assert compare_names(name_keys(other), name_keys(one)) is level


def number(serial: str = "101") -> str:
    return f"99000019900307{serial}{citizen_check_digit('99000019900307' + serial)}"


SOUND = number()


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (SOUND.lower(), NumberLikeness.SAME),
        (SOUND[:6] + SOUND[8:17], NumberLikeness.CONVERTED),
        (SOUND[:16] + "9" + SOUND[17:], NumberLikeness.ONE_DIGIT),
        (SOUND[:12] + SOUND[13] + SOUND[12] + SOUND[14:], NumberLikeness.TRANSPOSED),
        (SOUND[:14] + SOUND[15] + SOUND[14] + SOUND[16:], NumberLikeness.TRANSPOSED),
        (SOUND[:6] + "********" + SOUND[14:], NumberLikeness.MASKED_AGREES),
        ("990000********0000", NumberLikeness.DIFFERS),
        (number("555"), NumberLikeness.DIFFERS),
        ("", NumberLikeness.UNKNOWN),
        ("无", NumberLikeness.UNKNOWN),
        ("000000000000000000", NumberLikeness.UNKNOWN),
        ("5.11622E+17", NumberLikeness.UNKNOWN),
    ],
)
def test_citizen_numbers(other: str, level: NumberLikeness) -> None:
    ours, theirs = read_citizen_cell(SOUND), read_citizen_cell(other)
    assert compare_citizen_numbers(ours, theirs) is level
    assert compare_citizen_numbers(theirs, ours) is level


@pytest.mark.row("R-047")
@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "无",
        "不详",
        "000000000000000000",
        "111111111111111111",
        "临时0001",
        "99000019900307XXXX",
        "990000199013071053",
    ],
)
def test_two_people_without_a_number_have_nothing_in_common(nothing: str) -> None:
    cell = read_citizen_cell(nothing)
    assert compare_citizen_numbers(cell, cell) is NumberLikeness.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("10000001234", "+86 100 0000 1234", PhoneLikeness.SAME),
        ("10000001234/0826-6212345", "6212345", PhoneLikeness.SAME),
        ("10000001234", "10000001235", PhoneLikeness.ONE_DIGIT),
        ("10000001234", "10000001243", PhoneLikeness.TRANSPOSED),
        ("10000001234", "10000005678", PhoneLikeness.DIFFERS),
        ("10000001234", "无", PhoneLikeness.UNKNOWN),
        ("400-820-1234", "400-820-1234", PhoneLikeness.UNKNOWN),
    ],
)
def test_telephones(one: str, other: str, level: PhoneLikeness) -> None:
    ours, theirs = phones_in(one, area_code="0826"), phones_in(other, area_code="0826")
    assert compare_phones(ours, theirs) is level


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (date(2001, 3, 5), DateLikeness.SAME),
        (date(2001, 5, 3), DateLikeness.SWAPPED),
        (date(2001, 3, 15), DateLikeness.ONE_DIGIT),
        (date(2010, 3, 5), DateLikeness.TRANSPOSED),
        (date(1975, 8, 21), DateLikeness.DIFFERS),
        (None, DateLikeness.UNKNOWN),
    ],
)
def test_dates(other: date | None, level: DateLikeness) -> None:
    assert compare_dates(date(2001, 3, 5), other) is level


def test_a_month_is_compared_with_a_month() -> None:
    day = date(2001, 3, 5)
    assert compare_dates(day, date(2001, 3, 1), to_month=True) is DateLikeness.SAME_MONTH
    assert compare_dates(day, date(2001, 4, 1), to_month=True) is DateLikeness.DIFFERS


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1", "1", SexLikeness.SAME),
        ("1", "2", SexLikeness.DIFFERS),
        ("0", "1", SexLikeness.UNKNOWN),
        ("", "", SexLikeness.UNKNOWN),
    ],
)
def test_sexes(one: str, other: str, level: SexLikeness) -> None:
    assert compare_sexes(one, other) is level


def test_every_level_has_words_in_both_languages() -> None:
    levels = [level for kind in KINDS for level in kind]
    words = [sentence_of(level) for level in levels]
    assert len(set(words)) == len(words) == len(SENTENCES)
    for sentence in words:
        assert sentence.english.isascii()
        assert sentence.english.count("{one}") == sentence.chinese.count("{one}")
        assert sentence.english.count("{other}") == sentence.chinese.count("{other}")


def test_a_clerk_reads_what_was_seen() -> None:
    words = sentence_of(NameLikeness.SAME_SOUND).chinese.format(one="李明", other="黎明")
    assert words == "同音字：李明/黎明"


digits = st.text("0123456789", min_size=2, max_size=18)


@given(digits, st.data())
def test_slips_are_recognised_wherever_they_happen(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 2))
    changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
    assert is_one_digit(text, changed)
    assert not is_one_digit(text, text)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert is_transposed(text, swapped) == (text[place] != text[place + 1])
    assert is_one_more(text, text[:place] + "X" + text[place:])
