"""The requests of a community, and everything that is kept about one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.keeping import values_of
from gege.registers.models import Link, Record, RightsRequest, Statement
from gege.registers.queries.aliases import aliases_of
from gege.registers.queries.derived import derived_values
from gege.registers.queries.scope import in_area
from gege.registers.rules.declaration import Contract, Level, subjects_of
from gege.registers.rules.rights import ANSWERERS
from gege.registers.rules.showing import text_of
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import Reading, readings_of

PAGE: Final = 50
_MOST_RECORDS: Final = 60
_MOST_LINKS: Final = 500
_LONGEST_CHAIN: Final = 8


@dataclass(frozen=True, slots=True)
class OwnField:
    """One field as its person reads it, and who said it since when."""

    label: str
    text: str
    side: str
    since: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One record about the person."""

    register: str
    sheet: str
    ended: date | None
    fields: tuple[OwnField, ...]


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that is kept about one person, who read it, and what they asked."""

    records: tuple[OwnRecord, ...]
    readings: Sequence[Reading]
    requests: tuple[RightsRequest, ...]


def requests_of(by: Actor, *, state: str) -> list[RightsRequest]:
    """Return the requests of an area: `open`, the next due first, or `answered`, the newest."""
    if by.role not in ANSWERERS:
        return []
    rows = RightsRequest.objects.filter(in_area(by)).select_related("record")
    if state == "answered":
        return list(rows.filter(answered_at__isnull=False).order_by("-answered_at")[:PAGE])
    return list(rows.filter(answered_at__isnull=True).order_by("due_on", "id")[:PAGE])


def request_by_number(number: str, by: Actor) -> RightsRequest:
    """Return one request of an area. Raises NotFound."""
    rows = RightsRequest.objects.filter(in_area(by), number=number.replace("\x00", ""))
    found = rows.select_related("record").first() if by.role in ANSWERERS else None
    if found is None:
        raise NotFound
    return found


def own_data(
    request: RightsRequest, *, now: datetime, editions: Editions, language: str
) -> OwnData:
    """Return everything about the person of a request, whole but for notes among staff (5.15).

    Files that ended are shown for as long as they are kept.
    """
    contract, today = current_contract(editions), local_date(now)
    person = request.record
    links = Link.objects.filter(
        Q(until__isnull=True) | Q(until=F("source__valid_to")), target=person
    ).select_related("source")
    about = {
        link.source_id: link.source
        for link in links.order_by("pk")[:_MOST_LINKS]
        if _is_about(link, contract) and (link.until is None or _still_named(link, person))
    }
    found = [person, *list(about.values())[:_MOST_RECORDS]]
    return OwnData(
        tuple(_own(row, contract, today, language) for row in found),
        readings_of([f"register:{uid}" for uid in _addresses(found)]).lines,
        tuple(RightsRequest.objects.filter(record=person).order_by("-pk")[:PAGE]),
    )


def _addresses(records: Sequence[Record]) -> list[UUID]:
    """Return the uids under which somebody may have read of these records, merged ones too."""
    became = list(records)
    for _ in range(_LONGEST_CHAIN):
        became = list(Record.objects.filter(merged_into__in=became).order_by("pk")[:_MOST_LINKS])
        if not became:
            break
        records = [*records, *became]
    return [row.uid for row in records]


def _is_about(link: Link, contract: Contract) -> bool:
    """Tell whether a record that names somebody is theirs to read: their files, the household.

    A file names others too (a guardian, who cares): it is not about them. A dwelling that names
    its owner, or a hazard, is not data about that person.
    """
    sheet = contract.sheets.get(link.source.sheet)
    if sheet is None:
        return False
    return sheet.code == "household" or (bool(sheet.about) and link.field in subjects_of(sheet))


def _still_named(link: Link, person: Record) -> bool:
    """Tell whether a file that ended named the person to its end.

    A reference that was corrected on the last day ended on that day too.
    """
    kept = link.source.standing.get(link.field)
    said = Statement.objects.filter(pk=kept[0]).first() if kept else None
    rows = (
        aliases_of([said.open.get(link.field)]).resolved(said.open.get(link.field)) if said else ()
    )
    return str(person.uid) in {row["uid"] for row in rows or ()}


def _own(record: Record, contract: Contract, today: date, language: str) -> OwnRecord:
    sheet = contract.sheets[record.sheet]
    values = {**values_of(record), **derived_values(record, sheet, today)}
    fields = []
    for field in sheet.fields:
        if field.level is Level.INTERNAL or field.is_link or values.get(field.name) is None:
            continue
        kept = record.standing.get(field.name)
        fields.append(
            OwnField(
                field.words.in_language(language),
                text_of(values[field.name], field, contract.code_lists, language),
                kept[1] if kept else "",
                kept[3] if kept else "",
            )
        )
    return OwnRecord(
        contract.register_of[sheet.code].words.in_language(language),
        sheet.words.in_language(language),
        record.valid_to,
        tuple(fields),
    )
