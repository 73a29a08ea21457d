"""A text is understood whatever the handset makes of it (R-064, R-077)."""

from __future__ import annotations

from datetime import date

import pytest

from gege.hotline.rules.text_format import Wanted, Wish, kind_in, understood
from gege.kernel.numbers import format_number

NUMBER = format_number(date(2026, 11, 24), 12)
WIDE = NUMBER.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
KINDS = (("A01", "路灯不亮"), ("A02", "窨井盖破损丢失"), ("D05", "燃气泄漏"), ("H01", "火灾"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("路灯不亮了", Wanted(Wish.REPORT, words="路灯不亮了")),
        (
            "上报#路灯不亮#东街3号#昨晚起不亮",
            Wanted(Wish.REPORT, "", "昨晚起不亮", "路灯不亮", "东街3号"),
        ),
        ("上报＃东街3号＃昨晚起不亮", Wanted(Wish.REPORT, "", "昨晚起不亮", "", "东街3号")),
        ("ＳＢ＃井盖没了", Wanted(Wish.REPORT, words="井盖没了")),
        ("sb 井盖没了", Wanted(Wish.REPORT, words="井盖没了")),
        ("sbx 井盖没了", Wanted(Wish.REPORT, words="sbx 井盖没了")),
        (f"查询 {NUMBER}", Wanted(Wish.ASK, NUMBER)),
        (f"查询{WIDE}", Wanted(Wish.ASK, NUMBER)),
        (f"ＣＸ：{NUMBER.replace('-', '')}", Wanted(Wish.ASK, NUMBER)),
        (NUMBER, Wanted(Wish.ASK, NUMBER)),
        (f"补充 {NUMBER} 又坏了", Wanted(Wish.ADD, NUMBER, "又坏了")),
        (f"补充{WIDE}：又坏了，\n请快来", Wanted(Wish.ADD, NUMBER, "又坏了，\n请快来")),
        ("收到", Wanted(Wish.ACKNOWLEDGE)),
        ("收到。", Wanted(Wish.ACKNOWLEDGE)),
        ("ＯＫ！", Wanted(Wish.ACKNOWLEDGE)),
        ("收到快递被偷了", Wanted(Wish.REPORT, words="收到快递被偷了")),
        ("帮助", Wanted(Wish.HELP)),
        ("？", Wanted(Wish.HELP)),
        ("", Wanted(Wish.HELP)),
        ("\u200b\x00 ", Wanted(Wish.HELP)),
        ("啊", Wanted(Wish.HELP)),
        ("查询", Wanted(Wish.HELP)),
        ("查询 20261124-0000013", Wanted(Wish.HELP)),  # its check digit is wrong
        (f"补充 {NUMBER}", Wanted(Wish.HELP)),
        ("上报", Wanted(Wish.HELP)),
        ("＃＃＃", Wanted(Wish.HELP)),
    ],
)
def test_a_text_says_what_it_wants(text: str, wanted: Wanted) -> None:
    assert understood(text) == wanted


def test_a_long_text_is_cut_and_its_first_sentence_is_the_title() -> None:
    wanted = understood("东街路灯坏了。" + "很黑" * 3000)
    assert (wanted.title, len(wanted.words)) == ("东街路灯坏了", 2000)
    assert len(understood("很黑" * 300).title) == 40


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("东街的路灯不亮了", "A01"),
        ("路灯不亮", "A01"),
        ("a02", "A02"),
        ("井盖破损", "A02"),
        ("着火了，火灾", "H01"),
        ("路灯不亮，燃气泄漏", ""),
        ("灯坏了", ""),
        ("", ""),
    ],
)
def test_a_kind_is_meant_by_its_code_its_name_or_much_of_it(words: str, code: str) -> None:
    assert kind_in(words, KINDS) == code
