"""From a department's interface into the register and out to another department (R-044)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from gege.exchange.actions.compare import check_outlets, compare_source
from gege.exchange.models import Comparison, Given
from gege.registers.api import Import, Record, apply_import, map_columns, own_values, work
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from gege.trail.api import readings_of
from tests.cast import GRID, Cast, centre_of
from tests.exchange.asking import System
from tests.exchange.conftest import shared
from tests.exchange.department import Interface
from tests.exchange.pulling import declare, read
from tests.openapi.hooks import HOME
from tests.registers.actions.merging import Twice, one_of, two_again
from tests.registers.keeping_records import NOW, Home

pytestmark = pytest.mark.row("R-044")
COLUMNS = ("code", "name", "address", "point", "use", "self_built", "floors")
TARGETS = (
    "building_code", "name", "address", "point", "use", "self_built_business", "floors",
)  # fmt: skip


@pytest.fixture
def interface(county: Cast, settings: Any) -> Iterator[Interface]:
    settings.GEGE_CALL_NETWORKS, settings.GEGE_CALL_HTTP = HOME, True
    lng, lat = centre_of(GRID)
    one = Interface(
        [
            {
                "code": f"F{number}", "name": f"{number}栋", "address": f"建设路{number}号",
                "point": f"{lng},{lat}", "use": "1", "self_built": False, "floors": 6,
            }
            for number in (1, 2)
        ],
        page=9,
    )  # fmt: skip
    yield one
    one.stop()


def worked(one: Import, cast: Cast) -> Import:
    """Let the staged import go on, and a person of the bureau apply it."""
    by = cast.department_officer
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert (done.state, done.failed) == ("preview", {})
    apply_import(one.uid, by=by, now=NOW, editions=read_editions())
    return work(one.uid, clock=lambda: NOW, editions=read_editions())


def buildings() -> dict[str, int]:
    rows = Record.objects.filter(sheet="building", valid_to=None)
    found = [own_values(one, ("building_code", "floors")) for one in rows.order_by("pk")]
    return {one["building_code"]: one["floors"] for one in found}


def test_what_a_department_says_is_applied_by_its_people_and_told_to_another(
    county: Cast, interface: Interface, system: System
) -> None:
    source = declare(
        county, kind="pages", address=interface.address, columns="\n".join(COLUMNS),
        key_column="code", figures=interface.address.replace("people", "figures"),
    )  # fmt: skip
    read(source, NOW)
    assert buildings() == {}  # never by the machine
    first = Import.objects.get()
    map_columns(
        first.uid, columns=TARGETS, by=county.department_officer, now=NOW, editions=read_editions()
    )
    assert worked(first, county).state == "applied"
    assert buildings() == {"F1": 6, "F2": 6}
    assert compare_source(source, by=SYSTEM, now=NOW).waiting == 0

    interface.rows[1]["floors"] = 7
    interface.rows.append(dict(interface.rows[1]))  # the same row once more in the same page
    assert read(source, NOW).taken == 1
    second = Import.objects.latest("pk")
    # The columns of such a file are known: it goes to its preview by itself.
    assert (second.rows, second.state) == (1, "checking")
    assert worked(second, county).state == "applied"
    assert buildings() == {"F1": 6, "F2": 7}

    shared(county, "building_code", "floors", sheet="building", purpose="housing_safety")
    page = system.changes("building")
    assert [one["values"] for one in page["records"]] == [
        {"building_code": "F1", "floors": 6}, {"building_code": "F2", "floors": 7},
    ]  # fmt: skip


def test_a_resident_sees_who_was_given_what(county: Cast, home: Home, system: System) -> None:
    shared(county, "name")
    system.changes()
    (line,) = readings_of([f"register:{home.resident.uid}"]).lines
    assert (line.name, line.role, line.unit, line.fields) == (
        "民政系统 [API]", "department_officer", "县民政局", ("name",),
    )  # fmt: skip
    assert "社会救助暂行办法" in line.purpose


def test_a_merged_record_is_told_with_what_it_became_and_comes_back(
    county: Cast, system: System
) -> None:
    twice = Twice(county)
    shared(county, "name")
    first = system.changes()
    kept, other = str(twice.kept.uid), str(twice.other.uid)
    assert {one["uid"] for one in first["records"]} == {kept, other}
    one_of(twice.kept, twice.other, county.station_clerk)
    after = system.changes(after=first["next"])
    gone = {one["uid"]: one for one in after["records"]}[other]
    assert (gone["gone"], gone["into"]) == ("merged", kept)
    two_again(Record.objects.get(pk=twice.other.pk), county.station_clerk)
    again = {one["uid"]: one for one in system.changes(after=after["next"])["records"]}
    assert again[other]["values"] == {"name": "王晓明"}
    assert again[other]["version"] > gone["version"]


def test_the_night_finds_what_was_passed_over(county: Cast, home: Home, system: System) -> None:
    shared(county)
    other = home.person(county.grid_worker, name="李二")
    system.changes()
    now = timezone.now()
    assert check_outlets(by=SYSTEM, now=now, editions=read_editions()) == 1
    assert Comparison.objects.get().found == 0
    Given.objects.filter(record=other).delete()
    check_outlets(by=SYSTEM, now=now, editions=read_editions())
    kept = Comparison.objects.latest("pk")
    assert (kept.ours, kept.theirs, kept.found) == (2, 1, 1)
