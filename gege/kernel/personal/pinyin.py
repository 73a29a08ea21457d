"""How names sound: one syllable a character, by pypinyin's table, with surnames read as surnames.

A table of single characters is fifty times as fast as asking for each name, and for comparing it is
enough that two spellings of one sound get one syllable. Tones are left out; ü is written v.
"""

import unicodedata
from functools import cache
from itertools import product
from typing import Final

# Surnames that are not read like the character elsewhere, as dictionaries mark them (姓).
# The first reading is the usual one; further ones are in use by region.
_SURNAMES: Final = {
    "单": "shan",
    "解": "xie",
    "查": "zha",
    "曾": "zeng",
    "区": "ou",
    "仇": "qiu",
    "朴": "piao pu",
    "任": "ren",
    "华": "hua",
    "盖": "ge gai",
    "翟": "zhai di",
    "冼": "xian",
    "员": "yun",
    "缪": "miao",
    "燕": "yan",
    "葛": "ge",
    "宁": "ning",
    "乐": "yue le",
    "秘": "bi",
    "逄": "pang",
    "种": "chong",
    "郇": "xun huan",
    "折": "she",
    "隗": "wei kui",
    "覃": "qin tan",
    "訾": "zi",
    "祭": "zhai",
    "纪": "ji",
    "那": "na",
    "褚": "chu",
    "柏": "bai bo",
    "卜": "bu",
    "车": "che",
    "重": "chong",
    "沈": "shen",
    "尉": "wei yu",
    "句": "gou ju",
    "牟": "mu mou",
    "能": "nai",
    "乜": "nie",
    "瞿": "qu",
    "撒": "sa",
    "谌": "chen shen",
    "眭": "sui",
    "应": "ying",
    "於": "yu",
    "曲": "qu",
    "石": "shi",
    "万": "wan",
    "召": "shao",
    "洗": "xian",
    "黑": "he hei",
    "洪": "hong",
    "费": "fei bi",
    "贾": "jia",
    "长": "chang",
    "行": "xing",
    "相": "xiang",
    "令": "ling",
    "阚": "kan",
    "繁": "po",
    "教": "jiao",
    "晁": "chao",
    "郗": "xi chi",
    "都": "du",
    "幺": "yao",
    "合": "ge he",
    "朝": "chao",
    "盛": "sheng",
    "谷": "gu",
    "尹": "yin",
    "臧": "zang",
    "哈": "ha",
    "薄": "bo",
    "贲": "ben",
    "参": "shen",
    "佟": "tong",
    "炅": "gui",
    "厘": "li",
    "晏": "yan",
    "斜": "xia",
    "仉": "zhang",
    "俞": "yu",
    "佴": "nai",
    "瘳": "chou",
    "覀": "xi",
    "适": "kuo",
    "莘": "shen xin",
    "殷": "yin",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "长孙": "zhangsun",
    "澹台": "tantai",
    "宿": "su",
    "鲜于": "xianyu",
    "令狐": "linghu",
    "单于": "chanyu",
    "呼延": "huyan",
    "宰父": "zaifu",
    "夏侯": "xiahou",
}
_SYLLABLES: Final = {"yuchi": "yu chi", "moqi": "mo qi", "zhangsun": "zhang sun"} | {
    "tantai": "tan tai",
    "xianyu": "xian yu",
    "linghu": "ling hu",
    "chanyu": "chan yu",
    "huyan": "hu yan",
    "zaifu": "zai fu",
    "xiahou": "xia hou",
}
# Given names whose characters are read in two ways; both are found by a search.
_GIVEN: Final = {
    "乐": "le yue",
    "晟": "sheng cheng",
    "茜": "qian xi",
    "行": "xing hang",
    "长": "chang zhang",
    "朝": "chao zhao",
    "重": "zhong chong",
    "曾": "zeng ceng",
    "参": "can shen",
    "单": "dan shan",
    "解": "jie xie",
    "柏": "bai bo",
    "翟": "zhai di",
    "朴": "pu piao",
    "露": "lu lou",
    "薇": "wei",
    "彤": "tong",
    "燕": "yan",
    "颉": "jie xie",
    "嘉": "jia",
    "莞": "wan guan",
    "禹": "yu",
    "盛": "sheng cheng",
    "率": "shuai lv",
    "和": "he huo",
    "好": "hao",
    "兴": "xing",
    "强": "qiang jiang",
    "着": "zhuo zhe",
    "都": "du dou",
    "觉": "jue jiao",
    "宿": "su xiu",
    "贾": "jia gu",
    "石": "shi dan",
    "莘": "xin shen",
    "筠": "yun jun",
    "炅": "jiong gui",
    "炜": "wei hui",
    "荨": "xun qian",
    "娜": "na nuo",
    "婷": "ting",
    "圩": "xu wei",
    "峤": "jiao qiao",
    "瑾": "jin",
    "洵": "xun",
    "熹": "xi",
    "珩": "heng",
    "昕": "xin",
    "隽": "jun juan",
    "奇": "qi ji",
    "弘": "hong",
    "俊": "jun",
}
_COMPOUND: Final = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政
濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马
公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌
微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙
南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 吴铭 纳兰 归海 单于 完颜 叶赫 那拉 爱新 觉罗
富察 钮祜 索绰 伊尔 沙吒 哥舒 鄂温 阿史 斛律 贺兰 豆卢
"""
COMPOUND: Final = frozenset(_COMPOUND.split())
"""Surnames of two characters."""

# Sounds that many speakers of the south do not keep apart, and write one for the other.
_LOOSE_BEGINNINGS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("hu", "f"))
_LOOSE_ENDS: Final = (("ing", "in"), ("eng", "en"))


class _Readings(dict[str, str]):
    """A character's syllable without its tone, read from the table when it is first asked for."""

    def __missing__(self, sign: str) -> str:
        read = _table().get(ord(sign), "").split(",")[0]
        syllable = _toneless(read) if read else sign.lower()
        self[sign] = syllable
        return syllable


