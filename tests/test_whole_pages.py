"""A test that presses a button reads the whole of the page that comes."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from playwright.sync_api import Browser

from tests.one_browser import browser

__all__ = ["browser"]


class InTwoParts(BaseHTTPRequestHandler):
    """A page with a button that leads to a page whose second half comes a while later."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._open(b"<!doctype html><title>x</title><form method=post><button>on</button></form>")

    def do_POST(self) -> None:
        self._open(b"<!doctype html><title>x</title><p>first half" + b" " * 2000)
        sleep(0.3)
        self.wfile.write(b"<b>second half</b>")

    def _open(self, start: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(start)
        self.wfile.flush()


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), InTwoParts)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("by", ["page", "place", "key"])
def test_after_a_press_the_whole_next_page_is_there(
    browser: Browser, address: str, script: bool, by: str
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(address)
    if by == "page":
        page.click("button")
    elif by == "place":
        page.locator("button").click()
    else:
        page.press("button", "Enter")
    assert page.locator("b").all_inner_texts() == ["second half"]
    context.close()
