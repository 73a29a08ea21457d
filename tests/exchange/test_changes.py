"""What a department is told of changes: within the catalogue, once, logged, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.exchange.models import Given, Outlet
from gege.kernel.county_day import local_date
from gege.kernel.ids import new_uid
from gege.registers.api import CatalogueEntry, end_record, end_sharing, say
from gege.territory.api import read_editions
from gege.trail.api import AccessLine
from tests.cast import CIVIL_AFFAIRS, GRID, OTHER_GRID, Cast
from tests.exchange.asking import System, refused
from tests.exchange.conftest import opened, shared
from tests.registers.keeping_records import Home, citizen_number, enter

pytestmark = pytest.mark.row("R-043")


def told(page: dict[str, Any]) -> list[tuple[str, Any]]:
    """The records of a page: uid, and their values or why they are gone."""
    return [(one["uid"], one.get("gone") or one["values"]) for one in page["records"]]


def correct(home: Home, cast: Cast, **typed: Any) -> None:
    say(
        new_uid(), record=home.resident.uid, typed=typed, evidence="seen", by=cast.grid_worker,
        now=timezone.now(), editions=read_editions(),
    )  # fmt: skip


def test_a_department_reads_the_fields_of_its_entry_and_no_others(
    county: Cast, home: Home, system: System
) -> None:
    shared(county, "name", "born", "dwelling")
    page = system.changes()
    assert told(page) == [
        (
            str(home.resident.uid),
            {"name": "王小明", "born": "1950-03", "dwelling": {"uid": str(home.dwelling.uid)}},
        )
    ]
    assert (page["fields"], page["more"]) == (["name", "born", "dwelling"], False)
    lines = AccessLine.objects.filter(subject=f"register:{home.resident.uid}")
    assert [(one.name, one.unit, one.fields) for one in lines] == [
        ("民政系统 [API]", "县民政局", "name,born,dwelling")
    ]
    assert lines[0].purpose == "信息核对更正（社会救助暂行办法第六条）"


def test_only_what_changed_comes_after_a_cursor(county: Cast, home: Home, system: System) -> None:
    shared(county)
    first = system.changes()
    again = system.changes(after=first["next"])
    assert (again["records"], again["next"]) == ([], first["next"])
    # A field that the entry does not name is nobody's business there.
    correct(home, county, phone="10000000001")
    after_phone = system.changes(after=first["next"])
    assert after_phone["records"] == []
    correct(home, county, name="王晓明")
    correct(home, county, name="王小鸣")
    page = system.changes(after=after_phone["next"])
    assert told(page) == [(str(home.resident.uid), {"name": "王小鸣", "born": "1950-03"})]
    assert page["records"][0]["version"] == 4


def test_pages_hold_everything_once(county: Cast, home: Home, system: System) -> None:
    shared(county)
    uids = [str(home.resident.uid)]
    uids += [str(home.person(county.grid_worker, name=f"李{sign}").uid) for sign in "一二三四"]
    found, after = [], ""
    for _ in range(9):
        page = system.changes(after=after, limit=2)
        found += [one["uid"] for one in page["records"]]
        after = page["next"]
        if not page["more"]:
            break
    assert found == uids
    outlet = Outlet.objects.get()
    assert (outlet.way, outlet.acked < outlet.given) == ("pull", True)
    answer = system.post("registers/resident/acknowledgement", {"cursor": after})
    assert answer.json() == {"sheet": "resident", "all": True}


def test_without_a_live_entry_nothing_is_given(county: Cast, home: Home, system: System) -> None:
    assert refused(system.get("registers/resident/changes")) == (403, "no_entry")
    entry = shared(county)
    page = system.changes()
    # The entry's last day passes in the middle of paging.
    today = local_date(timezone.now())
    CatalogueEntry.objects.filter(pk=entry.pk).update(valid_until=today - timedelta(days=1))
    answer = system.get("registers/resident/changes", after=page["next"])
    assert refused(answer) == (403, "no_entry")
    assert refused(system.get("registers/resident/versions")) == (403, "no_entry")
    shared(county)
    entry = shared(county, "sex")
    end_sharing(entry.pk, reason="到期前收回", by=county.county_supervisor, now=timezone.now())
    assert system.changes(after=page["next"])["fields"] == ["name", "id_number", "born"]


def test_the_last_day_of_an_entry_is_in_it(county: Cast, home: Home, system: System) -> None:
    today = local_date(timezone.now())
    shared(county, valid_until=today)
    assert len(system.changes()["records"]) == 1


def test_a_wider_entry_begins_anew(county: Cast, home: Home, system: System) -> None:
    shared(county, "name")
    page = system.changes()
    shared(county, "sex")
    answer = system.get("registers/resident/changes", after=page["next"])
    assert refused(answer) == (409, "begin_anew")
    assert system.changes()["fields"] == ["name", "sex"]


def test_sensitive_fields_need_their_entry_and_consented_ones_stay(
    county: Cast, home: Home, system: System
) -> None:
    number = citizen_number()
    correct(home, county, id_type="111", id_number=number, sex="1")
    shared(county, "name")
    assert told(system.changes())[0][1] == {"name": "王小明"}
    shared(county, "name", "id_number")
    shared(county, "language_help", purpose="contact", basis="本人同意")
    page = system.changes()
    assert told(page)[0][1] == {"name": "王小明", "id_number": number}
    assert page["withheld"] == ["language_help"]


def test_a_child_is_sealed(county: Cast, home: Home, system: System) -> None:
    child = home.person(county.grid_worker, name="王小宝", born="2020-05", consent="guardian")
    shared(county, "name", "born", "dwelling")
    page = {one["uid"]: one for one in system.changes()["records"]}
    assert page[str(child.uid)]["values"] == {}
    assert page[str(child.uid)]["sealed"] == ["born", "dwelling", "name"]
    assert not AccessLine.objects.filter(subject=f"register:{child.uid}").exists()


def test_who_is_gone_is_told_to_whom_it_was_given(county: Cast, home: Home, system: System) -> None:
    shared(county)
    never = home.person(county.grid_worker, name="李没说")
    end(never, county)
    page = system.changes()
    assert [one["uid"] for one in page["records"]] == [str(home.resident.uid)]
    home.resident.refresh_from_db()
    end(home.resident, county)
    after = system.changes(after=page["next"])
    assert told(after) == [(str(home.resident.uid), "mistake")]
    assert "values" not in after["records"][0]
    assert Given.objects.get().gone is True
    assert system.changes(after=after["next"])["records"] == []


def end(record: Any, cast: Cast) -> None:
    end_record(
        record.uid, why="mistake", note="重复登记", on=local_date(timezone.now()),
        by=cast.station_clerk, now=timezone.now(), editions=read_editions(),
    )  # fmt: skip


def test_only_the_area_of_the_department_is_told(county: Cast, home: Home) -> None:
    """A branch of a township is told of its township, and what leaves it is gone."""
    town = opened(county, name="村镇建设系统", unit_code="zhujian-511622100")
    other = opened(county, name="住建系统", unit_code="zhujian")
    shared(county, "name", receiver="zhujian")
    assert len(town.changes()["records"]) == 1
    far = enter(
        "building",
        {"building_code": "B9", "name": "9栋", "address": "中山路1号9栋",
         "point": {"lng": 106.105, "lat": 30.405}, "use": "1", "self_built_business": "no"},
        county.stranger,
    )  # fmt: skip
    assert far.area_code == OTHER_GRID
    rows = home.resident.__class__.objects.filter(pk=home.resident.pk)
    assert rows.values_list("area_code", flat=True).get() == GRID
    rows.update(area_code=OTHER_GRID)
    correct_far(home, county)
    page = town.get("registers/resident/changes", after=_next(town))
    assert told(page.json()) == [(str(home.resident.uid), "moved")]
    assert len(other.changes()["records"]) == 1


def correct_far(home: Home, cast: Cast) -> None:
    say(
        new_uid(), record=home.resident.uid, typed={"name": "王远明"}, evidence="seen",
        by=cast.stranger, now=timezone.now(), editions=read_editions(),
    )  # fmt: skip


def _next(system: System) -> str:
    from gege.exchange.actions.give import key_of_cursors
    from gege.exchange.rules.changes import Cursor, written

    one = Outlet.objects.get(client=system.client)
    return written(Cursor(one.generation, one.given), str(one.uid), key_of_cursors())


def test_a_cursor_of_another_time_department_or_making_is_refused(
    county: Cast, home: Home, system: System
) -> None:
    shared(county)
    page = system.changes()
    other = opened(county, name="另一系统", unit_code=CIVIL_AFFAIRS)
    other.changes()
    foreign = other.get("registers/resident/changes", after=page["next"])
    assert refused(foreign) == (422, "not_our_cursor")
    parts = page["next"].split(".")
    future = ".".join([parts[0], parts[1], "999999999999", parts[3]])
    assert refused(system.get("registers/resident/changes", after=future)) == (
        422,
        "not_our_cursor",
    )
    for garbage in ("1", "c1.1.1.zz", "' OR 1=1 --", "c1." + "9" * 60):
        answer = system.get("registers/resident/changes", after=garbage)
        assert refused(answer) == (400, "malformed")
    assert system.get("registers/resident/changes", limit=100000).status_code == 400
    assert system.get("registers/resident/changes", limit=0).status_code == 400
    assert refused(system.get("registers/nothing/changes")) == (404, "no_sheet")
    system.changes()
    # The replay of a cursor from before the new beginning would skip what was given anew.
    answer = system.get("registers/resident/changes", after=page["next"])
    assert refused(answer) == (409, "begin_anew")


def test_a_cursor_ahead_of_a_played_back_backup_begins_anew(
    county: Cast, home: Home, system: System
) -> None:
    from gege.exchange.actions.give import key_of_cursors
    from gege.exchange.rules.changes import Cursor, written

    shared(county)
    system.changes()
    outlet = Outlet.objects.get()
    ahead = written(Cursor(outlet.generation, 10**12), str(outlet.uid), key_of_cursors())
    answer = system.get("registers/resident/changes", after=ahead)
    assert refused(answer) == (409, "cursor_ahead")


def test_the_right_is_needed(county: Cast, home: Home) -> None:
    plain = opened(county, registers=False, reads=True)
    shared(county)
    assert refused(plain.get("registers/resident/changes")) == (403, "no_right")
    assert plain.get("registers").status_code == 403


def test_a_department_learns_what_it_may_have(county: Cast, home: Home, system: System) -> None:
    shared(county, "name")
    rows = {one["sheet"]: one for one in system.get("registers").json()["registers"]}
    assert rows["resident"]["fields"] == [
        {"name": "name", "label": "Name", "type": "name", "level": 2}
    ]
    assert rows["resident"]["own"] is False
    assert rows["assistance_file"] | {"name": ""} == {
        "sheet": "assistance_file", "name": "", "own": True, "fields": [], "withheld": [],
        "until": None, "given_at": None,
    }  # fmt: skip


def test_nothing_is_noted_when_the_access_log_cannot_be_written(
    county: Cast, home: Home, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be logged is not given."""
    shared(county)

    def broken(**_: Any) -> None:
        raise RuntimeError("no log")

    monkeypatch.setattr("gege.exchange.actions.give.note_handing_over", broken)
    with pytest.raises(RuntimeError):
        system.get("registers/resident/changes")
    assert (Given.objects.count(), Outlet.objects.count()) == (0, 0)
