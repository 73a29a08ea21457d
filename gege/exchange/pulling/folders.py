"""Files that a department puts into its folder: taken oldest first, each once, then moved aside.

Who writes a file gives it a name that begins with a dot or ends in `.part`, and renames it when it
is whole. What was taken is moved to `.done`, what cannot be taken to `.failed` with a text beside
it that says why.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BufferedReader
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
        with open_dropped(self.path) as file:
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
    """Move a file away from its folder, under a name that is free there; say why beside it.

    Who may write into the folder may put links there: none is followed. Raises Away.
    """
    try:
        with _held(one.parent) as parent:
            with suppress(FileExistsError):
                os.mkdir(part, 0o770, dir_fd=parent)
            with _held(part, dir_fd=parent) as folder:
                name = _free_name(one, folder)
                os.rename(one.name, name, src_dir_fd=parent, dst_dir_fd=folder)
                if why:
                    with os.fdopen(_new_file(f"{name}.txt", folder), "w", encoding="utf-8") as file:
                        file.write(f"{why}\n")
    except OSError as error:
        raise Away("no_folder", f"{type(error).__name__}: {error}") from None
    return one.parent / part / name


def write_out(name: str, filename: str, content: bytes) -> Path:
    """Put a whole file into a department's folder: written apart, safe on the disk, then renamed.

    The same name again is the same file: it is written over.
    """
    folder = prepare_folder(name, OUT)
    half, whole = folder / f".{filename}.part", folder / filename
    with _held(folder) as handle:
        half.unlink(missing_ok=True)
        with os.fdopen(_new_file(half.name, handle), "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o660)
            os.fsync(file.fileno())
        half.rename(whole)
        os.fsync(handle)
    return whole


def open_dropped(path: Path) -> BufferedReader:
    """Open a file that somebody else put there; raises OSError for a link and whatever is no file.

    What was a file when the folder was listed may have become a link meanwhile.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "no file")
    return os.fdopen(handle, "rb")


@contextmanager
def _held(folder: Path | str, *, dir_fd: int | None = None) -> Iterator[int]:
    """Hold a folder that is one, and no link to another."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(folder, flags, dir_fd=dir_fd)
    try:
        yield handle
    finally:
        os.close(handle)


def _new_file(name: str, folder: int) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(name, flags, 0o660, dir_fd=folder)


def _free_name(one: Path, folder: int) -> str:
    taken, name, number = set(os.listdir(folder)), one.name, 1
    while name in taken or f"{name}.txt" in taken:
        number += 1
        name = f"{one.stem}.{number}{one.suffix}"
    return name


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    with os.scandir(folder) as found:
        for one in found:
            if one.name.startswith(".") or one.name.lower().endswith(_UNFINISHED):
                continue
            yield Path(one.path), one.stat(follow_symlinks=False)
