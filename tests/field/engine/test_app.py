"""The whole app: entering, opening without a network, locking, new versions, silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from gege.field.views import pages
from gege.fieldwork.models import Terminal
from gege.matters.models import Matter
from tests.cast import GRID, Cast
from tests.field.engine.app import App
from tests.field.engine.phone import OTHER_PIN, PIN

DAY = 86_400_000
REPORT = """
const {put} = await engine('outbox');
for (const title of it.titles) await put('report', {title, kind: 'B01', grid: it.grid});
"""
DRAWN = """
new MutationObserver(() => {
  if (!window.drawn && document.querySelector('.door input')) window.drawn = performance.now();
}).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture
def app(browser: Browser, platform: str) -> Iterator[App]:
    made = App(browser, platform)
    yield made
    if not made.page.is_closed() and made.page.url.startswith(platform):
        made.quiet()
    made.context.close()
    assert made.errors == []


@pytest.fixture
def login(committed_cast: Cast) -> str:
    return committed_cast.account("grid_worker").login_name


def test_a_worker_enters_and_finds_the_day_and_the_app_is_on_the_phone(
    app: App, login: str
) -> None:
    app.enter(login).inside()
    assert app.run("return (await (await engine('store')).section('me')).grid.code;") == GRID
    (cache,) = app.installed()
    assert cache == f"gege-field-{pages.version()}"
    held = app.run(
        "return (await (await caches.open(it)).keys()).map((one) => new URL(one.url).pathname);",
        cache,
    )
    assert {"/field/", "/field/words.json", "/static/field/js/app.js"} <= set(held)
    assert [one for one in held if one.startswith("/field/api/")] == []
    assert Terminal.objects.get().app_version


def test_a_phone_that_never_was_a_terminal_ends_none(app: App, login: str) -> None:
    asked: list[str] = []
    app.page.on("request", lambda one: asked.append(one.url))
    app.open()
    app.page.get_by_label("登录名").wait_for()
    app.page.wait_for_timeout(300)
    assert [one for one in asked if "/field/api/" in one] == []
    # One that was wiped without a network does, before anybody enters again.
    app.enter(login).inside()
    app.until("return !(await engine('sync')).state.busy;")
    app.run("(await engine('wipe')).wipe('silent', {end: false});")
    app.page.get_by_text("已全部清除").wait_for()
    with app.page.expect_response("**/field/api/leave") as left:
        app.press("重新登录")
    assert left.value.status == 200
    assert Terminal.objects.filter(state="in_use").count() == 0
    assert app.run("return document.cookie.includes('gege_bound');") is False


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    app: App, login: str
) -> None:
    app.open()
    app.fill({"登录名": login, "密码": "x", "设一个解锁码": "123456", "再输一次解锁码": "1234"})
    app.press("登录")
    assert app.page.locator(".field.is-wrong .error").all_inner_texts() == [
        "这个解锁码太容易被猜到。",
        "两次输入的解锁码不一样。",
    ]
    app.fill({"设一个解锁码": PIN, "再输一次解锁码": PIN})
    app.press("登录")
    app.page.get_by_role("alert").get_by_text("登录名或密码").wait_for()
    assert app.page.get_by_label("登录名").input_value() == login
    assert app.run("return (await engine('vault')).exists();") is False


def test_the_door_speaks_both_languages(app: App) -> None:
    app.open()
    app.press("English")
    app.page.get_by_label("Log-in name").wait_for()
    app.page.reload()
    app.page.get_by_label("Log-in name").wait_for()
    app.press("中文")
    app.page.get_by_label("登录名").wait_for()


