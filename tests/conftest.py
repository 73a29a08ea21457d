"""What all tests share: the embedded PostgreSQL, unless DATABASE_URL names a server."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as examples

from gege.config.embedded import Embedded
from tests import one_browser
from tests.emptying import empty_by_deleting

examples.register_profile(
    "any machine", deadline=None, suppress_health_check=(HealthCheck.too_slow,)
)
examples.load_profile("any machine")
"""No test is one of speed: a busy machine may take its time for an example."""

pytest_plugins = ["tests.cast", "tests.fieldwork.collecting", "tests.standing_clock"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[None]:
    """A running PostgreSQL for the session; processes that test side by side share one."""
    if not settings.GEGE_EMBEDDED:
        yield
        return
    hold = Embedded(settings.GEGE_POSTGRES_DIR, careless=True).hold()
    yield
    hold.release()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Start the server before pytest-django makes its database."""
    empty_by_deleting()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """End the browser after the last of the tests that need it."""
    yield
    if not one_browser.is_needed_by(nextitem):
        one_browser.ONE.close()


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is loaded by now: it stays to the end."""
    gc.collect()
    gc.freeze()
