"""Names of people: one way of writing, and the keys by which they are found and compared."""

import re
import unicodedata
from typing import Final, NamedTuple

from gege.kernel.personal import pinyin
from gege.kernel.personal.placeholders import is_placeholder
from gege.kernel.personal.variants import folded, folded_surname
from gege.kernel.typed_text import cleaned

DOT: Final = "·"
"""Between the parts of a name in GB 18030 and on identity cards: U+00B7."""

_HAN: Final = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_DOTS: Final = re.compile(r"\s*[·•‧・.。∙⋅﹒．･ꞏ˙]+\s*")
_INNER: Final = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_NOTE: Final = re.compile(r"\s*[(（\[【〔].*?(?:[)）\]】〕]|$)")
TITLES: Final = ("先生", "女士", "小姐", "同志", "老师")
SOMEBODY: Final = "某"
_MASKED: Final = re.compile(rf"[*＊○〇●{SOMEBODY}]|[xX]{{2}}|(?:{'|'.join(TITLES)})$")
_LETTERS: Final = re.compile(rf"[^{_HAN}A-Za-z]+")
_ALL_HAN: Final = re.compile(rf"[{_HAN}]+")
_PLAIN: Final = re.compile("[\u4e00-\u9fff]{2,4}")


class NameKeys(NamedTuple):
    """A name and its keys; all of them are empty when the cell names nobody.

    `shown` is cleaned and otherwise as written; `plain` has no dots and spaces; `variant` is
    written with standard characters; `pinyin` is its syllables with spaces, `loose` the same for
    ears that keep fewer sounds apart; `initials` the first letters of the syllables.
    """

    shown: str
    plain: str
    variant: str
    pinyin: str
    loose: str
    initials: str
    surname: str

    @property
    def given(self) -> str:
        """The variant key without the surname."""
        return self.variant[len(self.surname) :]


NOBODY: Final = NameKeys("", "", "", "", "", "", "")


def clean_name(text: str) -> str:
    """Return a name as it is shown: half-width, without notes in brackets and spaces inside.

    Any kind of dot between the parts of a name becomes U+00B7. A foreign name keeps its spaces.
    """
    if _PLAIN.fullmatch(text):
        return text
    shown = _cleaned_once(text)
    # What is left out may bring together what belongs together: again, until nothing changes.
    while (again := _cleaned_once(shown)) != shown:
        shown = again
    return shown


def _cleaned_once(text: str) -> str:
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", cleaned(text, lines=False)))
    plain = _DOTS.sub(DOT, plain).strip(DOT + " ")
    return _INNER.sub("", plain)


def name_keys(text: str) -> NameKeys:
    """Return a name's keys; `NOBODY` for an empty cell, 无, 不详 and the like.

    A masked name (王某某, 张*三, 李女士) is a name that nobody can be found by: it has no keys.
    """
    shown = clean_name(text)
    plain = shown if _PLAIN.fullmatch(shown) else _LETTERS.sub("", shown)
    if not plain or is_placeholder(plain):
        return NOBODY
    if _MASKED.search(shown):
        return NameKeys(shown, "", "", "", "", "", "")
    if not _ALL_HAN.fullmatch(plain):
        latin = plain.lower()
        spoken = " ".join(_LETTERS.sub(" ", shown).lower().split())
        initials = "".join(word[0] for word in spoken.split())
        in_any_order = " ".join(sorted(spoken.split()))
        return NameKeys(shown, plain, latin, spoken, in_any_order, initials, "")
    simple = folded(plain)
    # The name of a minority has no surname; a dot is what tells it.
    cut = 0 if DOT in shown else pinyin.surname_length(simple)
    sounds = pinyin.syllables(simple)
    return NameKeys(
        shown,
        plain,
        folded_surname(simple[:cut]) + simple[cut:],
        " ".join(sounds),
        " ".join(map(pinyin.loose, sounds)),
        "".join(one[0] for one in sounds),
        folded_surname(simple[:cut]),
    )


def search_keys(text: str) -> tuple[str, ...]:
    """Return what a person may type to find a name in letters: every reading, and its initials.

    ``shanxin``, ``danxin`` and ``sx``, ``dx`` for 单昕: in small letters, without spaces.
    """
    keys = name_keys(text)
    if not _ALL_HAN.fullmatch(keys.plain):
        return tuple(
            dict.fromkeys(key for key in (keys.pinyin.replace(" ", ""), keys.initials) if key)
        )
    simple = folded(keys.plain)
    readings = pinyin.all_syllables(simple)
    # Many keyboards have no ü, and people type u where input methods want v.
    readings += tuple(tuple(one.replace("v", "u") for one in reading) for reading in readings)
    found = dict.fromkeys("".join(reading) for reading in readings)
    return tuple(found | dict.fromkeys("".join(one[0] for one in reading) for reading in readings))
