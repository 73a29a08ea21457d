"""The locks: every file by its sum, no address of a registry, and nothing left unlocked."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_exact_versions_with_sums_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert "://" not in text
    assert [line for line in lines if not _is_locked(line)] == []
    assert lines[-1].lstrip().startswith("--hash=sha256:")


def test_everything_declared_is_locked_and_the_locks_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    smaller, larger = (_versions(ROOT / name) for name in LOCKS[:2])
    assert _names(project["dependencies"] + extras["build"]) - set(smaller) == set()
    assert _names(extras["dev"]) - set(larger) == set()
    assert {name: larger.get(name) for name in smaller} == smaller


def test_each_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = re.findall(r'^  "[a-z0-9\[\],-]+[<>=].*$', text, re.MULTILINE | re.IGNORECASE)
    assert len(declared) > 20
    assert [line for line in declared if "  # " not in line] == []


def test_the_browser_parts_are_locked_by_their_sums_without_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [name for name, one in packages.items() if "integrity" not in one] == []
    locked = {name.removeprefix("node_modules/"): one["version"] for name, one in packages.items()}
    assert {name: locked.get(name) for name in wanted} == wanted


def _is_locked(line: str) -> bool:
    return bool(
        re.fullmatch(r"[a-z0-9-]+==[^ ;]+( ; .+)? \\", line)
        or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    )


def _versions(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!]", one, maxsplit=1)[0].lower() for one in requirements}
