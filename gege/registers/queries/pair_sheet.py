"""Two records side by side as one reader sees them, and what speaks for one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.models import Pair
from gege.registers.queries.cells import FIELD_OF, RESIDENT, reasons_of
from gege.registers.queries.one import RecordSheet, Shown, record_sheet
from gege.registers.queries.pairs import PairLine, pair_for, pair_line
from gege.registers.queries.scope import reader
from gege.registers.rules.sight import Sight
from gege.staff.api import Actor
from gege.territory.api import Editions

if TYPE_CHECKING:
    from gege.registers.linkage import Reason


@dataclass(frozen=True, slots=True)
class Told:
    """What was seen in one field: alike `same`, `near`, `differs` or empty, and its sentence.

    The sentence is a message of the linkage; `one` and `other` fill it where the reader sees both
    values whole, and are empty where they do not.
    """

    field: str
    alike: str
    english: str
    chinese: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class PairSheet:
    """One pair with both records."""

    pair: Pair
    line: PairLine
    one: RecordSheet
    other: RecordSheet
    told: tuple[Told, ...]


def pair_sheet(
    pair_id: int, *, by: Actor, now: datetime, editions: Editions, language: str
) -> PairSheet:
    """Return one pair as a person sees it. Raises NotFound, Refused("not_live")."""
    contract, today = current_contract(editions), local_date(now)
    here = reader(by, today)
    pair = pair_for(pair_id, here, contract)
    one, other = (
        record_sheet(record.uid, by=by, now=now, editions=editions, language=language)
        for record in (pair.one, pair.other)
    )
    told: tuple[Told, ...] = ()
    if pair.sheet == RESIDENT and one.record.pk != other.record.pk:
        shown = [{field.field.name: field for field in sheet.fields} for sheet in (one, other)]
        told = tuple(
            _told(reason, shown[0], shown[1])
            for reason in reasons_of(one.record, other.record, today)
            if FIELD_OF[reason.about] in shown[0]
        )
    return PairSheet(pair, pair_line(pair, here, contract, today, language), one, other, told)


def _told(reason: Reason, first: Mapping[str, Shown], second: Mapping[str, Shown]) -> Told:
    name, words = FIELD_OF[reason.about], reason.sentence
    whole = all(name in side and side[name].seen.sight is Sight.WHOLE for side in (first, second))
    values = (reason.one, reason.other) if whole else ("", "")
    return Told(name, _alike(str(reason.level)), words.english, words.chinese, *values)


def _alike(level: str) -> str:
    if level in ("same", "same_month", "converted", "same_room"):
        return "same"
    return {"differs": "differs", "unknown": ""}.get(level, "near")
