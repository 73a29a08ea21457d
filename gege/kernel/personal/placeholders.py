"""Values that stand where nothing is known: they never link two people."""

import re
import unicodedata
from typing import Final

_WORDS: Final = """
无 没有 暂无 未知 不详 不明 不清楚 不知道 未填 未提供 未登记 未采集 未录入 待补 待查
待核实 待定 空 空白 拒绝 拒绝提供 保密 无此人 无号码 无电话 无身份证 无证 无名 无名氏 某
某某 某人 佚名 姓名不详 身份不明 测试 NULL NONE NAN NIL NA N/A #N/A #NA #REF! #VALUE!
#NAME? UNKNOWN TEST ? ??
"""
_NOTHING: Final = frozenset(_WORDS.split())
BEGINNINGS: Final = frozenset(word[0] for word in _NOTHING)
"""What such words begin with: of other words one may be sure without looking further."""
_SIGNS: Final = re.compile(r"[\W_]+")
_RUNS: Final = ("01234567890123456789", "12345678901234567890", "98765432109876543210")
_FILLED: Final = re.compile(r"(.)\1+X?")


def is_placeholder(text: str) -> bool:
    """Tell whether a text stands for no value: empty, 无, 不详, "-", 000…, 111…, 123456….

    Digits count when four or more are one digit again and again (an X may end them), or run up or
    down one by one. A single 0 is one too; other short numbers are not.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if plain in _NOTHING:
        return True
    bare = _SIGNS.sub("", plain)
    if not bare or bare in _NOTHING or bare == "0":
        return True
    if not (bare.isascii() and bare[:-1].isdigit()) or len(bare) < 4:
        return False
    return bool(_FILLED.fullmatch(bare)) or any(bare in run for run in _RUNS)
