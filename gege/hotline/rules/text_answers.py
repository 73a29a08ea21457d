"""What a resident's text says to the question whether it is solved: a digit, or plain words."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST: Final = 40
"""Signs of an answer; whoever writes more tells something new."""


class Said(StrEnum):
    """What is said."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    UNSOLVED = "unsolved"
    STOP = "stop"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What a text says; `words` are what stood beside a digit."""

    said: Said
    words: str = ""


_DIGIT: Final = re.compile(
    r"(?:回复|选|选择)?\s*([1-4])(?:[\s.、,，:：。!！;；)）]+(.*))?", re.DOTALL
)
_BY_DIGIT: Final = {
    "1": Said.SATISFIED,
    "2": Said.BASICALLY,
    "3": Said.UNSOLVED,
    "4": Said.STOP,
}
_FORMAT: Final = ("上报", "查询", "补充", "帮助", "收到", "知道了", "已收到", "已知悉")
_LATIN_FORMAT: Final = frozenset(
    {"sb", "cx", "bc", "bz", "sd", "ok", "report", "ask", "add", "help", "received", "?"}
)
_STOP: Final = ("别再发", "不要再发", "不要问", "别问", "退订", "勿扰", "不愿", "stop")
_NO: Final = (
    "不满意",
    "没解决",
    "未解决",
    "没有解决",
    "没处理",
    "没修",
    "没弄好",
    "没好",
    "没人来",
    "没来",
    "不行",
    "不好",
    "还没",
    "还不",
    "还是",
    "又坏",
    "不亮",
    "没有",
    "没用",
    "没人",
    "not solved",
    "unsolved",
    "not satisfied",
    "dissatisfied",
    "still",
    "no",
)
_NO_TROUBLE: Final = ("没问题", "没有问题", "没事了", "没有事了", "没得说", "no problem")
"""They hold a "no" and mean "yes"."""
_POLITE: Final = ("不好意思",)
_BASICALLY: Final = ("基本满意", "基本解决", "还可以", "还行", "一般", "差不多", "基本", "so so")
_YES: Final = (
    "满意",
    "解决了",
    "已解决",
    "已经解决",
    "修好",
    "弄好",
    "处理好",
    "办好",
    "好了",
    "可以",
    "谢谢",
    "感谢",
    "不错",
    "很好",
    "solved",
    "satisfied",
    "thank",
    "yes",
)
_DOUBT: Final = ("?", "吗", "什么时候", "多久", "但", "不过", "but")


def answer_in(text: str) -> TextAnswer | None:
    """Return what a text answers; None when it is no answer: of the agreed format, or long.

    "No" is looked for before "yes": "不满意" holds "满意". Words that say both, or put a question,
    are unclear: a person asks.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    lower = plain.lower()
    digit = _DIGIT.fullmatch(lower)
    if digit is not None:
        # The words are as they were typed.
        return TextAnswer(_BY_DIGIT[digit[1]], plain[digit.start(2) :].strip() if digit[2] else "")
    if not plain or plain.startswith(_FORMAT) or _latin(lower) in _LATIN_FORMAT:
        return None
    if len(plain) > LONGEST or re.search(r"[0-9]{8}\s*-?\s*[0-9]{7,10}", plain):
        return None
    return TextAnswer(_meaning(lower), plain)


def _latin(lower: str) -> str:
    return re.split(r"[^a-z?]", lower, maxsplit=1)[0]


def _meaning(lower: str) -> Said:
    if _has(lower, _STOP):
        return Said.STOP
    for word in _POLITE:
        lower = lower.replace(word, " ")
    for word in _NO_TROUBLE:
        lower = lower.replace(word, "满意")
    basically = _has(lower, _BASICALLY)
    rest = lower
    for word in _BASICALLY:
        rest = rest.replace(word, " ")
    no = _has(rest, _NO)
    for word in _NO:
        rest = _without(rest, word)
    yes = _has(rest, _YES)
    if _has(rest, _DOUBT) and not no:
        return Said.UNCLEAR
    if no:
        return Said.UNCLEAR if yes or basically else Said.UNSOLVED
    if basically:
        return Said.BASICALLY
    return Said.SATISFIED if yes else Said.UNCLEAR


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(_find(text, word) for word in words)


def _find(text: str, word: str) -> bool:
    if word.isascii() and word.isalpha():
        return (
            re.search(rf"\b{word}", text) is not None
            if word != "no"
            else bool(re.search(r"\bno\b", text))
        )
    return word in text


def _without(text: str, word: str) -> str:
    if word == "no":
        return re.sub(r"\bno\b", " ", text)
    return text.replace(word, " ")
