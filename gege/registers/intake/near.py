"""Who may be meant by the lines of a file, found by marks: few of all the people in reach.

Somebody may be meant who carries a number or a telephone of a line, or whose name sounds the same:
of those only who was born in the same month or lives in the same building, wherever both sides say
so. A name alone is shared by hundreds in a county, and reading them all would make a file slower
the more people there are. Besides, some others are taken by chance: who was chosen for a likeness
does not teach how often strangers are alike.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from math import gcd
from typing import Any, Final

import pyarrow as pa
from django.db import connection
from django.db.models import QuerySet

from gege.kernel.addresses import read_address
from gege.kernel.identity import tidy
from gege.kernel.personal.names import name_keys
from gege.kernel.personal.phones import phones_in
from gege.registers.intake.references import by_the_index, holders
from gege.registers.keeping import term_mark
from gege.registers.linkage import Cells
from gege.registers.models import Record
from gege.registers.protection import search_marks
from gege.registers.queries.comparing.looking import these

_TOGETHER: Final = 1_000
_GOLDEN: Final = 0.6180339887
_PLACES, _TRIES = 10_000, 5
Near = dict[str, set[str | None]]
"""For each mark of a sound the months of birth that lines of it say; None where one says none."""


def near(
    cells: Iterable[Cells], lines: pa.Table, opened: Collection[str], home: str, area_code: str
) -> set[int]:
    """Return the ids of all who may be meant, in an area.

    `lines` are the same lines as linkage reads them. Only the fields in `opened` are asked.
    """
    found: set[int] = set()
    births = iter(lines.column("birth").cast(pa.string()).to_pylist())
    every = iter(cells)
    while some := list(islice(every, _TOGETHER)):
        numbers: dict[str, None] = {}
        sounds: Near = defaultdict(set)
        buildings: dict[str, None] = {}
        for cell in some:
            numbers |= dict.fromkeys(_numbers(cell, opened))
            birth = next(births)
            if mark := _sound(cell) if "name" in opened else "":
                # A record knows the month at most.
                sounds[mark].add(birth and f"{birth[:4]}-{birth[4:6]}")
            buildings |= dict.fromkeys(_buildings(cell))
        found.update(holders("marks", numbers, area_code))
        inside = holders("terms", buildings, area_code) if "address" in opened else []
        found.update(_named_alike(sounds, inside, home, area_code, asks_birth="born_on" in opened))
    return found


def some_others(rows: QuerySet[Record], most: int) -> set[int]:
    """Return the ids of some of the rows, spread over all of them, and always the same.

    Places in the whole table are tried one after the other, so that it costs the same however large
    that is; of rows that are few in a large table fewer are found.
    """
    last = Record.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    step = int(last * _GOLDEN) | 1
    while gcd(step, last) > 1:  # else some places would never be tried
        step += 1
    found: list[int] = []
    for turn in range(_TRIES):
        places = (
            [1 + (turn * _PLACES + one) * step % last for one in range(_PLACES)] if last else []
        )
        found += rows.filter(pk__in=these(places)).order_by("pk").values_list("pk", flat=True)
        if len(found) >= most or last <= _PLACES:
            break
    return set(found[:most])


def _numbers(cell: Cells, opened: Collection[str]) -> list[str]:
    """Return the marks of the numbers of a line: who carries one may be meant."""
    number = tidy(cell.number) if "number" in opened else ""
    marks = search_marks(number, space="identity_number") if number else []
    for phone in phones_in(cell.phone) if "phone" in opened else ():
        marks += search_marks(phone.number, space="phone")
    return marks


def _sound(cell: Cells) -> str:
    sound = name_keys(cell.name).pinyin.replace(" ", "")
    return term_mark(sound) if sound else ""


def _buildings(cell: Cells) -> Iterator[str]:
    for key in read_address(cell.address).building_keys if cell.address else ():
        yield term_mark(key)


def _named_alike(
    sounds: Near, inside: list[int], home: str, area_code: str, *, asks_birth: bool
) -> list[int]:
    """Return who has the sound of a line's name, and its month of birth or one of its buildings."""
    if not sounds:
        return []
    pairs: list[tuple[str, str | None]] = [
        (mark, month if asks_birth else None) for mark, months in sounds.items() for month in months
    ]
    asked: dict[str, Any] = {
        "all": [*sounds],
        "marks": [mark for mark, _month in pairs],
        "months": [month for _mark, month in pairs],
        "area": f"{area_code}%",
        "inside": inside,
        "home": home,
    }
    with by_the_index(), connection.cursor() as cursor:
        cursor.execute(_NAMED_ALIKE, asked)
        return [int(row[0]) for row in cursor.fetchall()]


_NAMED_ALIKE: Final = """
WITH held AS MATERIALIZED (
    SELECT id, area_code, terms,
           coalesce(open ->> 'born', to_char(child_until - interval '14 years 1 month', 'YYYY-MM'))
           AS month
      FROM registers_record WHERE terms && %(all)s::varchar[]
), wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(marks)s::text[], %(months)s::text[]) AS one(mark, month)
), named AS MATERIALIZED (
    SELECT DISTINCT held.id, held.month IS NULL OR wanted.month IS NULL
           OR held.month = wanted.month AS fits
      FROM held CROSS JOIN LATERAL unnest(held.terms) AS own(mark)
      JOIN wanted ON wanted.mark = own.mark
     WHERE held.area_code LIKE %(area)s
)
SELECT id FROM named WHERE fits
 UNION
SELECT named.id FROM named
  JOIN registers_link lives
    ON lives.source_id = named.id AND lives.field = %(home)s AND lives.until IS NULL
  JOIN registers_link lies
    ON lies.source_id = lives.target_id AND lies.field = 'building' AND lies.until IS NULL
 WHERE NOT named.fits AND lies.target_id = ANY(%(inside)s)
"""
"""The month of a child is sealed; that of the day until which it is one tells the same."""
