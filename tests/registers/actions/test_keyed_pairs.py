"""Records that stand twice by an exact key: codes, addresses, doors, families, far people."""

from __future__ import annotations

from typing import Any

import pytest

from gege.registers.actions.merging.unmerge import unmerge
from gege.registers.actions.pairing import find
from gege.registers.actions.pairing.rounds import pair_townships
from gege.registers.api import (
    Pair,
    Record,
    current_contract,
    keep_apart,
    merge_pair,
    pairs,
)
from gege.registers.queries.keyed_pairs import building_key
from gege.registers.rules.declaration import Side
from gege.territory.api import read_editions
from tests.cast import GRID, NEIGHBOUR_GRID, OTHER_GRID, SECOND_GRID, Cast
from tests.registers.keeping_records import NOW, Home, enter, go_live, sample
from tests.registers.queries.kept import change, end, keep


def find_keyed() -> set[tuple[str, int, int]]:
    find.find_keyed(now=NOW, editions=read_editions())
    rows = Pair.objects.filter(how="", found_by="key")
    return {(one.sheet, one.one_id, one.other_id) for one in rows}


def about(by: Any) -> dict[str, Any]:
    return {"by": by, "now": NOW, "editions": read_editions()}


@pytest.fixture(autouse=True)
def _in_use(cast: Cast) -> None:
    go_live()


CODE = "91350200MA2YJ1XR9G"


def twice(sheet: str, *, alike: bool) -> tuple[Record, Record]:
    """Two records of a sheet that are one, or that only look so."""
    if sheet == "organisation":
        other = CODE.lower() if alike else "91350200MA2YJ1XR8G"
        return keep(sheet, name="某公司", uscc=CODE), keep(sheet, name="某某公司", uscc=other)
    if sheet == "building":
        one = keep(sheet, name="三号楼", address="解放路12号3号楼")
        area = SECOND_GRID if alike else NEIGHBOUR_GRID
        return one, keep(sheet, area=area, name="3栋", address="解放路十二号")
    house = keep("building", name="9栋", address="人民路1号9栋")
    if sheet == "dwelling":
        other = "a501" if alike else "A502"
        both = (keep(sheet, building=house, unit_no="2", dwelling_no=no) for no in ("A501", other))
        return next(both), next(both)
    home = keep("dwelling", building=house, dwelling_no="101")
    family = [keep("resident", name=name, born="1950-03") for name in ("王一", "李二")]
    one = keep("household", household_no="H-1", dwelling=home, members=family)
    members = family[::-1] if alike else family[:1]
    return one, keep("household", household_no="H-2", dwelling=home, members=members)


@pytest.mark.row("R-045")
@pytest.mark.parametrize("sheet", ["organisation", "building", "dwelling", "household"])
def test_what_is_exactly_the_same_is_a_pair_and_what_is_not_is_none(sheet: str) -> None:
    twice(sheet, alike=False)
    assert find_keyed() == set()
    Record.objects.all().update(valid_to=NOW.date())
    one, other = twice(sheet, alike=True)
    assert find_keyed() == {(sheet, one.pk, other.pk)}
    assert find_keyed() == {(sheet, one.pk, other.pk)}
    end(other)
    assert find_keyed() == set()
    assert Pair.objects.get().how == "gone"


@pytest.mark.parametrize(
    ("address", "name", "key"),
    [
        ("解放路12号3号楼", "", "解放路12|3"),
        ("解放路12号", "3栋", "解放路12|3"),
        ("解放路12号", "办公楼", "解放路12|办公楼"),
        ("", "3栋", ""),
    ],
)
def test_a_buildings_address_has_one_spelling(address: str, name: str, key: str) -> None:
    assert building_key(address, name) == key


@pytest.mark.row("R-045")
def test_a_person_in_two_townships_is_told_to_the_county_only(cast: Cast) -> None:
    who = {"name": "王小明", "born": "1950-03", "phone": "10000000001"}
    here = keep("resident", area=GRID, **who)
    keep("resident", area=SECOND_GRID, **who)
    keep("resident", area=OTHER_GRID, **{**who, "born": "1950-04"})
    there = keep("resident", area=OTHER_GRID, **who)
    child = {**who, "born": "2020-05"}
    keep("resident", area=GRID, **child)
    keep("resident", area=OTHER_GRID, **child)
    found = find_keyed()
    assert ("resident", here.pk, there.pk) in found
    assert len(found) == 2
    seen = {}
    for name in cast.people:
        lines, _more = pairs(language="zh-hans", **about(cast.actor(name)))
        if lines:
            seen[name] = len(lines)
    assert seen == {"county_dispatcher": 2, "county_supervisor": 2}
    change(there, phone="10000000002")
    assert ("resident", here.pk, there.pk) not in find_keyed()


def test_what_is_different_stays_so_and_the_township_run_leaves_it(cast: Cast) -> None:
    one, other = twice("dwelling", alike=True)
    find_keyed()
    pair = Pair.objects.get()
    pair_townships(now=NOW, editions=read_editions(), everything=True)
    assert Pair.objects.get().how == ""
    keep_apart(pair.pk, reason="两套房门牌相同", **about(cast.station_clerk))
    assert find_keyed() == set()
    assert (one.pk, other.pk) == (pair.one_id, pair.other_id)


@pytest.mark.row("R-045")
@pytest.mark.parametrize("sheet", ["building", "dwelling", "household"])
def test_they_become_one_record_and_two_again(cast: Cast, sheet: str) -> None:
    home = Home(cast.grid_worker)
    contract = current_contract(read_editions())
    targets = {
        "building": home.building.uid, "dwelling": home.dwelling.uid,
        "resident": home.resident.uid, "household": home.household.uid,
    }  # fmt: skip
    typed = sample(contract.sheets[sheet], contract, targets, side=Side.FIELD)
    enter(sheet, typed, cast.grid_worker)
    other = enter(sheet, typed, cast.grid_worker)
    # What was at home before may be the same too: then both are told with the oldest.
    (first,) = {one for kind, one, second in find_keyed() if (kind, second) == (sheet, other.pk)}
    pair = Pair.objects.get(one=first, other=other)
    kept = merge_pair(pair.pk, kept=pair.one.uid, reason="同一处", **about(cast.station_clerk))
    assert kept.pk == first
    other.refresh_from_db()
    assert other.merged_into_id == first
    unmerge(other.uid, reason="不是同一处", **about(cast.station_clerk))
    other.refresh_from_db()
    assert (other.merged_into_id, other.valid_to) == (None, None)


def test_without_its_line_of_the_trail_no_pair_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    twice("organisation", alike=True)

    def broken(**_said: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(find, "record", broken)
    with pytest.raises(RuntimeError):
        find_keyed()
    assert not Pair.objects.exists()


def test_a_register_that_is_not_in_use_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    twice("organisation", alike=True)
    monkeypatch.setattr(find, "live_registers", lambda: frozenset({"population"}))
    assert find_keyed() == set()
