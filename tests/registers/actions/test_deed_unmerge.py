"""What was made one record becomes two again, also after more was said (decision 0039)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from gege.registers.actions.take_back import take_back
from gege.registers.api import (
    Consent,
    Finding,
    Invalid,
    Link,
    Merge,
    NotFound,
    Pair,
    Question,
    Record,
    Refused,
    RightsRequest,
    Statement,
    current_contract,
    receive_request,
    run_rules,
    settle,
)
from gege.registers.keeping import values_of
from gege.territory.api import read_editions
from tests.cast import NEIGHBOUR_GRID, Cast, centre_of
from tests.registers.actions.merging import (
    Twice,
    a_pair,
    members,
    one_of,
    police,
    speak,
    state,
    two_again,
)
from tests.registers.keeping_records import LATER, citizen_number, enter, go_live

HOUR = timedelta(hours=1)


@pytest.fixture
def twice(cast: Cast) -> Twice:
    go_live()
    return Twice(cast)


def everything(*records: Record) -> dict[str, Any]:
    """What stands in records and hangs on them, but for links' own numbers."""
    return {
        str(record.uid): {
            **state(record),
            "since": record.valid_from,
            "ended": (record.valid_to, record.ended_why, record.merged_into_id),
            "consents": list(Consent.objects.filter(record=record).values_list("pk", flat=True)),
            "requests": list(RightsRequest.objects.filter(record=record).values_list("pk")),
            "said": list(Statement.objects.filter(record=record).values_list("pk").order_by("pk")),
        }
        for record in records
    }


@pytest.mark.row("R-044")
def test_everything_goes_back_to_where_it_was(cast: Cast, twice: Twice) -> None:
    home = twice.home
    speak(twice.other, cast.grid_worker, id_type="111", id_number=citizen_number(), sex="1")
    speak(twice.other, cast.grid_worker, language_help=["sign"])
    both = [
        {"uid": str(twice.kept.uid), "relation": "02"},
        {"uid": str(twice.other.uid), "relation": "51"},
    ]
    speak(home.household, cast.grid_worker, members=both)
    about = {"by": cast.station_clerk, "now": LATER, "editions": read_editions()}
    receive_request(
        twice.other.uid, kind="see", asked_by="self", identity="card_shown", words="", **about
    )
    typed = {"person": twice.other.uid, "asked_on": "2026-05-06"}
    file = enter("legal_file", typed, cast.grid_worker)
    all_of_them = (twice.kept, twice.other, home.household, file)
    before = everything(*all_of_them)
    one_of(twice.kept, twice.other, cast.station_clerk)
    assert everything(*all_of_them) != before
    two_again(twice.other, cast.station_clerk)
    assert everything(*all_of_them) == before
    done = Merge.objects.get()
    assert (done.undone_by, done.undone_why) == ("张站员", "不是同一个人")


@pytest.mark.row("R-044")
def test_what_was_said_since_stays_with_the_one_kept(cast: Cast, twice: Twice) -> None:
    one_of(twice.kept, twice.other, cast.station_clerk)
    speak(twice.kept, cast.grid_worker, LATER + HOUR, phone="10000000009")
    only = [{"uid": str(twice.kept.uid), "relation": "02"}]
    speak(twice.home.household, cast.grid_worker, LATER + HOUR, members=only)
    back = two_again(twice.other, cast.station_clerk, LATER + 2 * HOUR)
    kept = Record.objects.get(pk=twice.kept.pk)
    assert values_of(kept)["phone"] == "10000000009"
    assert values_of(back)["phone"] == "10000000007"
    assert (values_of(kept)["name"], values_of(back)["name"]) == ("王小明", "王晓明")
    assert members(twice.home.household) == [(twice.kept.pk, "02")]


def test_a_ruling_between_the_two_falls_away_with_the_difference(cast: Cast, twice: Twice) -> None:
    officer = police(cast)
    speak(twice.kept, officer, language_help=["dialect"])
    speak(twice.other, cast.grid_worker, LATER + HOUR, language_help=["sign"])
    one_of(twice.kept, twice.other, cast.station_clerk, LATER + 2 * HOUR)
    question = Question.objects.get(settled_at__isnull=True)
    about = {"reason": "问过本人", "now": LATER + 3 * HOUR, "editions": read_editions()}
    settle(question.pk, choose="proposed", by=officer, **about)
    assert values_of(Record.objects.get(pk=twice.kept.pk))["language_help"] == ["sign"]
    two_again(twice.other, cast.station_clerk, LATER + 4 * HOUR)
    assert values_of(Record.objects.get(pk=twice.kept.pk))["language_help"] == ["dialect"]


def test_an_open_question_between_the_two_is_closed(cast: Cast, twice: Twice) -> None:
    speak(twice.kept, police(cast), language_help=["dialect"])
    speak(twice.other, cast.grid_worker, LATER + HOUR, language_help=["sign"])
    one_of(twice.kept, twice.other, cast.station_clerk)
    two_again(twice.other, cast.station_clerk)
    question = Question.objects.get()
    assert (question.how, question.settled_by) == ("taken_back", "张站员")


