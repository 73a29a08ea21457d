"""The pages of the second factor: set up, give a code, codes on paper, reset, and the door."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gege.staff.api import factor_of, turn_off_factor
from gege.staff.factor.models import SecondFactor
from gege.staff.factor.rules.codes import code_at
from gege.trail.api import Entry
from tests.cast import PASSWORD, Cast
from tests.staff.factor.devices import Device, set_up

pytestmark = [pytest.mark.urls("tests.staff.doors"), pytest.mark.usefixtures("standing_clock")]
STEP = timedelta(seconds=30)


@pytest.fixture
def device(cast: Cast) -> Device:
    """The device of the dispatcher, set up a while ago: the code of this moment is unused."""
    return set_up(cast.county_dispatcher, timezone.now() - timedelta(minutes=5))


def give(client: Client, device: Device, aim: str = "/sensitive", **more: str) -> Any:
    fields = {"code": device.code(timezone.now()), "next": aim, **more}
    return client.post("/account/step-up", fields)


def age(client: Client, by: timedelta) -> None:
    """Make the code of a session older."""
    session = client.session
    session["second_factor"] = {
        **session["second_factor"],
        "at": session["second_factor"]["at"] - int(by.total_seconds()),
    }
    session.save()


def words_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_device_is_set_up_by_the_key_typed_by_hand(cast: Cast) -> None:
    client = cast.client("grid_worker")
    assert "还没有设置设备" in words_of(client.get("/account/second-factor"))
    response = client.post("/account/second-factor/set-up", {"password": PASSWORD})
    assert response.headers["Location"] == "/account/second-factor/confirm"
    page = words_of(client.get("/account/second-factor/confirm"))
    assert "<svg" in page
    key = re.search(r"<code class=\"code typed-key\">([A-Z2-7 ]+)</code>", page)
    assert key is not None
    assert f"secret={key[1].replace(' ', '')}" in page
    secret = base64.b32decode(key[1].replace(" ", ""))
    code = code_at(secret, timezone.now().timestamp())
    response = client.post("/account/second-factor/confirm", {"code": f" {code[:3]} {code[3:]} "})
    codes = re.findall(r"<code class=\"code\">([A-Z2-7-]{19})</code>", words_of(response))
    assert (response.status_code, len(set(codes))) == (200, 10)
    assert "no-store" in response.headers["Cache-Control"]
    # The code that put it in force also opens.
    assert client.get("/sensitive").status_code == 200
    assert "剩余备用码" in words_of(client.get("/account/second-factor"))


@pytest.mark.parametrize("password", ["wrong", ""])
def test_without_the_password_nothing_is_set_up(cast: Cast, password: str) -> None:
    client = cast.client("grid_worker")
    response = client.post("/account/second-factor/set-up", {"password": password})
    assert response.status_code == 422
    assert not SecondFactor.objects.exists()
    page = client.get("/account/second-factor/confirm")
    assert page.headers["Location"] == "/account/second-factor/set-up"


def test_a_wrong_first_code_keeps_the_picture(cast: Cast) -> None:
    client = cast.client("grid_worker")
    client.post("/account/second-factor/set-up", {"password": PASSWORD})
    response = client.post("/account/second-factor/confirm", {"code": "12345x"})
    assert response.status_code == 422
    assert "验证码不正确" in words_of(response)
    assert "<svg" in words_of(response)


def test_a_sensitive_page_asks_for_a_code_and_opens_with_it(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    aim = "/sensitive?page=2&of=3"
    sent = client.get(aim)
    assert sent.headers["Location"] == f"/account/step-up?next={quote(aim, safe='')}"
    page = words_of(client.get(sent.headers["Location"]))
    assert 'value="/sensitive?page=2&amp;of=3"' in page
    before = client.session.session_key
    assert give(client, device, aim).headers["Location"] == aim
    assert client.session.session_key != before
    assert words_of(client.get(aim)) == "GET"
    assert words_of(client.post("/sensitive")) == "POST"


def test_after_some_minutes_a_code_is_asked_again(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    give(client, device)
    age(client, timedelta(minutes=settings.GEGE_STEP_UP_MINUTES, seconds=-5))
    assert client.get("/sensitive").status_code == 200
    age(client, timedelta(seconds=10))
    assert client.get("/sensitive").status_code == 302


def test_a_form_is_not_sent_by_itself_after_the_code(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    sent = client.post("/sensitive", {"x": "1"}, headers={"Referer": "http://testserver/posts?a=1"})
    where = sent.headers["Location"]
    assert where == f"/account/step-up?next={quote('/posts?a=1', safe='')}&unsent=1"
    assert "没有办理" in words_of(client.get(where))
    assert give(client, device, "/posts?a=1").headers["Location"] == "/posts?a=1"


@pytest.mark.parametrize(
    "referer", ["", "http://evil.example/x", "https://testserver@evil.example/", "javascript:x"]
)
def test_a_form_from_nowhere_leads_home(cast: Cast, device: Device, referer: str) -> None:
    client = cast.client("county_dispatcher")
    sent = client.post("/sensitive", headers={"Referer": referer} if referer else {})
    assert sent.headers["Location"] == "/account/step-up?unsent=1"
    assert give(client, device, "").headers["Location"] == "/"


def test_a_fragment_sends_the_whole_page_to_the_code(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/posts?a=1"}
    sent = client.get("/sensitive", headers=headers)
    assert sent.headers["HX-Redirect"] == f"/account/step-up?next={quote('/posts?a=1', safe='')}"


@pytest.mark.parametrize(
    "aim",
    ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "\x00"],
)
def test_the_way_back_never_leaves_the_site(cast: Cast, device: Device, aim: str) -> None:
    client = cast.client("county_dispatcher")
    page = words_of(client.get("/account/step-up", {"next": aim}))
    assert '<input type="hidden" name="next" value="/">' in page
    assert give(client, device, aim).headers["Location"] == "/"


def test_the_way_back_after_setting_up_never_leaves_the_site(cast: Cast) -> None:
    client = cast.client("grid_worker")
    evil = {"next": "//evil.example"}
    client.post("/account/second-factor/set-up", {"password": PASSWORD, **evil})
    page = words_of(client.get("/account/second-factor/confirm", evil))
    key = re.search(r"<code class=\"code typed-key\">([A-Z2-7 ]+)</code>", page)
    assert key is not None
    secret = base64.b32decode(key[1].replace(" ", ""))
    code = code_at(secret, timezone.now().timestamp())
    response = client.post("/account/second-factor/confirm", {"code": code, **evil})
    assert 'href="//evil' not in words_of(response)
    assert 'is-first" href="/"' in words_of(response)


def test_a_person_without_a_device_is_led_to_set_one_up_and_back(cast: Cast) -> None:
    client = cast.client("grid_worker")
    page = words_of(client.get("/sensitive", follow=True))
    assert "还没有设置验证设备" in page
    assert 'href="/account/second-factor/set-up?next=%2Fsensitive"' in page


@pytest.mark.parametrize("code", ["000000", "", "x" * 41, "１２３", "AAAA-BBBB-CCCC-DDDD"])
def test_a_wrong_code_opens_nothing(cast: Cast, device: Device, code: str) -> None:
    client = cast.client("county_dispatcher")
    response = client.post("/account/step-up", {"code": code, "next": "/sensitive"})
    assert response.status_code == 422
    assert client.get("/sensitive").status_code == 302


def test_after_five_wrong_codes_the_page_says_until_when(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    for _ in range(5):
        response = client.post("/account/step-up", {"code": "000000"})
    until = SecondFactor.objects.get().shut_until
    assert isinstance(until, datetime)
    assert f"请在 {timezone.localtime(until):%Y-%m-%d %H:%M} 之后再试" in words_of(response)
    assert give(client, device).status_code == 422


def test_a_code_opens_in_its_own_session_only(cast: Cast, device: Device) -> None:
    here, there = cast.client("county_dispatcher"), cast.client("county_dispatcher")
    give(here, device)
    assert (here.get("/sensitive").status_code, there.get("/sensitive").status_code) == (200, 302)
    assert "已经用过" in words_of(give(there, device))


def test_a_code_on_paper_opens_and_says_how_many_are_left(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    response = client.post(
        "/account/step-up", {"code": device.paper[0].lower(), "next": "/account"}, follow=True
    )
    assert "还剩 9 个" in words_of(response)
    assert client.get("/sensitive").status_code == 200


def test_a_device_that_was_turned_off_or_exchanged_closes_what_it_opened(
    cast: Cast, device: Device
) -> None:
    client = cast.client("county_dispatcher")
    give(client, device)
    turn_off_factor(by=cast.county_dispatcher.signature(), now=timezone.now())
    assert client.get("/sensitive").status_code == 302
    set_up(cast.county_dispatcher, timezone.now())
    assert client.get("/sensitive").status_code == 302


def test_the_mark_does_not_open_what_the_role_does_not(cast: Cast, device: Device) -> None:
    assert cast.client("grid_worker").get("/sensitive-of-clerks").status_code == 404
    assert cast.client("station_clerk").get("/sensitive-of-clerks").status_code == 302
    assert Client().get("/sensitive-of-clerks").headers["Location"].startswith("/login")


def test_the_own_factor_is_changed_only_after_a_code(cast: Cast, device: Device) -> None:
    client = cast.client("county_dispatcher")
    pages = ("set-up", "paper-codes", "turn-off")
    for page in pages:
        address = f"/account/second-factor/{page}"
        for response in (client.get(address), client.post(address, {"password": PASSWORD})):
            assert response.headers["Location"].startswith("/account/step-up?")
    facts = factor_of(cast.county_dispatcher.account_id or 0)
    assert facts is not None
    give(client, device)
    assert {client.get(f"/account/second-factor/{page}").status_code for page in pages} == {200}
    page = words_of(client.post("/account/second-factor/paper-codes"))
    assert len(re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", page)) == 10
    assert client.post("/account/second-factor/turn-off").status_code == 302
    assert factor_of(cast.county_dispatcher.account_id or 0) is None


def test_an_administrator_resets_with_a_reason(cast: Cast, device: Device) -> None:
    client = cast.client("administrator")
    account = cast.county_dispatcher.account_id
    assert f"/people/{account}/reset-factor" in words_of(client.get(f"/people/{account}"))
    assert client.post(f"/people/{account}/reset-factor", {"reason": " "}).status_code == 422
    response = client.post(f"/people/{account}/reset-factor", {"reason": "手机丢失"})
    assert response.headers["Location"] == f"/people/{account}"
    assert factor_of(account or 0) is None
    assert Entry.objects.filter(deed="reset_second_factor").count() == 1
    again = client.post(f"/people/{account}/reset-factor", {"reason": "手机丢失"})
    assert "没有设置两步验证" in words_of(again)


def test_an_administrator_with_a_device_gives_a_code_before_resetting(
    cast: Cast, device: Device
) -> None:
    own = set_up(cast.administrator, timezone.now() - timedelta(minutes=5))
    client = cast.client("administrator")
    page = f"/people/{cast.county_dispatcher.account_id}/reset-factor"
    response = client.post(page, {"reason": "lost"})
    assert response.headers["Location"].startswith("/account/step-up?")
    give(client, own, page)
    assert client.post(page, {"reason": "lost"}).status_code == 302
    assert factor_of(cast.county_dispatcher.account_id or 0) is None


@pytest.mark.parametrize(
    ("who", "wanted", "asked"),
    [
        ("administrator", "none", False),
        ("administrator", "administrators", True),
        ("administrator", "everyone", True),
        ("county_dispatcher", "administrators", False),
        ("electronic_supervisor", "everyone", True),
    ],
)
def test_a_factor_may_be_demanded_at_each_log_in(
    cast: Cast, who: str, wanted: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GEGE_SECOND_FACTOR", wanted)
    client = cast.client(who)
    response = client.get("/posts")
    assert response.status_code == (302 if asked else 200)
    # Nothing but the own account is open before.
    assert client.get("/account/second-factor").status_code == 200
    if asked:
        own = set_up(cast.actor(who), timezone.now() - timedelta(minutes=5))
        assert response.headers["Location"] == "/account/step-up?next=%2Fposts"
        assert give(client, own, "/posts").headers["Location"] == "/posts"
        age(client, timedelta(hours=5))
        assert client.get("/posts").status_code == 200
        assert cast.client(who).get("/posts").status_code == 302
