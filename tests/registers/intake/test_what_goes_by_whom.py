"""Deeds on an import ask who does them and what was on screen; files leave nothing behind."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from gege.registers.api import (
    CatalogueEntry,
    Refused,
    Stale,
    apply_import,
    current_contract,
    decide_row,
    try_again,
)
from gege.registers.errors import NotFound
from gege.registers.intake import store
from gege.registers.intake.decide import decision_of
from gege.registers.intake.people import _homes
from gege.registers.intake.reach import reader_of
from gege.registers.intake.receive import receive_file
from gege.registers.intake.work import forget_imports, work
from gege.registers.models import Import, ImportRow, Statement
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import CIVIL_AFFAIRS, Cast
from tests.registers.intake.files import PEOPLE, person, previewed, receive, table
from tests.registers.keeping_records import NOW, Home, go_live


def about(by: Any) -> dict[str, Any]:
    return {"by": by, "now": NOW, "editions": read_editions()}


def failed(one: Import) -> Import:
    Import.objects.filter(pk=one.pk).update(
        state="matching", failed={"word": "internal", "values": {}}
    )
    return Import.objects.get(pk=one.pk)


def test_trying_again_is_a_deed_of_who_may_import_with_its_line(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    one = previewed([person("李新来", serial=3)], cast.station_clerk)
    with pytest.raises(Refused, match="not_now"):
        try_again(one.uid, **about(cast.station_clerk))
    failed(one)
    for who in (cast.second_station_clerk, cast.grid_worker, cast.county_supervisor):
        with pytest.raises((NotFound, Refused)):
            try_again(one.uid, **about(who))
    assert Import.objects.get(pk=one.pk).failed
    assert try_again(one.uid, **about(cast.station_clerk)).failed == {}
    line = Entry.objects.get(stream=f"register_import:{one.uid}", deed="try_again")
    assert line.name == cast.station_clerk.name


def test_without_its_line_nothing_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    Home(cast.grid_worker)
    one = failed(previewed([person("李新来", serial=3)], cast.station_clerk))

    def broken(**_said: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("gege.registers.intake.work.write", broken)
    with pytest.raises(RuntimeError):
        try_again(one.uid, **about(cast.station_clerk))
    assert Import.objects.get(pk=one.pk).failed


def test_of_two_decisions_on_a_line_the_later_is_told(cast: Cast) -> None:
    go_live()
    home = Home(cast.grid_worker)
    home.person(cast.grid_worker, name="王小名", born="1950-03")
    one = previewed(
        [("王小明", "无", "男", "1950-03", "", "解放路12号3栋501室")], cast.station_clerk
    )
    row = ImportRow.objects.get(batch=one)
    assert row.state in ("likely", "review")
    seen = decision_of(row)
    assert seen == ""
    decide_row(one.uid, row.number, choice="skip", seen=seen, **about(cast.station_clerk))
    with pytest.raises(Stale):
        decide_row(one.uid, row.number, choice="new", seen=seen, **about(cast.station_clerk))
    row.refresh_from_db()
    assert row.state == "skipped"
    again = decision_of(row)
    decide_row(one.uid, row.number, choice="new", seen=again, **about(cast.station_clerk))
    row.refresh_from_db()
    assert row.state == "new"


def test_of_a_files_name_the_ending_alone_is_kept(cast: Cast) -> None:
    """People write names into it; and what is said carries the label, never the file's name."""
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    names = {
        "张三低保.XLSX": "",
        "..\\..\\李四 510000.csv": ".csv",
        "王五": "",
        "x.赵六": "",
        "": "",
    }
    for number, (name, ending) in enumerate(names.items()):
        rows = [person(f"李新{'一二三四五'[number]}", serial=20 + number)]
        one = receive(table(PEOPLE, rows), by, filename=name)
        wanted = ".xlsx" if name.endswith("XLSX") else ending
        assert one.filename == f"resident-20260610-1000{wanted}"
    one = previewed([person("李新来", "19620411", serial=3)], by, filename="张三.csv")
    apply_import(one.uid, **about(by))
    work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert Statement.objects.get(batch=str(one.uid)).evidence_note == ""


def test_what_a_kill_left_of_a_file_is_swept_at_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    go_live()
    seen: list[Path] = []

    class Killed(BaseException):
        """The process ends here: nothing is cleaned up."""

    def dies(path: Path, **_more: Any) -> Any:
        seen.append(path)
        os.link(path, path.parent / "still.csv")
        raise Killed

    monkeypatch.setattr("gege.registers.intake.receive.open_file", dies)
    monkeypatch.setattr(store, "TemporaryDirectory", _left_behind)
    content = table(PEOPLE, [person("李新来", serial=3)])
    with pytest.raises(Killed):
        receive_file(
            io.BytesIO(content), filename="x.csv", sheet="resident", source="",
            **about(cast.station_clerk),
        )  # fmt: skip
    left = seen[0].parent
    assert left.parent == tmp_path / "imports"
    assert (left / "still.csv").exists()
    forget_imports(clock=lambda: NOW)
    old = NOW.timestamp() - 2 * 86_400
    os.utime(left, (old, old))
    forget_imports(clock=lambda: NOW)
    assert list((tmp_path / "imports").iterdir()) == []


@contextmanager
def _left_behind(*, prefix: str, dir: Path) -> Iterator[str]:
    """A folder that nobody removes: the process was killed."""
    yield mkdtemp(prefix=prefix, dir=dir)


def test_a_grant_on_the_reference_opens_no_address(cast: Cast) -> None:
    """Whoever may know that somebody lives somewhere is not told where by a match."""
    go_live()
    home = Home(cast.grid_worker)
    contract = current_contract(read_editions())
    by = cast.other_department_officer

    def seen(*, dwelling: tuple[str, ...] = (), building: tuple[str, ...] = ()) -> dict[int, str]:
        CatalogueEntry.objects.all().delete()
        given = {"resident": ("name", "dwelling"), "dwelling": dwelling, "building": building}
        for sheet, fields in given.items():
            if fields:
                CatalogueEntry.objects.create(
                    provider="community", receiver=CIVIL_AFFAIRS, sheet=sheet, fields=list(fields),
                    purpose="service", basis="协议", frequency="daily", agreed_by="周监管",
                    agreed_at=NOW, valid_from=date(2020, 1, 1), valid_until=date(2030, 1, 1),
                )  # fmt: skip
        one = Import(unit_id=by.unit_id, side="department", area_code=by.area_code)
        reader = reader_of(one, NOW.date())
        return _homes([home.resident], contract.sheets["resident"], contract, reader)

    pk = home.resident.pk
    assert seen() == {pk: ""}
    assert seen(dwelling=("dwelling_no",)) == {pk: "501室"}
    assert seen(dwelling=("dwelling_no",), building=("address",)) == {pk: "501室"}
    whole = seen(dwelling=("dwelling_no", "building"), building=("address",))
    assert whole == {pk: "解放路12号3栋501室"}
