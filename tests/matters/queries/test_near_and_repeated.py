"""What may be the same, what was here before, and what comes again and again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.kernel.coordinates import Point
from gege.matters import api as matters
from gege.matters.api import Asking, Matter, Place, Seen
from tests.cast import GRID, NEIGHBOUR_GRID, SECOND_GRID, TOWN
from tests.matters.play import Play
from tests.matters.queries.test_statements_of_one_matter import _multiply

SPOT = Point(106.285, 30.345)
LAMP: dict[str, Any] = {
    "title": "桥头路灯不亮",
    "kind": "A01",
    "address": "桥头",
    "point": SPOT,
    "description": "晚上看不见",
}


def seen(**other: Any) -> Seen:
    given = {"title": "桥头的路灯又不亮了", "kind": "A01", "area_code": GRID, "point": SPOT}
    return Seen(**(given | other))


def numbers(play: Play, who: str = "station_clerk", **other: Any) -> list[str]:
    found = matters.near_matters(seen(**other), by=play.cast.people[who], now=play.now)
    return [one.matter.number for one in found]


@pytest.mark.row("R-077")
def test_open_matters_near_in_place_time_and_words_are_named(play: Play) -> None:
    lamp = play.report(**LAMP)
    play.report(title="邻居吵架", kind="E01", address="三楼")
    assert numbers(play.wait(days=2)) == [lamp.number]
    (one,) = matters.near_matters(seen(), by=play.cast.station_clerk, now=play.now)
    assert (one.why.same_grid, one.why.same_kind, one.why.alike) == (True, True, True)


def test_one_across_the_border_of_a_grid_is_named_too(play: Play) -> None:
    lamp = play.report(**LAMP)
    assert numbers(play, area_code=SECOND_GRID) == [lamp.number]
    assert numbers(play, area_code=SECOND_GRID, point=None) == []


def test_what_is_over_long_ago_or_itself_is_not_named(play: Play) -> None:
    lamp = play.report(**LAMP)
    found = matters.near_matters(
        matters.seen_of(lamp), by=play.cast.station_clerk, now=play.now, without=lamp.pk
    )
    assert found == []
    assert numbers(play.wait(days=31)) == []
    play.wait(days=-30)
    Matter.objects.filter(pk=lamp.pk).update(state="closed", closed_at=play.now)
    assert numbers(play) == []


def test_nobody_is_told_of_a_matter_out_of_their_scope(play: Play) -> None:
    lamp = play.report(**LAMP)
    assert numbers(play, "county_dispatcher") == [lamp.number]
    for who in ("stranger", "second_station_clerk", "second_grid_worker", "administrator"):
        assert numbers(play, who) == [], who
    assert numbers(play, "department_officer") == []
    assert matters.before(lamp, by=play.cast.stranger) == []


def test_candidates_are_the_statement_of_one_index(play: Play) -> None:
    play.report(**LAMP)
    _multiply(3000)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        numbers(play, "county_dispatcher")
    assert len(asked) == 1
    assert _index(asked[0]["sql"]) == "open_of_a_township"


def test_what_was_here_before_is_the_statement_of_one_index(play: Play) -> None:
    lamp = play.report(**LAMP)
    _multiply(3000)
    with CaptureQueriesContext(connection) as asked:
        matters.before(lamp, by=play.cast.county_dispatcher)
    assert len(asked) == 1
    assert _index(asked[0]["sql"]) == "matters_of_a_place_and_kind"


def _index(sql: str) -> str:
    """The index that answers when years of matters lie in other towns, grids and kinds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matters_matter SET area_code = %s || lpad((id %% 900)::text, 6, '0'),"
            " kind = 'B' || (id %% 50), reported_at = reported_at - (id %% 900) * interval '1 day'"
            " WHERE id > (SELECT min(id) FROM matters_matter)",
            ["511622102"],
        )
        cursor.execute("ANALYZE matters_matter")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    document = json.loads(plan) if isinstance(plan, str) else plan
    found: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        found.extend([node["Index Name"]] if "Index Name" in node else [])
        for child in node.get("Plans", ()):
            walk(child)

    walk(document[0]["Plan"])
    return found[0] if found else document[0]["Plan"]["Node Type"]


