"""Lists of records: by area, by what was searched for, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, NotFound
from gege.registers.keeping import values_of
from gege.registers.models import Question, Record
from gege.registers.queries.live import is_live
from gege.registers.queries.scope import lies_in, newest_first, reader, visible
from gege.registers.queries.searching import Doors, doors_of, searched
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.declaration import Field, Sheet, Show, Type
from gege.registers.rules.saying import Verified
from gege.registers.rules.showing import shown_text
from gege.registers.rules.sight import Reach
from gege.staff.api import Actor
from gege.territory.api import Editions

PAGE: Final = 30
_COLUMNS: Final = 4
_NOT_IN_A_LINE: Final = frozenset({Type.POINT, Type.GROUP, Type.WORDS, Type.ADDRESS})
STATES: Final = ("live", "disputed", "ended", "all")


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What a list is narrowed to; everything may be empty."""

    words: str = ""
    area_code: str = ""
    state: str = "live"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a list: the title and the values of a few fields, as this reader sees them."""

    uid: str
    title: str
    area_code: str
    cells: tuple[str, ...]
    disputed: bool
    ended: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of a list; `after` continues it, 0 when this was the last page."""

    sheet: Sheet
    columns: tuple[str, ...]
    lines: tuple[RecordLine, ...]
    after: int
    live: bool
    only_reads: bool
    """The reader's reach is a grant of the catalogue: nothing is entered or corrected."""


def records(
    sheet_code: str,
    wanted: RecordFilter,
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
    after: int = 0,
    most: int = PAGE,
) -> RecordPage:
    """Return one page of a sheet's records that a person may come across.

    Raises NotFound for a sheet out of reach, Invalid("words") where this post may not search for
    people by name (they are found through a case), or by nothing that its grants name.
    """
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    sheet = contract.sheets.get(sheet_code)
    if sheet is None or not one.comes_across(sheet, contract.register_of[sheet_code]):
        raise NotFound
    view = View(one, contract, today, language)
    reach = one.reach(sheet, contract.register_of[sheet_code], by.area_code)
    only_reads = reach is Reach.GRANTED
    if not is_live(contract.register_of[sheet_code].code):
        return RecordPage(sheet, (), (), 0, live=False, only_reads=only_reads)
    rows = visible(one, sheet, contract).filter(merged_into__isnull=True)
    rows = _narrowed(rows, wanted, sheet, reach, doors_of(one, sheet, contract))
    if after:
        rows = rows.filter(pk__lt=after)
    order = newest_first(wanted.area_code[:15] or by.area_code)
    found = list(rows.order_by(*order)[: most + 1])
    more, found = len(found) > most, found[:most]
    return RecordPage(
        sheet,
        tuple(field.words.in_language(language) for field in columns_of(sheet)),
        _lines(found, sheet, view),
        found[-1].pk if more else 0,
        live=True,
        only_reads=only_reads,
    )


def columns_of(sheet: Sheet) -> Sequence[Field]:
    """Return the fields a list shows beside the title: the first that tell something masked."""
    return [
        one
        for one in sheet.current
        if not one.is_link
        and not one.is_derived
        and one.name not in sheet.title
        and one.type not in _NOT_IN_A_LINE
        and (not one.is_personal or one.show is not Show.HIDDEN)
    ][:_COLUMNS]


def _narrowed(
    rows: QuerySet[Record], wanted: RecordFilter, sheet: Sheet, reach: Reach, doors: Doors
) -> QuerySet[Record]:
    if wanted.state == "ended":
        rows = rows.filter(valid_to__isnull=False)
    elif wanted.state != "all":
        rows = rows.filter(valid_to__isnull=True)
    if wanted.state == "disputed":
        asked = Question.objects.filter(settled_at__isnull=True)
        rows = rows.filter(pk__in=asked.values("record"))
    if wanted.area_code:
        rows = rows.filter(lies_in(wanted.area_code[:15]))
    text = cleaned(wanted.words, lines=False)[:100]
    if text:
        if sheet.is_of_persons and reach in (Reach.AREA, Reach.SUPERVISION):
            raise Invalid("words", "search_needs_a_case")
        rows = searched(rows, text, doors)
    return rows


def _lines(found: Sequence[Record], sheet: Sheet, view: View) -> tuple[RecordLine, ...]:
    titles = titles_of(found, view)
    columns = columns_of(sheet)
    lines = []
    for row in found:
        values = values_of(row, [field.name for field in columns])
        cells = tuple(
            shown_text(
                values.get(field.name),
                field,
                view.seen(row, field),
                view.contract.code_lists,
                view.language,
                pseudonym="",
            )
            for field in columns
        )
        lines.append(
            RecordLine(
                str(row.uid),
                titles[row.pk],
                row.area_code,
                cells,
                any(kept[2] == Verified.DISPUTED for kept in row.standing.values()),
                row.valid_to is not None,
                row.changed_at,
            )
        )
    return tuple(lines)
