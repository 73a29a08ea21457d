"""The demonstration: a made-up county, built once and kept, with a log-in for each role."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gege.boards.api import make_last_days
from gege.config.embedded import Embedded
from gege.hotline.api import play_calls
from gege.portal.api import tell_public
from gege.simulate.api import DemoLogin, build_demo, demo_logins, register_homes
from gege.territory.api import load_atlas

NOTE: Final = "demonstration.json"
BUILDING: Final = "building"
BUILT: Final = "built"


class DemonstrationError(Exception):
    """The database holds something else than the demonstration."""


def ensure(*, now: datetime, say: Callable[[str], None]) -> Sequence[DemoLogin]:
    """Build the demonstration where there is no county yet; return its log-ins.

    What was interrupted half-way is thrown away and built again, in the embedded database only.
    Raises DemonstrationError where the database holds a county that is not the demonstration's.
    """
    note = settings.GEGE_DATA_DIR / NOTE
    state = _state(note)
    county = load_atlas().county()
    if county is not None and not state:
        raise DemonstrationError(
            f"This database holds {county.name_zh} ({county.code}), which no `gege demo` made. "
            "The demonstration needs a database of its own: unset DATABASE_URL, or name another "
            "GEGE_DATA_DIR."
        )
    if county is not None and state == BUILDING:
        _start_over(say)
        county = None
    if county is None:
        say("Playing ninety days of a made-up county. This happens once and takes some minutes.")
        _write(note, BUILDING)
        with _hurry():
            build_demo(now=now, strict=False, say=say)
            tell_public(now=now, say=say)
            play_calls(now=now, say=say)
            register_homes(now=now, say_it=say)
            make_last_days(now=now, say=say)
        _write(note, BUILT)
    return demo_logins()


def welcome(address: str, logins: Sequence[DemoLogin]) -> str:
    """Return what the terminal shows once the platform serves."""
    widest = max((len(one.login_name) for one in logins), default=0)
    lines = [
        "",
        f"  Gege serves on {address}",
        "  All people and matters are made up. Log in as:",
        "",
        *(
            f"  {one.login_name:<{widest}}  {one.password}  {one.role}  {one.post}"
            for one in logins
        ),
        "",
        "  Ctrl-C stops it; the next start keeps what was done.",
    ]
    return "\n".join(lines)


@contextmanager
def _hurry() -> Iterator[None]:
    # What a crash would lose is played again anyway, so no commit need wait for the disk.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


def _start_over(say: Callable[[str], None]) -> None:
    if not settings.GEGE_EMBEDDED:
        raise DemonstrationError(
            "The demonstration in this database was interrupted half-way. Empty the database "
            "and run `gege demo` again."
        )
    say("The demonstration was interrupted half-way; starting over.")
    connection.close()
    if settings.GEGE_DB_POOL:
        # A pool of PostgreSQL's backend that the stubs do not know yet.
        cast(Any, connection).close_pool()
    Embedded(settings.GEGE_POSTGRES_DIR).empty()
    call_command("migrate", verbosity=0)


def _state(note: Path) -> str:
    try:
        return str(json.loads(note.read_text(encoding="utf-8")).get("state", ""))
    except FileNotFoundError:
        return ""


def _write(note: Path, state: str) -> None:
    note.write_text(json.dumps({"state": state}), encoding="utf-8")
