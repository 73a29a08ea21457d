"""What departments have: a database of their own, an interface, and a folder."""

from __future__ import annotations

import json
import os
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from gege.config.embedded import CARELESS, Embedded


@dataclass(frozen=True, slots=True)
class Database(Embedded):
    """A PostgreSQL of a department, reached over TCP; it can be stopped and started."""

    port: int = 0

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def up(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self._prepare()
        self._run(
            "pg_ctl", "-D", str(self.home), "-l", str(self.log), "-w", "-o",
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c shared_buffers=16MB "
            f"-c max_connections=20 {CARELESS} -k {self.socket_dir}",
            "start",
        )  # fmt: skip

    def down(self) -> None:
        self._run("pg_ctl", "-D", str(self.home), "-m", "immediate", "-w", "stop")

    def run(self, *statements: str) -> list[Any]:
        with psycopg.connect(self.address, autocommit=True) as line:
            for one in statements:
                found = line.execute(one)
            return found.fetchall() if found.description else []


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Interface:
    """A department's interface on this machine; `answers` decides what each request gets."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    mode: str = "ok"
    asked: list[dict[str, Any]] = field(default_factory=list)
    page: int = 2

    def __post_init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                outer.answer(self)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/people"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        query = {name: one[0] for name, one in parse_qs(urlsplit(request.path).query).items()}
        self.asked.append(query | {"token": request.headers.get("authorization", "")})
        status, kind, body = self._content(request.path, query)
        request.send_response(status)
        if self.mode == "redirect":
            request.send_header("location", "http://127.0.0.1:1/inside")
        request.send_header("content-type", kind)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _content(self, path: str, query: dict[str, str]) -> tuple[int, str, bytes]:
        json_type = "application/json"
        if self.mode == "redirect":
            return 302, json_type, b""
        if self.mode == "down":
            return 503, json_type, b"{}"
        if self.mode == "text":
            return 200, json_type, b"<html>"
        if path.startswith("/figures"):
            counts = [{"area": "", "month": "", "count": len(self.rows)}]
            return 200, json_type, json.dumps({"figures": counts}).encode()
        if self.mode == "csv":
            return 200, "text/csv", self._csv()
        first = int(query.get("after") or 0)
        if self.mode == "breaks" and first:
            return 503, json_type, b"{}"
        rows = self.rows[first : first + self.page]
        following = str(first if self.mode == "still" else first + len(rows))
        more = self.mode == "still" or first + len(rows) < len(self.rows)
        return 200, json_type, json.dumps({"rows": rows, "next": following, "more": more}).encode()

    def _csv(self) -> bytes:
        names = list(self.rows[0])
        lines = [",".join(names), *(",".join(map(str, one.values())) for one in self.rows)]
        return "\r\n".join(lines).encode()


def drop(folder: Path, name: str, text: str, at: datetime) -> Path:
    """Put a file into a department's folder as it does: under another name, then renamed."""
    half = folder / f"{name}.part"
    half.write_text(text, encoding="utf-8")
    os.utime(half, (at.timestamp(), at.timestamp()))
    whole = folder / name
    half.rename(whole)
    return whole
