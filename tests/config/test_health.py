"""`/healthz` and the findings: what is well, what is not, and how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from gege.config import findings
from gege.config.findings import EVERYTHING, RUNNING, Finding, State, look
from gege.territory.actions.set_calendar import load_years
from gege.trail.api import Signature

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 23, 4, tzinfo=UTC)
LAST_OF_OCTOBER = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)
"""One minute before November in the county."""
BY = Signature(account_id=None, name="set-up", post="", role="system", unit_id=None, unit="")

pytestmark = pytest.mark.django_db


def keys(secret: str, trail: str) -> dict[str, Any]:
    return {"SECRET_KEY": secret, "GEGE_TRAIL_KEY": trail}


def load(*years: int) -> None:
    load_years(years=years, by=BY, now=NOON)


def beat(ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s)", [ago]
        )


def test_all_well_is_200(client: Client) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    load(today.year, today.year + 1)
    beat(timedelta(seconds=5))
    response = client.get("/healthz")
    body = response.json()
    assert (response.status_code, body["well"]) == (200, True)
    assert list(body["findings"]) == ["database", "migrations", "worker", "calendar"]
    assert body["findings"]["worker"] == {"state": "well", "says": "A worker runs."}
    assert "no-store" in response.headers["Cache-Control"]


def test_what_is_not_well_is_503_and_says_how_to_mend_it(client: Client) -> None:
    response = client.get("/healthz")
    body = response.json()
    assert (response.status_code, body["well"]) == (503, False)
    assert body["findings"]["worker"] == {
        "state": "wrong",
        "says": "No worker runs: timers and notices wait.",
        "mend": "`gege serve` runs one; see its log. On more machines: `gege worker`.",
    }


def test_it_tells_no_secret(client: Client) -> None:
    told = client.get("/healthz").content.decode()
    database = settings.DATABASES["default"]
    secrets = [settings.SECRET_KEY, settings.GEGE_TRAIL_KEY, database["PASSWORD"]]
    assert [secret for secret in secrets if secret and secret in told] == []


def test_it_only_tells(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.parametrize(
    ("ago", "state"),
    [
        (timedelta(0), State.WELL),
        (timedelta(seconds=40), State.WELL),
        (timedelta(minutes=1), State.WRONG),
    ],
)
def test_a_silent_worker_is_taken_as_gone(ago: timedelta, state: State) -> None:
    beat(ago)
    assert findings.worker(NOON).state is state


@pytest.mark.row("R-110")
@pytest.mark.parametrize(
    ("years", "now", "state", "says"),
    [
        ((2026,), NOON, State.WELL, "Known to the end of 2026."),
        ((2026,), LAST_OF_OCTOBER, State.WELL, "Known to the end of 2026."),
        ((2026,), NOVEMBER, State.WRONG, "The working calendar lacks days of 2027."),
        (
            (2026, 2040),
            datetime(2040, 3, 1, tzinfo=UTC),
            State.NOTICE,
            "The official notice of 2040 is not entered; its days are provisional.",
        ),
        ((), NOON, State.WRONG, "The working calendar lacks days of 2026."),
        ((2025,), NOON, State.WRONG, "The working calendar lacks days of 2026."),
    ],
)
def test_the_calendar_has_this_year_and_from_november_the_next(
    years: tuple[int, ...], now: datetime, state: State, says: str
) -> None:
    if years:
        load(*years)
    found = findings.calendar(now)
    assert (found.state, found.says) == (state, says)
    if state is State.WRONG:
        assert found.mend.startswith("Run `gege calendar load 20")


def test_migrations_that_are_not_applied_are_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'trail' AND name = '0001_initial'"
        )
    assert findings.migrations(NOON) == Finding(
        "migrations",
        State.WRONG,
        "1 migrations are not applied, the first trail.0001_initial.",
        "Run `gege migrate`, then start again.",
    )


def test_a_database_of_another_time_is_wrong() -> None:
    found = findings.database(datetime.now(UTC) - timedelta(hours=1))
    assert found.state is State.WRONG
    assert found.says.startswith("The clocks of server and database differ by 1:00:0")


def test_with_an_unfit_database_the_rest_that_needs_one_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(findings, "OLDEST_POSTGRESQL", 99)
    found = look(RUNNING, datetime.now(UTC))
    assert [(one.name, one.mend) for one in found] == [("database", "Take 99 or newer.")]


@pytest.mark.parametrize(
    ("change", "name", "state", "says"),
    [
        (keys("a", ""), "keys", State.WRONG, "GEGE_TRAIL_KEY is missing."),
        (keys("a", "a"), "keys", State.NOTICE, "Sessions and trail share one key."),
        (keys("a", "b"), "keys", State.WELL, "Sessions and trail each have a key."),
        ({"DEBUG": True}, "settings", State.NOTICE, "DEBUG is on."),
        ({"ALLOWED_HOSTS": ["*"]}, "settings", State.NOTICE, "ALLOWED_HOSTS lets any name pass."),
        ({"GEGE_HTTPS": False}, "settings", State.NOTICE, "Log-ins travel without https."),
        ({"GEGE_HTTPS": True}, "settings", State.WELL, "The settings are in order."),
    ],
)  # fmt: skip
def test_settings_are_looked_over(
    settings: Any, change: dict[str, Any], name: str, state: State, says: str
) -> None:
    for key, value in change.items():
        setattr(settings, key, value)
    question = {"keys": findings.keys, "settings": findings.safety}[name]
    found = question(NOON)
    assert (found.name, found.state, found.says) == (name, state, says)


@pytest.mark.parametrize(
    ("now", "state"),
    [(NOON, State.WELL), (datetime(1970, 1, 1, 1, tzinfo=UTC), State.WRONG)],
)
def test_a_clock_that_was_never_set_is_wrong(now: datetime, state: State) -> None:
    assert findings.clock(now).state is state


def test_everything_is_looked_at_in_order() -> None:
    found = look(EVERYTHING, datetime.now(UTC))
    assert [one.name for one in found] == [
        "settings", "keys", "data keys", "clock", "database", "migrations", "worker", "calendar",
        "grids", "texts", "browser parts", "papers", "messages",
    ]  # fmt: skip
    assert [one.name for one in found if one.state is State.WRONG and not one.mend] == []
