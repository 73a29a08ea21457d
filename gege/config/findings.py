"""What may be wrong with an installation: one question per function, each with its mending.

`/healthz` asks the ones a running platform stands on, `gege doctor` asks all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader

from gege.config.browser_parts import missing_parts
from gege.config.catalogues import stale
from gege.kernel.keyring import KeysError, Use, offered, ring_at
from gege.kernel.keyring import State as KeyState
from gege.kernel.papers import letters_problem
from gege.notices.api import link_state
from gege.staff.api import vacant_grids
from gege.territory.api import load_atlas, load_calendar, unannounced_years

OLDEST_POSTGRESQL: Final = 15
LONGEST_SILENCE: Final = timedelta(seconds=45)
"""The worker notes that it lives every ten seconds; after this it is taken as gone."""
CLOCK_DRIFT: Final = timedelta(seconds=30)
NOVEMBER: Final = 11


class State(StrEnum):
    """How a finding stands. Only `WRONG` makes `/healthz` answer 503 and `doctor` end with 1."""

    WELL = "well"
    NOTICE = "notice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, how it stands, and how to mend it. Holds no secret."""

    name: str
    state: State
    says: str
    mend: str = ""


def database(now: datetime) -> Finding:
    """Whether the database answers, is new enough, and agrees on the time."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000, now()")
            version, clock = cursor.fetchone()
    except Error:
        mend = "Start PostgreSQL, or mend DATABASE_URL; its log says more."
        return Finding("database", State.WRONG, "The database does not answer.", mend)
    if version < OLDEST_POSTGRESQL:
        says = f"PostgreSQL {version} is too old."
        return Finding("database", State.WRONG, says, f"Take {OLDEST_POSTGRESQL} or newer.")
    if abs(clock - now) > CLOCK_DRIFT:
        says = f"The clocks of server and database differ by {abs(clock - now)}."
        mend = "Let both keep time by the network (NTP): deadlines are computed by it."
        return Finding("database", State.WRONG, says, mend)
    return Finding("database", State.WELL, f"PostgreSQL {version} answers.")


def migrations(now: datetime) -> Finding:
    """Whether every migration of this version has been applied."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except Error:
        return Finding("migrations", State.WRONG, "The database is empty.", "Run `gege migrate`.")
    pending = sorted(_known_migrations() - applied)
    if pending:
        says = f"{len(pending)} migrations are not applied, the first {'.'.join(pending[0])}."
        return Finding("migrations", State.WRONG, says, "Run `gege migrate`, then start again.")
    return Finding("migrations", State.WELL, "The database is of this version.")


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def worker(now: datetime) -> Finding:
    """Whether a worker has lately noted that it lives."""
    mend = "`gege serve` runs one; see its log. On more machines: `gege worker`."
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT now() - max(last_heartbeat) FROM procrastinate_workers")
            (silence,) = cursor.fetchone()
    except Error:
        return Finding("worker", State.WRONG, "The queue cannot be read.", "Run `gege migrate`.")
    if silence is None:
        return Finding("worker", State.WRONG, "No worker runs: timers and notices wait.", mend)
    if silence > LONGEST_SILENCE:
        says = f"The worker has been silent for {int(silence.total_seconds())} seconds."
        return Finding("worker", State.WRONG, says, mend)
    return Finding("worker", State.WELL, "A worker runs.")


def calendar(now: datetime) -> Finding:
    """Whether this year, and from 1 November the next, is in the working calendar."""
    try:
        with transaction.atomic():
            days = load_calendar().days
            unannounced = unannounced_years(_today(now))
    except Error:
        return Finding("calendar", State.WRONG, "It cannot be read.", "Run `gege migrate`.")
    today = _today(now)
    asked = (today.year, today.year + 1) if today.month >= NOVEMBER else (today.year,)
    missing = [year for year in asked if any(day not in days for day in _days_of(year))]
    if missing:
        says = f"The working calendar lacks days of {missing[0]}."
        return Finding("calendar", State.WRONG, says, f"Run `gege calendar load {missing[0]}`.")
    if unannounced:
        says = f"The official notice of {unannounced[0]} is not entered; its days are provisional."
        mend = "Enter the notice when it comes: deadlines across that year are then recomputed."
        return Finding("calendar", State.NOTICE, says, mend)
    return Finding("calendar", State.WELL, f"Known to the end of {asked[-1]}.")


def browser_parts(now: datetime) -> Finding:
    """Whether the browser parts stand among the static files."""
    missing = missing_parts()
    if missing:
        says = f"{len(missing)} browser parts are missing, the first {missing[0]}."
        return Finding("browser parts", State.WRONG, says, "Run `make setup`.")
    return Finding("browser parts", State.WELL, "All browser parts are there.")


def papers(now: datetime) -> Finding:
    """Whether the letters are there that stand in each PDF."""
    if problem := letters_problem():
        mend = "Run `make setup`, or name a TrueType font in GEGE_PAPER_FONT."
        return Finding("papers", State.NOTICE, problem, mend)
    return Finding("papers", State.WELL, "The font of papers is there.")


def messages(now: datetime) -> Finding:
    """Whether the texts in Chinese are compiled."""
    old = stale()
    if old:
        says = f"{len(old)} message catalogues are not compiled, the first in {old[0].parts[-5]}."
        return Finding("messages", State.WRONG, says, "Run `make setup`.")
    return Finding("messages", State.WELL, "The message catalogues are compiled.")


