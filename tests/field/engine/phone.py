"""A phone for the tests of the engine: a page with its modules, and what can be asked of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from gege.config.security import CONTENT_SECURITY_POLICY
from tests.cast import GRID, PASSWORD

ROOT = Path(__file__).resolve().parents[3] / "gege"
STATIC = (ROOT / "field" / "static", ROOT / "desk" / "static")
BLANK: Mapping[str, Any] = {
    "content_type": "text/html; charset=utf-8",
    "body": "<!doctype html><meta charset=utf-8><title>bench</title><div id=app></div>",
}
PIN, OTHER_PIN = "193728", "604417"
OWNER: Mapping[str, str] = {"account_id": "7", "login": "worker", "name": "王网格"}
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 360, "height": 800},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "has_touch": True,
    "is_mobile": True,
}

HELPERS = """
window.engine = (name) => import(`/static/field/js/${name}.js`);
window.fault = async (work) => {
  try {
    await work();
    return null;
  } catch (error) {
    return {code: error.code ?? String(error), ...error.values};
  }
};
window.rawDump = async () => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("gege-field");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const bytes = [];
  const walk = (value) => {
    if (value instanceof ArrayBuffer) bytes.push(...new Uint8Array(value), 10);
    else if (ArrayBuffer.isView(value)) bytes.push(...new Uint8Array(value.buffer), 10);
    else if (value instanceof CryptoKey) walk(`key:${value.extractable}`);
    else if (value && typeof value === "object") Object.entries(value).flat().forEach(walk);
    else bytes.push(...new TextEncoder().encode(String(value)), 10);
  };
  for (const name of db.objectStoreNames) {
    const store = db.transaction(name).objectStore(name);
    for (const ask of [store.getAllKeys(), store.getAll()]) {
      walk(await new Promise((resolve) => { ask.onsuccess = () => resolve(ask.result); }));
    }
  }
  db.close();
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
window.databases = async () => (await indexedDB.databases()).map((one) => one.name);
"""


class _Handler(SimpleHTTPRequestHandler):
    """The static files, and an empty page under the policies of the platform."""

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            super().do_GET()
            return
        body = str(BLANK["body"]).encode()
        self.send_response(200 if self.path == "/field/" else 404)
        self.send_header("Content-Type", BLANK["content_type"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        name = path.split("?")[0].removeprefix("/static/")
        for folder in STATIC:
            if (folder / name).is_file():
                return str(folder / name)
        return str(ROOT / "nothing")

    def log_message(self, *_arguments: Any) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """Serve the engine alone, without a platform behind it; yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(ROOT)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Phone:
    """A page that has the engine's modules, without the app around them."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        context.add_init_script(HELPERS)
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.open()

    def open(self) -> Phone:
        """Load the page anew: the modules forget what they held in memory."""
        self.page.goto(f"{self.address}/field/")
        return self

    def run(self, script: str, argument: Any = None) -> Any:
        """Run the body of an async function of `it`; a module is `await engine("vault")`."""
        return self.page.evaluate(f"async (it) => {{ {script} }}", argument)

    def fault(self, script: str, argument: Any = None) -> Any:
        """Run what must fail; return {code, ...values} of the error, None when it did not."""
        return self.run(f"return fault(async () => {{ {script} }});", argument)

    def until(self, script: str, seconds: float = 15) -> None:
        """Wait until the body of an async function returns true."""
        end = time.monotonic() + seconds
        while not self.run(script):
            assert time.monotonic() < end, script
            self.page.wait_for_timeout(50)

    def create(self, pin: str = PIN) -> Phone:
        self.run(
            "await (await engine('vault')).create(it.pin, it.owner);",
            {"pin": pin, "owner": dict(OWNER)},
        )
        return self

    def unlock(self, pin: str = PIN) -> Phone:
        self.run("await (await engine('vault')).open(it);", pin)
        return self

    def lock(self) -> Phone:
        self.run("(await engine('vault')).lock();")
        return self

    def put(self, kind: str, body: Mapping[str, Any], **options: Any) -> str:
        key: str = self.run(
            "return (await engine('outbox')).put(it.kind, it.body, it.options);",
            {"kind": kind, "body": dict(body), "options": options},
        )
        return key

    def entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.run("return (await engine('outbox')).list();")
        return found

    def enter(self, login: str, *, password: str = PASSWORD, pin: str = PIN) -> Phone:
        """Become a terminal of somebody of the cast, as the screen does; nothing is fetched yet."""
        asked = {"login": login, "password": password, "pin": pin}
        self.run(
            """
            const me = await (await engine('sync')).enter({...it, appVersion: 't'});
            const owner = {account_id: me.account_id, login: it.login, name: me.name};
            await (await engine('vault')).create(it.pin, owner);
            await (await engine('pull')).keepMe(me);
            """,
            asked,
        )
        return self

    def sync(self) -> dict[str, Any]:
        """Talk with the platform once and return the state that the screens show."""
        told: dict[str, Any] = self.run(
            """
            const {start, state} = await engine('sync');
            await start('t');
            return {...state};
            """
        )
        return told

    def quiet(self) -> None:
        """Let a talk with the platform come to its end, so that the next test has it for itself."""
        if not self.page.is_closed():
            self.lock().run(
                """
                const {state} = await engine('sync');
                while (state.busy) await new Promise((resolve) => setTimeout(resolve, 20));
                """
            )

    def section(self, name: str) -> Any:
        return self.run("return (await engine('store')).section(it);", name)

    def report(self, title: str, **body: Any) -> str:
        return self.put("report", {"title": title, "kind": "B01", "grid": GRID} | body)

    def photo(self, colour: str = "red") -> dict[str, Any]:
        """Take a small photo of one colour."""
        told: dict[str, Any] = self.run(
            """
            const canvas = new OffscreenCanvas(64, 48), pen = canvas.getContext('2d');
            pen.fillStyle = it;
            pen.fillRect(0, 0, 64, 48);
            return (await engine('files')).takePhoto(await canvas.convertToBlob());
            """,
            colour,
        )
        return told

    def statuses(self) -> list[str]:
        return [one["status"] for one in self.entries()]

    def limit(self, **limits: int) -> Phone:
        """Set bounds as the platform does."""
        self.run("await (await engine('store')).setSection('me', '1', {limits: it});", limits)
        return self
