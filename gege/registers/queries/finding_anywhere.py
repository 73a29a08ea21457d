"""One box for all registers: a name, its sound or initials, an address, an exact number (R-048)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.books import current_contract
from gege.registers.errors import Invalid
from gege.registers.models import Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import Reader, newest_first, reader, visible
from gege.registers.queries.searching import doors_of, searched
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.sight import Reach
from gege.staff.api import Actor
from gege.territory.api import Editions

MOST_OF_A_SHEET: Final = 6
_THROUGH_A_CASE: Final = (Reach.AREA, Reach.SUPERVISION)


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that a text found."""

    uid: str
    title: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one sheet; `more` where the list of the sheet has further ones."""

    sheet: Sheet
    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FoundAnywhere:
    """What a text found. `through_a_case`: people were left out, whom this post may not search."""

    sheets: tuple[Hits, ...]
    through_a_case: bool


def find_anywhere(
    text: str, *, by: Actor, now: datetime, editions: Editions, language: str
) -> FoundAnywhere:
    """Return the newest records in force that a text finds, of every sheet in reach.

    One statement for each sheet that this post may search, and three for all that was found. A
    sheet of people is left out where people are found through a case only; where a department's
    grants open nothing to search by, the sheet is left out too.
    """
    contract, today = current_contract(editions), local_date(now)
    one, words = reader(by, today), cleaned(text, lines=False)[:100]
    sheets, left_out = _searchable(one, contract)
    found: dict[str, list[int]] = {}
    for sheet in sheets if words else ():
        rows = visible(one, sheet, contract).filter(valid_to__isnull=True, merged_into__isnull=True)
        try:
            rows = searched(rows, words, doors_of(one, sheet, contract))
        except Invalid:
            continue
        ids = rows.order_by(*newest_first(by.area_code)).values_list("pk", flat=True)
        if known := list(ids[: MOST_OF_A_SHEET + 1]):
            found[sheet.code] = known
    shown = {code: ids[:MOST_OF_A_SHEET] for code, ids in found.items()}
    records = Record.objects.in_bulk([pk for ids in shown.values() for pk in ids])
    titles = titles_of(records.values(), View(one, contract, today, language))
    return FoundAnywhere(
        tuple(
            Hits(
                contract.sheets[code],
                tuple(_hit(records[pk], titles[pk]) for pk in ids),
                len(found[code]) > MOST_OF_A_SHEET,
            )
            for code, ids in shown.items()
        ),
        left_out,
    )


def _searchable(one: Reader, contract: Contract) -> tuple[list[Sheet], bool]:
    live, left_out = live_registers(), False
    sheets = []
    for register in contract.registers:
        for sheet in register.sheets if register.code in live else ():
            reach = one.reach(sheet, register, one.by.area_code)
            if reach is Reach.NONE:
                continue
            if sheet.is_of_persons and reach in _THROUGH_A_CASE:
                left_out = True
                continue
            sheets.append(sheet)
    return sheets, left_out


def _hit(record: Record, title: str) -> Hit:
    return Hit(str(record.uid), title, record.area_code)
