"""Files that a department puts into its folder: taken oldest first, each once, then moved aside.

Who writes a file gives it a name that begins with a dot or ends in `.part`, and renames it when it
is whole. What was taken is moved to `.done`, what cannot be taken to `.failed` with a text beside
it that says why.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from gege.exchange.errors import Away

DONE, FAILED, OUT, IN = ".done", ".failed", "out", "in"
QUIET: Final = timedelta(seconds=10)
"""A file that changed a moment ago may still be written, whatever it is called."""
MOST_FILES: Final = 1_000
LARGEST: Final = 300 * 1024 * 1024
_UNFINISHED: Final = (".part", ".tmp", ".partial", ".filepart", ".crdownload")
FOLDER: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that lies in a folder. `wrong` is a word why it cannot be taken, "" when it can."""

    path: Path
    size: int
    wrong: str = ""

    def digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def folder_of(name: str, part: str) -> Path:
    """Return a department's folder: `in` is what it gives, `out` what it is given."""
    if not FOLDER.fullmatch(name):
        raise ValueError(name)
    return Path(settings.GEGE_EXCHANGE_DIR) / name / part


def prepare_folder(name: str, part: str) -> Path:
    """Make a department's folder, readable by its group, and return it."""
    folder = folder_of(name, part)
    for one in (folder, *((folder / DONE, folder / FAILED) if part == IN else ())):
        one.mkdir(parents=True, exist_ok=True, mode=0o770)
    return folder


def dropped_in(name: str, now: datetime) -> Iterator[Dropped]:
    """Return the files that are whole, the oldest first. Raises Away without the folder."""
    folder = folder_of(name, IN)
    try:
        entries = list(_entries(folder))
    except OSError as error:
        raise Away("no_folder", f"{type(error).__name__}: {error}") from None
    entries.sort(key=lambda one: (one[1].st_mtime_ns, one[0].name))
    limit = (now - QUIET).timestamp()
    for path, facts in entries[:MOST_FILES]:
        if not stat.S_ISREG(facts.st_mode):
            yield Dropped(path, 0, "no_file")
        elif facts.st_size > LARGEST:
            yield Dropped(path, facts.st_size, "too_large")
        elif facts.st_size == 0 and facts.st_mtime <= limit:
            yield Dropped(path, 0, "empty_file")
        elif facts.st_mtime <= limit:
            yield Dropped(path, facts.st_size)


def put_aside(one: Path, part: str, *, why: str = "") -> Path:
    """Move a file away from its folder, under a name that is free there; say why beside it."""
    folder = one.parent / part
    folder.mkdir(exist_ok=True, mode=0o770)
    target, number = folder / one.name, 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{one.stem}.{number}{one.suffix}"
    one.rename(target)
    if why:
        target.with_name(f"{target.name}.txt").write_text(f"{why}\n", encoding="utf-8")
    return target


def write_out(name: str, filename: str, content: bytes) -> Path:
    """Put a whole file into a department's folder: written apart, safe on the disk, then renamed.

    The same name again is the same file: it is written over.
    """
    folder = prepare_folder(name, OUT)
    half, whole = folder / f".{filename}.part", folder / filename
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.chmod(0o660)
    half.rename(whole)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return whole


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    with os.scandir(folder) as found:
        for one in found:
            if one.name.startswith(".") or one.name.lower().endswith(_UNFINISHED):
                continue
            yield Path(one.path), one.stat(follow_symlinks=False)
