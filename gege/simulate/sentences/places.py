"""Places within a grid and names of people; none is real.

Buildings carry plain made-up names. A resident is a surname and a form of address; telephone
numbers begin with 1000000, which no line has.
"""

import random
from typing import Final

_ESTATES: Final = (
    "和顺苑", "安居苑", "阳光里", "康宁小区", "幸福里", "新苑小区", "农机厂宿舍", "粮站家属院",
    "丝厂宿舍", "平安里", "桂花院", "江景小区", "老电影院楼", "供销社楼", "望江苑", "同心苑",
)  # fmt: skip
_SPOTS: Final = (
    "菜市场东门", "便民广场", "老粮站旁", "公交站牌处", "小学北门", "滨河步道", "社区卫生站门口",
    "邮政所对面", "巷口", "停车场入口", "健身广场", "文化墙旁", "桥头", "篮球场边", "快递驿站门口",
)  # fmt: skip
_SURNAMES: Final = (
    "陈林黄周吴徐孙马朱胡郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶杜苏魏程吕"
)
_ADDRESSES: Final = ("女士", "先生", "大爷", "阿姨", "师傅", "婆婆", "老师")
PHONES: Final = 10_000


def place_words(chance: random.Random) -> str:
    """Return where in a grid something is: "和顺苑3栋2单元" or "菜市场东门"."""
    if chance.random() < 0.55:
        estate = chance.choice(_ESTATES)
        return f"{estate}{chance.randint(1, 12)}栋{chance.randint(1, 4)}单元"
    return chance.choice(_SPOTS)


def resident_name(chance: random.Random) -> str:
    """Return how a resident gives a name: "何女士"."""
    return chance.choice(_SURNAMES) + chance.choice(_ADDRESSES)


def resident_phone(chance: random.Random) -> str:
    """Return a telephone number that nobody can have."""
    return f"1000000{chance.randrange(PHONES):04d}"


def staff_name(number: int, mark: str) -> str:
    """Return an invented name: a surname, a character for the post, and one of good omen."""
    surname = _SURNAMES[number % len(_SURNAMES)]
    return f"{surname}{mark}{_OMENS[number // len(_SURNAMES) % len(_OMENS)]}"


_OMENS: Final = "安宁和睦顺康乐"
