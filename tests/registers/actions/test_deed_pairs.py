"""What a person decides about a pair: asked once, within reach, with its line or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from click.testing import CliRunner

from gege.registers.api import (
    Invalid,
    Merge,
    NotFound,
    Pair,
    Record,
    Refused,
    keep_apart,
    merge_likely,
    merge_pair,
    propose,
    put_off,
    record_sheet,
)
from gege.registers.commands import registers
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.actions.merging import Twice, a_pair, one_of
from tests.registers.keeping_records import LATER, go_live


@pytest.fixture
def twice(cast: Cast) -> Twice:
    go_live()
    return Twice(cast)


def about(by: Actor, **more: Any) -> dict[str, Any]:
    return {"by": by, "now": LATER, "editions": read_editions(), **more}


Deed = Callable[[int, Actor], Any]
DEEDS: dict[str, Deed] = {
    "different": lambda pk, by: keep_apart(pk, reason="父子", **about(by)),
    "later": lambda pk, by: put_off(pk, **about(by)),
    "propose": lambda pk, by: propose(
        *(Record.objects.get(pk=one).uid for one in Pair.objects.values_list("one", "other")[0]),
        **about(by),
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_without_its_line_of_the_trail_nothing_was_decided(
    cast: Cast, twice: Twice, deed: str
) -> None:
    pair = a_pair(twice.kept, twice.other)
    with (
        patch("gege.registers.actions.pairing.decide.record", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        DEEDS[deed](pair.pk, cast.station_clerk)
    again = Pair.objects.get()
    assert (again.how, again.decided_at, again.found_at) == ("", None, pair.found_at)


@pytest.mark.parametrize("deed", DEEDS)
def test_each_decision_has_its_line_and_only_those_in_reach_decide(
    cast: Cast, twice: Twice, deed: str
) -> None:
    pair = a_pair(twice.kept, twice.other)
    for by in (cast.stranger, cast.second_station_clerk, cast.strange_township_operator):
        with pytest.raises(NotFound):
            DEEDS[deed](pair.pk, by)
    for by in (cast.grid_worker, cast.department_officer, cast.electronic_supervisor):
        with pytest.raises((NotFound, Refused)):
            DEEDS[deed](pair.pk, by)
    DEEDS[deed](pair.pk, cast.station_clerk)
    line = Entry.objects.get(stream=f"register_pair:{pair.pk}")
    assert line.deed == deed
    assert str(twice.kept.uid) in line.payload
    assert "王" not in line.payload


@pytest.mark.row("R-044")
def test_what_is_decided_is_not_decided_again(cast: Cast, twice: Twice) -> None:
    pair, by = a_pair(twice.kept, twice.other), cast.station_clerk
    merge_pair(pair.pk, kept=twice.kept.uid, reason="同一人", **about(by))
    for deed in ("different", "later"):
        with pytest.raises(Refused, match="decided_pair"):
            DEEDS[deed](pair.pk, by)
    with pytest.raises(Refused, match="decided_pair"):
        merge_pair(pair.pk, kept=twice.kept.uid, reason="同一人", **about(by))
    with pytest.raises(NotFound):
        merge_pair(pair.pk + 1, kept=twice.kept.uid, reason="同一人", **about(by))


def test_only_one_of_the_two_can_stay(cast: Cast, twice: Twice) -> None:
    pair, by = a_pair(twice.kept, twice.other), cast.station_clerk
    with pytest.raises(Invalid) as caught:
        merge_pair(pair.pk, kept=twice.home.building.uid, reason="同一人", **about(by))
    assert caught.value.field == "kept"


def test_of_likely_ones_each_is_a_merge_and_what_cannot_be_is_told(
    cast: Cast, twice: Twice
) -> None:
    by = cast.station_clerk
    third = twice.home.person(cast.grid_worker, name="王小敏")
    first = a_pair(twice.kept, twice.other, band="likely")
    second = a_pair(twice.kept, third, band="likely")
    with pytest.raises(Invalid):
        merge_likely([], reason="核对过", **about(by))
    with pytest.raises(Invalid):
        merge_likely(range(1, 32), reason="核对过", **about(by))
    with pytest.raises(NotFound):
        merge_likely([first.pk, 999_999], reason="核对过", **about(by))
    many = merge_likely([first.pk, first.pk, second.pk], reason="核对过", **about(by))
    assert (many.merged, [one.word for one in many.refused.values()]) == (1, ["decided_pair"])
    assert Merge.objects.count() == 1


def test_an_old_address_opens_nothing_that_the_new_one_does_not(cast: Cast, twice: Twice) -> None:
    one_of(twice.kept, twice.other, cast.station_clerk)
    named = {"now": LATER, "editions": read_editions(), "language": "en"}
    for uid in (twice.kept.uid, twice.other.uid):
        assert record_sheet(uid, by=cast.grid_worker, **named).record.pk == twice.kept.pk
        for by in (cast.stranger, cast.second_grid_worker, cast.other_department_officer):
            with pytest.raises(NotFound):
                record_sheet(uid, by=by, **named)


def test_two_of_one_record_or_of_two_kinds_are_no_pair(cast: Cast, twice: Twice) -> None:
    by, kept = cast.station_clerk, twice.kept.uid
    for other, word in ((kept, "one_record"), (twice.home.building.uid, "not_of_one_kind")):
        with pytest.raises(Refused, match=word):
            propose(kept, other, **about(by))
    with pytest.raises(NotFound):
        propose(kept, UUID(int=7), **about(by))
    assert propose(kept, twice.other.uid, **about(by)).pk == (
        propose(twice.other.uid, kept, **about(by, now=LATER + timedelta(days=1))).pk
    )


def test_the_command_looks_and_tells_what_it_found(cast: Cast, twice: Twice) -> None:
    told = CliRunner().invoke(registers, ["pairs"]).output
    assert "511622100\t2 residents" in told
    assert "1 areas looked at." in told
    assert CliRunner().invoke(registers, ["pairs", "--changed"]).output == "Nothing changed.\n"