def test_of_three_that_became_one_the_first_comes_out_alone(cast: Cast, twice: Twice) -> None:
    first, second = twice.other, twice.kept
    third = twice.home.person(cast.grid_worker, name="王小敏", phone="10000000005")
    before = {one.pk: state(one) for one in (first, second, third)}
    one_of(second, first, cast.station_clerk)
    one_of(third, second, cast.station_clerk)
    assert Statement.objects.filter(record=third).count() == 3
    two_again(first, cast.station_clerk)
    assert state(first) == before[first.pk]
    assert Statement.objects.filter(record=third).count() == 2
    two_again(second, cast.station_clerk)
    assert {one.pk: state(one) for one in (first, second, third)} == before


def test_buildings_that_were_one_are_two_with_their_dwellings(cast: Cast, twice: Twice) -> None:
    lng, lat = centre_of(NEIGHBOUR_GRID)
    typed = {
        "building_code": "B9",
        "name": "9栋",
        "address": "解放路12号9栋",
        "point": {"lng": lng, "lat": lat},
        "use": "1",
        "self_built_business": "no",
    }
    other = enter("building", typed, cast.second_station_clerk)
    dwelling = enter(
        "dwelling",
        {"building": other.uid, "dwelling_no": "901", "occupancy": "1"},
        cast.second_station_clerk,
    )
    with pytest.raises(NotFound):
        one_of(twice.home.building, other, cast.station_clerk)
    low, high = sorted((twice.home.building.pk, other.pk))
    Pair.objects.create(
        one_id=low,
        other_id=high,
        sheet="building",
        area_code="511622100",
        band="review",
        found_by="L02",
        found_at=LATER,
    )
    before = everything(twice.home.building, other, dwelling, twice.home.dwelling)
    one_of(twice.home.building, other, cast.township_operator)
    dwelling.refresh_from_db()
    assert dwelling.area_code == Record.objects.get(pk=twice.home.building.pk).area_code
    link = Link.objects.get(source=dwelling, field="building", until__isnull=True)
    assert link.target_id == twice.home.building.pk
    two_again(other, cast.township_operator)
    assert everything(twice.home.building, other, dwelling, twice.home.dwelling) == before


def test_what_the_rules_found_is_not_found_again_of_two_that_are_different(
    cast: Cast, twice: Twice
) -> None:
    def found() -> list[tuple[str, int]]:
        run_rules(now=LATER, editions=read_editions())
        rows = Finding.objects.filter(state="open", rule="L02")
        return [(one.rule, one.record_id) for one in rows]

    speak(twice.other, cast.grid_worker, name="王小明")
    before = found()
    assert len(before) == 1
    one_of(twice.kept, twice.other, cast.station_clerk)
    assert found() == []
    two_again(twice.other, cast.station_clerk)
    assert found() == []
    speak(twice.other, cast.grid_worker, born="1950-04")
    speak(twice.other, cast.grid_worker, born="1950-03")
    assert found() == before, "another word stands: it is asked again"


def test_a_record_whose_words_were_taken_back_meanwhile_ends_as_a_mistake(
    cast: Cast, twice: Twice
) -> None:
    said = list(Statement.objects.filter(record=twice.other))
    one_of(twice.kept, twice.other, cast.station_clerk)
    contract = current_contract(read_editions())
    kept = Record.objects.get(pk=twice.kept.pk)
    take_back(kept, said, why="录错了", by=cast.station_clerk, now=LATER, contract=contract)
    assert "phone" not in values_of(kept)
    back = two_again(twice.other, cast.station_clerk)
    assert (back.ended_why, back.valid_to is not None) == ("mistake", True)


@pytest.mark.row("R-044")
def test_who_may_not_and_what_cannot_be_undone(cast: Cast, twice: Twice) -> None:
    with pytest.raises(Refused, match="not_merged"):
        two_again(twice.other, cast.station_clerk)
    pair = a_pair(twice.kept, twice.other)
    one_of(twice.kept, twice.other, cast.station_clerk)
    for by in (cast.stranger, cast.second_station_clerk):
        with pytest.raises(NotFound):
            two_again(twice.other, by)
    with pytest.raises(Refused, match="not_yours_to_merge"):
        two_again(twice.other, cast.grid_worker)
    with pytest.raises(Invalid):
        two_again(twice.other, cast.station_clerk, reason="x")
    two_again(twice.other, cast.station_clerk)
    with pytest.raises(Refused, match="not_merged"):
        two_again(twice.other, cast.station_clerk)
    pair.refresh_from_db()
    assert pair.how == "different"
    one_of(twice.kept, twice.other, cast.station_clerk)
    assert Merge.objects.count() == 2


def test_without_its_line_of_the_trail_nothing_goes_back(cast: Cast, twice: Twice) -> None:
    one_of(twice.kept, twice.other, cast.station_clerk)
    before = everything(twice.kept, twice.other)
    with (
        patch("gege.registers.actions.chronicle.write", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        two_again(twice.other, cast.station_clerk)
    assert everything(twice.kept, twice.other) == before
    assert Merge.objects.get().undone_at is None