def vacant(now: datetime) -> Finding:
    """How many grids have no responsible worker."""
    try:
        with transaction.atomic():
            count = len(vacant_grids(load_atlas(), now))
    except Error:
        return Finding("grids", State.WRONG, "They cannot be read.", "Run `gege migrate`.")
    if count:
        mend = "Give each a worker or a substitute on the administrator's list of vacant grids."
        return Finding("grids", State.NOTICE, f"{count} grids have no worker.", mend)
    return Finding("grids", State.WELL, "Every grid has a worker.")


def keys(now: datetime) -> Finding:
    """Whether the keys are there, and are two."""
    if not settings.GEGE_TRAIL_KEY:
        mend = "Set it to 32 random characters or more and keep a copy off this machine."
        return Finding("keys", State.WRONG, "GEGE_TRAIL_KEY is missing.", mend)
    if settings.GEGE_TRAIL_KEY == settings.SECRET_KEY:
        mend = "Set GEGE_TRAIL_KEY to a key of its own; sealed lines keep the key they had."
        return Finding("keys", State.NOTICE, "Sessions and trail share one key.", mend)
    return Finding("keys", State.WELL, "Sessions and trail each have a key.")


def data_keys(now: datetime) -> Finding:
    """Whether the keys that seal registers can be read, work here, and stand apart."""
    path = Path(settings.GEGE_KEYS)
    try:
        ring = ring_at(path)
        active = [ring.active(use) for use in Use]
    except KeysError as fault:
        mend = "Registers and second factors cannot be read without them; see the handbook."
        return Finding("data keys", State.WRONG, str(fault), mend)
    lacks = [key.algorithm.upper() for key in active if not offered(key.algorithm)]
    if lacks:
        says = f"OpenSSL on this machine has no {' and no '.join(lacks)}."
        mend = "Install one that has, or change to new keys with GEGE_CIPHER=aes elsewhere."
        return Finding("data keys", State.WRONG, says, mend)
    names = ", ".join(f"{key.id} ({key.algorithm})" for key in active)
    changing = [key.id for key in ring.keys if key.state in (KeyState.WAITING, KeyState.OLD)]
    if changing:
        says = f"{names} work; {', '.join(changing)} wait for `gege keys reseal` or to be retired."
        return Finding("data keys", State.NOTICE, says, "`gege keys check` tells how far it is.")
    return Finding("data keys", State.WELL, f"{names} work.")


def safety(now: datetime) -> Finding:
    """Whether the settings fit an installation that people use."""
    if settings.DEBUG:
        return Finding("settings", State.NOTICE, "DEBUG is on.", "Unset DEBUG: errors show code.")
    if "*" in settings.ALLOWED_HOSTS:
        mend = "List the names under which the platform is reached."
        return Finding("settings", State.NOTICE, "ALLOWED_HOSTS lets any name pass.", mend)
    if not settings.GEGE_HTTPS and not settings.GEGE_DEMO:
        mend = "Put a proxy with a certificate in front and set GEGE_HTTPS=1."
        return Finding("settings", State.NOTICE, "Log-ins travel without https.", mend)
    return Finding("settings", State.WELL, "The settings are in order.")


def clock(now: datetime) -> Finding:
    """Whether the machine knows the county's time zone and a plausible date."""
    hours = now.astimezone(ZoneInfo(settings.TIME_ZONE)).utcoffset()
    if hours != timedelta(hours=8):
        says = f"{settings.TIME_ZONE} is not at +08:00 on this machine."
        return Finding("clock", State.WRONG, says, "Renew its time zone data (tzdata).")
    if now < datetime(2026, 1, 1, tzinfo=UTC):
        says = f"The clock says {now.date()}."
        return Finding("clock", State.WRONG, says, "Let the machine keep time by the network.")
    return Finding("clock", State.WELL, "Time and time zone are plausible.")


def texts(now: datetime) -> Finding:
    """Whether the connection to the SMS centre stands, where one is kept."""
    if not settings.GEGE_SMPP_HOST:
        return Finding("texts", State.WELL, "No connection to an SMS centre is to be kept.")
    link = link_state()
    if link is None:
        mend = "`gege serve` keeps the link; with processes of your own, run `gege smpp` too."
        return Finding("texts", State.WRONG, "The SMS centre was never reached.", mend)
    since = link.since.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")
    if not link.up:
        says = f"The link to the SMS centre is down since {since}: {link.said}."
        mend = "Look at the centre, GEGE_SMPP_HOST, its user and its password; texts wait."
        return Finding("texts", State.WRONG, says, mend)
    return Finding("texts", State.WELL, f"The link to the SMS centre stands since {since}.")


RUNNING: Final[tuple[Callable[[datetime], Finding], ...]] = (
    database,
    migrations,
    worker,
    calendar,
)
"""What a running platform stands on, in the order in which one needs the other."""

EVERYTHING: Final = (
    safety,
    keys,
    data_keys,
    clock,
    *RUNNING,
    vacant,
    texts,
    browser_parts,
    papers,
    messages,
)


def look(questions: tuple[Callable[[datetime], Finding], ...], now: datetime) -> list[Finding]:
    """Ask the questions; those that need a database are left out where it does not answer."""
    found: list[Finding] = []
    away = False
    for question in questions:
        if away and question in (migrations, worker, calendar, vacant, texts):
            continue
        finding = question(now)
        away = away or (question is database and finding.state is State.WRONG)
        found.append(finding)
    return found


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
