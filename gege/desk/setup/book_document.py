"""A rulebook that somebody uploads: read without trust, every mistake named by its entry."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from gege.kernel.working_time import TimeUnit
from gege.matters.api import (
    ANY,
    THRESHOLD_RANGES,
    Rulebook,
    Tier,
    from_json,
    names,
    words,
)

MOST_BYTES: Final = 2_000_000
MOST_KINDS: Final = 2_000
MOST_LIMITS: Final = 5_000
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
UNIT_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
LONGEST: Final = {
    TimeUnit.CLOCK_HOURS: 8760,
    TimeUnit.WORKING_HOURS: 2000,
    TimeUnit.WORKING_DAYS: 250,
}
"""About a year in each unit: more is a slip of the finger."""

TEXTS: Final = {"name_zh": 40, "name_en": 80, "group_zh": 40, "group_en": 80, "scheme": 40}
"""The texts of a kind and their longest."""
VOCABULARIES: Final[Mapping[str, Collection[str]]] = {
    "nature": tuple(words.Nature),
    "family": tuple(words.Family),
    "intent": tuple(words.Intent),
    "first_time": tuple(words.FirstTime),
    "entry": tuple(words.Entry),
    "severity": tuple(words.Severity),
}
NEEDED: Final = ("code", "name_zh", "group_zh", "nature", "family", "intent", "first_time")
FLAGS: Final = ("routine", "major", "retired")
RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "near_due.percent": (0, 100),
    "near_due.at_least_hours": (0, 72),
    "near_due.at_most_days": (1, 30),
    **THRESHOLD_RANGES,
}
"""Every threshold and what it may be."""


class BadDocumentError(Exception):
    """What was uploaded is no rulebook. `problems` are sentences, never empty."""

    def __init__(self, problems: Collection[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(self.problems))


def read_document(data: bytes, number: int) -> Rulebook:
    """Read a rulebook; raises BadDocumentError with everything that is wrong with it."""
    document = _parse(data)
    problems = list(_problems(document))
    if problems:
        raise BadDocumentError(problems)
    try:
        book = from_json(number, document)
    except ValueError as error:
        raise BadDocumentError([str(error)]) from error
    problems = book_problems(book)
    if problems:
        raise BadDocumentError(problems)
    return book


def book_problems(book: Rulebook) -> list[str]:
    """Return what keeps a rulebook from being used, in the reader's language."""
    return [*_kind_problems(book), *_limit_problems(book)]


def _kind_problems(book: Rulebook) -> Iterator[str]:
    codes = [kind.code for kind in book.kinds]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield _("The kind %(code)s stands twice.") % {"code": code}
    if not book.live_kinds:
        yield _("No kind is in use; a county needs at least one.")


def _limit_problems(book: Rulebook) -> Iterator[str]:
    for code in sorted({row.kind for row in book.limits if row.kind != ANY}):
        if not book.has(code):
            yield _("A limit names the unknown kind %(code)s.") % {"code": code}
    keys = [(str(row.stage), row.kind, str(row.severity), str(row.tier)) for row in book.limits]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("The limit line %(line)s stands twice.") % {"line": " · ".join(key)}
    for stage in words.Stage:
        if (str(stage), ANY, ANY, ANY) not in keys:
            said = _("The stage “%(stage)s” needs a line for everything that no other line names.")
            yield said % {"stage": names.name_of(names.STAGES, stage)}


def _parse(data: bytes) -> Mapping[str, Any]:
    if len(data) > MOST_BYTES:
        raise BadDocumentError([_("The file is too large for a rulebook.")])
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadDocumentError([_("The file is not in UTF-8.")]) from error
    except json.JSONDecodeError as error:
        said = _("This is not JSON; it breaks off or goes wrong in line %(line)s.")
        raise BadDocumentError([said % {"line": error.lineno}]) from error
    except (RecursionError, ValueError) as error:
        raise BadDocumentError([_("This JSON is not a rulebook.")]) from error
    if not isinstance(found, dict) or not all(
        isinstance(found.get(part), list) for part in ("kinds", "limits")
    ):
        raise BadDocumentError([_("This is not a rulebook: “kinds” and “limits” are missing.")])
    if len(found["kinds"]) > MOST_KINDS or len(found["limits"]) > MOST_LIMITS:
        raise BadDocumentError([_("There are too many entries for a rulebook.")])
    return found


