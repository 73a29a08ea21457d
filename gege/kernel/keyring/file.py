"""The file of the keys: outside the database, readable by its owner only.

JSON, `{"form": 1, "keys": [{"id", "use", "algorithm", "state", "made_on", "secret"}]}`, the
secrets in base64. It is replaced whole, so a reader never sees half of it; a running process takes
up a new one at its next question.
"""

import base64
import binascii
import json
import os
import secrets
import stat
import string
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from gege.kernel.keyring import ciphers
from gege.kernel.keyring.ring import FAMILIES, Key, KeysError, Ring, State, Use, checked, first_ring
from gege.kernel.keyring.sealing import lacking

FORM: Final = 1
OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True)
class _Read:
    """A ring and the file it was read from, as far as `stat` tells files apart."""

    seen: tuple[int, int, int]
    ring: Ring


_known: Final[dict[Path, _Read]] = {}


def ring_at(path: Path) -> Ring:
    """Return the keys of a file, read again only when the file changed. Raises KeysError."""
    try:
        found = path.stat()
    except OSError as error:
        raise KeysError(_missing(path)) from error
    seen = (found.st_ino, found.st_mtime_ns, found.st_size)
    known = _known.get(path)
    if known is not None and known.seen == seen:
        return known.ring
    fault = fault_of(path)
    if fault:
        raise KeysError(fault)
    ring = _ring_of(path, path.read_text(encoding="utf-8"))
    _known[path] = _Read(seen, ring)
    return ring


def fault_of(path: Path) -> str:
    """Return what is wrong with a file of keys as a file; empty when nothing is."""
    try:
        found = path.stat()
    except OSError:
        return _missing(path)
    if not stat.S_ISREG(found.st_mode):
        return f"{path} is no file."
    if found.st_mode & OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        return f"{path} can be read by others (mode {mode:o}): run `chmod 600 {path}`."
    if not os.access(path, os.R_OK):
        return f"{path} cannot be read by the user that runs this."
    return ""


def make_ring(path: Path, family: str, *, on: date) -> bool:
    """Make the first keys where there is no file; tell whether it was made.

    Two processes that start at once agree on one file: the second finds the first one's. Raises
    KeysError when this machine has not got the ciphers of the family.
    """
    if path.exists():
        return False
    for algorithm in FAMILIES[family].values():
        if not ciphers.offered(algorithm):
            raise KeysError(lacking(algorithm))
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [new_secret() for _ in Use]
    ring = first_ring(family, on=on, secrets=made, tails=[new_tail() for _ in Use])
    draft = _draft(path, ring)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def write_ring(path: Path, ring: Ring) -> None:
    """Put another ring in the place of the file's; it is on the disk when this returns."""
    draft = _draft(path, checked(ring))
    try:
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def new_secret() -> bytes:
    """Return 32 random bytes; a key takes as many as it needs."""
    return secrets.token_bytes(32)


def new_tail() -> str:
    """Return three letters by chance for the name of a key."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(3))


def _draft(path: Path, ring: Ring) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # 0600 from the start
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"form": FORM, "keys": [_line(key) for key in ring.keys]}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _line(key: Key) -> dict[str, str]:
    return {
        "id": key.id,
        "use": str(key.use),
        "algorithm": key.algorithm,
        "state": str(key.state),
        "made_on": key.made_on.isoformat(),
        "secret": base64.b64encode(key.secret).decode(),
    }


def _ring_of(path: Path, text: str) -> Ring:
    try:
        held = json.loads(text)
        if held["form"] != FORM:
            raise KeysError(f"{path} has the form {held['form']!r}; this version reads {FORM}.")
        return checked(Ring(tuple(_key_of(line) for line in held["keys"])))
    except (ValueError, TypeError, KeyError, binascii.Error):
        # The text itself stays out of the message: it holds secrets.
        raise KeysError(f"{path} is no file of keys: take it from where it is kept.") from None


def _key_of(line: dict[str, Any]) -> Key:
    return Key(
        str(line["id"]),
        Use(line["use"]),
        str(line["algorithm"]),
        State(line["state"]),
        date.fromisoformat(line["made_on"]),
        base64.b64decode(line["secret"], validate=True),
    )


def _missing(path: Path) -> str:
    return f"{path} is not there: put the kept file of keys back, or run `gege init` for a new one."
