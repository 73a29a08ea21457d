"""The page of the map and its answers: the same numbers, each with its list, within one's scope."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.boards.indicators.declared import INDICATORS
from gege.boards.map.cells import NETS
from gege.boards.map.lattice import FINEST
from gege.matters import api as matters
from gege.matters.api import Matter
from tests.cast import COUNTY, GRID, NEIGHBOUR_GRID, OTHER_GRID, OTHER_TOWN, TOWN
from tests.matters.play import CALLER, Play

pytestmark = [pytest.mark.row("R-051", "R-035")]

ANSWERS = ("shapes", "values", "cells", "now", "things")
PERIOD = "since=2026-11-01&until=2026-11-30"


@pytest.fixture
def county(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """One closed by the bureau, one settled in the grid, one red, one in each other town."""
    play.at("2026-11-05 09:00")
    play.in_hand(title="红灯的事")
    play.at("2026-11-20 09:00")
    play.closed(who=CALLER)
    matter = play.accepted()
    play.complete(matter, play.cast.grid_worker)
    play.report(grid_code=NEIGHBOUR_GRID, by=play.cast.second_station_clerk, title="隔壁的事")
    play.report(grid_code=OTHER_GRID, by=play.cast.stranger, title="外镇的事")
    play.wait(hours=1).report(title="最新的事")
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return play


def client_of(play: Play, who: str, language: str = "en") -> Client:
    account = play.cast.account(who)
    account.language = language
    account.save(update_fields=["language"])
    return play.cast.client(who)


def answer(client: Client, name: str, query: str = "") -> Any:
    got = client.get(f"/map/{name}.json?{PERIOD}&{query}")
    assert got.status_code == 200, got.content[:200]
    return got.json()


def cells_total(data: Any) -> int:
    nets = [net for cell in data["cells"] for net in cell[4:]]
    return sum(map(sum, nets)) + data["beyond"] + data["nowhere"]


def links_of_table(html: str) -> list[tuple[str, int]]:
    body = html.partition('id="map-table"')[2]
    found = re.findall(r'<a href="([^"]+)"><span class="number">([\d,]+)</span></a>', body)
    return [(unescape(href), int(number)) for href, number in found]


@pytest.mark.parametrize(
    ("level", "of"), [("grid", "near"), ("community", "triage_time"), ("township", "open")]
)
def test_a_number_of_the_table_opens_exactly_its_matters(county: Play, of: str, level: str) -> None:
    client = client_of(county, "county_supervisor")
    links = links_of_table(client.get(f"/map?{PERIOD}&of={of}&level={level}").text)
    assert len(links) >= 5
    for href, number in links:
        assert client.get(href).context["page"].count == number, href


@pytest.mark.parametrize(
    ("level", "of"), [("grid", "reported"), ("community", "near"), ("township", "handling_time")]
)
def test_the_table_says_what_the_script_is_told(county: Play, of: str, level: str) -> None:
    client = client_of(county, "county_supervisor")
    query = f"of={of}&level={level}"
    lines = client.get(f"/map?{PERIOD}&{query}").context["page"].table.lines
    told = answer(client, "values", query)["areas"]
    assert {line.code: line.value for line in lines if line.code in told} == {
        code: one[0] for code, one in told.items()
    }
    lit = answer(client, "now", query)["areas"]
    assert {
        line.code: [one.count for one in line.lights] for line in lines if line.code in lit
    } == lit
    held = Matter.objects.exclude(state__in=["closed", "declined", "merged"])
    assert sum(map(sum, lit.values())) == held.count()


def test_a_cell_opens_exactly_its_matters(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    for zoom in (9, 14, 19):
        for name, more in (("cells", ""), ("now", "&open=1")):
            data = answer(client, name, f"zoom={zoom}")
            assert data["cells"]
            for x, y, _lng, _lat, *nets in data["cells"]:
                cell = f"cell={data['level']}-{x}-{y}"
                listed = client.get(f"/map/matters?{PERIOD}&{cell}{more}")
                assert listed.context["page"].count == sum(map(sum, nets)), cell
                for family, net in zip(NETS, nets, strict=True):
                    one = client.get(f"/map/matters?{PERIOD}&{cell}{more}&family={family}")
                    assert one.context["page"].count == sum(net)


def test_steps_sum_to_the_whole(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    whole = answer(client, "values", "of=reported")
    assert {code: one[0] for code, one in whole["areas"].items()} == {
        code: sum(one[3]) for code, one in whole["areas"].items()
    }
    for step in ("day", "week", "month"):
        data = answer(client, "values", f"of=near&step={step}")
        months = answer(client, "values", "of=near&step=month")
        assert {code: one[:3] for code, one in data["areas"].items()} == {
            code: one[:3] for code, one in months["areas"].items()
        }


SEEN = {
    "county_supervisor": 6,
    "electronic_supervisor": 6,
    "hotline_operator": 6,
    "township_operator": 5,
    "station_clerk": 4,
    "grid_worker": 4,
    "second_station_clerk": 1,
    "second_grid_worker": 0,
    "department_officer": 2,
    "other_department_officer": 0,
    "stranger": 1,
    "strange_township_operator": 1,
}


def test_everybody_sees_their_own_part_only(county: Play) -> None:
    assert {who: seen_by(county, who) for who in SEEN} == SEEN


def seen_by(county: Play, who: str) -> int:
    """How many matters the map of somebody tells of, in cells, lists and values alike."""
    client, by = client_of(county, who), county.cast.actor(who)
    count = cells_total(answer(client, "cells"))
    assert client.get(f"/map/matters?{PERIOD}").context["page"].count == count
    values = answer(client, "values", "of=reported")["areas"]
    assert sum(one[1] for one in values.values()) == count
    shapes = {one["code"] for one in answer(client, "shapes")["areas"]}
    walks = answer(client, "now")["walks"]
    assert shapes
    assert [code for code in {*shapes, *walks} if not code.startswith(by.area_code)] == []
    assert walks == {} or not (by.is_department or who == "hotline_operator")
    return count


def test_a_stranger_sees_nothing(county: Play) -> None:
    stranger = client_of(county, "strange_township_operator")
    administrator, nobody = client_of(county, "administrator"), Client()
    for name in ("", *(f"/{one}.json" for one in ANSWERS), "/matters"):
        for area in (TOWN, GRID, COUNTY):
            assert stranger.get(f"/map{name}?area={area}").status_code == 404
        assert stranger.get(f"/map{name}?area={OTHER_TOWN}").status_code == 200
        assert administrator.get(f"/map{name}").status_code == 404
        assert nobody.get(f"/map{name}").status_code in (302, 404)


def test_nothing_of_a_person_is_on_the_map(county: Play) -> None:
    county.report(
        title="说到人的事", description="说明的话", address="菜市场门口3栋501", who=CALLER
    )
    client = client_of(county, "station_clerk")
    for path in ("/map?", *(f"/map/{name}.json?" for name in ANSWERS)):
        text = client.get(f"{path}{PERIOD}&zoom=19").content.decode()
        told = ("说到人", "说明的话", "菜市场", "501", "居民甲", "10000000001", "王网格", "李二格")
        assert [word for word in told if word in text] == [], path


def test_however_much_is_asked_for_cells_are_no_more_than_a_screen_has(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    for name in ("cells", "now"):
        fine = answer(client, name, "zoom=22&box=106.2,30.3,106.21,30.31")
        wide = answer(client, name, "zoom=22&box=-180,-90,180,90")
        assert (fine["level"], wide["level"]) == (FINEST, 8)
        whole = answer(client, name, "zoom=22")
        assert 8 < whole["level"] < FINEST
        assert cells_total(fine) == cells_total(wide) == cells_total(whole)


REFUSED = (
    ("cells", "zoom=23", "zoom"),
    ("cells", "zoom=-1", "zoom"),
    ("cells", "zoom=1e3", "zoom"),
    ("cells", "box=nan,nan,nan,nan", "degrees"),
    ("cells", "box=3,2,1,0", "degrees"),
    ("now", "box=1,2,3", "degrees"),
    ("now", f"zoom={'9' * 400}", "zoom"),
    ("values", "of=height", "indicator"),
    ("values", "step=hour", "day"),
    ("values", "level=street", "grid"),
    ("shapes", "of=%00", "indicator"),
    ("things", "step=%F0%9F%98%80", "day"),
)


def test_what_cannot_be_is_refused_in_words(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    for name, query, words in REFUSED:
        got = client.get(f"/map/{name}.json?{query}")
        assert got.status_code == 400, query
        assert words in got.json()["said"], query
        if name in ("values", "shapes", "things"):
            assert client.get(f"/map?{query}").status_code == 404, query


UNKNOWN = (
    "cell=1-1-1",
    "cell=14-1",
    "cell=14-1-1&part=511622",
    "part=51162",
    "part=nobody",
    "light=red",
    "open=1&light=blue",
    "open=2",
    "family=all",
    "of=nothing",
)


def test_a_list_of_nothing_known_is_not_found(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    for query in UNKNOWN:
        assert client.get(f"/map/matters?{query}").status_code == 404, query


def test_a_period_of_a_hundred_years_is_cut_and_its_steps_are_few(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    page = client.get("/map?since=1926-01-01&until=2026-11-30&step=day")
    steps = page.context["page"].asked.steps
    assert (steps.stride, steps.coarser) == ("month", True)
    assert len(steps.spans) <= 37
    got = client.get("/map/cells.json?since=1926-01-01&until=2026-11-30")
    assert cells_total(got.json()) == Matter.objects.count()


def test_what_a_browser_has_is_not_sent_again(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    for name in ANSWERS:
        path = f"/map/{name}.json?{PERIOD}"
        first = client.get(path)
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), name
    before = client.get(f"/map/cells.json?{PERIOD}").headers["ETag"]
    county.report(title="又一件")
    assert client.get(f"/map/cells.json?{PERIOD}").headers["ETag"] != before


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_it_costs_the_same_with_one_matter_and_with_many(county: Play) -> None:
    client = client_of(county, "county_supervisor")
    paths = [f"/map?{PERIOD}&of={of}" for of in ("open", "near", "triage_time")]
    paths += [f"/map/{name}.json?{PERIOD}&of=near" for name in ANSWERS]
    paths += [f"/map/matters?{PERIOD}&part={GRID}"]
    before = {path: statements(client, path) for path in paths}
    for _ in range(3):
        county.closed()
        county.report(grid_code=NEIGHBOUR_GRID, by=county.cast.second_station_clerk)
    assert {path: statements(client, path) for path in paths} == before


def test_what_fills_the_map_is_told_in_bands_of_all_areas(county: Play) -> None:
    client = client_of(county, "county_supervisor", "zh-hans")
    for code in ("open", "reported", *list(INDICATORS)[::3]):
        shown = client.get(f"/map?{PERIOD}&of={code}").context["page"]
        assert sum(band.areas for band in shown.legend) == len(shown.table.lines)


def test_a_merged_duplicate_is_counted_where_it_was_reported(county: Play) -> None:
    first, second = county.accepted(), county.report(title="同一件")
    county.do(matters.merge, second, county.cast.station_clerk, parent=first.number)
    client = client_of(county, "station_clerk")
    assert (
        cells_total(answer(client, "cells"))
        == client.get(f"/map/matters?{PERIOD}").context["page"].count
    )
