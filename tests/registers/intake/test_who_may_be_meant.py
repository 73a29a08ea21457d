"""Who may be meant by a line is found by marks: few of all people, and by indexes only."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection
from django.utils import timezone

from gege.kernel.ids import new_uid
from gege.registers.intake import near as asked
from gege.registers.intake import people
from gege.registers.intake.near import near, some_others
from gege.registers.intake.references import _HOLDERS, by_the_index
from gege.registers.keeping import term_mark
from gege.registers.linkage import Cells, Reading, normalised
from gege.registers.models import ImportRow, Record
from tests.cast import COMMUNITY, GRID, Cast
from tests.registers.intake.files import previewed, states
from tests.registers.keeping_records import NOW, Home, citizen_number, go_live

ALL = frozenset({"name", "number", "born_on", "phone", "address"})
ELSEWHERE = "和平路9号"

pytestmark = pytest.mark.row("R-044")


def line(name: str, **more: str) -> Cells:
    return Cells("1", name, **more)


def meant(*lines: Cells, opened: frozenset[str] = ALL, area: str = COMMUNITY) -> set[str]:
    """The names of those who may be meant."""
    table = normalised(lines, Reading(NOW.date()))
    ids = near(lines, table, opened, "dwelling", area)
    rows = Record.objects.filter(pk__in=ids)
    return {f"{one.open['name']} {one.open.get('born', '')}".strip() for one in rows}


def town(cast: Cast) -> Home:
    """王小明 of 1950 in a home that has an address, and a namesake of 1980 beside him."""
    go_live()
    home = Home(cast.grid_worker)
    home.person(
        cast.grid_worker,
        name="王晓明",
        born="1980-04",
        id_type="111",
        id_number=citizen_number("19800402"),
    )
    return home


def test_the_sound_of_a_name_is_enough_with_the_month_or_the_building(cast: Cast) -> None:
    home = town(cast)
    both = {"王小明 1950-03", "王晓明 1980-04"}
    assert meant(line("王小明", born_on="1950-03-07")) == {"王小明 1950-03"}
    assert meant(line("王小明", number=citizen_number("19800409", 5))) == {"王晓明 1980-04"}
    assert meant(line("王小明")) == both
    assert meant(line("王小明", born_on="1970-01-01")) == set()
    address = str(home.building.open["address"])
    assert meant(line("王小明", born_on="1970-01-01", address=f"{address}501室")) == both
    assert meant(line("王小明", born_on="1970-01-01", address=ELSEWHERE)) == set()


def test_a_number_is_enough_and_what_is_closed_is_not_asked(cast: Cast) -> None:
    town(cast)
    number = citizen_number("19800402")
    assert meant(line("李四", number=number)) == {"王晓明 1980-04"}
    assert meant(line("李四", number=number), area="511622102") == set()
    assert meant(line("李四", number=number), opened=ALL - {"number"}) == set()
    assert meant(line("王小明"), opened=ALL - {"name"}) == set()
    # A dash is how some departments write that they know none.
    assert meant(line("李四", number="-", phone="-")) == set()
    both = {"王小明 1950-03", "王晓明 1980-04"}
    month = line("王小明", born_on="1950-03-07")
    assert meant(month, opened=ALL - {"born_on"}) == both


def test_a_child_is_found_by_the_month_that_is_sealed(cast: Cast) -> None:
    home = town(cast)
    child = home.person(cast.grid_worker, name="王小冬", born="2016-12")
    assert "born" not in child.open
    ids = near(
        [line("王小冬", born_on="2016-12-30")],
        normalised([line("王小冬", born_on="2016-12-30")], Reading(NOW.date())),
        ALL,
        "dwelling",
        COMMUNITY,
    )
    assert ids == {child.pk}
    other = [line("王小冬", born_on="2016-11-30")]
    assert near(other, normalised(other, Reading(NOW.date())), ALL, "dwelling", COMMUNITY) == set()


def test_a_file_finds_the_same_beside_many_as_against_everybody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    town(cast)
    lines = [
        ("王小明", "", "男", "1950-03-07", "", "解放路12号3栋501室"),
        ("王晓明", citizen_number("19800402"), "男", "1980-04-02", "", ""),
        ("赵新来", citizen_number("19900101", 3), "男", "1990-01-01", "", ""),
    ]
    found = []
    for few, others in ((people.FEW_BESIDE, people.OTHERS), (0, 1)):
        monkeypatch.setattr(people, "FEW_BESIDE", few)
        monkeypatch.setattr(people, "OTHERS", others)
        one = previewed(lines, cast.station_clerk, although_there=True)
        rows = ImportRow.objects.filter(batch=one).order_by("number")
        found.append((states(one), [[each["record"] for each in row.found] for row in rows]))
    assert found[0] == found[1]


def test_others_are_spread_and_always_the_same(cast: Cast) -> None:
    # What stands close together is found whole; ids go on counting from test to test.
    made = crowd(300, first=1)
    rows = Record.objects.filter(pk__in=made)
    some = some_others(rows, 20)
    assert len(some) == 20
    assert some == some_others(rows, 20)
    assert some_others(rows, 1_000) == set(made)
    assert some_others(Record.objects.none(), 20) == set()


def crowd(many: int, first: int | None = None) -> list[int]:
    """Records of people as they lie, without the words that entered them; ids from `first` on."""
    now = timezone.now()
    rows = [
        Record(
            pk=None if first is None else first + place,
            uid=new_uid(),
            sheet="resident",
            area_code=GRID,
            open={"name": f"某{place}", "born": f"19{place % 90 + 10}-0{place % 9 + 1}"},
            terms=[term_mark(f"sound{place % 700}"), *(term_mark(f"{place} {x}") for x in "abcde")],
            marks=[f"b1.number{place}"],
            opened_at=now,
            changed_at=now,
            valid_from=now.date(),
        )
        for place in range(many)
    ]
    return [one.pk for one in Record.objects.bulk_create(rows)]


def test_marks_are_looked_up_by_their_index_among_thousands(cast: Cast) -> None:
    crowd(3_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registers_record")
    marks = [term_mark(f"sound{place}") for place in range(0, 700, 2)]
    pairs: dict[str, Any] = {
        "all": marks, "marks": marks, "months": [None] * len(marks), "area": f"{COMMUNITY}%",
        "inside": [1], "home": "dwelling",
    }  # fmt: skip
    for sql, values in (
        (_HOLDERS["terms"], [marks, f"{COMMUNITY}%"]),
        (_HOLDERS["marks"], [marks, f"{COMMUNITY}%"]),
        (asked._NAMED_ALIKE, pairs),
    ):
        plan = explained(sql, values)
        assert re.findall(r'"records_by_(?:term|mark)"', plan), plan
        assert '"Seq Scan"' not in plan, plan


def explained(sql: str, values: Any) -> str:
    """The plan of a statement as the import runs it."""
    with by_the_index(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        return json.dumps(cursor.fetchone()[0])


def test_a_file_without_lines_means_nobody(cast: Cast) -> None:
    empty = pa.table({"birth": pa.array([], pa.string())})
    assert near([], empty, ALL, "dwelling", COMMUNITY) == set()
