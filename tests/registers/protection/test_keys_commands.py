"""`gege keys …` as an operator uses it, and the job of the night."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from gege.kernel.keyring import ring_at
from gege.registers.api import Record
from gege.registers.jobs import reseal_registers
from gege.registers.keeping import values_of
from gege.registers.protection.commands import keys
from gege.registers.protection.resealing import held_under
from tests.cast import Cast
from tests.registers.keeping_records import Home, citizen_number, go_live


def run(*arguments: str, code: int = 0) -> list[str]:
    ended = CliRunner().invoke(keys, arguments)
    assert ended.exit_code == code, ended.output
    return ended.output.splitlines()


@pytest.fixture
def person(cast: Cast, own_keys: Path) -> Record:
    go_live()
    more = {"id_type": "111", "id_number": citizen_number("19520909"), "born": "1952-09"}
    return Home(cast.grid_worker).person(cast.grid_worker, name="赵有号", **more)


def test_an_operator_changes_a_key_step_by_step(person: Record, own_keys: Path) -> None:
    old = ring_at(own_keys).keys[0].id
    secret = own_keys.read_text()
    (first, mark) = run("list")
    assert first.split("\t")[:4] == [old, "seal", "sm4", "active"]
    assert mark.split("\t")[1:4] == ["mark", "sm3", "active"]
    new = run("new", "seal")[0].split()[0]
    assert "waits already" in run("new", "seal", code=1)[0]
    assert run("rotate", "seal")[0].startswith(f"{new} works.")
    assert "No key waits for seal" in run("rotate", "seal", code=1)[0]
    assert f"{old} is still in use: 1 in records, 1 in statements" in run("retire", old, code=1)[0]
    assert f"records: 1 by {old}" in run("check")
    said = run("reseal", "--step", "50")
    assert "1 sealed anew, done." in said[0]
    assert run("retire", old)[0].startswith(f"{old} is retired.")
    assert "One text of each key was opened." in run("check")
    assert [line.split("\t")[3] for line in run("list")] == ["retired", "active", "active"]
    assert values_of(person.__class__.objects.get(pk=person.pk))["id_number"].startswith("990000")
    shown = "".join("".join(run(*command)) for command in (("list",), ("check",)))
    for line in secret.splitlines():
        if '"secret"' in line:
            assert line.split('"')[3] not in shown


def test_a_check_names_what_does_not_open(person: Record, own_keys: Path) -> None:
    other = Record.objects.get(pk=person.pk)
    other.sealed = {"language_help": other.sealed["id_number"]}
    other.save(update_fields=["sealed"])
    said = run("check", code=1)
    wrong = [line for line in said if line.startswith("WRONG")]
    assert wrong == [
        f"WRONG records row {person.pk}: It was sealed in another place, or was changed."
    ]


def test_the_nights_job_goes_on_with_a_change(person: Record, own_keys: Path) -> None:
    run("new", "seal")
    reseal_registers(int(timezone.now().timestamp()))
    before = held_under()["records"]
    run("rotate", "seal")
    reseal_registers(int(timezone.now().timestamp()))
    after = held_under()["records"]
    old, new = (key.id for key in ring_at(own_keys).keys if key.use == "seal")
    assert (before[old], before[new], after[old], after[new]) == (1, 0, 0, 1)


def test_without_the_file_every_command_says_what_to_do(own_keys: Path, db: None) -> None:
    own_keys.unlink()
    for command in (("list",), ("new", "seal"), ("rotate", "mark"), ("reseal",), ("check",)):
        assert f"{own_keys} is not there" in run(*command, code=1)[0]
