"""The platform stops trusting a terminal: signed out keeps all of it, revoked removes all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from gege.fieldwork.api import revoke
from gege.fieldwork.models import Terminal
from gege.matters.models import Matter
from tests.cast import PASSWORD, Cast
from tests.field.engine.phone import Phone

New = Callable[..., Phone]
PASSWORD_AGAIN = "const {password} = await engine('sync'); await password(it);"


def _silence() -> None:
    """The platform has heard nothing of any terminal for a month."""
    long_ago = timezone.now() - timedelta(days=30)
    Terminal.objects.update(last_contact_at=long_ago, password_seen_at=long_ago)


def test_an_expired_session_keeps_everything_and_asks_for_the_password(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    _silence()
    phone.report("登录过期时做的")
    state = phone.sync()
    assert (state["signed_out"], state["online"]) == (True, True)
    assert state["error"]["text"]
    assert phone.statuses() == ["kept"]
    assert Matter.objects.count() == 0
    assert phone.fault(PASSWORD_AGAIN, "not the password")["error"] == "wrong"
    phone.run(PASSWORD_AGAIN, PASSWORD)
    assert phone.statuses() == ["done"]
    assert Matter.objects.get().title == "登录过期时做的"
    assert phone.run("return (await engine('sync')).state.signed_out;") is False


def test_a_phone_that_lost_its_cookie_becomes_a_terminal_again(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    phone.report("丢了凭证")
    phone.context.clear_cookies()
    assert phone.sync()["signed_out"] is True
    phone.run(PASSWORD_AGAIN, PASSWORD)
    assert phone.statuses() == ["done"]


@pytest.mark.row("R-022")
def test_a_revoked_terminal_wipes_itself_at_the_next_contact(
    new_phone: New, committed_cast: Cast
) -> None:
    phone = new_phone()
    phone.sync()
    phone.report("不会留下")
    phone.run("await (await caches.open('gege-field-1')).put('/x', new Response('x'));")
    terminal = Terminal.objects.get()
    revoke(
        terminal.uid,
        reason="手机遗失",
        by=committed_cast.actor("administrator"),
        now=timezone.now(),
    )
    phone.run("window.why = []; (await engine('bus')).listen('wiped', (one) => why.push(one));")
    phone.sync()
    assert phone.run("return why;") == ["revoked"]
    assert phone.run("return [await databases(), await caches.keys()];") == [[], []]
    assert phone.run("return (await engine('vault')).exists();") is False
    assert Matter.objects.count() == 0
    assert [one["name"] for one in phone.context.cookies() if one["name"] == "gege_terminal"] == []


def test_a_terminal_signed_out_and_then_revoked_wipes_as_well(
    new_phone: New, committed_cast: Cast
) -> None:
    phone = new_phone()
    phone.sync()
    _silence()
    assert phone.sync()["signed_out"] is True
    revoke(
        Terminal.objects.get().uid,
        reason="手机遗失",
        by=committed_cast.actor("administrator"),
        now=timezone.now(),
    )
    phone.run("dispatchEvent(new Event('online'));")
    phone.until("return !(await (await engine('vault')).exists());")


def test_leaving_wants_everything_sent_first_and_then_removes_it(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    phone.report("", kind="B01")
    leave = "await (await engine('sync')).leave(it ?? {});"
    assert phone.fault(leave) == {"code": "unsent"}
    (refused,) = phone.entries()
    assert refused["status"] == "refused"
    phone.run("await (await engine('outbox')).discard(it);", refused["key"])
    assert phone.fault(leave) is None
    assert phone.run("return databases();") == []
    assert Terminal.objects.exclude(state="in_use").count() == 1


def test_leaving_without_a_network_is_refused_unless_forced(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    phone.report("还没有发出")
    phone.context.set_offline(True)
    leave = "await (await engine('sync')).leave(it ?? {});"
    assert phone.fault(leave) == {"code": "unsent"}
    assert phone.fault(leave, {"force": True}) is None
    assert phone.run("return databases();") == []


def test_another_workers_password_does_not_take_the_phone_over(
    new_phone: New, committed_cast: Cast
) -> None:
    phone = new_phone()
    phone.sync()
    kept = phone.report("王网格的")
    other = committed_cast.account("second_grid_worker").login_name
    asked = {"login": other, "password": PASSWORD}
    enter = "await (await engine('sync')).enter(it);"
    assert phone.fault(enter, asked) == {"code": "other_account"}
    assert phone.lock().fault(enter, asked) == {"code": "other_account"}
    phone.unlock()
    # Even if the browser came to hold another worker's cookie, their day does not come in here.
    phone.run("const {post} = await engine('api'); await post('enter', it);", asked | {"code": ""})
    phone.run("await (await engine('store')).setSection('me', null, {});")
    assert phone.fault("await (await engine('pull')).pull('t');") == {"code": "other_account"}
    assert [(one["key"], one["status"]) for one in phone.entries()] == [(kept, "kept")]
    assert Matter.objects.count() == 0
