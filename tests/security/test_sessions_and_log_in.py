"""Sessions: new at log-in, ended when idle, closed for a while after wrong passwords."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gege.config import settings as installed
from tests.cast import PASSWORD, Cast, cast

WRONG = 5


def log_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/login", {"username": "grid-worker", "password": password})


def test_the_key_of_a_session_changes_at_log_in(cast: Cast) -> None:
    client = Client()
    client.get("/login")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key or ""
    assert log_in(client).status_code == 302
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert other.get("/").status_code == 302, "whoever knows the old key is not logged in"


def test_a_session_ends_at_log_out_on_the_server(cast: Cast) -> None:
    client = Client()
    log_in(client)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/logout")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/").status_code == 302


def test_a_session_nobody_uses_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    log_in(client)
    assert client.get("/").status_code == 200
    now = timezone.now()
    minutes = settings.GEGE_IDLE_MINUTES
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: now + timedelta(minutes=minutes - 1))
        assert client.get("/").status_code == 200
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: now + timedelta(minutes=2 * minutes + 1))
        response = client.get("/")
        assert (response.status_code, response.headers["Location"]) == (302, "/login?next=%2F")
        assert f"{minutes} 分钟" in client.get("/login").content.decode()


def test_five_wrong_passwords_close_the_door_and_say_until_when(cast: Cast) -> None:
    client = Client()
    before = timezone.localtime()
    answers = [log_in(client, "wrong").status_code for _ in range(WRONG)]
    assert answers == [422] * (WRONG - 1) + [429]
    locked = log_in(client)
    assert locked.status_code == 429, "even with the right password"
    said = re.search(r"\d\d:\d\d:\d\d", locked.content.decode())
    assert said
    around = {f"{before + timedelta(minutes=15, seconds=n):%H:%M:%S}" for n in range(-1, 20)}
    assert said.group() in around
    assert installed.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT is False


def test_cookies_are_not_read_by_script_and_stay_on_the_site(cast: Cast) -> None:
    client = Client()
    client.get("/login")
    log_in(client)
    client.post("/language", {"language": "en", "next": "/"})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax"), name
        assert bool(cookie["secure"]) is settings.GEGE_HTTPS, name


def test_by_https_cookies_travel_by_https_only() -> None:
    asked = "from gege.config import settings as s; print(s.SESSION_COOKIE_SECURE, " + (
        "s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "GEGE_HTTPS": "1", "SECRET_KEY": "x" * 60, "GEGE_TRAIL_KEY": "y" * 60},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "True True True True\n", ended.stderr


__all__ = ["cast"]
