"""A real Kannel on free ports: bearerbox, smsbox and the simulated centre, each stopped at will."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote_to_bytes
from urllib.request import urlopen

from tests.hotline.conftest import SECRET
from tools import kannel

FROM = "106500001"
USER, PASSWORD = "gege", "only-for-tests"
SECONDS = 30

CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {password}
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
store-type = spool
store-location = {folder}/spool
dlr-storage = internal
log-file = {folder}/bearerbox.log
log-level = 1

group = smsc
smsc = fake
smsc-id = centre
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
global-sender = {sender}
log-file = {folder}/smsbox.log
log-level = 1
http-request-retry = 300
http-queue-delay = 1

group = sendsms-user
username = {user}
password = {password}
user-allow-ip = "127.0.0.1"
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{web}/hotline/texts/in?secret={secret}&id=%I&from=%p&text=%b&charset=%C"
"""


class Gateway:
    """Kannel's two boxes in a folder of their own."""

    def __init__(self, folder: Path, web: str) -> None:
        self._folder = folder
        self._boxes: dict[str, subprocess.Popen[bytes]] = {}
        programs = kannel.find()
        assert programs is not None, "Kannel is missing: run tools/kannel.py, as `make test` does"
        self._programs = programs
        self.centre, self.boxes, self.sendsms, self.admin = _free_ports(4)
        (folder / "spool").mkdir()
        self._file = folder / "kannel.conf"
        self._file.write_text(
            CONFIGURATION.format(
                folder=folder,
                web=web,
                secret=SECRET,
                user=USER,
                password=PASSWORD,
                sender=FROM,
                centre=self.centre,
                boxes=self.boxes,
                sendsms=self.sendsms,
                admin=self.admin,
            )
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms"

    def start(self) -> None:
        """Start what does not run, and wait until it listens."""
        for name, port in (("bearerbox", self.boxes), ("smsbox", self.sendsms)):
            if name not in self._boxes:
                self._boxes[name] = self._run(name, str(self._file))
                until(lambda port=port: _listens(port), f"{name} listens")
        until(lambda: b"smsbox" in self.status(), "smsbox is connected")

    def stop(self, *names: str) -> None:
        """Stop boxes, all of them unless some are named; what is queued stays on the disk."""
        for name in names or ("smsbox", "bearerbox"):
            box = self._boxes.pop(name, None)
            if box is not None:
                box.terminate()
                box.wait(SECONDS)

    def status(self) -> bytes:
        try:
            with urlopen(
                f"http://127.0.0.1:{self.admin}/status.txt?password={PASSWORD}", timeout=5
            ) as page:
                return bytes(page.read())
        except OSError:
            return b""

    @contextmanager
    def phone(self, *texts: str) -> Iterator[Phones]:
        """Connect the simulated centre; it hands over `texts` ("number text words") at once."""
        out = self._folder / f"centre{time.monotonic_ns()}.out"
        address = ("-H", "127.0.0.1", "-r", str(self.centre))
        bound = ("-i", "0.1", "-m", str(len(texts)))
        given = [f"{one.split(' ', 1)[0]} {FROM} {one.split(' ', 1)[1]}" for one in texts]
        with out.open("wb") as file:
            centre = subprocess.Popen(
                [self._programs["fakesmsc"], *address, *bound, *given], stdout=file, stderr=file
            )
            try:
                sent = f"sent message {len(texts)}".encode()
                until(lambda: sent in out.read_bytes(), "the centre has sent its texts")
                yield Phones(out, centre)
            finally:
                centre.terminate()
                centre.wait(SECONDS)
                # The gateway takes the next one only when it has seen this one go.
                time.sleep(0.5)

    def _run(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        out = (self._folder / f"{name}.out").open("ab")
        return subprocess.Popen(
            [self._programs[name], "-v", "4", *arguments], stdout=out, stderr=out
        )


class Phones:
    """What the simulated centre was given for the phones."""

    def __init__(self, out: Path, centre: subprocess.Popen[bytes]) -> None:
        self._out = out
        self.centre = centre

    def got(self) -> list[tuple[str, str]]:
        """(number, words) of each text, the parts of a long one put together, in their order."""
        found: list[tuple[str, str]] = []
        pattern = rb"Got message \d+: <(\S+) (\S+) (\S+) (.*)>$"
        long: dict[tuple[str, int], dict[int, bytes]] = {}
        for match in re.finditer(pattern, self._out.read_bytes(), re.MULTILINE):
            to, kind, body = match[2].decode(), match[3].decode(), match[4]
            if kind == "udh":
                head, _kind, rest = body.split(b" ", 2)
                udh = unquote_to_bytes(head.replace(b"+", b" "))
                parts = long.setdefault((to, udh[3]), {})
                parts[udh[5]] = unquote_to_bytes(rest.replace(b"+", b" "))
                if len(parts) == udh[4]:
                    whole = b"".join(part for _at, part in sorted(parts.items()))
                    found.append((to, whole.decode("utf-16-be")))
            elif kind == "ucs-2":
                raw = unquote_to_bytes(body.replace(b"+", b" "))
                found.append((to, raw.decode("utf-16-be")))
            else:
                found.append((to, body.decode()))
        return found


def until(what: Callable[[], object], name: str, seconds: float = SECONDS) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} seconds: {name}"
        time.sleep(0.1)


def _free_ports(many: int) -> list[int]:
    held = [socket.socket() for _ in range(many)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0
