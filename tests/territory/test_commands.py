"""The commands say what they would do, do it when told to, and refuse in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gege.territory import models
from gege.territory.api import load_atlas
from gege.territory.commands import commands
from tests.cast import square

pytestmark = pytest.mark.django_db
GROUPS = {command.name: command for command in commands}


def run(*words: str) -> Result:
    return CliRunner().invoke(GROUPS[words[0]], list(words[1:]))


def test_divisions_are_previewed_and_then_imported(tmp_path: Path) -> None:
    file = tmp_path / "towns.csv"
    file.write_text("code,name\n511622,武胜县\n511622100,沿口镇\n", encoding="utf-8")
    first = run("territory", "import-divisions", str(file))
    assert "new 2, renamed 0, unchanged 0, gone 0" in first.output
    assert models.Area.objects.count() == 0
    second = run("territory", "import-divisions", str(file), "--on", "2020-01-01", "--yes")
    assert (second.exit_code, second.output.splitlines()[-1]) == (0, "Imported.")
    town = load_atlas().area("511622100")
    assert town is not None
    assert town.valid_from == date(2020, 1, 1)


def test_a_bad_file_is_refused_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "towns.csv"
    file.write_text("code,name\n511622,武胜县\n51162,沿口镇\n", encoding="utf-8")
    result = run("territory", "import-divisions", str(file), "--yes")
    assert result.exit_code == 1
    assert "towns.csv:3" in result.stderr
    assert models.Area.objects.count() == 0


def test_likely_successors_are_written_for_a_person(
    real: Callable[[str], Path], tmp_path: Path
) -> None:
    for edition, day in (("_history_2.1.1", "2018-01-01"), ("_history_2.4.0", "2020-06-01")):
        files = [str(real(f"divisions/wusheng_{k}{edition}.csv")) for k in ("streets", "villages")]
        out = tmp_path / "map.csv"
        words = ["--county-name", "武胜县", "--on", day, "--suggest", str(out), "--yes"]
        assert run("territory", "import-divisions", *files, *words).exit_code == 0
    assert "511622200,511622118,鸣钟乡" in out.read_text(encoding="utf-8-sig")


def test_a_well_county_passes_the_check_and_is_listed(county: None) -> None:
    check = run("territory", "check")
    assert (check.exit_code, check.output) == (0, "Well: 123 grids, 184 units.\n")
    listed = run("territory", "list").output.splitlines()
    assert listed[:2] == ["511622 武胜县", "  511622100 沿口镇 (10)"]
    assert run("territory", "list", "999").exit_code == 1


def test_the_division_report_stars_what_stands_out(county: None, tmp_path: Path) -> None:
    file = tmp_path / "work.csv"
    rows = "".join(f"511622102001{n:03d},{100 * n}\n" for n in range(1, 5))
    file.write_text(f"code,workload\n{rows}", encoding="utf-8")
    lines = run("territory", "report", "--workload", str(file)).output.splitlines()
    starred = [line.split(" ")[0] for line in lines if line.endswith("* workload")]
    assert (len(lines), starred) == (123, ["511622102001001", "511622102001004"])
    file.write_text("code,workload\n511622102001001,many\n", encoding="utf-8")
    refused = run("territory", "report", "--workload", str(file))
    assert (refused.exit_code, refused.stderr.split(" ")[0]) == (1, "work.csv:2:")


def test_an_unknown_coordinate_system_is_refused(county: None, tmp_path: Path) -> None:
    file = tmp_path / "grids.geojson"
    file.write_text("{}", encoding="utf-8")
    result = run("territory", "import-grids", str(file), "--crs", "mars", "--yes")
    assert (result.exit_code, "mars" in result.stderr) == (1, True)


def test_the_calendar_is_loaded_shown_and_entered(tmp_path: Path) -> None:
    assert run("calendar", "load", "2026", "2027").output == (
        "2026: announced\n2027: provisional\n"
    )
    assert "2026-10-10 adjusted_workday 国庆节" in run("calendar", "show", "2026").output
    assert "365 of 365 days are provisional" in run("calendar", "show", "2027").output
    notice = tmp_path / "notice.csv"
    notice.write_text("date,kind,name\n2027-01-01,holiday,元旦\n", encoding="utf-8")
    entered = run("calendar", "enter", str(notice), "--source", "测试通知")
    assert (entered.exit_code, entered.output) == (0, "365 days changed.\n")
    notice.write_text("date,kind\n2027-13-01,holiday\n2027-01-02,party\n", encoding="utf-8")
    refused = run("calendar", "enter", str(notice), "--source", "测试通知")
    assert refused.exit_code == 1
    assert [line.split(" ")[0] for line in refused.stderr.splitlines()[:2]] == [
        "notice.csv:2:",
        "notice.csv:3:",
    ]


def test_the_calendar_check_fails_while_a_year_has_no_notice() -> None:
    assert run("calendar", "check").exit_code == 1


def test_departments_come_from_a_list_that_may_be_read_again(tmp_path: Path) -> None:
    towns, file = tmp_path / "towns.csv", tmp_path / "departments.csv"
    towns.write_text("code,name\n511622,武胜县\n511622100,沿口镇\n", encoding="utf-8")
    assert run("territory", "import-departments", str(towns)).exit_code == 1
    run("territory", "import-divisions", str(towns), "--yes")
    file.write_text(
        "code,name,short,area,parent\nchengguan,综合行政执法局,执法局,,\n"
        "chengguan-yankou,沿口执法中队,,511622100,chengguan\n",
        encoding="utf-8",
    )
    first = run("territory", "import-departments", str(file))
    again = run("territory", "import-departments", str(file))
    assert first.output + again.output == (
        "departments opened 2, there already 0\ndepartments opened 0, there already 2\n"
    )
    branch = load_atlas().unit_by_code("chengguan-yankou")
    assert branch is not None
    assert (branch.area_code, branch.parent_code, branch.is_department) == (
        "511622100",
        "chengguan",
        True,
    )


def test_a_list_of_departments_with_a_mistake_saves_none(tmp_path: Path) -> None:
    towns, file = tmp_path / "towns.csv", tmp_path / "departments.csv"
    towns.write_text("code,name\n511622,武胜县\n", encoding="utf-8")
    run("territory", "import-divisions", str(towns), "--yes")
    file.write_text("code,name\nminzheng,民政局\n123,无\n", encoding="utf-8")
    result = run("territory", "import-departments", str(file))
    assert (result.exit_code, "departments.csv:3" in result.stderr) == (1, True)
    assert load_atlas().departments() == ()


def a_county(tmp_path: Path, *, west: float = 106.28) -> tuple[str, str]:
    """A list of divisions, and the drawing of a community with its only grid."""
    towns, drawing = tmp_path / "towns.csv", tmp_path / "grids.geojson"
    towns.write_text(
        "code,name\n511622,武胜县\n511622100,沿口镇\n511622100001,解放路社区\n", encoding="utf-8"
    )
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": square(west, 30.34),
        }
        for code, name in (("511622100001", "解放路社区"), ("511622100001001", "第一网格"))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    drawing.write_text(text, encoding="utf-8")
    return str(towns), str(drawing)


def test_one_import_takes_each_file_for_what_it_is(tmp_path: Path) -> None:
    towns, drawing = a_county(tmp_path)
    preview = run("territory", "import", drawing, towns, "--crs", "wgs84")
    assert (preview.exit_code, models.Area.objects.count()) == (0, 0)
    result = run("territory", "import", drawing, towns, "--crs", "wgs84", "--yes")
    assert (result.exit_code, result.output.count("Imported.")) == (0, 2)
    grid = load_atlas().area("511622100001001")
    assert grid is not None
    assert (grid.name_zh, bool(grid.boundary)) == ("第一网格", True)


def test_a_drawing_that_is_refused_takes_the_divisions_back_with_it(tmp_path: Path) -> None:
    towns, drawing = a_county(tmp_path, west=206.0)
    result = run("territory", "import", towns, drawing, "--crs", "wgs84", "--yes")
    assert (result.exit_code, "Nothing was saved." in result.stderr) == (1, True)
    assert models.Area.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("notes.txt", (), "notes.txt is neither .csv nor .geojson or .json."),
        ("grids.json", (), "Say with --crs in which coordinates the drawings are."),
    ],
)
def test_what_one_import_cannot_know_is_asked(
    tmp_path: Path, name: str, words: tuple[str, ...], told: str
) -> None:
    file = tmp_path / name
    file.write_text("{}", encoding="utf-8")
    result = run("territory", "import", str(file), *words)
    assert (result.exit_code, told in result.stderr) == (2, True)
