"""The first steps of a new installation: keys, tables, calendar, county, administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from gege.config.findings import State, calendar
from gege.config.keys import KEY_FILE, make_keys
from gege.kernel.keyring import KeysError, make_ring
from gege.matters.api import RulebookEdition
from gege.staff.api import Account
from gege.territory.api import load_atlas


def prepare(*, now: datetime, say: Callable[[str], None]) -> None:
    """Make the keys that are missing and bring the database to this version."""
    make_keys(settings.GEGE_DATA_DIR)
    say(f"Keys: {settings.GEGE_DATA_DIR / KEY_FILE}. Keep a copy off this machine.")
    _make_data_keys(now, say)
    call_command("migrate", verbosity=0)
    say("Database: of this version.")


def _make_data_keys(now: datetime, say: Callable[[str], None]) -> None:
    """Make the keys that seal registers, in their ordinary place or in the one that is named."""
    path = Path(settings.GEGE_KEYS)
    try:
        make_ring(path, settings.GEGE_CIPHER, on=now.date())
    except (KeysError, OSError) as trouble:
        say(f"Keys of registers: not made. {trouble}")
        return
    say(f"Keys of registers: {path}. Keep a copy off this machine, apart from the database.")


def open_steps(*, now: datetime) -> list[str]:
    """Return what a person has yet to do, in order."""
    steps: list[str] = []
    known = calendar(now)
    if known.state is State.WRONG:
        steps.append(f"{known.says} {known.mend}")
    if load_atlas().county() is None:
        steps.append("Import the county: `gege territory import-divisions --help`.")
    elif not load_atlas().departments():
        steps.append("Open its departments: `gege territory import-departments --help`.")
    if not RulebookEdition.objects.exists():
        steps.append("Publish the first rulebook: `gege matters publish-rulebook --help`.")
    if not Account.objects.exists():
        steps.append("Open an administrator's account: `gege account create-admin`.")
    steps.append("Serve: `gege serve`. Look it over at any time: `gege doctor`.")
    return steps
