"""The secret keys of an installation on one machine, made once and kept in its data folder."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Final

KEY_FILE: Final = "keys.json"
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
