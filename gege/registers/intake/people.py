"""Matching of people: the lines of a file against the live records in reach, by linkage.

Nothing beyond the importer's reach is looked at, and of what a grant of the catalogue opens only
the fields it names. A file that is small beside the registers is held against those who may be
meant (`near`), a large one against everybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from django.db.models import QuerySet

from gege.registers.intake.near import near, some_others
from gege.registers.intake.reach import open_to_reader, opened_of, reached
from gege.registers.intake.store import FileKey
from gege.registers.keeping import values_of
from gege.registers.linkage import Band, Cells, Reading, link, normalised
from gege.registers.models import Import, ImportRow, Link, Record
from gege.registers.queries.comparing.looking import these
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.intake.stages import RowState
from gege.registers.rules.intake.targets import is_person, keys_of

BATCH: Final = 10_000
FEW_BESIDE: Final = 4
"""A file is held against those who may be meant when so many times its lines are in reach."""
OTHERS: Final = 3_000
"""How many others are read beside them, and up to how many in reach everybody is."""
MOST_FOUND: Final = 5
_FIELDS: Final = {
    "name": "name", "sex": "sex", "number": "id_number", "born_on": "born", "phone": "phone",
}  # fmt: skip
_LEVELS: Final = ("name", "number", "birth", "phone", "address", "sex")
_RANK: Final = {Band.CERTAIN: 0, Band.LIKELY: 1, Band.REVIEW: 2}


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one line."""

    row: int
    state: RowState
    record: int | None
    found: list[dict[str, Any]]


def match_people(
    one: Import, sheet: Sheet, contract: Contract, reader: Reader, key: FileKey, reading: Reading
) -> Iterator[list[Match]]:
    """Yield what was found for every line that can be read, some thousands at a time.

    `sheet` is that of the people. The caller may change the states of the lines it was given.
    """
    rows = ImportRow.objects.filter(batch=one, state=RowState.READ)
    ours = _tables(_cells_of_lines(rows, key), reading)
    theirs = _tables(
        _cells_of_records(
            _candidates(rows, ours, key, sheet, contract, reader), sheet, contract, reader
        ),
        reading,
    )
    pairs = iter(()) if ours is None or theirs is None else _pairs(link(ours, theirs).pairs)
    yield from _with_their_pairs(rows, pairs)


def _pairs(table: pa.Table) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield each line's pairs, in the order of the lines; a part of them at a time."""
    lines = table.column("left").cast(pa.int64())
    table = table.set_column(0, "left", lines).sort_by("left")
    held: list[dict[str, Any]] = []
    for batch in table.to_batches(max_chunksize=BATCH):
        for pair in batch.to_pylist():
            if held and pair["left"] != held[0]["left"]:
                yield held[0]["left"], held
                held = []
            held.append(pair)
    if held:
        yield held[0]["left"], held


