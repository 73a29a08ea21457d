"""Another system's requests become matters with their own targets and closings."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gege.matters.actions.import_matters import Imported, import_matters
from gege.matters.api import Invalid, Light, Matter, default_rulebook, light_of, publish_rulebook
from gege.matters.commands import import_file
from gege.matters.rules.importing import mapping_from, read_rows
from gege.staff.api import SYSTEM
from gege.trail.api import verify
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
REAL = Path(__file__).resolve().parents[4] / "shared/data/requests/boston311_2011_07.csv"
MAPPING = Path(__file__).resolve().parents[3] / "docs/examples/boston311-mapping.json"

PLAIN: dict[str, Any] = {
    "system": "test",
    "zone": "Asia/Shanghai",
    "default_kind": "G06",
    "columns": {
        "ref": "no",
        "title": "what",
        "opened": "from",
        "target": "due",
        "closed": "until",
        "latitude": "lat",
        "longitude": "lng",
    },
}


def row(**cells: str) -> dict[str, str]:
    plain = {"no": "1", "what": "路灯不亮", "from": "2026-03-02 09:00:00"}
    return plain | {"due": "", "until": "", "lat": "", "lng": ""} | cells


def dirt_of(*rows: dict[str, str]) -> list[tuple[int, str, bool]]:
    reading = read_rows(rows, mapping_from(PLAIN), NOW)
    return [(one.line, one.word, one.fatal) for one in reading.dirt]


@pytest.fixture
def county(cast: Cast) -> Cast:
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=NOW)
    return cast


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"no": ""}, ("ref_missing", True)),
        ({"what": " "}, ("title_missing", True)),
        ({"from": ""}, ("opened_missing", True)),
        ({"from": "2026-13-45"}, ("opened_unreadable", True)),
        ({"due": "soon"}, ("target_unreadable", True)),
        ({"from": "2031-01-01 00:00:00"}, ("opened_in_the_future", True)),
        ({"until": "2026-03-01 09:00:00"}, ("closed_before_opened", True)),
        ({"until": "2031-03-01 09:00:00"}, ("closed_in_the_future", True)),
        ({"due": "2026-03-01 00:00:00"}, ("target_before_opened", False)),
        ({"due": "2074-03-01 00:00:00"}, ("target_far_ahead", False)),
        ({"lat": "north", "lng": "east"}, ("place_unreadable", False)),
        ({"lat": "106.3", "lng": "30.3"}, ("place_unreadable", False)),
    ],
)
def test_dirt_is_named_row_by_row(cells: dict[str, str], said: tuple[str, bool]) -> None:
    assert dirt_of(row(**cells)) == [(2, *said)]


def test_a_reference_that_comes_twice_is_taken_once() -> None:
    reading = read_rows([row(), row(what="again")], mapping_from(PLAIN), NOW)
    assert [one.title for one in reading.rows] == ["路灯不亮"]
    assert [(one.line, one.word) for one in reading.dirt] == [(3, "twice")]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {**PLAIN, "columns": {"ref": "no"}},
        {**PLAIN, "columns": {**PLAIN["columns"], "colour": "c"}},
        {**PLAIN, "zone": "Mars/Phobos"},
        {**PLAIN, "crs": "epsg:1"},
        {**PLAIN, "system": ""},
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_in_words(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="mapping"):
        mapping_from(broken)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"default_kind": "Z99"}, "unknown_kind"),
        ({"kinds": {"lamp": "Z99"}}, "unknown_kind"),
        ({"default_channel": "pigeon"}, "unknown_choice"),
        ({"channels": {"app": "a channel of another system"}}, "unknown_choice"),
    ],
)
def test_a_mapping_to_what_does_not_exist_is_refused_before_anything_is_saved(
    county: Cast, wrong: dict[str, Any], word: str
) -> None:
    how = mapping_from(PLAIN | wrong)
    with pytest.raises(Invalid, match=word):
        import_matters(read_rows([row()], how, NOW).rows, how, by=SYSTEM, now=NOW)
    assert Matter.objects.count() == 0


def test_an_import_that_cannot_be_done_is_said_in_a_sentence(county: Cast, tmp_path: Path) -> None:
    file, mapping = tmp_path / "old.csv", tmp_path / "mapping.json"
    file.write_text("no,what,from\n1,Lamp,2026-03-02\n", encoding="utf-8")
    columns = {"ref": "no", "title": "what", "opened": "from"}
    document = PLAIN | {"columns": columns, "default_kind": "Z99"}
    mapping.write_text(json.dumps(document), encoding="utf-8")
    done = CliRunner().invoke(import_file, [str(file), "--mapping", str(mapping)])
    assert (done.exit_code, done.exception.__class__) == (1, SystemExit)
    assert "Z99" in done.output


def test_an_import_run_twice_changes_nothing(county: Cast) -> None:
    reading = read_rows([row(), row(no="2")], mapping_from(PLAIN), NOW)
    how = mapping_from(PLAIN)
    assert import_matters(reading.rows, how, by=SYSTEM, now=NOW) == Imported(2, 0)
    assert import_matters(reading.rows, how, by=SYSTEM, now=NOW) == Imported(0, 2)
    assert Matter.objects.count() == 2


def test_a_place_in_a_grid_goes_to_its_station_and_others_are_kept(county: Cast) -> None:
    how = mapping_from(PLAIN)
    rows = [row(lat="30.345", lng="106.285"), row(no="2", lat="42.36", lng="-71.06")]
    import_matters(read_rows(rows, how, NOW).rows, how, by=SYSTEM, now=NOW)
    placed, lost = Matter.objects.order_by("source_ref")
    assert (placed.area_code, placed.placed) == ("511622100001001", True)
    assert placed.holder_id == county.unit_id("511622100001")
    assert (lost.area_code, lost.placed) == ("511622", False)


def test_only_set_up_and_administrators_import(county: Cast) -> None:
    how = mapping_from(PLAIN)
    with pytest.raises(Invalid):
        import_matters([], how, by=county.county_supervisor, now=NOW)


@pytest.mark.skipif(
    not REAL.exists(), reason="the month of real requests is not beside the project"
)
@pytest.mark.row("R-032", "R-089", "R-091")
def test_a_month_of_real_requests_shows_the_lights_of_its_own_flags(county: Cast) -> None:
    how = mapping_from(json.loads(MAPPING.read_text(encoding="utf-8")))
    with REAL.open(encoding="utf-8-sig", newline="") as stream:
        raw = list(csv.DictReader(stream))
    reading = read_rows(raw, how, NOW)
    done = import_matters(reading.rows, how, by=SYSTEM, now=NOW)

    assert done == Imported(9_854, 0)
    flagged = {
        one["case_enquiry_id"]: one["ontime"]
        for one in raw
        if one["closed_dt"] and one["target_dt"] and one["ontime"]
    }
    lights = {"ONTIME": Light.GREEN, "OVERDUE": Light.RED}
    wrong = [
        matter.source_ref
        for matter in Matter.objects.filter(source_ref__in=flagged).defer("search")
        if light_of(matter.clock, NOW) is not lights[flagged[matter.source_ref]]
    ]
    assert (len(flagged), wrong) == (7_491, [])
    assert Counter(one.word for one in reading.dirt) == {
        "place_is_a_default": 808,
        "target_before_opened": 3,
        "target_far_ahead": 1,
    }
    assert verify(key=b"any").broken is None
