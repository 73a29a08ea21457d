"""A receiver of messages as a process of its own. It behaves as it is told, and remembers.

`PUT /_mode/<mode>`: ok, fail, refuse, hang, drip, redirect, huge, gone, mute.
`GET /_log`: what came, in order. Everything else is taken as a message.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STATE: dict[str, Any] = {"mode": "ok"}
LOG: list[dict[str, Any]] = []
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        STATE["mode"] = self.path.rpartition("/")[2]
        self._answer(200, b"")

    def do_GET(self) -> None:
        if self.path == "/_log":
            with LOCK:
                self._answer(200, json.dumps(LOG).encode())
            return
        self._keep("")
        self._answer(200, b"a page that nobody should have asked for")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        mode = STATE["mode"]
        self._keep(body)
        if mode == "hang":
            time.sleep(30)
        elif mode == "drip":
            self._drip()
        elif mode == "mute":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif mode == "redirect":
            self.send_response(302)
            self.send_header("location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()
        elif mode == "huge":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(b"x" * 1_000_000)
            except OSError:
                return
        else:
            status = {"fail": 500, "refuse": 400, "gone": 410}.get(mode, 200)
            self._answer(status, f"{mode}\u0007\n<b>".encode())

    def _drip(self) -> None:
        try:
            for sign in b"HTTP/1.1 200 OK\r\nx-slow: " + b"y" * 1000:
                self.wfile.write(bytes([sign]))
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def _keep(self, body: str) -> None:
        heads = {name.lower(): value for name, value in self.headers.items()}
        with LOCK:
            LOG.append({"path": self.path, "mode": STATE["mode"], "heads": heads, "body": body})

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
