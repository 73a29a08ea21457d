"""The command: what it lists, what it says, and what it leaves undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from gege.config.browser_parts import PARTS, missing_parts
from gege.config.catalogues import stale
from gege.config.cli import gege
from gege.config.demonstration import welcome
from gege.config.env import ENVIRONMENT
from gege.simulate.api import demo_logins
from tests.config.conftest import Installation

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_every_command_of_its_own_is_there() -> None:
    own = {"init", "serve", "demo", "worker", "migrate", "doctor", "manage"}
    assert own - set(gege.commands) == set()


def test_every_command_says_what_it_does() -> None:
    silent = [name for name, command in gege.commands.items() if not command.get_short_help_str()]
    assert silent == []


def test_every_setting_stands_in_the_operations_handbook() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    assert [name for name in ENVIRONMENT if f"| `{name}` |" not in text] == []


@pytest.mark.django_db
def test_no_model_changed_without_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_help_needs_no_database(installation: Installation) -> None:
    ended = installation.run("serve", "--help")
    assert ended.returncode == 0
    assert "Serve the platform, with its worker" in ended.stdout
    assert not (installation.data_dir / "postgres").exists()


def test_init_and_doctor_lead_through_a_new_installation(installation: Installation) -> None:
    first = installation.run("init")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[1:5] == [
        f"Keys of registers: {installation.data_dir / 'data_keys.json'}. "
        "Keep a copy off this machine, apart from the database.",
        "Database: of this version.",
        f"1. {first.stdout.splitlines()[3][3:]}",
        "2. Import the county: `gege territory import-divisions --help`.",
    ]
    assert "Run `gege calendar load" in first.stdout
    installation.run("calendar", "load")
    ended = installation.run("doctor")
    lines = ended.stdout.splitlines()
    assert ended.returncode == 1
    assert "WRONG   worker: No worker runs: timers and notices wait." in lines
    assert "well    migrations: The database is of this version." in lines
    assert "well    keys: Sessions and trail each have a key." in lines
    data_keys = next(line for line in lines if "data keys" in line)
    assert re.fullmatch(
        r"well    data keys: k1[a-z]{3} \(sm4\), b1[a-z]{3} \(sm3\) work\.", data_keys
    )


def test_doctor_tells_a_database_that_is_away(installation: Installation) -> None:
    key = "k" * 32
    ended = installation.run(
        "doctor",
        DATABASE_URL="postgresql://nobody:hidden@127.0.0.1:1/none",
        SECRET_KEY=key,
        GEGE_TRAIL_KEY=key,
    )
    assert ended.returncode == 1
    assert "WRONG   database: The database does not answer." in ended.stdout
    assert "hidden" not in ended.stdout + ended.stderr


def test_keys_that_others_can_read_are_refused(installation: Installation) -> None:
    installation.data_dir.mkdir(parents=True)
    kept = installation.data_dir / "data_keys.json"
    kept.touch(mode=0o644)
    kept.chmod(0o644)
    ended = installation.run("doctor")
    assert ended.returncode == 2
    assert f"GEGE_KEYS is refused: {kept} can be read by others" in ended.stderr
    assert f"chmod 600 {kept}" in ended.stderr


def test_a_named_file_of_keys_that_is_missing_is_not_made(installation: Installation) -> None:
    away = installation.data_dir.parent / "not-mounted" / "keys.json"
    ended = installation.run("doctor", GEGE_KEYS=str(away))
    assert f"WRONG   data keys: {away} is not there" in ended.stdout
    assert not away.exists()


def test_browser_parts_that_are_missing_are_named(tmp_path: Path) -> None:
    assert missing_parts(tmp_path) == list(PARTS.values())
    for target in PARTS.values():
        (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / target).touch()
    assert missing_parts(tmp_path) == []


def test_a_catalogue_older_than_its_source_is_stale(tmp_path: Path) -> None:
    source = tmp_path / "room/locale/zh_Hans/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.touch()
    assert stale(tmp_path) == [source]
    source.with_suffix(".mo").touch()
    assert stale(tmp_path) == []


def test_the_welcome_names_the_address_and_each_log_in() -> None:
    one = demo_logins()[0]
    text = welcome("http://127.0.0.1:8000", [one])
    assert "  Gege serves on http://127.0.0.1:8000" in text.splitlines()
    assert f"  {one.login_name}  {one.password}  {one.role}  {one.post}" in text.splitlines()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_each_log_in_of_the_demonstration(name: str) -> None:
    text = (OPERATIONS.parents[1] / name).read_text(encoding="utf-8")
    wanted = {f"`{word}`" for one in demo_logins() for word in (one.login_name, one.password)}
    assert {word for word in wanted if word not in text} == set()
