r"""A small opinion platform that speaks the exchange of docs/api.md; standard library only.

    python docs/examples/opinion_platform.py 8300 the-key-that-gege-brings

It keeps everything in memory. Put a case in (or a later version of it) with

    curl -X PUT http://127.0.0.1:8300/_cases/MQ-1 \
      -H 'Authorization: Bearer the-key-that-gege-brings' \
      -d '{"version": 1, "raised_at": "2026-11-24T09:00:00+08:00", "title": "路灯不亮"}'

and read it, with what the county answered, at /_cases/MQ-1.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

MOST = 1_000_000


def hash_of(standing: dict[str, Any]) -> str:
    """Return the hash of a standing: of its JSON without `hash`, keys sorted, without blanks."""
    content = {key: value for key, value in standing.items() if key != "hash"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """The cases in the order in which they last changed, and what the county said of each."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.changes: list[dict[str, Any]] = []
        self.cases: dict[str, dict[str, Any]] = {}
        self.standings: dict[str, dict[str, Any]] = {}

    def put(self, key: str, case: dict[str, Any]) -> None:
        with self.lock:
            self.cases[key] = {"id": key} | case
            self.changes.append(self.cases[key])

    def page(self, after: str, limit: int) -> dict[str, Any]:
        """Return changes behind a cursor, and the cursor behind the last of them."""
        with self.lock:
            start = int(after or 0)
            found = self.changes[start : start + limit]
            return {"cases": found, "next": str(start + len(found))}

    def take(self, key: str, standing: dict[str, Any]) -> bool:
        """Keep a standing that is what it says it is."""
        with self.lock:
            if key not in self.cases or hash_of(standing) != standing.get("hash"):
                return False
            self.standings[key] = standing
            return True

    def index(self, since: datetime, until: datetime, after: str, limit: int) -> dict[str, Any]:
        with self.lock:
            found = sorted(
                key
                for key, case in self.cases.items()
                if since <= datetime.fromisoformat(case["raised_at"]) < until
            )
            rows = [self._line(key) for key in found if key > after][:limit]
        return {"count": len(found), "cases": rows, "next": rows[-1]["id"] if rows else ""}

    def _line(self, key: str) -> dict[str, Any]:
        told = self.standings.get(key, {})
        version = self.cases[key]["version"]
        return {
            "id": key,
            "version": version,
            "state": told.get("state", ""),
            "hash": told.get("hash", ""),
        }


class Handler(BaseHTTPRequestHandler):
    """The four addresses that a county asks, and one to look at the platform itself."""

    protocol_version = "HTTP/1.1"
    store = Store()
    key = ""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if not self.welcome():
            return
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        way = [unquote(one) for one in parts.path.strip("/").split("/")]
        after, limit = query.get("after", ""), int(query.get("limit", 100))
        if way == ["cases"]:
            self.answer(200, self.store.page(after, limit))
        elif way == ["index"]:
            since = datetime.fromisoformat(query["since"])
            until = datetime.fromisoformat(query["until"])
            self.answer(200, self.store.index(since, until, after, limit))
        elif len(way) == 2 and way[0] == "cases" and way[1] in self.store.cases:
            self.answer(200, self.store.cases[way[1]])
        elif len(way) == 2 and way[0] == "_cases" and way[1] in self.store.cases:
            told = self.store.standings.get(way[1])
            self.answer(200, {"case": self.store.cases[way[1]], "standing": told})
        else:
            self.answer(404, {"error": "not_found"})

    def do_PUT(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), MOST))
        if not self.welcome():
            return
        way = [unquote(one) for one in self.path.strip("/").split("/")]
        content = json.loads(body or b"{}")
        if len(way) == 3 and way[0] == "cases" and way[2] == "standing":
            if way[1] not in self.store.cases:
                self.answer(404, {"error": "not_found"})
            elif self.store.take(way[1], content):
                self.answer(200, {"hash": content["hash"]})
            else:
                self.answer(422, {"error": "hash"})
        elif len(way) == 2 and way[0] == "_cases":
            self.store.put(way[1], content)
            self.answer(200, {"id": way[1]})
        else:
            self.answer(404, {"error": "not_found"})

    def welcome(self) -> bool:
        given = self.headers.get("authorization", "")
        if hmac.compare_digest(given.encode(), f"Bearer {self.key}".encode()):
            return True
        self.answer(401, {"error": "wrong_key"})
        return False

    def answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(handler: type[Handler], port: int, key: str) -> None:
    handler.key = key
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    serve(Handler, int(sys.argv[1]), sys.argv[2])
