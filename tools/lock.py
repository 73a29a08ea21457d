"""Write the requirements files: every version exact, every file by its hash.

Run it after a dependency in pyproject.toml changed, or with --upgrade to take newer releases:

    python tools/lock.py [--upgrade]

Needs a package index, as pip is set up to reach one; the files name none. All files of a release
are listed, so the lock holds on every processor and on each Python that the project supports.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = ROOT / "requirements-dev.txt"
RUNTIME = ROOT / "requirements.txt"
NODE = ROOT / "requirements-node.txt"
HEADER = "# Written by tools/lock.py from pyproject.toml: {}.\n"
ADDRESS = re.compile(r"^(--|#).*(index|find-links|trusted|://).*$", re.IGNORECASE | re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Lock both files; the smaller one takes its versions from the larger."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases")
    upgrade = parser.parse_args(arguments).upgrade
    with tempfile.TemporaryDirectory() as folder:
        python = _python_with_pip_tools(Path(folder))
        newest = ["--upgrade"] if upgrade else []
        _lock(python, EVERYTHING, "pyproject.toml", "--extra=build", "--extra=dev", *newest)
        # Compiled over a copy of the larger file, the smaller one keeps its versions.
        shutil.copyfile(EVERYTHING, RUNTIME)
        _lock(python, RUNTIME, "pyproject.toml", "--extra=build")
        source = Path(folder) / "node.in"
        source.write_text("\n".join(_extra("node")), encoding="utf-8")
        _lock(python, NODE, str(source), *newest)
    _head(EVERYTHING, "to run, test and check the project")
    _head(RUNTIME, "to run the project")
    _head(NODE, "npm, on a machine without Node")
    return 0


def _python_with_pip_tools(folder: Path) -> Path:
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "-U", "pip", "pip-tools"], check=True)
    return python


def _lock(python: Path, target: Path, source: str, *options: str) -> None:
    subprocess.run(
        [
            python, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--strip-extras",
            "--allow-unsafe", "--no-header", "--no-annotate", "--no-emit-index-url",
            "--no-emit-find-links", "--no-emit-trusted-host", "--no-emit-options",
            f"--output-file={target.name}", *options, source,
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip


def _extra(name: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted: list[str] = project["project"]["optional-dependencies"][name]
    return wanted


def _head(path: Path, purpose: str) -> None:
    text = ADDRESS.sub("", path.read_text(encoding="utf-8")).strip()
    path.write_text(f"{HEADER.format(purpose)}{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
