"""The secret keys of an installation on one machine, made once and kept in its data folder."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gege.config.env import Environment
from gege.kernel.keyring import KeysError, fault_of, make_ring

KEY_FILE: Final = "keys.json"
DATA_KEY_FILE: Final = "data_keys.json"
"""The keys that seal registers: a file of its own, for it is kept apart from the database."""
KEY_NAMES: Final = ("SECRET_KEY", "GEGE_TRAIL_KEY")


def kept_keys(data_dir: Path) -> dict[str, str]:
    """Return the keys kept in `data_dir`; none when there is no such file."""
    try:
        kept = json.loads((data_dir / KEY_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: str(kept[name]) for name in KEY_NAMES if kept.get(name)}


def make_keys(data_dir: Path) -> dict[str, str]:
    """Return the kept keys; make and keep them when there are none.

    The file is readable by its owner only. Two processes that start at once agree on one file:
    the second to link it reads the first one's.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    place = data_dir / KEY_FILE
    if not place.exists():
        made = {name: secrets.token_hex(32) for name in KEY_NAMES}
        handle, draft = tempfile.mkstemp(dir=data_dir, prefix=KEY_FILE)  # 0600 from the start
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(made, file, indent=1)
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return kept_keys(data_dir)


def data_keys(env: Environment, name: str, data_dir: Path, family: str, *, make: bool) -> Path:
    """Return the file of the keys that seal registers; one that others can read is refused.

    With `make` the first keys are made where the file has its ordinary place: a named file that
    is missing is a mistake, such as a disk that is not mounted.
    """
    named = env.text(name)
    path = Path(named).expanduser().resolve() if named else data_dir / DATA_KEY_FILE
    try:
        if make and not named:
            make_ring(path, family, on=datetime.now(UTC).date())
    except KeysError as error:
        env.refuse("GEGE_CIPHER", str(error))
    if path.exists() and (fault := fault_of(path)):
        env.refuse(name, f"is refused: {fault}")
    return path
