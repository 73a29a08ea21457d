"""The browser is killed at any moment: what was shown as kept is there, whole and in order."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Playwright

from gege.field.models import Receipt
from gege.matters.models import Matter
from tests.cast import PASSWORD, Cast
from tests.field.engine.phone import BLANK, PHONE, Phone
from tests.one_browser import ARGUMENTS, chromium


@contextmanager
def _opened(player: Playwright, folder: Path, address: str) -> Iterator[Phone]:
    context = player.chromium.launch_persistent_context(
        str(folder), executable_path=chromium(), args=list(ARGUMENTS), **PHONE
    )
    context.route(f"{address}/field/", lambda route: route.fulfill(**BLANK))
    try:
        yield Phone(context, address)
    finally:
        with contextlib.suppress(BrowserError):  # It may have been killed.
            context.close()


def _kill(folder: Path) -> None:
    """Kill every process of the browser that has this folder, as a phone does without asking."""
    for place in Path("/proc").iterdir():
        try:
            told = (place / "cmdline").read_bytes() if place.name.isdigit() else b""
        except OSError:
            continue
        if str(folder).encode() in told:
            try:
                os.kill(int(place.name), signal.SIGKILL)
            except ProcessLookupError:
                continue
    for lock in folder.glob("Singleton*"):
        lock.unlink(missing_ok=True)


WRITE = """
const {put} = await engine('outbox');
const {keepFile} = await engine('files');
window.kept = [];
(async () => {
  for (let n = 0; ; n += 1) {
    const words = `第${n}件`;
    const {sha256} = await keepFile(new Blob([words.repeat(2000)]), 'a.txt');
    const key = await put('attach', {sha256, words});
    window.kept.push(key);
  }
})();
"""


@pytest.mark.parametrize("seconds", [0.4, 1.1])
def test_a_killed_browser_loses_nothing_that_was_kept(
    player: Playwright, address: str, tmp_path: Path, seconds: float
) -> None:
    with _opened(player, tmp_path, address) as phone:
        phone.create().run(WRITE)
        time.sleep(seconds)
        shown = phone.run("return window.kept.slice();")
        _kill(tmp_path)
    assert len(shown) > 3
    with _opened(player, tmp_path, address) as phone:
        phone.unlock()
        entries = phone.entries()
        assert [one["key"] for one in entries][: len(shown)] == shown
        assert [one["body"]["words"] for one in entries] == [
            f"第{n}件" for n in range(len(entries))
        ]
        whole = phone.run(
            """
            const {fileBlob} = await engine('files');
            const whole = async ({sha256, words}) =>
              (await (await fileBlob(sha256)).text()) === words.repeat(2000);
            return (await Promise.all(it.map(({body}) => whole(body)))).every(Boolean);
            """,
            entries,
        )
        assert whole
        disk = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
        assert "第1件".encode() not in disk
        assert "第1件".encode("utf-16-le") not in disk


@pytest.mark.row("R-081")
@pytest.mark.parametrize("seconds", [0.15, 0.5, 1.2])
def test_killed_in_the_middle_of_sending_everything_arrives_once_and_in_order(
    player: Playwright, platform: str, committed_cast: Cast, tmp_path: Path, seconds: float
) -> None:
    folder = tmp_path / "phone"
    titles = [f"第{number}件" for number in range(120)]
    with _opened(player, folder, platform) as phone:
        phone.enter(committed_cast.account("grid_worker").login_name).sync()
        phone.context.set_offline(True)
        for title in titles:
            phone.report(title)
        phone.context.set_offline(False)
        phone.run("void (await engine('sync')).start('t');")
        time.sleep(seconds)
        _kill(folder)
    with _opened(player, folder, platform) as phone:
        phone.unlock()
        assert [one["body"]["title"] for one in phone.entries()] == titles
        # A browser writes its cookies half a minute late: then the password is asked for once more.
        if phone.sync()["signed_out"]:
            phone.run("await (await engine('sync')).password(it);", PASSWORD)
        phone.until("return (await (await engine('outbox')).counts()).done === 120;", 60)
        phone.quiet()
    assert list(Matter.objects.order_by("pk").values_list("title", flat=True)) == titles
    assert Receipt.objects.count() == 120
