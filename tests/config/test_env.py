"""Settings from the environment: read with their type, nonsense refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gege.config.env import ENVIRONMENT, Environment, SettingsError, read_database_url
from gege.config.keys import kept_keys
from tests.config.conftest import Installation

KEY = "k" * 32
WRITE_NAMES = "write names like grid.example.org, with commas between."
READERS: dict[str, Callable[[Environment], Any]] = {
    "flag": lambda env: env.flag("X"),
    "whole": lambda env: env.whole("X", 5, low=1, high=10),
    "key": lambda env: env.key("X", default=None),
    "kept key": lambda env: env.key("X", default=KEY),
    "hosts": lambda env: env.hosts("X", "localhost"),
    "choice": lambda env: env.choice("X", "INFO", ("INFO", "ERROR")),
    "text": lambda env: env.text("X", "else"),
}


@pytest.mark.parametrize(
    ("reader", "given", "expected"),
    [
        ("flag", "1", True),
        ("flag", "Yes", True),
        ("flag", "on", True),
        ("flag", "0", False),
        ("flag", "", False),
        ("flag", None, False),
        ("whole", "7", 7),
        ("whole", " 10 ", 10),
        ("whole", None, 5),
        ("key", KEY, KEY),
        ("kept key", None, KEY),
        ("kept key", "n" * 40, "n" * 40),
        ("hosts", None, ["localhost"]),
        (
            "hosts",
            "grid.example.org, .example.cn,10.1.2.3",
            ["grid.example.org", ".example.cn", "10.1.2.3"],
        ),
        ("hosts", "[::1],*", ["[::1]", "*"]),
        ("choice", "error", "ERROR"),
        ("choice", None, "INFO"),
        ("text", "  a b ", "a b"),
        ("text", None, "else"),
    ],
)
def test_sense_is_read(reader: str, given: str | None, expected: object) -> None:
    env = Environment({} if given is None else {"X": given})
    assert (READERS[reader](env), env.problems) == (expected, [])


@pytest.mark.parametrize(
    ("reader", "given", "problem"),
    [
        ("flag", "maybe", "X is 'maybe': write 1 for yes or 0 for no."),
        ("whole", "ten", "X is 'ten': write a whole number from 1 to 10."),
        ("whole", "11", "X is '11': write a whole number from 1 to 10."),
        ("whole", "-1", "X is '-1': write a whole number from 1 to 10."),
        ("whole", "5.0", "X is '5.0': write a whole number from 1 to 10."),
        ("whole", "٣", "X is '٣': write a whole number from 1 to 10."),
        ("key", None, "X is missing: run `gege init`, or set it to 32 random characters or more."),
        ("key", "short", "X has 5 characters: a key needs 32 random ones or more."),
        ("hosts", "https://a.cn", f"X holds 'https://a.cn': {WRITE_NAMES}"),
        ("hosts", "a.cn:80", f"X holds 'a.cn:80': {WRITE_NAMES}"),
        ("hosts", "ok.cn,a b", f"X holds 'a b': {WRITE_NAMES}"),
        ("choice", "loud", "X is 'LOUD': choose one of INFO, ERROR."),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_says_how_to_mend_it(
    reader: str, given: str | None, problem: str
) -> None:
    env = Environment({} if given is None else {"X": given})
    READERS[reader](env)
    assert env.problems == [problem]


def test_all_refusals_are_told_at_once() -> None:
    env = Environment({"A": "x", "B": "y"})
    env.flag("A")
    env.whole("B", 1, low=1, high=2)
    with pytest.raises(SettingsError) as caught:
        env.refuse_nonsense()
    assert caught.value.problems == (
        "A is 'x': write 1 for yes or 0 for no.",
        "B is 'y': write a whole number from 1 to 2.",
    )


def test_of_two_that_exclude_each_other_one_may_be_given() -> None:
    both = Environment({"GEGE_SMS_URL": "http://kannel", "GEGE_SMPP_HOST": "centre"})
    both.one_of("GEGE_SMS_URL", "GEGE_SMPP_HOST")
    assert both.problems == ["GEGE_SMS_URL is given beside GEGE_SMPP_HOST: choose one of them."]
    one = Environment({"GEGE_SMPP_HOST": "centre", "GEGE_SMS_URL": " "})
    one.one_of("GEGE_SMS_URL", "GEGE_SMPP_HOST")
    assert one.problems == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    env = Environment({"X": str(file)})
    assert env.folder("X", tmp_path) == tmp_path
    assert env.problems == [f"X is {file}: a file stands there, name a folder."]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://gege:s%40crt@db.example.cn:5433/gege",
            ("gege", "gege", "s@crt", "db.example.cn", "5433", {}),
        ),
        ("postgres://db/gege", ("gege", "", "", "db", "", {})),
        (
            "postgresql:///gege?host=/run/postgresql&sslmode=disable",
            ("gege", "", "", "/run/postgresql", "", {"sslmode": "disable"}),
        ),
        ("postgresql://u@[::1]:5432/x", ("x", "u", "", "::1", "5432", {})),
    ],
)
def test_a_database_url_is_read(url: str, expected: tuple[object, ...]) -> None:
    read = read_database_url(url)
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert tuple(read[name] for name in names) == expected


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://u:secret@h/x", "begins with mysql://"),
        ("gege", "begins with nothing://"),
        ("postgresql://u:secret@h", "names no database"),
        ("postgresql://u:secret@h/a/b", "names no database"),
        ("postgresql://u:secret@h:port/x", "its port must be a number"),
        ("postgresql://u:secret@h:99999/x", "its port must be a number"),
        ("postgresql://u:secret@h/x?colour=red", "has the option 'colour'"),
    ],
)
def test_a_wrong_database_url_is_refused_without_repeating_its_password(
    url: str, says: str
) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        read_database_url(url)
    assert "secret" not in str(caught.value)


def test_every_setting_the_settings_read_is_named_in_the_table() -> None:
    source = (Path(__file__).parents[2] / "gege/config/settings.py").read_text(encoding="utf-8")
    read = {name for name in ENVIRONMENT if f'"{name}"' in source}
    assert read == set(ENVIRONMENT) - {"GEGE_DATA_DIR"}


def test_the_command_tells_refused_settings_and_ends_with_2(installation: Installation) -> None:
    ended = installation.run("doctor", PORT="eighty", DEBUG="perhaps")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "Gege cannot start with these settings:\n"
        "  - DEBUG is 'perhaps': write 1 for yes or 0 for no.\n"
        "  - PORT is 'eighty': write a whole number from 1 to 65535.\n"
        "docs/operations.md describes every setting; `gege doctor` looks further.\n"
    )


def test_a_database_server_without_keys_is_refused(installation: Installation) -> None:
    ended = installation.run("doctor", DATABASE_URL="postgresql://127.0.0.1:1/none")
    mend = "is missing: run `gege init`, or set it to 32 random characters or more."
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[1:3] == [
        f"  - SECRET_KEY {mend}",
        f"  - GEGE_TRAIL_KEY {mend}",
    ]


def test_init_makes_the_keys_that_a_database_server_asks_for(installation: Installation) -> None:
    url = "postgresql://127.0.0.1:1/none"
    installation.run("init", DATABASE_URL=url)
    assert sorted(kept_keys(installation.data_dir)) == ["GEGE_TRAIL_KEY", "SECRET_KEY"]
    assert installation.run("--version", DATABASE_URL=url).returncode == 0
