"""The overview counts what its reader may see, and every number opens the records behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gege.boards.figures import ALL
from gege.boards.period import Period
from gege.boards.queries import LIGHTS, open_at, open_by_tier, records, seen, shares, times
from gege.matters import api as matters
from gege.matters.api import Report, default_rulebook, publish_rulebook
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import bump, load_atlas, set_pilot
from gege.territory.models import Unit
from tests.cast import GRID, NEIGHBOUR_GRID, OTHER_GRID, Cast

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten in the morning in the county."""
NOW = MONDAY + timedelta(days=20)
PERIOD = Period(MONDAY.date(), (MONDAY + timedelta(days=20)).date())


@pytest.fixture
def county(cast: Cast) -> Cast:
    """A handled lamp, a dispute the township settled late, one open in another town."""
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=MONDAY)
    lamp = _report(cast.grid_worker, "A01", GRID, MONDAY)
    _in_place(cast.grid_worker, lamp, MONDAY + timedelta(hours=1))
    dispute = _report(cast.station_clerk, "E03", GRID, MONDAY)
    _to_the_township(cast, dispute)
    _report(cast.stranger, "C04", OTHER_GRID, MONDAY)
    _report(cast.second_station_clerk, "C04", NEIGHBOUR_GRID, MONDAY)
    return cast


def _report(by: Actor, kind: str, grid: str, now: datetime) -> str:
    return matters.report(Report("一件小事", kind, grid_code=grid), by=by, now=now).number


def _in_place(by: Actor, number: str, now: datetime) -> None:
    matters.handle_in_place(number, outcome="done", words="现场已处理", by=by, now=now)


def _to_the_township(cast: Cast, number: str) -> None:
    hour = timedelta(hours=1)
    clerk, town = cast.station_clerk, cast.township_operator
    matters.reassign(number, to="511622100001", reason="代办", by=clerk, now=MONDAY)
    matters.escalate(number, reason="需要协调", tried="已上门", by=clerk, now=MONDAY + hour)
    matters.accept(number, by=town, now=MONDAY + 2 * hour)
    matters.dispatch(number, lead="511622100", by=town, now=MONDAY + 3 * hour)
    late = MONDAY + timedelta(days=15)
    matters.complete(number, outcome="done", words="已调解完毕", by=town, now=late)
    matters.verify(number, by=clerk, now=late + hour)


@pytest.mark.row("R-003", "R-065", "R-066", "R-089", "R-110")
def test_the_county_reads_what_was_settled_where(county: Cast) -> None:
    general, _ = shares(seen(county.county_supervisor), PERIOD, NOW)
    found = {one.figure.code: (one.counted, one.of) for one in general}
    assert found == {
        "grid": (1, 2),
        "township": (1, 1),
        "near": (1, 2),
        "on_time": (1, 2),
        "satisfied": (0, 0),
        "entry": (0, 0),
    }


@pytest.mark.row("R-063")
@pytest.mark.row("R-086")
def test_what_was_entered_promptly_is_judged_by_the_rulebook_of_its_day(county: Cast) -> None:
    def seen_before(hours: int, now: datetime) -> str:
        happened_at = now - timedelta(hours=hours)
        entry = Report("一件小事", "A01", grid_code=GRID, happened_at=happened_at)
        return matters.report(entry, by=county.grid_worker, now=now).number

    def told() -> tuple[int, int]:
        general, _ = shares(seen(county.county_supervisor), PERIOD, NOW)
        (one,) = [share for share in general if share.figure.code == "entry"]
        return one.counted, one.of

    early = [seen_before(hours, MONDAY) for hours in (3, 24, 25)]
    assert told() == (2, 3)
    book = default_rulebook()
    strict = replace(book, thresholds=replace(book.thresholds, entry_delay_hours=2))
    publish_rulebook(strict, note="stricter", by=SYSTEM, now=MONDAY)
    later = [seen_before(hours, MONDAY + timedelta(days=1)) for hours in (2, 3)]
    assert told() == (3, 5)
    rows = seen(county.county_supervisor)
    missed = records(rows, ALL["entry"], PERIOD, "missed", NOW)
    assert sorted(one.number for one in missed) == sorted([early[2], later[1]])


@pytest.mark.row("R-083")
def test_a_first_time_clock_shows_how_many_were_in_time_and_the_median(county: Cast) -> None:
    _, first = shares(seen(county.county_supervisor), PERIOD, NOW)
    found = {one.figure.code: (one.counted, one.of, one.median) for one in first}
    assert found["first_respond"] == (1, 3, timedelta(hours=1))
    assert found["first_mediate"] == (1, 1, timedelta(hours=3))
    assert found["first_remove"] == (0, 0, None)


@pytest.mark.row("R-083")
def test_what_nobody_ever_started_counts_as_missed(county: Cast) -> None:
    """The two noise complaints that nobody answered."""
    rows = seen(county.county_supervisor)
    _, early = shares(rows, PERIOD, MONDAY)
    _, late = shares(rows, PERIOD, NOW)
    respond = [
        (one.counted, one.of) for one in (*early, *late) if one.figure.code == "first_respond"
    ]
    assert respond == [(1, 1), (1, 3)]


@pytest.mark.row("R-076")
def test_three_times_are_measured_by_unit_and_by_kind(county: Cast) -> None:
    rows = seen(county.county_supervisor)
    hour = timedelta(hours=1)
    by_kind = {one.key: one for one in times(rows, PERIOD, "kind")}
    assert (by_kind["A01"].triage, by_kind["A01"].handling) == (
        (hour, hour),
        (timedelta(0), timedelta(0)),
    )
    assert by_kind["E03"].response == (3 * hour, 3 * hour)
    by_unit = {one.key: one.count for one in times(rows, PERIOD, "lead_id")}
    assert by_unit == {county.unit_id(GRID): 1, county.unit_id("511622100"): 1}