def test_the_app_opens_without_a_network_and_keeps_what_is_done(
    app: App, login: str, record_property: Callable[[str, object], None]
) -> None:
    """R-081: on a phone four times slower than this machine, the locked screen is there at once."""
    app.enter(login).inside()
    app.installed()
    app.until("return !(await engine('sync')).state.busy;")
    app.context.add_init_script(DRAWN)
    app.context.set_offline(True)
    took = []
    for _ in range(3):
        app.page.close()
        app.page = app.context.new_page()
        tools = app.context.new_cdp_session(app.page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        app.open()
        app.until("return window.drawn > 0;")
        took.append(round(app.page.evaluate("window.drawn")))
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    record_property("offline_start_ms", took)
    sys.stderr.write(f"offline start, CPU / 4: {took} ms\n")
    app.unlock().inside()
    app.run(REPORT, {"titles": ["没有网络"], "grid": GRID})
    app.page.reload()
    app.unlock().inside()
    assert app.run("return (await (await engine('outbox')).counts()).open;") == 1
    app.context.set_offline(False)
    app.until("return (await (await engine('outbox')).counts()).done === 1;")
    assert Matter.objects.get().title == "没有网络"
    if not os.environ.get("CI"):
        assert sorted(took)[1] < 2_500


def test_a_wrong_pin_is_said_and_the_fifth_removes_everything(app: App, login: str) -> None:
    app.enter(login).inside()
    app.installed()
    app.until("return !(await engine('sync')).state.busy;")
    app.page.reload()
    for left in (4, 3, 2):
        app.unlock(OTHER_PIN)
        app.page.get_by_text(f"还可以试 {left} 次").wait_for()
    app.unlock(OTHER_PIN)
    app.page.get_by_text("再错一次").wait_for()
    app.unlock(OTHER_PIN)
    app.page.get_by_text("手机上的内容已全部清除").wait_for()
    left_over = app.run(
        """
        const workers = await navigator.serviceWorker.getRegistrations();
        return [await databases(), await caches.keys(), workers.length];
        """
    )
    assert left_over == [[], [], 0]
    # The platform is told, though the phone had no form token any more.
    app.until("return true;")
    app.page.wait_for_timeout(300)
    assert Terminal.objects.filter(state="in_use").count() == 0
    app.press("重新登录")
    app.page.get_by_label("登录名").wait_for()


def test_the_app_locks_after_its_minutes_in_the_background(app: App, login: str) -> None:
    app.enter(login).inside()
    app.until("return !(await engine('sync')).state.busy;")
    app.run(
        """
        window.hide = (hidden) => {
          const get = () => (hidden ? 'hidden' : 'visible');
          Object.defineProperty(document, 'visibilityState', {configurable: true, get});
          document.dispatchEvent(new Event('visibilitychange'));
        };
        const real = Date.now;
        window.later = (ms) => { Date.now = () => real() + ms; };
        hide(true);
        await new Promise((go) => setTimeout(go, 100));
        later(9 * 60000);
        hide(false);
        """
    )
    assert app.page.locator(".frame").is_visible()
    app.run(
        """
        hide(true);
        await new Promise((go) => setTimeout(go, 100));
        later(20 * 60000);
        hide(false);
        """
    )
    app.page.get_by_label("解锁码", exact=True).wait_for()
    assert app.page.locator(".frame").count() == 0
    assert app.run("return (await engine('store')).unlocked();") is False


def test_a_new_version_comes_in_at_the_door_and_a_full_outbox_stays(
    app: App, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.enter(login).inside()
    app.installed()
    app.until("return !(await engine('sync')).state.busy;")
    app.context.set_offline(True)
    titles = [f"第{number}件" for number in range(60)]
    app.run(REPORT, {"titles": titles, "grid": GRID})
    app.page.route("**/field/api/**", lambda route: route.abort())
    app.context.set_offline(False)
    monkeypatch.setattr(pages, "version", lambda: "2.0.0-new")
    app.run("await (await navigator.serviceWorker.ready).update();")
    app.until("return (await engine('update')).updateWaits();")
    assert app.page.locator(".frame").is_visible(), "nothing is taken away from who works"
    with app.page.expect_navigation():
        app.run("(await engine('store')).lock();")
    app.page.get_by_label("解锁码", exact=True).wait_for()
    app.until("return (await caches.keys()).join() === 'gege-field-2.0.0-new';")
    assert app.page.evaluate("document.documentElement.dataset.version") == "2.0.0-new"
    app.unlock().inside()
    assert app.run("return (await (await engine('outbox')).counts()).open;") == 60
    app.page.unroute("**/field/api/**")
    app.run("await (await engine('sync')).now();")
    assert list(Matter.objects.order_by("pk").values_list("title", flat=True)) == titles


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ({"seen": -DAY, "phone": -30 * DAY, "server": -30 * DAY, "tally": 2 * DAY}, "请先联网"),
        (
            {"seen": -DAY, "phone": -9 * DAY, "server": -9 * DAY, "tally": 9 * DAY},
            "太久没有和平台联系",
        ),
        ({"seen": -DAY, "phone": -2 * DAY, "server": -2 * DAY, "tally": DAY}, "解锁码"),
    ],
)
def test_silence_seals_wipes_or_does_nothing_at_opening(
    app: App, login: str, mark: dict[str, Any], says: str
) -> None:
    app.enter(login).inside()
    app.installed()
    app.until("return !(await engine('sync')).state.busy;")
    app.run(
        """
        const {getKey, putKey} = await engine('db');
        const {tally, ...times} = it.mark;
        for (const name of Object.keys(times)) times[name] += Date.now();
        await putKey('mark', {...await getKey('mark'), ...times, tally});
        """,
        {"mark": mark},
    )
    app.context.set_offline(True)
    app.page.reload()
    app.page.get_by_text(says).first.wait_for()
    if says != "请先联网":
        app.context.set_offline(False)
        return
    app.press("现在试试")
    app.page.get_by_text("还连不上平台").wait_for()
    app.context.set_offline(False)
    app.press("现在试试")
    app.unlock().inside()
