"""Logging in and out, and what happens after too many wrong passwords."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gege.staff.api import SYSTEM, Account, deactivate
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.urls("tests.staff.doors")
LIMIT = 5


@pytest.fixture(autouse=True)
def lockout(settings: Any) -> None:
    """The lockout as an installation has it."""
    settings.AXES_FAILURE_LIMIT = LIMIT
    settings.AXES_COOLOFF_TIME = timedelta(minutes=15)
    settings.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
    settings.AXES_LOCKOUT_CALLABLE = "gege.desk.account.log_in.locked_out"


def _log_in(
    client: Client, name: str = "grid-worker", password: str = PASSWORD, **more: str
) -> Any:
    return client.post("/login", {"username": name, "password": password, **more})


def test_the_page_is_there_in_both_languages(db: None) -> None:
    client = Client()
    assert "登录" in client.get("/login").content.decode()
    client.cookies["django_language"] = "en"
    assert "Log in" in client.get("/login").content.decode()


def test_the_right_password_leads_home(cast: Cast) -> None:
    client = Client()
    response = _log_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/posts").json()["name"] == "王网格"


def test_log_in_leads_back_to_the_wanted_page(cast: Cast) -> None:
    response = _log_in(Client(), next="/posts?light=red")
    assert response.headers["Location"] == "/posts?light=red"


@pytest.mark.parametrize(
    "aim", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_log_in_never_leads_off_the_site(cast: Cast, aim: str) -> None:
    assert _log_in(Client(), next=aim).headers["Location"] == "/"
    client = cast.client("grid_worker")
    assert client.get("/login", {"next": aim}).headers["Location"] == "/"


@pytest.mark.parametrize("name", ["GRID-WORKER", " grid-worker ", "ｇｒｉｄ－ｗｏｒｋｅｒ"])
def test_other_spellings_of_the_log_in_name_are_the_same_name(cast: Cast, name: str) -> None:
    assert _log_in(Client(), name).status_code == 302


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(cast: Cast) -> None:
    wrong = _log_in(Client(), password="wrong")
    unknown = _log_in(Client(), "nobody", "wrong")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "登录名或密码不正确。" in wrong.content.decode()
    assert _bare(wrong, "grid-worker") == _bare(unknown, "nobody")


def test_what_was_typed_is_kept_but_never_the_password(cast: Cast) -> None:
    page = _log_in(Client(), password="wrong-one").content.decode()
    assert 'value="grid-worker"' in page
    assert "wrong-one" not in page


def test_a_deactivated_account_is_answered_like_a_wrong_password(cast: Cast) -> None:
    deactivate(by=SYSTEM, now=timezone.now(), account_id=cast.grid_worker.account_id or 0)
    response = _log_in(Client())
    assert response.status_code == 422
    assert "登录名或密码不正确。" in response.content.decode()


@pytest.mark.parametrize("name", ["", "\x00", "x" * 5000, "' or 1=1 --", "🙂"])
def test_hostile_names_are_answered_and_not_served(cast: Cast, name: str) -> None:
    assert _log_in(Client(), name, "wrong").status_code == 422


def test_too_many_wrong_passwords_lock_and_say_until_when(cast: Cast) -> None:
    client = Client()
    for _ in range(LIMIT - 1):
        assert _log_in(client, password="wrong").status_code == 422
    before = timezone.now()
    response = _log_in(client, password="wrong")
    assert response.status_code == 429
    _says_when(response, before)
    even_with_the_right_one = _log_in(client)
    assert even_with_the_right_one.status_code == 429
    _says_when(even_with_the_right_one, before)


def test_spellings_of_a_name_share_their_attempts(cast: Cast) -> None:
    client = Client()
    for name in ("grid-worker", "GRID-worker", " grid-worker", "Grid-Worker"):
        _log_in(client, name, "wrong")
    assert _log_in(client, "ｇrid-worker", "wrong").status_code == 429


def test_another_person_at_the_same_address_is_not_locked(cast: Cast) -> None:
    client = Client()
    for _ in range(LIMIT):
        _log_in(client, password="wrong")
    assert _log_in(client, "station-clerk").status_code == 302


def test_the_lock_opens_when_it_said(cast: Cast) -> None:
    client = Client()
    for _ in range(LIMIT):
        _log_in(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=50))
    assert _log_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert _log_in(client).status_code == 302


def test_trying_while_locked_does_not_move_the_moment(cast: Cast) -> None:
    client = Client()
    for _ in range(LIMIT):
        _log_in(client, password="wrong")
    before = list(AccessAttempt.objects.values_list("attempt_time", "failures_since_start"))
    for _ in range(3):
        _log_in(client, password="wrong")
    after = list(AccessAttempt.objects.values_list("attempt_time", "failures_since_start"))
    assert after == before


def test_passwords_are_not_written_down_with_the_attempts(cast: Cast) -> None:
    _log_in(Client(), password="my-real-password-with-a-typo")
    attempt = AccessAttempt.objects.get()
    assert "typo" not in f"{attempt.post_data}{attempt.get_data}{attempt.path_info}"


def test_a_success_forgets_the_failures(cast: Cast) -> None:
    client = Client()
    for _ in range(LIMIT - 1):
        _log_in(client, password="wrong")
    assert _log_in(client).status_code == 302
    client.post("/logout")
    for _ in range(LIMIT - 1):
        assert _log_in(client, password="wrong").status_code == 422


def test_logging_in_changes_the_session(cast: Cast) -> None:
    client = Client()
    client.get("/login")
    client.session["kept"] = 1
    client.session.save()
    before = client.session.session_key
    _log_in(client)
    assert client.session.session_key != before


def test_logging_out_ends_the_session_and_needs_a_form(cast: Cast) -> None:
    client = cast.client("grid_worker")
    assert client.get("/logout").status_code == 405
    assert client.get("/posts").status_code == 200
    assert client.post("/logout").headers["Location"] == "/login"
    assert client.get("/posts").status_code == 302


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert _log_in(client).status_code == 403


def test_the_page_is_never_kept_by_a_browser(db: None) -> None:
    assert "no-store" in Client().get("/login").headers["Cache-Control"]


def test_the_last_log_in_is_known(cast: Cast) -> None:
    assert Account.objects.get(login_name="grid-worker").last_login is None
    _log_in(Client())
    assert Account.objects.get(login_name="grid-worker").last_login is not None


def _says_when(response: HttpResponse, before: Any) -> None:
    said = re.search(r"(\d\d:\d\d:\d\d)", response.content.decode())
    assert said is not None
    earliest = timezone.localtime(before + timedelta(minutes=15))
    around = {f"{earliest + timedelta(seconds=step):%H:%M:%S}" for step in range(-1, 3)}
    assert said.group(1) in around


def _bare(response: HttpResponse, name: str) -> str:
    page = re.sub(r'(value|content)="[^"]{64}"', "", response.content.decode())
    return page.replace(name, "NAME")
