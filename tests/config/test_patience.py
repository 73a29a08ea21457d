"""A statement of a page that does not end is ended, and the page says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from gege.config.patience import PatienceMiddleware, bind_statements
from gege.desk.urls import urlpatterns as pages
from gege.staff.access import open_to_signed_in
from tests.cast import Cast

SLOW, DATA = "/slow", "/field/api/slow"


@open_to_signed_in
def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("never")


urlpatterns = [path("slow", slow), *pages]


@pytest.fixture
def options() -> Iterator[dict[str, Any]]:
    """The options of the database, as they were afterwards."""
    found = connections.settings["default"].setdefault("OPTIONS", {})
    before = dict(found)
    yield found
    found.clear()
    found.update(before)


@pytest.mark.urls("tests.config.test_patience")
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "时间太长"), ("en", "took too long")])
def test_a_page_whose_statement_was_ended_says_so(cast: Cast, language: str, words: str) -> None:
    account = cast.account("station_clerk")
    account.language = language
    account.save()
    client = Client()
    client.force_login(account)
    answer = client.get(SLOW)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert words in answer.text
    assert "statement timeout" not in answer.text


def test_a_program_is_answered_in_data(cast: Cast) -> None:
    request = RequestFactory().get(DATA)
    error = ended()
    answer = PatienceMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/json")


def ended() -> Exception:
    """What Django raises when the server ends a statement."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(20)")
    except Exception as error:
        return error
    raise AssertionError("the statement was not ended")


@pytest.mark.django_db
def test_other_errors_are_no_matter_of_patience() -> None:
    middleware = PatienceMiddleware(lambda _: HttpResponse())
    for error in (ValueError("x"), RuntimeError("canceling statement due to statement timeout")):
        assert middleware.process_exception(RequestFactory().get("/"), error) is None


def test_the_bound_stands_in_the_options_of_a_connection(
    options: dict[str, Any], settings: Any
) -> None:
    settings.GEGE_STATEMENT_SECONDS = 7
    bind_statements()
    assert options["options"] == "-c statement_timeout=7s"


def test_zero_binds_nothing(options: dict[str, Any], settings: Any) -> None:
    settings.GEGE_STATEMENT_SECONDS = 0
    before = dict(options)
    bind_statements()
    assert options == before


SHOW = """
{begin}
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone()[0])
"""


@pytest.mark.parametrize(
    ("begin", "bound"),
    [
        ("import gege.config.wsgi", "11s"),
        ("import django; django.setup()", "0"),
    ],
    ids=["pages", "commands"],
)
def test_only_what_serves_pages_is_bound(
    postgres: None, monkeypatch: pytest.MonkeyPatch, settings: Any, begin: str, bound: str
) -> None:
    """With the pool, as an installation runs."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "gege.config.settings")
    monkeypatch.setenv("GEGE_STATEMENT_SECONDS", "11")
    if settings.GEGE_EMBEDDED:
        # The tests' own server, named as an installation names one.
        here = settings.DATABASES["default"]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://{here['USER']}@/gege?host={here['HOST']}")
    program = [sys.executable, "-c", SHOW.format(begin=begin)]
    found = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (found.stdout.strip(), found.returncode) == (bound, 0), found.stderr
