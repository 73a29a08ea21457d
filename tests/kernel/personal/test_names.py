"""Names and their keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.personal.names import NOBODY, clean_name, name_keys, search_keys


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("李明", "李明"),
        (" 李 明 ", "李明"),
        ("李　明", "李明"),
        ("李明（户主）", "李明"),
        ("李明(已故", "李明"),
        ("李\u200b明", "李明"),
        ("阿卜杜勒•热合曼", "阿卜杜勒·热合曼"),
        ("阿卜杜勒 ・ 热合曼", "阿卜杜勒·热合曼"),
        ("阿卜杜勒．热合曼", "阿卜杜勒·热合曼"),
        ("张喆", "张喆"),
        ("John  Smith", "John Smith"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_a_name_is_shown_in_one_way(written: str, shown: str) -> None:
    assert clean_name(written) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張偉", "张伟"),
        ("张喆", "张哲"),
        ("闫峯", "阎峰"),
        ("王堃", "王坤"),
        ("李昇", "李升"),
        ("陳國棟", "陈国栋"),
    ],
)
def test_variant_and_traditional_characters_have_one_key(one: str, other: str) -> None:
    assert name_keys(one).variant == name_keys(other).variant
    assert name_keys(one).shown == one


@pytest.mark.parametrize("name", ["", "无", "不详", "123", "—", "未知"])
def test_nobody_has_no_keys(name: str) -> None:
    assert name_keys(name) == NOBODY
    assert search_keys(name) == ()


@pytest.mark.parametrize("name", ["王某某", "张*三", "李女士", "王○○", "张先生", "刘xx"])
def test_a_masked_name_is_shown_and_finds_nobody(name: str) -> None:
    keys = name_keys(name)
    assert (bool(keys.shown), keys.plain, keys.variant, keys.pinyin) == (True, "", "", "")


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("李明", "li ming", "lm"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("解珍", "xie zhen", "xz"),
        ("查良镛", "zha liang yong", "zly"),
        ("曾国藩", "zeng guo fan", "zgf"),
        ("仇英", "qiu ying", "qy"),
        ("任长霞", "ren zhang xia", "rzx"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("欧阳修", "ou yang xiu", "oyx"),
        ("單雄信", "shan xiong xin", "sxx"),
        ("吕绿", "lv lv", "ll"),
        ("阿卜杜勒·热合曼", "a bo du lei re he man", "abdlrhm"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, pinyin: str, initials: str) -> None:
    keys = name_keys(name)
    assert (keys.pinyin, keys.initials) == (pinyin, initials)


def test_homophones_share_the_pinyin_and_the_south_hears_fewer_sounds() -> None:
    assert name_keys("李明").pinyin == name_keys("黎铭").pinyin
    assert name_keys("牛志兰").loose == name_keys("刘智蓝").loose == "liu zi lan"
    assert name_keys("胡英").loose == name_keys("付音").loose
    assert name_keys("李明").loose != name_keys("李强").loose


def test_a_search_in_letters_finds_every_reading() -> None:
    assert search_keys("李明") == ("liming", "lm")
    assert set(search_keys("乐茜")) >= {"yueqian", "lexi", "yq", "lx"}
    assert set(search_keys("吕布")) == {"lvbu", "lubu", "lb"}
    assert search_keys("John Smith") == ("johnsmith", "js")


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@given(st.text("李王张欧阳司马明单解乐喆", min_size=1, max_size=4))
def test_a_name_has_a_syllable_for_every_character(name: str) -> None:
    keys = name_keys(name)
    assert len(keys.pinyin.split()) == len(name) == len(keys.initials) == len(keys.variant)
    assert keys.pinyin.replace(" ", "") in search_keys(name)