def _with_their_pairs(
    rows: QuerySet[ImportRow], pairs: Iterator[tuple[int, list[dict[str, Any]]]]
) -> Iterator[list[Match]]:
    """Yield what was found for every line, some thousands at a time, in the order of their ids."""
    after, found = 0, next(pairs, None)
    while ids := list(
        rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        some = []
        for pk in ids:
            if found is not None and found[0] == pk:
                some.append(_decided(pk, found[1]))
                found = next(pairs, None)
            else:
                some.append(_decided(pk, []))
        after = ids[-1]
        yield some


def _decided(pk: int, pairs: list[dict[str, Any]]) -> Match:
    """Return what becomes of a line: only one certain record is taken without a person."""
    pairs.sort(key=lambda pair: (_RANK[Band(pair["band"])], -(pair["weight"] or 0)))
    found: list[dict[str, Any]] = [
        {
            "record": int(pair["right"]),
            "band": str(pair["band"]),
            "levels": {name: pair[name] for name in _LEVELS if pair.get(name)},
        }
        for pair in pairs[:MOST_FOUND]
    ]
    if not pairs:
        return Match(pk, RowState.NEW, None, [])
    best, several = Band(pairs[0]["band"]), bool(pairs[0]["several"])
    if best is Band.CERTAIN and not several:
        return Match(pk, RowState.KNOWN, found[0]["record"], found[:1])
    state = RowState.LIKELY if best is Band.LIKELY and not several else RowState.REVIEW
    return Match(pk, state, found[0]["record"], found)


def cells_of_line(seen: Mapping[str, str], ref: str) -> Cells:
    """Return what a line says of a person."""
    return Cells(ref, **{name: seen.get(name, "") for name in Cells._fields if name != "ref"})


def _tables(cells: Iterator[Cells], reading: Reading) -> pa.Table | None:
    """Return cells as one normalised table; texts are held for one batch only."""
    tables: list[pa.Table] = []
    batch: list[Cells] = []
    for cell in cells:
        batch.append(cell)
        if len(batch) >= BATCH:
            tables.append(normalised(batch, reading))
            batch = []
    if batch:
        tables.append(normalised(batch, reading))
    return pa.concat_tables(tables) if tables else None


def _cells_of_lines(rows: QuerySet[ImportRow], key: FileKey) -> Iterator[Cells]:
    lines = rows.order_by("number").values_list("pk", "number", "sealed")
    for pk, number, sealed in lines.iterator(chunk_size=2_000):
        yield cells_of_line(key.open(sealed, number)["seen"], str(pk))


def _cells_of_records(
    rows: QuerySet[Record], sheet: Sheet, contract: Contract, reader: Reader
) -> Iterator[Cells]:
    after = 0
    columns = ("id", "uid", "sheet", "open", "sealed")
    while batch := list(rows.filter(pk__gt=after).order_by("pk").only(*columns)[:BATCH]):
        yield from _cells(batch, sheet, contract, reader)
        after = batch[-1].pk


def _cells(
    records: Sequence[Record], sheet: Sheet, contract: Contract, reader: Reader
) -> Iterator[Cells]:
    open_fields = {
        cell: name
        for cell, name in _FIELDS.items()
        if name in sheet.by_name and open_to_reader(reader, sheet, sheet.by_name[name], contract)
    }
    homes = _homes(records, sheet, contract, reader)
    for record in records:
        values = values_of(record, open_fields.values())
        texts = {cell: str(values.get(name) or "") for cell, name in open_fields.items()}
        yield Cells(str(record.pk), **texts, address=homes.get(record.pk, ""))


def home_field(sheet: Sheet, contract: Contract) -> str:
    """Return the reference that says where somebody lives; empty without one."""
    for one in sheet.current:
        if (
            one.is_link
            and not one.many
            and not any(is_person(contract.sheets[to]) for to in one.to)
        ) and any("address" in keys_of(to, contract) for to in one.to):
            return one.name
    return ""


def _homes(
    records: Sequence[Record], sheet: Sheet, contract: Contract, reader: Reader
) -> dict[int, str]:
    """Return where people live in words: the building's address, the unit and the door."""
    name = home_field(sheet, contract)
    if not name or not open_to_reader(reader, sheet, sheet.by_name[name], contract):
        return {}
    ids = [record.pk for record in records]
    lives = Link.objects.filter(source_id__in=ids, field=name, until__isnull=True)
    at = {one.source_id: one.target for one in lives.select_related("target")}
    lies = Link.objects.filter(
        source_id__in={home.pk for home in at.values()}, field="building", until__isnull=True
    ).select_related("target")
    above = {one.source_id: one.target for one in lies}
    found = {}
    for person, home in at.items():
        told = opened_of(home, ("unit_no", "dwelling_no", "address", "building"), contract, reader)
        inside = values_of(home, told)
        outside = inside
        if home.pk in above and "building" in told:
            house = above[home.pk]
            outside = values_of(house, opened_of(house, ("address",), contract, reader))
        unit, door = inside.get("unit_no"), inside.get("dwelling_no")
        found[person] = "".join(
            (
                str(outside.get("address") or ""),
                f"{unit}单元" if unit and str(unit).isalnum() and len(str(unit)) < 4 else "",
                f"{door}室" if door and str(door).isdigit() else str(door or ""),
            )
        )
    return found


def _candidates(
    rows: QuerySet[ImportRow],
    lines: pa.Table | None,
    key: FileKey,
    sheet: Sheet,
    contract: Contract,
    reader: Reader,
) -> QuerySet[Record]:
    """Return whom a file is held against; `lines` are its lines as linkage reads them."""
    within = reached(reader, sheet.code, contract)
    enough = 0 if lines is None else max(FEW_BESIDE * len(lines), OTHERS)
    if lines is None or within.order_by()[:enough].count() < enough:
        return within
    opened = {
        cell
        for cell, name in _FIELDS.items()
        if name in sheet.by_name and open_to_reader(reader, sheet, sheet.by_name[name], contract)
    }
    home = home_field(sheet, contract)
    if home and open_to_reader(reader, sheet, sheet.by_name[home], contract):
        opened.add("address")
    ids = near(_cells_of_lines(rows, key), lines, opened, home, reader.by.area_code)
    return within.filter(pk__in=these(ids | some_others(within, OTHERS)))
