"""Files and mappings that mean no good, or were made in a hurry: refused or told, in words."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from gege.registers.api import (
    Faults,
    FileRefused,
    Invalid,
    Refused,
    Stale,
    drop_import,
    fault_sentences,
    map_columns,
    undo_import,
    work,
)
from gege.registers.intake import receive as receiving
from gege.registers.intake import store
from gege.registers.models import Import, ImportRow
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.intake.files import (
    PEOPLE,
    faults,
    mapped,
    person,
    previewed,
    receive,
    states,
    table,
)
from tests.registers.keeping_records import NOW, Home, go_live

MANY_ZEROS = 40_000_000


def workbook(*rows: tuple[object, ...], merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def bomb() -> bytes:
    """A workbook that would unpack to a thousand times its size."""
    held = io.BytesIO(workbook(("姓名",), ("某某",)))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/more.xml", b"0" * MANY_ZEROS)
    return held.getvalue()


def test_what_is_no_table_is_refused_in_both_languages(cast: Cast) -> None:
    go_live()
    whole = workbook(PEOPLE, person("李新来", "19620411", serial=3))
    for content, word in ((whole[: len(whole) // 2], "damaged"), (bomb(), "bomb"), (b"", "empty")):
        with pytest.raises(FileRefused) as refused:
            receive(content, cast.station_clerk, filename="名单.xlsx")
        assert refused.value.fault.word == word
        assert all(fault_sentences(refused.value.fault))
    assert not Import.objects.exists()
    assert not list(store._folder().glob("open-*"))


def test_what_is_too_large_is_not_even_written_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    monkeypatch.setattr(receiving, "LIMITS", receiving.Limits(size=100))
    with pytest.raises(FileRefused) as refused:
        receive(b"x" * 200, cast.station_clerk)
    assert refused.value.fault.word == "too_large"


def test_dirt_of_spreadsheets_is_told_line_by_line(cast: Cast) -> None:
    """Merged headings, formulas, error values, a second heading in the middle, GB 18030."""
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    good = person("李新来", "19620411", serial=3)
    content = workbook(
        ("二〇二六年六月居民名单", *[None] * 5),
        PEOPLE,
        good,
        ("赵公式", "=A1", "男", "#N/A", "", good[5]),
        PEOPLE,
        ("周多格", "无", "男", "1971-02", "", good[5], "", "还有一格"),
        merged="A1:F1",
    )
    one = mapped(receive(content, by, filename="名单.xlsx"), by, fixed={"residence_kind": "1"})
    assert one.profile["formulas"]
    assert states(one) == [(3, "new"), (4, "faulty"), (6, "faulty")]
    assert faults(one)[4][0] == ("born", "cell_error")
    assert faults(one)[6] == [("@line", "too_many_cells")]
    text = "\r\n".join(",".join(row) for row in (PEOPLE, good)).encode("gb18030")
    again = mapped(receive(text, by), by)
    assert (again.encoding, states(again)) == ("gb18030", [(2, "new")])


def test_two_columns_of_one_name_and_columns_that_nobody_knows(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    one = receive(table(("姓名", "姓名", "血型"), [("李甲", "李乙", "A")]), by)
    assert one.mapping["columns"] == ["name", "", ""]
    about = {"by": by, "now": NOW, "editions": read_editions()}
    for columns, field in (
        (["name", "name", ""], "column-1"),
        (["name", "blood", ""], "column-1"),
        (["name", "under_14", ""], "column-1"),
        (["name", "language_help", ""], "column-1"),
        (["name"], "columns"),
        (["", "", ""], "columns"),
    ):
        with pytest.raises(Faults) as refused:
            map_columns(one.uid, columns=columns, **about)
        assert list(refused.value.fields) == [field]
    for more, field in (
        ({"fixed": {"name": "王"}}, "fixed-name"),
        ({"fixed": {"sealed": "1"}}, "fixed-sealed"),
        ({"codes": {"sex": {"男": "17"}}}, "codes-sex"),
        ({"codes": {"name": {"男": "1"}}}, "codes-name"),
    ):
        with pytest.raises(Faults) as refused:
            map_columns(one.uid, columns=["name", "", ""], **about, **more)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Invalid):
        map_columns(one.uid, columns=["name", "", ""], doubts_answered="x", **about)
    with pytest.raises(Stale):
        map_columns(one.uid, columns=["name", "", ""], version=7, **about)


def test_deeds_out_of_order_are_refused(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    about = {"by": by, "now": NOW, "editions": read_editions()}
    one = previewed([person("李新来", "19620411", serial=3)], by)
    with pytest.raises(Refused):
        undo_import(one.uid, reason="还没写入", **about)
    drop_import(one.uid, by=by, now=NOW)
    for deed in (
        lambda: drop_import(one.uid, by=by, now=NOW),
        lambda: map_columns(one.uid, columns=one.mapping["columns"], **about),
    ):
        with pytest.raises(Refused):
            deed()
    assert ImportRow.objects.get(batch=one).sealed == ""
    assert not store._path(one.uid).exists()
    assert work(one.uid, clock=lambda: NOW, editions=read_editions()).state == "dropped"


def test_a_file_that_was_changed_on_the_disk_goes_back_to_its_person(cast: Cast) -> None:
    go_live()
    Home(cast.grid_worker)
    by = cast.station_clerk
    one = receive(table(PEOPLE, [person("李新来", "19620411", serial=3)]), by)
    path = store._path(one.uid)
    held = bytearray(path.read_bytes())
    held[-1] ^= 1
    path.write_bytes(bytes(held))
    done = mapped(one, by)
    assert (done.state, done.failed["word"]) == ("mapping", "damaged")
