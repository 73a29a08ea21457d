"""Browser parts: copied from the installed packages, nothing else left beside them."""

from __future__ import annotations

from pathlib import Path

from gege.config.browser_parts import FONTS, LETTERS, PARTS, VENDOR, missing_parts
from tools.browser_parts import copy_parts


def test_each_part_is_copied_and_what_is_no_part_goes(tmp_path: Path) -> None:
    packages, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    for source in PARTS:
        (packages / source).parent.mkdir(parents=True, exist_ok=True)
        (packages / source).write_text(source, encoding="utf-8")
    (vendor / "old").mkdir(parents=True)
    copy_parts(packages, vendor, PARTS)
    copied = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()}
    assert copied == set(PARTS.values())


def test_the_letters_of_papers_stand_where_no_browser_gets_them() -> None:
    assert sorted(LETTERS.values()) == sorted(one.name for one in FONTS.iterdir())
    assert "static" not in FONTS.parts


def test_the_parts_stand_among_the_static_files() -> None:
    assert missing_parts(VENDOR) == []
