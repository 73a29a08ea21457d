"""Records that may stand twice by what is exactly the same: a code, an address, a door, a family.

Nothing is weighed: each key alone says that somebody should look. Residents of two townships who
share name, month of birth and telephone are told to the county only, for nobody else reaches both.
One sheet is looked at, at a time; the database sorts, and no more than `MOST` pairs are held.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from django.db import connection

from gege.kernel.addresses import read_address
from gege.registers.models import Record

Key = tuple[int, int]
Seen = Mapping[str, str]
MOST: Final = 100_000
MOST_ALIKE: Final = 30
"""Records with one key of which all are told; of more the key says nothing."""
_COMMUNITY: Final = 12


def keyed_pairs(sheets: Collection[str]) -> dict[Key, tuple[str, Seen]]:
    """Return pairs of live records by their ids, each with its sheet and what is the same."""
    found: dict[Key, tuple[str, Seen]] = {}
    for needs, sheet, seen, looks in _WAYS:
        if not set(needs) <= set(sheets):
            continue
        for key in looks():
            if len(found) >= MOST:
                return found
            found.setdefault(key, (sheet, seen))
    return found


def _organisations() -> Iterator[Key]:
    yield from _stars(_rows(_BY_CODE))


def _dwellings() -> Iterator[Key]:
    yield from _stars(_rows(_BY_DOOR))


def _households() -> Iterator[Key]:
    yield from _stars(_rows(_BY_MEMBERS))


def _residents() -> Iterator[Key]:
    for ids in _rows(_ACROSS_TOWNSHIPS):
        yield ids[0], ids[1]


def _buildings() -> Iterator[Key]:
    rows = Record.objects.filter(
        sheet="building", valid_to__isnull=True, merged_into__isnull=True
    ).values_list("pk", "area_code", "open__address", "open__name")
    alike: dict[tuple[str, str], list[int]] = {}
    for pk, area, address, name in rows.order_by("pk").iterator(chunk_size=2_000):
        normal = building_key(str(address or ""), str(name or ""))
        if normal and len(area) >= _COMMUNITY:
            alike.setdefault((area[:_COMMUNITY], normal), []).append(pk)
    yield from _stars(ids for ids in alike.values() if len(ids) > 1)


def building_key(address: str, name: str) -> str:
    """Return an address and a building's number in one spelling; empty where that is not told."""
    read = read_address(address)
    if not read.building:
        # The number of the building stands in its name: 解放路12号, 3栋.
        read = read_address(f"{address}{name}")
    if not read.building_keys:
        return ""
    return read.building_keys[0] if read.building else f"{read.building_keys[0]}{name.strip()}"


def _stars(groups: Iterable[list[int]]) -> Iterator[Key]:
    """Yield the first of each group with every other: what is decided there settles the rest."""
    for ids in groups:
        if len(ids) > MOST_ALIKE:
            continue
        first, *others = sorted(ids)
        for other in others:
            yield first, other


def _rows(sql: str) -> Iterator[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        while batch := cursor.fetchmany(1_000):
            for row in batch:
                yield list(row[0])


_BY_CODE: Final = """
    SELECT array_agg(id) FROM registers_record
    WHERE sheet = 'organisation' AND valid_to IS NULL AND merged_into_id IS NULL
      AND COALESCE(open->>'uscc', '') <> ''
    GROUP BY upper(open->>'uscc') HAVING count(*) > 1
    ORDER BY min(id) LIMIT %s
"""
_BY_DOOR: Final = """
    SELECT array_agg(home.id) FROM registers_record AS home
    JOIN registers_link AS lies
      ON lies.source_id = home.id AND lies.field = 'building' AND lies.until IS NULL
    WHERE home.sheet = 'dwelling' AND home.valid_to IS NULL AND home.merged_into_id IS NULL
      AND COALESCE(home.open->>'dwelling_no', '') <> ''
    GROUP BY lies.target_id, upper(btrim(COALESCE(home.open->>'unit_no', ''))),
      upper(btrim(home.open->>'dwelling_no'))
    HAVING count(*) > 1
    ORDER BY min(home.id) LIMIT %s
"""
_BY_MEMBERS: Final = """
    WITH family AS (
        SELECT link.source_id AS id,
            array_agg(DISTINCT link.target_id ORDER BY link.target_id) AS members
        FROM registers_link AS link
        JOIN registers_record AS home ON home.id = link.source_id
        WHERE link.field = 'members' AND link.until IS NULL AND home.sheet = 'household'
          AND home.valid_to IS NULL AND home.merged_into_id IS NULL
        GROUP BY link.source_id
    )
    SELECT array_agg(family.id) FROM family
    JOIN registers_link AS lives
      ON lives.source_id = family.id AND lives.field = 'dwelling' AND lives.until IS NULL
    GROUP BY lives.target_id, family.members HAVING count(*) > 1
    ORDER BY min(family.id) LIMIT %s
"""
_ACROSS_TOWNSHIPS: Final = """
    WITH person AS MATERIALIZED (
        SELECT id, left(area_code, 9) AS town, open->>'name' AS name, open->>'born' AS born,
            open->>'phone' AS phone
        FROM registers_record
        WHERE sheet = 'resident' AND valid_to IS NULL AND merged_into_id IS NULL
          AND length(area_code) >= 9 AND COALESCE(open->>'name', '') <> ''
          AND COALESCE(open->>'born', '') <> '' AND COALESCE(open->>'phone', '') <> ''
    )
    SELECT ARRAY[LEAST(one.id, other.id), GREATEST(one.id, other.id)]
    FROM person AS one
    JOIN person AS other USING (phone, name, born)
    WHERE one.town < other.town
    ORDER BY 1 LIMIT %s
"""
_WAYS: Final[tuple[tuple[tuple[str, ...], str, Seen, Callable[[], Iterator[Key]]], ...]] = (
    (("organisation",), "organisation", {"uscc": "same"}, _organisations),
    (("building",), "building", {"address": "same_building"}, _buildings),
    (("dwelling", "building"), "dwelling", {"address": "same_room"}, _dwellings),
    (
        ("household", "dwelling", "resident"),
        "household",
        {"members": "same", "address": "same_room"},
        _households,
    ),
    (
        ("resident",),
        "resident",
        {"name": "same", "birth": "same_month", "phone": "same"},
        _residents,
    ),
)
"""Each way: the sheets it reads, the sheet of its pairs, what is the same, and how it looks."""
