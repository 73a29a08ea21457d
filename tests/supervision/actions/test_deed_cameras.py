"""The camera register through its real deeds: who keeps it, what it takes, and from a sheet."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from gege.kernel.coordinates import Crs
from gege.kernel.ids import new_uid
from gege.supervision import api as supervision
from gege.supervision.api import Camera, CameraDeed, cameras_of
from gege.supervision.errors import Invalid, NotFound, Refused, Stale
from gege.territory.api import SourceFile
from gege.trail.api import Entry, verify
from tests.cast import (
    CIVIL_AFFAIRS,
    COMMUNITY,
    COUNTY,
    GRID,
    HOUSING,
    OTHER_COMMUNITY,
    SECOND_GRID,
    TOWN,
    centre_of,
)
from tests.matters.play import Play
from tests.supervision.cameras import LAT, LNG, camera_entry, registered

pytestmark = pytest.mark.row("R-053")
HEAD = (
    "编号,点位名称,管理单位,用途,采集区域,经度,纬度,坐标系,方向,提示标识,"
    "保存天数,联系方式,启用日期\n"
)
ROW = (
    "WS-{n:04},解放路{n}号,县住房和城乡建设局,道路,路口全景,{lng},{lat},wgs84,90,是,"
    "30,监控室,2026-01-01\n"
)
OLD = {"sign": "是", "purpose": "道路", "owner": "县住房和城乡建设局"}


def sheet(*rows: str) -> SourceFile:
    return SourceFile("cameras.csv", (HEAD + "".join(rows)).encode())


def row(n: int = 1, **more: str) -> str:
    text = ROW.format(n=n, lng=LNG, lat=LAT)
    for old, new in more.items():
        text = text.replace(
            {"sign": "是", "purpose": "道路", "owner": "县住房和城乡建设局"}[old], new
        )
    return text


def test_a_camera_is_registered_corrected_and_removed(play: Play) -> None:
    camera = registered(play)
    assert (camera.area_code, camera.lng, camera.lat, camera.state) == (GRID, LNG, LAT, "in_use")
    officer = play.cast.department_officer
    entry = camera_entry(view="路口与人行道", sign=False, since=camera.since)
    supervision.amend_camera(camera.uid, entry, by=officer, now=play.now, seen=camera.version)
    supervision.turn_camera(
        camera.uid, CameraDeed.SUSPEND, words="线路故障", by=officer, now=play.now
    )
    supervision.turn_camera(camera.uid, CameraDeed.RESUME, words="已修复", by=officer, now=play.now)
    done = supervision.turn_camera(
        camera.uid, CameraDeed.REMOVE, words="道路改造", by=officer, now=play.now
    )
    assert (done.view, done.sign, done.state, done.until) == (
        "路口与人行道",
        False,
        "removed",
        play.now.date(),
    )
    trail = Entry.objects.filter(stream=camera.stream).order_by("seq")
    deeds = list(trail.values_list("deed", flat=True))
    assert deeds == ["register", "amend", "suspend", "resume", "remove"]
    with pytest.raises(Refused, match="wrong_camera_state"):
        supervision.amend_camera(camera.uid, entry, by=officer, now=play.now)
    assert verify(key=b"a key of the tests, long enough.").broken is None


def test_who_knows_of_a_camera_and_who_keeps_it(play: Play) -> None:
    camera = registered(play)
    people = play.cast.people
    knowing = [one for one in people if supervision.visible_cameras(people[one]).exists()]
    assert knowing == [
        "grid_worker",
        "station_clerk",
        "township_operator",
        "county_supervisor",
        "county_dispatcher",
        "department_officer",
        "other_department_officer",
        "town_branch_officer",
        "electronic_supervisor",
    ]
    for who in ("station_clerk", "other_department_officer", "electronic_supervisor"):
        with pytest.raises(Refused, match="not_yours"):
            supervision.turn_camera(
                camera.uid, CameraDeed.SUSPEND, words="故障", by=people[who], now=play.now
            )
    for who in ("stranger", "strange_township_operator", "second_grid_worker", "administrator"):
        with pytest.raises(NotFound):
            supervision.camera_page(camera.uid, by=people[who])
    with pytest.raises(Stale):
        supervision.amend_camera(
            camera.uid, camera_entry(), by=people["county_supervisor"], now=play.now, seen=0
        )


def test_a_map_gets_the_cameras_of_the_readers_area(play: Play) -> None:
    near = registered(play)
    lng, lat = centre_of(SECOND_GRID)
    registered(play, code="WS-0002", lng=lng, lat=lat, direction=None)
    cast = play.cast
    assert [one.code for one in cameras_of(COUNTY, by=cast.county_supervisor)] == [
        "WS-0001",
        "WS-0002",
    ]
    own = cameras_of("", by=cast.grid_worker)
    assert [(one.uid, one.lng, one.lat, one.direction) for one in own] == [(near.uid, LNG, LAT, 90)]
    assert cameras_of(OTHER_COMMUNITY, by=cast.county_supervisor) == []
    assert cameras_of(TOWN, by=cast.stranger) == []
    assert cameras_of(COUNTY, by=cast.administrator) == []


@pytest.mark.parametrize(
    ("who", "entry", "word"),
    [
        ("county_supervisor", {"code": ""}, "missing"),
        ("county_supervisor", {"code": "x" * 41}, "too_long"),
        ("county_supervisor", {"name": "\x00"}, "needed"),
        ("county_supervisor", {"view": "x" * 301}, "too_long"),
        ("county_supervisor", {"purpose": "faces"}, "unknown_choice"),
        ("county_supervisor", {"owner": "nobody"}, "unknown_unit"),
        ("county_supervisor", {"owner": GRID}, "unknown_unit"),
        ("county_supervisor", {"direction": 360}, "direction"),
        ("county_supervisor", {"direction": -1}, "direction"),
        ("county_supervisor", {"retention_days": 29}, "retention_days"),
        ("county_supervisor", {"lng": None}, "no_position"),
        ("county_supervisor", {"lng": float("nan")}, "not_a_position"),
        ("county_supervisor", {"lng": LAT, "lat": LNG}, "swapped_position|not_a_position"),
        ("county_supervisor", {"lng": 100.0}, "no_area"),
        ("county_supervisor", {"area": OTHER_COMMUNITY}, "outside_area"),
        ("county_supervisor", {"area": "999999"}, "unknown_area"),
        ("other_department_officer", {}, "not_your_unit"),
        ("station_clerk", {"owner": COMMUNITY}, "not_your_unit"),
        ("electronic_supervisor", {}, "not_your_unit"),
    ],
)
def test_what_cannot_be_registered(play: Play, who: str, entry: dict[str, Any], word: str) -> None:
    with pytest.raises(Invalid, match=word):
        supervision.register_camera(camera_entry(**entry), by=play.cast.actor(who), now=play.now)
    assert Camera.objects.count() == 0


def test_a_number_is_given_once_and_a_place_without_grid_is_named(play: Play) -> None:
    registered(play)
    with pytest.raises(Invalid, match="code_taken"):
        registered(play)
    outside = registered(play, code="WS-0002", lng=106.0, lat=30.2, area=COMMUNITY)
    assert outside.area_code == COMMUNITY


def test_the_register_is_taken_over_from_a_sheet(play: Play) -> None:
    officer = play.cast.department_officer
    file = sheet(row(1), row(2), row(3, sign="否"))
    plan = supervision.plan_cameras(file, crs=Crs.WGS84, by=officer, now=play.now)
    assert (len(plan.new), plan.changed, plan.problems) == (3, [], [])
    done = supervision.import_cameras(
        file, crs=Crs.WGS84, by=officer, now=play.now, expected=plan.digest
    )
    assert done == (3, 0)
    again = supervision.plan_cameras(file, crs=Crs.WGS84, by=officer, now=play.now)
    assert (again.new, again.changed, again.same) == ([], [], 3)
    changed = sheet(row(1, sign="无"), row(4))
    with pytest.raises(Refused, match="changed_meanwhile"):
        supervision.import_cameras(
            changed, crs=Crs.WGS84, by=officer, now=play.now, expected=plan.digest
        )
    assert supervision.import_cameras(changed, crs=Crs.WGS84, by=officer, now=play.now) == (1, 1)
    assert Camera.objects.filter(sign=False).count() == 2


def test_what_somebody_says_while_a_sheet_is_planned_is_not_overwritten(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, file = play.cast.county_supervisor, sheet(row(1))
    supervision.import_cameras(file, crs=Crs.WGS84, by=by, now=play.now)
    camera = Camera.objects.get()
    meanwhile: list[Callable[[], object]] = [
        lambda: supervision.amend_camera(
            camera.uid, camera_entry(code=camera.code, view="别处"), by=by, now=play.now
        ),
        lambda: supervision.turn_camera(
            camera.uid, CameraDeed.REMOVE, words="拆除", by=by, now=play.now
        ),
    ]

    def planned(*given: Any, **more: Any) -> Any:
        plan = supervision.plan_cameras(*given, **more)
        meanwhile.pop(0)()
        return plan

    monkeypatch.setattr("gege.supervision.actions.cameras.import_cameras.plan_cameras", planned)
    for _each in range(2):
        with pytest.raises(Refused, match="changed_meanwhile"):
            supervision.import_cameras(sheet(row(1, sign="无")), crs=Crs.WGS84, by=by, now=play.now)
    camera.refresh_from_db()
    assert camera.sign


def test_a_workbook_reads_as_its_csv(play: Play) -> None:
    book = Workbook()
    for line in (HEAD + row(1)).splitlines():
        book.active.append(line.split(","))
    data = BytesIO()
    book.save(data)
    file = SourceFile("cameras.xlsx", data.getvalue())
    by = play.cast.county_supervisor
    assert supervision.import_cameras(file, crs=Crs.WGS84, by=by, now=play.now) == (1, 0)


BAD_SHEETS = (
    (sheet(row(1), row(1)), "cameras.csv:3"),
    (sheet(row(1), row(2, purpose="人脸识别")), "cameras.csv:3"),
    (sheet(row(1), row(2, sign="也许")), "也许"),
    (sheet(row(1).replace(str(LNG), "abc")), "abc"),
    (sheet(row(1).replace("wgs84", "mars")), "mars"),
    (sheet(row(1).replace("2026-01-01", "01.02.2026")), "01.02.2026"),
    (sheet(row(1).replace("2026-01-01", "2999-01-01")), "cameras.csv:2"),
    (sheet(row(1, owner="无此单位")), "cameras.csv:2"),
    (SourceFile("cameras.csv", b""), "cameras.csv"),
    (SourceFile("cameras.csv", "编号,点位名称\n1,2\n".encode()), "cameras.csv"),
    (SourceFile("cameras.xlsx", b"PK\x03\x04broken"), ""),
    (SourceFile("cameras.csv", b"x" * 4_000_001), ""),
)


def test_every_bad_row_is_named_and_nothing_is_half_saved(play: Play) -> None:
    by = play.cast.county_supervisor
    for file, said in BAD_SHEETS:
        plan = supervision.plan_cameras(file, crs=Crs.WGS84, by=by, now=play.now)
        assert plan.problems
        assert said in plan.said()[0]
        with pytest.raises(Invalid, match="rows_are_wrong"):
            supervision.import_cameras(file, crs=Crs.WGS84, by=by, now=play.now)
    assert Camera.objects.count() == 0


def test_a_department_takes_no_other_ones_cameras_over(play: Play) -> None:
    registered(play, owner=CIVIL_AFFAIRS)
    officer = play.cast.department_officer
    plan = supervision.plan_cameras(sheet(row(1)), crs=Crs.WGS84, by=officer, now=play.now)
    assert len(plan.problems) == 1
    with pytest.raises(Refused, match="not_yours"):
        supervision.plan_cameras(
            sheet(row(1)), crs=Crs.WGS84, by=play.cast.station_clerk, now=play.now
        )


@pytest.mark.parametrize("deed", ["register", "amend", "turn", "import"])
def test_a_deed_that_cannot_be_written_is_not_done(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    camera = registered(play) if deed in ("amend", "turn") else None
    before = Entry.objects.count()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.streamed.record", broken)
    by, now = play.cast.county_supervisor, play.now
    uid = camera.uid if camera else new_uid()
    remove = CameraDeed.REMOVE
    deeds: dict[str, Callable[[], object]] = {
        "register": lambda: registered(play),
        "import": lambda: supervision.import_cameras(sheet(row(1)), crs=Crs.WGS84, by=by, now=now),
        "amend": lambda: supervision.amend_camera(uid, camera_entry(view="别处"), by=by, now=now),
        "turn": lambda: supervision.turn_camera(uid, remove, words="拆除", by=by, now=now),
    }
    with pytest.raises(RuntimeError):
        deeds[deed]()
    assert Entry.objects.count() == before
    left = list(Camera.objects.values_list("view", "state"))
    assert left == ([("解放路与建设路交叉口全景", "in_use")] if camera else [])


def test_the_unit_owns_what_its_name_says(play: Play) -> None:
    by = play.cast.county_supervisor
    supervision.import_cameras(sheet(row(1)), crs=Crs.WGS84, by=by, now=play.now)
    assert Camera.objects.get().owner_id == play.cast.unit_id(HOUSING)