@cache
def _table() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # inline: loads a third of a second of phrases

    table: dict[int, str] = pinyin_dict
    return table


def _toneless(syllable: str) -> str:
    marked = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


_READINGS: Final = _Readings()


def surname_length(name: str) -> int:
    """Return how many characters of a Chinese name are its surname."""
    return 2 if len(name) > 2 and name[:2] in COMPOUND else min(1, len(name))


def syllables(name: str) -> tuple[str, ...]:
    """Return a syllable for every character; the surname is read as a surname."""
    cut = surname_length(name)
    return (*_surname_readings(name[:cut])[0], *(_READINGS[sign] for sign in name[cut:]))


def all_syllables(name: str, most: int = 8) -> tuple[tuple[str, ...], ...]:
    """Return every way in which a name may be read, the usual one first, at most `most`."""
    cut = surname_length(name)
    given = [tuple(_GIVEN.get(sign, _READINGS[sign]).split()) or (sign,) for sign in name[cut:]]
    found = dict.fromkeys([syllables(name)])
    for surname in _surname_readings(name[:cut]):
        found |= dict.fromkeys((*surname, *rest) for rest in product(*given))
    return tuple(found)[:most]


@cache
def loose(syllable: str) -> str:
    """Return a syllable in which zh and z, n and l, ing and in, hu and f are one."""
    for beginning, one in _LOOSE_BEGINNINGS:
        if syllable.startswith(beginning) and len(syllable) > len(beginning):
            syllable = one + syllable[len(beginning) :]
            break
    for end, one in _LOOSE_ENDS:
        if syllable.endswith(end):
            return syllable[: -len(end)] + one
    return "fu" if syllable == "hu" else syllable


@cache
def _surname_readings(surname: str) -> tuple[tuple[str, ...], ...]:
    known = _SURNAMES.get(surname)
    if known is None:
        return (tuple(_READINGS[sign] for sign in surname),)
    return tuple(tuple(_SYLLABLES.get(one, one).split()) for one in known.split())
