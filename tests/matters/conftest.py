"""The cast of the county, with its rulebook in force and its calendar announced."""

from __future__ import annotations

import pytest

from gege.matters.api import (
    RulebookEdition,
    current_rulebook,
    default_rulebook,
    publish_rulebook,
)
from gege.staff.api import SYSTEM
from gege.territory.api import CALENDAR, calendar, load_years, read_editions
from gege.territory.models import CalendarDay
from gege.trail.api import Entry
from tests.cast import (  # noqa: F401 - fixtures
    FOUNDED_AT,
    Cast,
    cast,
    committed_cast,
    ledger_that_can_be_emptied,
)
from tests.matters.play import Play
from tests.written_once import WrittenOnce


@pytest.fixture
def committed_play(committed_cast: Cast) -> Play:  # noqa: F811 - a fixture
    """The same, committed: for tests in which several connections meet."""
    set_up_once()
    return Play(committed_cast)


def set_up() -> None:
    """Publish the first rulebook and load the calendar of 2026 and 2027."""
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    load_years(years=(2026, 2027), by=SYSTEM.signature(), now=FOUNDED_AT)


def read_set_up() -> None:
    """Read calendar and rulebook into the memory of this process."""
    editions = read_editions()
    calendar(editions)
    current_rulebook(editions)


set_up_once = WrittenOnce(
    set_up,
    RulebookEdition,
    CalendarDay,
    (Entry, "stream IN ('rulebook', 'calendar')"),
    editions=("rulebook", CALENDAR),
    remember=read_set_up,
)


@pytest.fixture
def play(cast: Cast) -> Play:  # noqa: F811 - a fixture
    """A county at work on Tuesday 2026-11-24, 09:00, gone again after the test."""
    set_up_once()
    return Play(cast)
