"""`gege registers import` as an operator uses it, and what the worker does by itself."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from gege.registers.commands import registers
from gege.registers.jobs import forget_imported_files, import_files
from gege.registers.models import Import
from tests.cast import Cast
from tests.registers.intake.files import receive, table
from tests.registers.keeping_records import go_live

HEADER = ("楼栋编码", "名称", "地址", "位置", "用途", "经营性自建房")


def run(*arguments: str, code: int = 0) -> str:
    ended = CliRunner().invoke(registers, arguments)
    assert ended.exit_code == code, ended.output
    return ended.output


def test_an_operator_takes_a_departments_file_in(cast: Cast, tmp_path: Path) -> None:
    go_live()
    path = tmp_path / "楼栋.csv"
    path.write_bytes(table(HEADER, [("B1", "3栋", "解放路12号3栋", "106.285, 30.345", "1", "否")]))
    said = run("import", str(path), "--sheet", "building", "--source", "zhujian")
    assert "1 lines\tmapping" in said
    one = Import.objects.get()
    assert (one.source, one.received_by["account_id"]) == ("zhujian", None)
    assert "taken in already" in run(
        "import", str(path), "--sheet", "building", "--source", "zhujian", code=1
    )
    for sheet, source in (("building", "nobody"), ("resident", "zhujian"), ("none", "zhujian")):
        run("import", str(path), "--sheet", sheet, "--source", source, "--again", code=1)
    path.write_bytes(b"%PDF-1.4 nothing")
    assert "no table" in run(
        "import", str(path), "--sheet", "building", "--source", "zhujian", code=1
    )
    assert "fits the ledger" in run("verify-import", str(one.uid))


def test_the_worker_goes_on_and_one_bad_import_keeps_no_other_from_its_turn(cast: Cast) -> None:
    go_live()
    content = [("B1", "3栋", "解放路12号3栋", "106.285, 30.345", "1", "否")]
    by = cast.department_officer
    first = receive(table(HEADER, content), by, sheet="building")
    second = receive(table(HEADER, content[:1] * 2), by, sheet="building")
    for one in (first, second):
        one.state = "checking"
        one.save()
    assert first.mapping["columns"][0] == "building_code"
    broken = patch.dict("gege.registers.intake.work._STEPS", {"matching": lambda *_given: 1 // 0})
    with broken:
        import_files(0)
    assert set(Import.objects.values_list("failed__word", flat=True)) == {"internal"}
    Import.objects.filter(pk=first.pk).update(failed={})
    import_files(0)
    assert set(Import.objects.values_list("state", flat=True)) == {"preview", "matching"}
    # Both lie there since the summer, and nobody applied them.
    forget_imported_files(0)
    assert set(Import.objects.values_list("state", "secret")) == {("dropped", "")}