def _problems(document: Mapping[str, Any]) -> Iterator[str]:
    for index, entry in enumerate(document["kinds"], 1):
        yield from _placed(_("Kind no. %(place)s"), index, entry, _kind)
    for index, entry in enumerate(document["limits"], 1):
        yield from _placed(_("Limit no. %(place)s"), index, entry, _limit)
    thresholds = document.get("thresholds", {})
    if not isinstance(thresholds, dict) or not isinstance(thresholds.get("near_due", {}), dict):
        yield _("“thresholds” is not a list of named numbers.")
        return
    flat = {name: value for name, value in thresholds.items() if name != "near_due"}
    near_due = {f"near_due.{name}": value for name, value in thresholds.get("near_due", {}).items()}
    for name, value in {**flat, **near_due}.items():
        if name not in RANGES:
            yield _("There is no threshold “%(name)s”.") % {"name": name[:40]}
            continue
        least, most = RANGES[name]
        if not _whole(value, least, most):
            said = _("The threshold “%(name)s” must be a whole number from %(least)s to %(most)s.")
            yield said % {"name": name, "least": least, "most": most}


def _placed(where: str, index: int, entry: Any, check: Any) -> Iterator[str]:
    place = where % {"place": index}
    if not isinstance(entry, dict):
        yield f"{place}{_(': ')}" + _("it has no named properties.")
        return
    code = entry.get("code")
    if isinstance(code, str) and CODE.fullmatch(code):
        place = f"{place} ({code})"
    for said in check(entry):
        yield f"{place}{_(': ')}{said}"


def _kind(entry: Mapping[str, Any]) -> Iterator[str]:
    known = {"code", "leads", *TEXTS, *VOCABULARIES, *FLAGS}
    yield from _known(entry, known, NEEDED)
    code = entry.get("code")
    if code is not None and not (isinstance(code, str) and CODE.fullmatch(code)):
        yield _("the code must be 1 to 20 letters, digits, dots or hyphens.")
    for name, most in TEXTS.items():
        value = entry.get(name, "")
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            said = _("“%(name)s” must be printable text of at most %(most)s characters.")
            yield said % {"name": name, "most": most}
        elif name in NEEDED and name in entry and not value.strip():
            yield _("“%(name)s” is empty.") % {"name": name}
    for name, vocabulary in VOCABULARIES.items():
        yield from _word(entry, name, vocabulary)
    for name in FLAGS:
        if not isinstance(entry.get(name, False), bool):
            yield _("“%(name)s” must be true or false.") % {"name": name}
    leads = entry.get("leads", [])
    if not isinstance(leads, list) or not all(
        isinstance(one, str) and UNIT_CODE.fullmatch(one) for one in leads
    ):
        yield _("“leads” must be a list of the codes of departments.")


def _limit(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from _known(
        entry, {"stage", "amount", "unit", "kind", "severity", "tier"}, ("stage", "amount", "unit")
    )
    yield from _word(entry, "stage", list(words.Stage))
    yield from _word(entry, "unit", list(TimeUnit))
    yield from _word(entry, "severity", [ANY, *words.Severity])
    yield from _word(entry, "tier", [ANY, *Tier])
    kind = entry.get("kind", ANY)
    if kind != ANY and not (isinstance(kind, str) and CODE.fullmatch(kind)):
        yield _("“kind” must be the code of a kind, or *.")
    unit = entry.get("unit")
    if "amount" in entry and unit in list(TimeUnit):
        most = LONGEST[TimeUnit(unit)]
        if not _whole(entry["amount"], 1, most):
            said = _("“%(name)s” must be a whole number from %(least)s to %(most)s.")
            yield said % {"name": "amount", "least": 1, "most": most}


def _known(
    entry: Mapping[str, Any], known: Collection[str], needed: Collection[str]
) -> Iterator[str]:
    for name in entry:
        if name not in known:
            yield _("“%(name)s” is not known here.") % {"name": name[:40]}
    for name in needed:
        if name not in entry:
            yield _("“%(name)s” is missing.") % {"name": name}


def _word(entry: Mapping[str, Any], name: str, vocabulary: Collection[str]) -> Iterator[str]:
    value = entry.get(name)
    if value is None and name not in entry:
        return
    if not isinstance(value, str) or value not in [str(word) for word in vocabulary]:
        said = _("“%(name)s” is “%(given)s”; known are: %(known)s.")
        known = ", ".join(str(word) for word in vocabulary)
        yield said % {"name": name, "given": str(value)[:20], "known": known}


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
