"""Residents that stand twice are found, by linkage and by the rules, and remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from gege.registers.actions.pairing.find import find_pairs
from gege.registers.actions.pairing.rounds import pair_changed, pair_townships
from gege.registers.api import Finding, Pair, Record, end_record, keep_apart, put_off, run_rules
from gege.registers.models import Pairing
from gege.territory.api import read_editions
from tests.cast import COMMUNITY, GRID, OTHER_GRID, TOWN, Cast
from tests.registers.actions.merging import Twice, one_of, speak
from tests.registers.keeping_records import LATER, NOW, citizen_number, go_live
from tests.registers.queries.kept import Street, change, keep

DAY = timedelta(days=1)


@pytest.fixture
def twice(cast: Cast) -> Twice:
    go_live()
    return Twice(cast)


def look(now: Any = LATER, area: str = COMMUNITY, **more: Any) -> Pairing:
    return find_pairs(area, now=now, editions=read_editions(), **more)


def pair_of(one: Record, other: Record) -> Pair | None:
    low, high = sorted((one.pk, other.pk))
    return Pair.objects.filter(one_id=low, other_id=high).first()


def test_two_with_one_telephone_in_one_dwelling_are_a_pair_with_what_was_seen(
    cast: Cast, twice: Twice
) -> None:
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    strangers = [
        twice.home.person(cast.grid_worker, name=name, born=born, phone=phone)
        for name, born, phone in (
            ("赵铁柱", "1971-08", "10000000101"),
            ("孙丽华", "1988-11", "10000000102"),
        )
    ]
    run = look()
    assert (run.looked_at, run.found, run.gone) == (4, 1, 0)
    pair = Pair.objects.get()
    assert {pair.one_id, pair.other_id} == {twice.kept.pk, twice.other.pk}
    assert not {pair.one_id, pair.other_id} & {one.pk for one in strangers}
    assert pair.seen == {
        "name": "same_sound",
        "birth": "same",
        "phone": "same",
        "address": "same_room",
    }
    assert (pair.band, pair.area_code, pair.found_by, pair.how) == ("likely", GRID, "linkage", "")
    assert look().found == 0
    assert Pair.objects.count() == 1


def test_a_number_that_stands_for_nothing_makes_no_pair(cast: Cast) -> None:
    go_live()
    street = Street()
    for place, name in enumerate(("赵铁柱", "孙丽华", "钱多多")):
        one = street.person(name, f"19{70 + place}-0{place + 1}")
        one.refresh_from_db()
        change(one, id_type="111", id_number="111111111111111111", phone="13800138000")
    assert look().found == 0


@pytest.mark.row("R-044")
def test_two_that_are_different_are_proposed_again_only_when_one_of_them_changes(
    cast: Cast, twice: Twice
) -> None:
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    look()
    pair = Pair.objects.get()
    about = {"by": cast.station_clerk, "editions": read_editions()}
    keep_apart(pair.pk, reason="父子同名同住", now=LATER, **about)
    look(LATER + DAY)
    pair.refresh_from_db()
    assert (pair.how, pair.reason, pair.decided_by) == ("different", "父子同名同住", "张站员")
    speak(twice.kept, cast.grid_worker, LATER + DAY, contact_preference="phone")
    look(LATER + DAY)
    pair.refresh_from_db()
    assert pair.how == "different", "nobody compares by that"
    speak(twice.kept, cast.grid_worker, LATER + DAY, born="1950-04")
    speak(twice.kept, cast.grid_worker, LATER + DAY, born="1950-03")
    look(LATER + DAY)
    pair.refresh_from_db()
    assert pair.how == ""


def test_what_does_not_look_alike_any_more_leaves_the_list(cast: Cast, twice: Twice) -> None:
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    look()
    speak(twice.other, cast.grid_worker, name="孙丽华", born="1988-11", phone="10000000102")
    run = look(only=frozenset({twice.other.pk}))
    assert (run.found, run.gone) == (0, 1)
    assert Pair.objects.get().how == "gone"
    speak(twice.other, cast.grid_worker, name="王晓明", born="1950-03", phone="10000000007")
    look()
    assert Pair.objects.get().how == ""


def test_by_day_only_what_changed_is_held_against_its_community(cast: Cast, twice: Twice) -> None:
    about = {"editions": read_editions()}
    assert pair_changed(now=LATER, **about) == []
    assert not Pair.objects.exists(), "what was there before is for the night"
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    (run,) = pair_changed(now=LATER + DAY, **about)
    assert (run.area_code, run.found) == (COMMUNITY, 1)
    assert pair_changed(now=LATER + DAY, **about) == []


def test_at_night_each_township_with_changes_is_looked_at(cast: Cast, twice: Twice) -> None:
    keep("resident", area=OTHER_GRID, name="李大年", born="1946-08")
    about = {"now": LATER, "editions": read_editions()}
    assert [run.area_code for run in pair_townships(**about)] == [TOWN, OTHER_GRID[:9]]
    Pairing.objects.update(cursor=10**9)
    assert pair_townships(**about) == []
    assert len(pair_townships(**about, everything=True)) == 2


def test_one_number_in_two_townships_is_a_pair_above_both(cast: Cast, twice: Twice) -> None:
    number = citizen_number()
    speak(twice.kept, cast.grid_worker, id_type="111", id_number=number, sex="1")
    far = keep(
        "resident", area=OTHER_GRID, name="王小明", born="1950-03", id_type="111", id_number=number
    )
    run_rules(now=LATER, editions=read_editions())
    pair_townships(now=LATER, editions=read_editions())
    pair = pair_of(twice.kept, far)
    assert pair is not None
    assert (pair.area_code, pair.found_by, pair.seen) == ("511622", "L01", {"number": "same"})
    about = {"reason": "两个人，号码录错", "by": cast.county_dispatcher, "now": LATER}
    keep_apart(pair.pk, editions=read_editions(), **about)
    finding = Finding.objects.get(rule="L01")
    assert (finding.state, finding.reason) == ("dismissed", "两个人，号码录错")


def test_a_pair_that_was_put_off_comes_back(cast: Cast, twice: Twice) -> None:
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    look()
    pair = Pair.objects.get()
    put_off(pair.pk, by=cast.station_clerk, now=LATER, editions=read_editions())
    pair_townships(now=LATER + DAY, editions=read_editions())
    pair.refresh_from_db()
    assert pair.how == "later"
    pair_townships(now=LATER + 14 * DAY, editions=read_editions())
    pair.refresh_from_db()
    assert (pair.how, pair.later_until) == ("", None)


def test_who_ended_or_became_one_is_in_no_pair(cast: Cast, twice: Twice) -> None:
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    third = twice.home.person(cast.grid_worker, name="王小名", phone="10000000007")
    assert look().found == 3
    about = {"by": cast.grid_worker, "now": LATER, "editions": read_editions()}
    end_record(third.uid, on=NOW.date(), why="moved_out", note="", **about)
    one_of(twice.kept, twice.other, cast.station_clerk)
    look()
    assert not Pair.objects.filter(how="").exists()


def test_without_its_line_of_the_trail_no_pair_is_kept(cast: Cast, twice: Twice) -> None:
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    with (
        patch("gege.registers.actions.pairing.find.record", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        look()
    assert not Pair.objects.exists()
    assert not Pairing.objects.exists()
