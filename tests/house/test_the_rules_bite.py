"""The house rules fail where they should: shown on a small project that breaks each of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

RULES = ("test_size", "test_imports", "test_deeds_and_rules", "test_text")
NO_PLUGINS = ("-p", "no:django", "-p", "no:cacheprovider", "-p", "no:xdist")
OPTIONS = ("-q", *NO_PLUGINS, "-c", "pytest.ini", "--rootdir", ".", "--tb=no", "-rfE")
LONG_FUNCTION = "def long() -> int:\n" + "    x = 1\n" * 70 + "    return x\n"
LISTENER = "from django.db.models.signals import post_save\n\npost_save.connect(print)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the house tests and one room that keeps all rules they check."""
    house = tmp_path / "tests" / "house"
    house.mkdir(parents=True)
    for name in ("tree", *RULES):
        shutil.copy(ROOT / "tests" / "house" / f"{name}.py", house)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\nmarkers = row\n")
    write(tmp_path, "gege/matters/api.py", "__all__: list[str] = []\n")
    write(tmp_path, "gege/matters/rules/moves.py", "X = 1\n")
    write(tmp_path, "gege/staff/models.py", "X = 1\n")
    return tmp_path


def write(project: Path, name: str, text: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def failures(project: Path) -> list[str]:
    """Names of the house tests that fail in a project, without their parameters."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, "tests"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    return sorted(set(re.findall(r"^(?:FAILED|ERROR) \S+::(test_\w+)", ran.stdout, re.MULTILINE)))


def test_a_project_that_keeps_the_rules_passes(project: Path) -> None:
    assert failures(project) == []


def test_each_broken_rule_is_found(project: Path) -> None:
    broken = {
        "gege/odd/models.py": "X = 1\n",
        "gege/staff/queries.py": "from gege.matters.api import X\n",
        "gege/matters/queries.py": "from gege.staff.models import X\n",
        "gege/staff/api.py": "X = 1\n",
        "gege/matters/helpers.py": "X = 1\n",
        "gege/matters/views.py": "def f() -> None:\n    from gege.staff import api\n",
        "gege/matters/rules/clock.py": "from django.utils import timezone\n\nX = timezone.now()\n",
        "gege/kernel/clock.py": "from datetime import date\n\nX = date.today()\n",
        "gege/matters/listeners.py": LISTENER,
        "gege/matters/newer.py": "def f[T](x: T) -> T: ...\n",
        "gege/matters/long.py": LONG_FUNCTION + "X = 1\n" * 400,
        "tests/test_long.py": "X = 1\n" * 501,
        "gege/matters/chinese.py": "# \u8fd9\u662f\u4e2d\u6587\u6ce8\u91ca\nX = 1\n",
        "gege/desk/templates/a.html": '<script src="https://cdn.example.org/a.js"></script>\n',
        "docs/place.md": "See /" + "work/main.\n",
        "docs/big.txt": "x" * 1_000_001,
    }
    for name, text in broken.items():
        write(project, name, text)
    assert failures(project) == [
        "test_a_door_says_what_is_behind_it",
        "test_a_function_has_at_most_60_lines",
        "test_a_room_is_entered_through_its_door",
        "test_a_source_file_has_at_most_400_lines",
        "test_a_test_file_has_at_most_500_lines",
        "test_code_and_comments_are_english",
        "test_every_file_is_python_of_the_oldest_version",
        "test_every_room_has_its_place_in_the_layers",
        "test_imports_between_rooms_go_down_only",
        "test_no_file_contains",
        "test_no_module_is_a_junk_drawer",
        "test_no_tracked_file_is_large",
        "test_nothing_listens_to_django_signals",
        "test_own_code_is_imported_at_the_top_of_the_file",
        "test_pages_name_no_other_host",
        "test_rules_and_deeds_are_given_the_time",
        "test_rules_and_the_kernel_are_plain_python",
        "test_the_kernel_has_no_clock",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "a path /" + "tmp/thing",
        "pip from py" + "pi.org",
        "as cla" + "ude said",
        "# TO" + "DO later",
        "<<<<" + "<<< HEAD",
    ],
)
def test_a_forbidden_word_is_found(project: Path, line: str) -> None:
    write(project, "docs/page.md", f"Words.\n{line}\n")
    assert failures(project) == ["test_no_file_contains"]