@pytest.mark.row("R-076")
def test_the_table_of_the_three_times_says_what_its_note_says_and_whose_grid(county: Cast) -> None:
    Unit.objects.filter(pk=county.unit_id(GRID)).update(short_zh="第1网格")
    bump("areas")
    client = county.client("county_supervisor")
    page = client.get("/overview", {"since": "2026-03-01", "until": "2026-03-31"})
    assert 'class="n">受理</th>' in page.content.decode()
    by_unit = dict(page.context["page"].times[0].lines)
    grid, town = (load_atlas().unit(county.unit_id(code)) for code in (GRID, "511622100"))
    assert grid is not None
    assert town is not None
    assert set(by_unit) == {grid.name_zh, town.short("zh-hans")}
    assert grid.name_zh != grid.short("zh-hans")


@pytest.mark.row("R-001")
def test_figures_can_be_those_of_the_pilot_only(county: Cast) -> None:
    set_pilot(community_codes=["511622100001"], by=SYSTEM.signature(), now=MONDAY)
    client = county.client("county_supervisor")
    everything = client.get("/overview/open").context["page"].rows
    pilot = client.get("/overview/open", {"pilot": "1"}).context["page"].rows
    assert (len(everything), len(pilot)) == (2, 0)


@pytest.mark.row("R-009")
def test_figures_can_be_split_by_the_two_families(county: Cast) -> None:
    client = county.client("county_supervisor")
    period = {"since": "2026-03-01", "until": "2026-03-31"}
    found = {
        family: len(client.get("/overview/grid", period | {"family": family}).context["page"].rows)
        for family in ("", "service", "management", "neither")
    }
    assert found == {"": 2, "service": 1, "management": 1, "neither": 2}


@pytest.mark.row("R-008", "R-110")
@pytest.mark.parametrize("code", sorted(ALL))
def test_the_records_behind_a_figure_are_exactly_those_it_counted(county: Cast, code: str) -> None:
    rows = seen(county.county_supervisor)
    general, first = shares(rows, PERIOD, NOW)
    share = next(one for one in (*general, *first) if one.figure.code == code)
    counted = records(rows, share.figure, PERIOD, "counted", NOW).count()
    missed = records(rows, share.figure, PERIOD, "missed", NOW).count()
    assert (counted, counted + missed) == (share.counted, share.of)


@pytest.mark.row("R-041")
def test_open_matters_stand_by_tier_and_light_with_their_records(county: Cast) -> None:
    now = MONDAY + timedelta(days=20)
    rows = seen(county.county_supervisor)
    for line in open_by_tier(rows, load_atlas(), now):
        for light in LIGHTS:
            behind = open_at(rows, now, str(line.tier), str(light)).count()
            assert behind == line.lights[light], (line.tier, light)


def test_nobody_counts_beyond_their_scope(county: Cast) -> None:
    counted = {
        who: seen(county.people[who]).count()
        for who in ("county_supervisor", "township_operator", "station_clerk", "stranger")
    }
    assert counted == {
        "county_supervisor": 4,
        "township_operator": 3,
        "station_clerk": 2,
        "stranger": 1,
    }


@pytest.mark.parametrize("who", ["county_supervisor", "electronic_supervisor", "grid_worker"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_opens_in_both_languages(county: Cast, who: str, language: str) -> None:
    client = county.client(who)
    client.cookies["django_language"] = language
    page = client.get("/overview", {"since": "2026-03-01", "until": "2026-03-31"})
    assert page.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"area": "511622102"},
        {"area": "' OR 1=1 --"},
        {"since": "yesterday", "until": "9999-99-99"},
        {"since": "2026-12-01", "until": "2020-01-01"},
        {"days": "1000000"},
    ],
)
def test_a_hostile_address_never_widens_what_is_counted(
    county: Cast, query: dict[str, str]
) -> None:
    client = county.client("station_clerk")
    page = client.get("/overview", query).content.decode()
    assert "烈面镇" not in page
    assert "中山社区" not in page


@pytest.mark.parametrize("area", ["511622102", "511622100009", "5116221", "' OR 1=1 --"])
@pytest.mark.parametrize("address", ["/overview", "/overview/open", "/overview/grid"])
def test_an_area_beyond_the_own_one_is_not_found(county: Cast, address: str, area: str) -> None:
    client = county.client("station_clerk")
    assert client.get(address, {"area": area}).status_code == 404
    assert client.get(address, {"area": "511622100001"}).status_code == 200


@pytest.mark.parametrize("address", ["/overview/nothing", "/overview/open?tier=moon"])
def test_a_figure_that_does_not_exist_is_not_found(county: Cast, address: str) -> None:
    assert county.client("county_supervisor").get(address).status_code == 404


def test_administrators_and_people_who_are_not_logged_in_see_no_figures(county: Cast) -> None:
    assert county.client("administrator").get("/overview").status_code == 404
    assert Client().get("/overview").status_code == 302


def test_the_page_costs_the_same_with_one_matter_and_with_many(county: Cast) -> None:
    client = county.client("county_supervisor")
    client.get("/overview")
    with CaptureQueriesContext(connection) as few:
        client.get("/overview")
    for _ in range(3):
        _report(county.grid_worker, "C01", GRID, MONDAY)
    with CaptureQueriesContext(connection) as many:
        client.get("/overview")
    assert len(many) == len(few)
    # Five of them are of the rail: orders, callbacks, the opinion platform, two of exchanges.
    assert len(few) <= 20
