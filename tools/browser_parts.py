"""Fetch the browser parts and the letters of papers with npm, and copy their files.

Run by `make setup`. What is fetched is locked by package-lock.json, each package by its sum.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gege.config.browser_parts import FONTS, LETTERS, PARTS, VENDOR

ROOT = Path(__file__).resolve().parent.parent
LOCK = ("package.json", "package-lock.json")


def main() -> int:
    """Fetch and copy. Returns 1 with a sentence when npm is missing or fails."""
    npm = find_npm()
    if npm is None:
        print("npm is missing: install Node.js 18 or newer, or run `make npm`.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCK:
            shutil.copyfile(ROOT / name, Path(folder) / name)
        # npm's own start line looks for `node` on the path: beside it, where a wheel put both.
        way = os.pathsep.join((str(npm.parent), os.environ.get("PATH", "")))
        command = [
            str(npm),
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        ended = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": way}, check=False)
        if ended.returncode:
            print("npm could not fetch the browser parts; see its message above.", file=sys.stderr)
            return 1
        copy_parts(Path(folder) / "node_modules", VENDOR, PARTS)
        copy_parts(Path(folder) / "node_modules", FONTS, LETTERS)
    print(f"{len(PARTS)} browser parts stand in {VENDOR.relative_to(ROOT)}.")
    print(f"The letters of papers stand in {FONTS.relative_to(ROOT)}.")
    return 0


def find_npm() -> Path | None:
    """Return the machine's npm, or the one that the project's environment holds."""
    found = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    return Path(found) if found else None


def copy_parts(packages: Path, folder: Path, parts: Mapping[str, str]) -> None:
    """Copy every part from the installed packages; a file there that is no part goes."""
    if folder.exists():
        shutil.rmtree(folder)
    for source, target in parts.items():
        place = folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, place)


if __name__ == "__main__":
    sys.exit(main())
