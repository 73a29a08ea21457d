"""Entering with a terminal, its silence, its end; the desk's session says nothing here."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gege.fieldwork import api as fieldwork
from gege.matters.api import Matter
from gege.staff.api import SYSTEM, Account, deactivate, end_post
from tests.cast import GRID, PASSWORD, Cast
from tests.field.phone import JSON, Phone, phone_of

LOGIN = "grid-worker"


def enter(client: Client | None = None, **more: Any) -> Any:
    body = {"login": LOGIN, "password": PASSWORD, "code": "", "app_version": "1", "device": "x"}
    data = json.dumps(body | more)
    return (client or Client()).post("/field/api/enter", data, content_type=JSON)


@pytest.mark.row("R-022")
def test_who_knows_the_password_enters_with_an_own_phone(county: Cast) -> None:
    response = enter()
    me = response.json()["me"]
    cookie = response.cookies["gege_terminal"]
    assert (response.status_code, me["grid"]["code"], me["name"]) == (200, GRID, "王网格")
    assert me["posts"] == [
        {
            "post_id": str(county.grid_worker.post_id),
            "grid": GRID,
            "name": "沿口镇 · 解放路社区 · 第1网格",
            "substitute": False,
        }
    ]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == (
        "/field/",
        True,
        "Strict",
        "",
    )
    assert cookie.value not in response.content.decode()
    assert me["csrf"]
    assert Account.objects.get(login_name=LOGIN).last_login is not None


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"password": "no"}, "wrong"),
        ({"login": "nobody-here"}, "wrong"),
        ({"login": "'; --"}, "wrong"),
        ({"login": 7, "password": None}, "wrong"),
        ({"code": "ABCD2345"}, "code_wrong"),
        ({"login": "station-clerk"}, "no_post"),
        ({"login": "administrator"}, "no_post"),
    ],
)
def test_others_are_told_why_they_do_not(county: Cast, wrong: dict[str, Any], error: str) -> None:
    response = enter(**wrong)
    assert (response.status_code, response.json()["error"]) == (401, error)
    assert response.json()["text"]
    assert "gege_terminal" not in response.cookies
    assert fieldwork.Terminal.objects.count() == 0


def test_a_password_that_was_given_must_be_changed_first(county: Cast) -> None:
    Account.objects.filter(login_name=LOGIN).update(must_change_password=True)
    assert enter().json()["error"] == "must_change_password"


def test_wrong_passwords_lock_the_name_as_at_the_desk(county: Cast) -> None:
    for _ in range(5):
        last = enter(password="guess")
    response = enter()
    assert (last.json()["error"], response.status_code) == ("locked", 401)
    assert response.json()["error"] == "locked"
    assert "以后" in response.json()["text"]
    desk = Client().post("/login", {"username": LOGIN, "password": PASSWORD})
    assert desk.status_code == 429


@pytest.mark.row("R-022")
def test_an_office_terminal_is_bound_by_its_code(county: Cast) -> None:
    now, admin = timezone.now(), county.administrator
    terminal = fieldwork.register_terminal(
        serial="SN-1", model="M", unit_code=GRID[:12], by=admin, now=now
    )
    code = fieldwork.hand_over(
        terminal.uid, account_id=county.account("grid_worker").pk, by=admin, now=now
    )
    me = enter(code=code).json()["me"]
    assert me["terminal"] == {"uid": str(terminal.uid)}


def test_json_from_another_site_is_not_read(county: Cast) -> None:
    body = {"login": LOGIN, "password": PASSWORD}
    client = Client(enforce_csrf_checks=True)
    form = client.post("/field/api/enter", json.dumps(body), content_type="text/plain")
    assert (form.status_code, form.json()["error"]) == (403, "csrf")
    headers = {"Sec-Fetch-Site": "cross-site"}
    crossed = client.post("/field/api/enter", body, content_type=JSON, headers=headers)
    assert crossed.status_code == 403


def test_a_message_needs_the_token_that_the_start_gives(county: Cast) -> None:
    phone = phone_of(county)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.client.cookies
    body = {"sent_at": phone.time.isoformat(), "messages": []}
    refused = strict.post("/field/api/messages", body, content_type=JSON)
    assert (refused.status_code, refused.json()["error"]) == (403, "csrf")
    token = strict.post("/field/api/start", {}, content_type=JSON).json()["csrf"]
    headers = {"X-CSRFToken": token}
    taken = strict.post("/field/api/messages", body, content_type=JSON, headers=headers)
    assert (taken.status_code, taken.json()["answers"]) == (200, [])


@pytest.mark.row("R-022")
@pytest.mark.parametrize("deed", ["report_lost", "revoke", "retire"])
def test_a_terminal_that_was_taken_back_wipes_itself(county: Cast, deed: str) -> None:
    phone = phone_of(county)
    by, now, uid = county.administrator, timezone.now(), phone.terminal.uid
    if deed == "report_lost":
        fieldwork.report_lost(uid, note="丢失", by=by, now=now)
    else:
        getattr(fieldwork, deed)(uid, reason="停用", by=by, now=now)
    for response in (
        phone.post("start"),
        phone.send_raw(phone.report()),
        phone.put(b"x"),
        phone.post("password", {"password": PASSWORD}),
    ):
        # The cookie goes with the first refusal; the phone has been told.
        assert response.status_code == 401
    first = phone_of(county)
    fieldwork.revoke(first.terminal.uid, reason="停用", by=by, now=timezone.now())
    told = first.post("start")
    assert (told.json()["error"], told.json()["wipe"]) == ("revoked", True)
    assert {name: one.value for name, one in told.cookies.items()} == {
        "gege_terminal": "",
        "gege_bound": "",
    }
    assert Matter.objects.count() == 0


def test_an_account_that_was_closed_wipes_its_phones(county: Cast) -> None:
    phone = phone_of(county)
    deactivate(by=SYSTEM, now=timezone.now(), account_id=county.account("grid_worker").pk)
    assert phone.post("start").json() | {"text": ""} == {
        "error": "revoked",
        "text": "",
        "wipe": True,
    }


def test_a_secret_that_was_never_known_wipes_nothing(county: Cast) -> None:
    client = Client()
    client.cookies["gege_terminal"] = "of-a-county-before-its-backup"
    response = client.post("/field/api/start", {}, content_type=JSON)
    assert (response.status_code, response.json()["error"]) == (401, "signed_out")
    assert "wipe" not in response.json()


@pytest.mark.row("R-022")
def test_after_a_long_silence_the_password_is_wanted_and_nothing_is_lost(county: Cast) -> None:
    phone = phone_of(county)
    silent = timezone.now() - timedelta(days=8)
    fieldwork.Terminal.objects.update(last_contact_at=silent, password_seen_at=silent)
    report = phone.report(made_at=(timezone.now() - timedelta(hours=1)).isoformat(), skew_ms=0)
    refused = phone.send_raw(report)
    assert (refused.status_code, refused.json()["error"]) == (401, "signed_out")
    assert phone.post("start").status_code == 401
    wrong = phone.post("password", {"password": "guess"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "wrong")
    right = phone.post("password", {"password": PASSWORD})
    assert (right.status_code, right.json()["me"]["grid"]["code"]) == (200, GRID)
    assert phone.send(report)[0]["status"] == "done"


def test_a_worker_whose_post_ended_is_signed_out(county: Cast) -> None:
    phone = phone_of(county)
    end_post(by=SYSTEM, now=timezone.now(), post_id=county.grid_worker.post_id or 0)
    refused = phone.post("start")
    assert (refused.status_code, refused.json()["error"], refused.json()["reason"]) == (
        401,
        "signed_out",
        "no_post",
    )


def test_who_leaves_a_terminal_speaks_no_more(phone: Phone) -> None:
    token = phone.client.cookies["gege_terminal"].value
    assert phone.post("leave").json() == {"left": True}
    assert phone.client.cookies["gege_terminal"].value == ""
    phone.client.cookies["gege_terminal"] = token
    assert phone.post("start").json()["error"] == "revoked"


def test_a_session_of_the_desk_opens_nothing_here_and_is_not_touched(county: Cast) -> None:
    client = county.client("grid_worker")
    before = dict(client.session)
    for address in ("start", "messages", "leave", "password"):
        response = client.post(f"/field/api/{address}", {}, content_type=JSON)
        assert (response.status_code, response.json()["error"]) == (401, "signed_out")
    assert dict(client.session) == before
    assert client.get("/").status_code == 200


def test_a_terminal_opens_nothing_of_the_desk(phone: Phone) -> None:
    response = phone.client.get("/matters/new")
    assert (response.status_code, response.headers["Location"][:6]) == (302, "/login")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 400),
        ("[]", 400),
        ('{"login": NaN}', 400),
        ("[" * 4000 + "]" * 4000, 400),
        (json.dumps({"login": "x" * 9000}), 413),
    ],
)
def test_what_is_no_log_in_is_refused_before_it_is_looked_at(
    county: Cast, body: str, status: int
) -> None:
    response = Client().post("/field/api/enter", body, content_type=JSON)
    assert response.status_code == status
