"""Departments begin, end with a successor, and keep their contacts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from gege.territory.api import (
    RefusedError,
    dissolve_unit,
    load_atlas,
    open_department,
    pilot_units_lacking,
    set_contacts,
)
from gege.trail.api import Entry, Signature

pytestmark = pytest.mark.usefixtures("county")
DAY = date(2026, 12, 1)


@pytest.mark.row("R-036")
def test_a_dissolved_department_is_followed_to_its_successor(by: Signature, now: datetime) -> None:
    old = load_atlas().unit_by_code("xinfang")
    assert old is not None
    dissolve_unit(code="xinfang", on=DAY, successor_code="sifa", by=by, now=now)
    atlas = load_atlas()
    heir = atlas.effective_unit(old.id, DAY)
    assert heir is not None
    assert heir.code == "sifa"
    assert len(atlas.departments("511622")) == 21
    line = Entry.objects.get(stream="territory:xinfang", deed="dissolve_unit")
    assert '"successor":"sifa"' in line.payload.replace(" ", "")


def test_a_department_may_end_without_successor(by: Signature, now: datetime) -> None:
    old = load_atlas().unit_by_code("xinfang")
    assert old is not None
    dissolve_unit(code="xinfang", on=DAY, successor_code=None, by=by, now=now)
    atlas = load_atlas()
    assert atlas.effective_unit(old.id, DAY) is None
    assert atlas.effective_unit(old.id, date(2026, 11, 30)) == atlas.unit(old.id)


@pytest.mark.parametrize(
    ("code", "successor", "on", "kind"),
    [
        ("nobody", None, DAY, "no_such_unit"),
        ("jisheng", None, DAY, "no_such_unit"),
        ("sifa", "jisheng", DAY, "no_such_unit"),
        ("sifa", "sifa", DAY, "succession_loop"),
        ("511622100", None, DAY, "platform_unit_ends_with_area"),
        ("sifa", None, date(2010, 1, 1), "ends_too_early"),
    ],
)
def test_a_wrong_end_is_refused_and_leaves_no_trace(
    code: str, successor: str | None, on: date, kind: str, by: Signature, now: datetime
) -> None:
    before = Entry.objects.count()
    with pytest.raises(RefusedError, match=kind):
        dissolve_unit(code=code, on=on, successor_code=successor, by=by, now=now)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"code": "sifa"}, "unit_code_taken"),
        ({"code": "123"}, "department_code_is_digits"),
        ({"area_code": "511622999"}, "no_such_area"),
        ({"parent_code": "nobody"}, "no_such_unit"),
    ],
)
def test_a_wrong_department_is_refused(
    change: dict[str, Any], kind: str, by: Signature, now: datetime
) -> None:
    particulars = {
        "code": "tuiyi",
        "area_code": "511622",
        "name_zh": "武胜县退役军人事务局",
        "name_en": "Veterans Affairs Bureau",
        "short_zh": "退役军人局",
    }
    with pytest.raises(RefusedError, match=kind):
        open_department(**{**particulars, **change}, on=DAY, by=by, now=now)


@pytest.mark.row("R-014")
def test_a_unit_without_duty_phone_is_listed(by: Signature, now: datetime) -> None:
    set_contacts(
        code="511622100005",
        duty_phone="",
        responsible_leader="陈某（演示）",
        contact_officer="",
        by=by,
        now=now,
    )
    lacking = [(unit.code, gaps) for unit, gaps in pilot_units_lacking(load_atlas())]
    assert lacking == [("511622100005", ("contact_officer", "duty_phone"))]
