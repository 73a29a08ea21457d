"""The example platform of the documents as a process, in the mood that a test gives it.

`PUT /_mode/<mode>`: ok, down (500), mute (the line is cut), forgetful (says that it has a standing
and keeps none), broken (no JSON), lost (counts more than it lists), huge. `DELETE /_cases/<id>`.
Files stand below /files/.
"""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "examples"))

from opinion_platform import Handler, serve


class Moody(Handler):
    mode = "ok"

    def do_GET(self) -> None:  # noqa: N802 - the server calls it so
        if self.path.startswith("/files/"):
            self._file()
        elif not self._in_a_mood():
            super().do_GET()

    def do_PUT(self) -> None:  # noqa: N802 - the server calls it so
        if self.path.startswith("/_mode/"):
            Moody.mode = self.path.rpartition("/")[2]
            self.answer(200, {})
        elif self.path.startswith("/_") or not self._in_a_mood():
            super().do_PUT()

    def do_DELETE(self) -> None:  # noqa: N802 - the server calls it so
        key = self.path.rpartition("/")[2]
        self.store.cases.pop(key, None)
        self.store.standings.pop(key, None)
        self.answer(200, {})

    def _in_a_mood(self) -> bool:
        if self.mode == "down":
            self.answer(500, {"error": "down"})
        elif self.mode == "mute":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.mode == "broken":
            self.answer_raw(b"<html>login</html>")
        elif self.mode == "huge":
            self.answer_raw(b'{"x":"' + b"y" * 9_000_000 + b'"}')
        elif self.mode == "lost" and self.path.startswith("/index"):
            self.answer(200, {"count": 3, "cases": [], "next": ""})
        elif self.mode == "forgetful" and self.command == "PUT":
            self.rfile.read(int(self.headers["content-length"]))
            self.answer(200, {"thanks": "yes"})
        else:
            return False
        return True

    def answer_raw(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def _file(self) -> None:
        if not self.welcome():
            return
        if self.path.endswith("script.jpg"):
            self.answer_raw(b"#!/bin/sh\nrm -rf /\n")
        elif self.path.endswith("away.jpg"):
            self.answer(503, {})
        else:
            out = io.BytesIO()
            Image.new("RGB", (40, 30), "#0f5c63").save(out, "JPEG")
            self.answer_raw(out.getvalue())


if __name__ == "__main__":
    serve(Moody, 0, sys.argv[1])
