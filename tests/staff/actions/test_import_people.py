"""A list of people is read as it comes, tried by the deeds themselves, and taken whole or not."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone, translation
from openpyxl import Workbook

from gege.staff.api import (
    Account,
    ListRefused,
    PeoplePlan,
    Post,
    Refusal,
    import_people,
    plan_people,
)
from gege.staff.commands import staff
from gege.territory.api import SourceFile
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, HOUSING, VACANT_GRID, Cast

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HEAD = "login,name,phone,role,unit,from\n"
GOOD = HEAD + (
    f"hu.ge,胡格,10000000101,grid_worker,{VACANT_GRID},2026-12-01\n"
    f"lin.zhan,林站,,社区站工作人员,{COMMUNITY},\n"
)


def plan(text: str | bytes, cast: Cast, name: str = "people.csv") -> PeoplePlan:
    data = text if isinstance(text, bytes) else text.encode()
    with translation.override("en"):
        return plan_people(SourceFile(name, data), by=cast.administrator, now=NOW)


def role_in_chinese(role: str) -> str:
    from gege.staff.api import role_name  # inline: beside its only use

    with translation.override("zh-hans"):
        return role_name(role)


def good() -> str:
    return GOOD.replace("社区站工作人员", role_in_chinese("station_clerk"))


def counted() -> tuple[int, int, int]:
    return Account.objects.count(), Post.objects.count(), Entry.objects.count()


def workbook(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(out)
    return out.getvalue()


def test_a_list_is_tried_without_a_trace_and_then_taken(cast: Cast) -> None:
    before = counted()
    found = plan(good(), cast)
    assert (found.problems, counted()) == ([], before)
    assert [(one.login_name, one.role, one.valid_from) for one in found.people] == [
        ("hu.ge", "grid_worker", date(2026, 12, 1)),
        ("lin.zhan", "station_clerk", date(2026, 11, 24)),
    ]
    arrived = import_people(found.people, by=cast.administrator, now=NOW)
    for one in arrived:
        account = Account.objects.get(login_name=one.person.login_name)
        assert account.check_password(one.password)
        assert account.must_change_password
    post = Post.objects.get(account__login_name="hu.ge")
    assert (post.role, post.unit_id, post.valid_from) == (
        "grid_worker", cast.unit_id(VACANT_GRID), date(2026, 12, 1)
    )  # fmt: skip
    assert counted() == (before[0] + 2, before[1] + 2, before[2] + 4)


def test_an_excel_workbook_says_the_same(cast: Cast) -> None:
    rows: list[list[object]] = [
        ["登录名", "姓名", "电话", "岗位", "单位代码", "任职日期", "备注"],
        ["hu.ge", "胡格", 10000000101, "grid_worker", int(VACANT_GRID), date(2026, 12, 1), "x"],
        [None, None, None, None, None, None, None],
        ["lin.zhan", "林\n站", 10000000102.0, "station_clerk", COMMUNITY, None, None],
    ]
    found = plan(workbook(rows), cast, "people.xlsx")
    assert found.problems == []
    assert [
        (one.where, one.display_name, one.phone, one.unit_code, one.valid_from)
        for one in found.people
    ] == [
        ("people.xlsx:2", "胡格", "10000000101", VACANT_GRID, date(2026, 12, 1)),
        ("people.xlsx:4", "林 站", "10000000102", COMMUNITY, date(2026, 11, 24)),
    ]


WRONG = HEAD + "\n".join(
    (
        f"hu.ge,胡格,,grid_worker,{VACANT_GRID},",
        f"Hu.Ge,另一人,,station_clerk,{COMMUNITY},",
        f"grid-worker,王网格,,station_clerk,{COMMUNITY},",
        f"x,短,,station_clerk,{COMMUNITY},",
        f"ab,,,station_clerk,{COMMUNITY},",
        f"ac,{'长' * 41},,station_clerk,{COMMUNITY},",
        f"ad,丁,{'1' * 21},station_clerk,{COMMUNITY},",
        f"ae,戊,,king,{COMMUNITY},",
        "af,己,,station_clerk,999999999999,",
        f"ag,庚,,station_clerk,{HOUSING},",
        f"ah,辛,,station_clerk,{COMMUNITY},2026-13-01",
        f"ai,壬,,station_clerk,{COMMUNITY},2026-11-23",
        f"aj,癸,,grid_worker,{GRID},",
        f"ak,子,,grid_worker,{VACANT_GRID},",
    )
)


def test_every_row_that_cannot_be_taken_is_named_and_nobody_comes(cast: Cast) -> None:
    before = counted()
    found = plan(WRONG, cast)
    said = {one.split(": ")[0].split(":")[1]: one.split(": ", 1)[1] for one in found.problems}
    assert [int(row) for row in sorted(said, key=int)] == list(range(3, 16))
    assert said["3"] == "This log-in name stands in the list already: people.csv:2."
    assert said["4"] == "The log-in name grid-worker is in use already."
    assert said["6"] == "Enter the person's name."
    assert said["9"] == "There is no such role."
    assert said["10"] == "There is no such unit."
    assert said["12"] == "Write the day as 2026-12-01."
    assert said["14"].endswith("already has a responsible worker in these days: 王网格.")
    assert said["15"].endswith("already has a responsible worker in these days: 胡格.")
    assert counted() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file has no rows"),
        (b"login,name\n", "no column"),
        (b"\x00\x01", "text"),
        ((HEAD + "a,b\n").encode(), "people.csv:2"),
        (b"PK\x03\x04 no archive", "This is no Excel workbook"),
        ((HEAD + f"aa,甲,,station_clerk,{COMMUNITY},\n").encode() * 600, "people.csv:"),
        ((HEAD + "".join(f"a{n},甲,,x,y,\n" for n in range(501))).encode(), "at most 500 people"),
        (b"x" * 8_000_001, "8000001 bytes"),
    ],
    ids=["empty", "no columns", "binary", "cut", "zip", "headers", "long", "huge"],
)
def test_a_file_that_is_no_list_is_refused_in_words(cast: Cast, data: bytes, words: str) -> None:
    found = plan(data, cast)
    assert found.problems != []
    assert any(words in one for one in found.problems), found.problems
    with pytest.raises(ListRefused) if found.people else pytest.raises(IndexError):
        import_people([found.people[0]] * 2, by=cast.administrator, now=NOW)


def test_a_workbook_that_unpacks_to_more_than_it_may_is_not_read(cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_001)
    found = plan(out.getvalue(), cast, "people.xlsx")
    assert found.problems == ["people.xlsx: This is no Excel workbook (.xlsx) that can be read."]


def test_only_an_administrator_brings_people(cast: Cast) -> None:
    source = SourceFile("people.csv", good().encode())
    with pytest.raises(Refusal):
        plan_people(source, by=cast.county_supervisor, now=NOW)
    people = plan(good(), cast).people
    with pytest.raises(ListRefused):
        import_people(people, by=cast.county_supervisor, now=NOW)
    assert not Account.objects.filter(login_name="hu.ge").exists()


def test_what_changed_after_the_preview_takes_everybody_back(cast: Cast) -> None:
    people = plan(good(), cast).people
    import_people(people[1:], by=cast.administrator, now=NOW)
    before = counted()
    with pytest.raises(ListRefused) as refused:
        import_people(people, by=cast.administrator, now=NOW)
    assert [one.split(": ")[0] for one in refused.value.problems] == ["people.csv:3"]
    assert counted() == before


def test_nobody_comes_when_the_ledger_refuses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people, before = plan(good(), cast).people, counted()

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr("gege.staff.actions.create_account.note", refuse)
    with pytest.raises(RuntimeError):
        import_people(people, by=cast.administrator, now=NOW)
    assert counted() == before


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(staff, ["import", *words])
    return result.exit_code, result.output


@pytest.fixture
def coming(tmp_path: Path) -> Path:
    """A list whose days have not passed, whenever the test runs."""
    day = timezone.localdate() + timedelta(days=2)
    file = tmp_path / "people.csv"
    file.write_text(good().replace("2026-12-01", day.isoformat()), encoding="utf-8")
    return file


def test_the_command_shows_asks_and_keeps_the_passwords_in_a_file_of_its_own(
    cast: Cast, coming: Path, tmp_path: Path
) -> None:
    out, before = tmp_path / "passwords.csv", counted()
    code, said = run(str(coming))
    assert (code, "2 people, each with a post." in said, counted()) == (0, True, before)
    assert run(str(coming), "--yes")[0] == 2  # no file for the passwords
    code, said = run(str(coming), "--yes", "--passwords", str(out))
    assert (code, out.stat().st_mode & 0o777) == (0, 0o600)
    head, first, _ = out.read_text(encoding="utf-8-sig").splitlines()
    login, name, unit, password = first.split(",")
    assert (head, login, name, unit) == (
        "login,name,unit,one-time password", "hu.ge", "胡格", VACANT_GRID
    )  # fmt: skip
    assert Account.objects.get(login_name="hu.ge").check_password(password)
    assert password not in said


def test_a_file_that_is_there_already_is_not_written_over(
    cast: Cast, coming: Path, tmp_path: Path
) -> None:
    out, before = tmp_path / "passwords.csv", counted()
    out.write_text("kept", encoding="utf-8")
    code, said = run(str(coming), "--yes", "--passwords", str(out))
    assert (code, "Nothing was saved." in said) == (1, True)
    assert (out.read_text(encoding="utf-8"), counted()) == ("kept", before)


def test_the_command_names_the_rows_that_are_wrong(cast: Cast, tmp_path: Path) -> None:
    file, before = tmp_path / "people.csv", counted()
    file.write_text(HEAD + f"hu.ge,胡格,,king,{COUNTY},\n", encoding="utf-8")
    code, said = run(str(file), "--yes", "--passwords", str(tmp_path / "p.csv"))
    assert (code, "people.csv:2: There is no such role." in said) == (1, True)
    assert (counted(), (tmp_path / "p.csv").exists()) == (before, False)


def test_wrong_rows_are_named_from_the_top_down(cast: Cast) -> None:
    rows = (
        f"aa,甲,,station_clerk,{COMMUNITY},2026-13-01",
        "ab,乙,,station_clerk,999999999999,",
        f"ac,丙,,king,{COMMUNITY},",
    )
    found = plan(HEAD + "\n".join(rows), cast)
    assert [one.split(":")[1] for one in found.problems] == ["2", "3", "4"]
