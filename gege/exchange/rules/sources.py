"""What a source of a department may be, when it is asked, and how it stands (R-044).

A source is only read. What it gives becomes a file that a person looks at and applies.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit


class Kind(StrEnum):
    """How a department lets us read."""

    TABLE = "table"
    FOLDER = "folder"
    PAGES = "pages"


class Format(StrEnum):
    """What an interface answers."""

    JSON = "json"
    CSV = "csv"


class RunState(StrEnum):
    """What became of one reading. `empty`: nothing was new."""

    RUNNING = "running"
    DONE = "done"
    EMPTY = "empty"
    FAILED = "failed"


class Light(StrEnum):
    """How a source or a receiver stands; the words are those of the platform's lights."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


class Deed(StrEnum):
    """What is done to a source or a way out; each is a line of the ledger."""

    OPEN = "open"
    AMEND = "amend"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    PULL = "pull"
    SECRET = "secret"  # noqa: S105 - a deed
    RESTART = "restart"
    COMPARE = "compare"


EVERY: Final = (5, 15, 60, 240, 1440)
"""Minutes between two readings; with 1440 it is read once a day, at `at_hour`."""
ALARMS: Final = (15, 60, 240, 1440)
"""Minutes of silence after which the light is red and whoever is on duty is told."""
ROWS_OF_A_RUN: Final = 200_000
BYTES_OF_A_RUN: Final = 180 * 1024 * 1024
LONGEST_CELL: Final = 2_000
MOST_COLUMNS: Final = 100
LONGEST_OVERLAP: Final = 7 * 86_400
AGAIN: Final = timedelta(hours=24)
"""How long after a notice the next one is sent about the same silence."""

SECRET_NAME: Final = re.compile(r"GEGE_SOURCE_[A-Z0-9_]{1,40}", re.ASCII)
HOST: Final = "_HOST"
"""Ends the name of the variable that says to which host a secret of the environment may go."""
NAME_IN_A_DATABASE: Final = 60
DIALECTS: Final = {
    "postgresql": ("postgresql+psycopg", 5432),
    "mysql": ("mysql+pymysql", 3306),
    "mariadb": ("mariadb+pymysql", 3306),
    "mssql": ("mssql+pymssql", 1433),
    "oracle": ("oracle+oracledb", 1521),
}
"""Databases that are read, each with SQLAlchemy's name of its driver and its usual port. Files
(SQLite) are none: a name of a file would read this machine."""
_PORTS: Final = {"https": 443, "http": 80}
_OPTIONS: Final = frozenset({"sslmode", "charset", "service_name"})


def address_of(text: str) -> tuple[str, str] | str:
    """Return the kind of database and its host of an address without a password, or a word why it
    is none: `postgresql://reader@10.1.2.3:5432/people`."""
    if not 10 <= len(text) <= 300 or not text.isascii() or not text.isprintable():
        return "database_form"
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "database_form"
    if parts.scheme not in DIALECTS or not host or parts.fragment or not parts.path.strip("/"):
        return "database_form"
    if parts.password is not None:
        return "password_in_address"
    names = {one.partition("=")[0] for one in parts.query.split("&") if one}
    return (parts.scheme, host) if names <= _OPTIONS else "database_form"


def host_of(address: str) -> tuple[str, int | None]:
    """Return host and port of an address, as they are compared: in small letters."""
    parts = urlsplit(address)
    usual = DIALECTS[parts.scheme][1] if parts.scheme in DIALECTS else _PORTS.get(parts.scheme)
    return (parts.hostname or "").rstrip("."), parts.port or usual


def is_host(found: tuple[str, int | None], meant: str) -> bool:
    """Tell whether an address is the host that was named: `db.housing.example`, or with a port."""
    try:
        parts = urlsplit(f"//{meant}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    return bool(host) and host == found[0] and port in (None, found[1])


def is_name(text: str) -> bool:
    """Tell whether a name of a table or column can be one: any signs but control and quotes."""
    return (
        0 < len(text) <= NAME_IN_A_DATABASE
        and text.isprintable()
        and not set(text) & set("\"'`;[]\\")
        and text == text.strip()
    )


def table_of(text: str) -> tuple[str, str] | None:
    """Return schema and table of `people` or `public.people`; None when it is neither."""
    schema, dot, name = text.rpartition(".")
    if not is_name(name) or "." in schema or (dot and not is_name(schema)):
        return None
    return schema, name


def columns_of(text: str) -> tuple[str, ...] | None:
    """Return the columns that a person named, one to a line or with commas; None when one of them
    is no name, stands twice, or there are too many."""
    names = tuple(one.strip() for one in re.split(r"[\n,，]", text) if one.strip())
    if not names or len(names) > MOST_COLUMNS or len(set(names)) != len(names):
        return None
    return names if all(map(is_name, names)) else None


def next_time(now: datetime, every: int, at_hour: int, local: datetime) -> datetime:
    """Return when a source is read again after it was; `local` is `now` on the county's clock."""
    if every < 1440:
        return now + timedelta(minutes=every)
    wanted = local.replace(hour=at_hour, minute=0, second=0, microsecond=0)
    if wanted <= local:
        wanted += timedelta(days=1)
    return wanted.astimezone(now.tzinfo)


def light_of(
    now: datetime, *, resting: bool, away_since: datetime | None, failures: int, alarm: int
) -> Light:
    """Return how a source or receiver stands: silent for longer than its alarm is red."""
    if resting:
        return Light.NONE
    if not failures or away_since is None:
        return Light.GREEN
    return Light.RED if now - away_since >= timedelta(minutes=alarm) else Light.YELLOW


def is_to_be_told(
    now: datetime, light: Light, told_at: datetime | None, away_since: datetime | None
) -> bool:
    """Tell whether whoever is on duty is told of a silence now: once, and daily while it lasts."""
    if light is not Light.RED:
        return False
    return told_at is None or away_since is None or told_at < away_since or now - told_at >= AGAIN
