"""How words are cut for searching, without a language's dictionary.

Chinese has no spaces: every two neighbouring characters are a term; other writing is cut at its
spaces. So a search needs neither an extension of the database nor a scan of the table.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORD: Final = re.compile(r"[0-9a-z]+")
_RUN: Final = re.compile(f"{_HAN.pattern}|{_WORD.pattern}")
MOST_TERMS: Final = 1_000
LONGEST_TERM: Final = 40


def terms_of(*texts: str, most: int = MOST_TERMS) -> list[str]:
    """Return the terms under which texts are found, in the order of the texts.

    Very long texts are found by their beginning: the first `most` terms count.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).lower()
        for match in _RUN.finditer(plain):
            run = match[0]
            if _HAN.match(run):
                found |= dict.fromkeys(a + b for a, b in pairwise(run))
                found |= dict.fromkeys(run)
            else:
                found[run[:LONGEST_TERM]] = None
    return list(found)[:most]


def query_terms(text: str) -> list[str]:
    """Return the terms that a searched text asks for: pairs where it can, single signs else."""
    plain = unicodedata.normalize("NFKC", text).lower()[:100]
    wanted: list[str] = []
    for run in _HAN.findall(plain):
        wanted += [a + b for a, b in pairwise(run)] if len(run) > 1 else [run]
    wanted += [word[:LONGEST_TERM] for word in _WORD.findall(plain)]
    return list(dict.fromkeys(wanted))[:20]