# Here before.


def test_the_same_kind_at_the_same_place_was_here_before(play: Play) -> None:
    first = play.report(**LAMP)
    play.report(**LAMP | {"kind": "A04"})
    play.report(**LAMP | {"address": "河尾", "point": Point(106.288, 30.348)})
    last = play.wait(days=20).report(**LAMP | {"title": "又不亮"})
    assert matters.before(last, by=play.cast.station_clerk) == [first]
    assert matters.before(first, by=play.cast.station_clerk) == []


def test_without_address_and_position_the_grid_is_the_place(play: Play) -> None:
    first = play.report(title="路灯一", kind="A01")
    last = play.wait(days=1).report(title="路灯二", kind="A01")
    assert matters.before(last, by=play.cast.station_clerk) == [first]


# Again and again.


def again(play: Play, times: int, **entry: Any) -> list[Matter]:
    return [
        play.wait(hours=1).report(**{"title": "路灯不亮", "kind": "A01"} | entry)
        for _ in range(times)
    ]


@pytest.mark.row("R-070")
def test_repetition_is_counted_by_place_and_kind(play: Play) -> None:
    lamps = again(play, 4)
    again(play, 2, kind="C01")
    again(play, 3, grid_code=SECOND_GRID, by=play.cast.station_clerk)
    play.do(matters.merge, lamps[0], play.cast.station_clerk, parent=lamps[1].number)
    found = matters.repeated(play.cast.station_clerk, Asking(), now=play.now).rows
    told = [
        (one.place.area_code, one.place.kind, one.times, one.reports, one.open) for one in found
    ]
    assert told == [(GRID, "A01", 3, 1, 3), (SECOND_GRID, "A01", 3, 0, 3)]
    rows, more = matters.records_of(play.cast.station_clerk, found[0].place, 90, now=play.now)
    assert ({one.pk for one in rows}, more) == ({one.pk for one in lamps}, "")


def test_addresses_of_one_grid_are_told_apart_when_asked(play: Play) -> None:
    again(play, 3, address="桥头")
    again(play, 2, address="河尾")
    again(play, 3)
    (one,) = matters.repeated(play.cast.station_clerk, Asking(by_address=True), now=play.now).rows
    assert (one.place.address, one.times) == ("桥头", 3)


def test_repetition_keeps_to_the_period_and_to_the_scope(play: Play) -> None:
    again(play, 3)
    assert matters.repeated(play.cast.stranger, Asking(), now=play.now).rows == ()
    assert matters.repeated(play.cast.administrator, Asking(), now=play.now).rows == ()
    assert len(matters.repeated(play.cast.township_operator, Asking(), now=play.now).rows) == 1
    later = play.now + timedelta(days=40)
    assert matters.repeated(play.cast.station_clerk, Asking(days=30), now=later).rows == ()
    place = Place(GRID, "A01")
    assert matters.records_of(play.cast.stranger, place, 90, now=play.now) == ([], "")


def test_pages_of_repetition_follow_each_other_whole(play: Play) -> None:
    by = play.cast.county_dispatcher
    for grid in (GRID, SECOND_GRID, NEIGHBOUR_GRID):
        again(play, 3, grid_code=grid, by=by)
        again(play, 3, grid_code=grid, by=by, kind="C01")
    again(play, 1)
    whole = matters.repeated(by, Asking(area_code=TOWN), now=play.now)
    found, key = [], ""
    for _page in range(4):
        page = matters.repeated(by, Asking(area_code=TOWN), now=play.now, after=key, size=2)
        found += page.rows
        key = page.next_key
        if not key:
            break
    assert (tuple(found), len(whole.rows)) == (whole.rows, 6)
    assert matters.repeated(by, Asking(), now=play.now, after="hostile\x1f'--").rows == whole.rows
