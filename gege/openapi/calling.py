"""Calling another system over HTTP, with bounds on everything it could do to us.

Its name is asked for once, and only what was checked is connected to, so no second answer can lead
elsewhere. Nothing is redirected, an answer is read up to a bound, and the whole call has an end.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from gege import __version__
from gege.openapi.rules.calling import Target, may_call, target_of

SECONDS: Final = 10.0
MOST: Final = 600
"""Bytes of an answer that is only shown to a person."""
_AGENT: Final = f"Gege/{__version__}"


class NotCalled(Exception):  # noqa: N818 - an answer, not a fault
    """An address that is not called: a word of `names.py`."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is None when nothing did; `said` is for a person, one line."""

    status: int | None
    said: str
    took_ms: int
    body: bytes = b""
    media_type: str = ""
    whole: bool = True

    @property
    def fine(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def checked_target(address: str) -> Target:
    """Return an address in its parts; raises NotCalled."""
    found = target_of(address, plain=settings.GEGE_CALL_HTTP)
    if isinstance(found, str):
        raise NotCalled(found)
    return found


def resolved(target: Target) -> str:
    """Return the IP address to connect to.

    Raises NotCalled when one of the name's addresses may not be called, OSError when it has none.
    """
    return checked_ip(target.host, target.port)


def checked_ip(host: str, port: int) -> str:
    """Return the address of a name, whatever is spoken there; raises as `resolved` does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(may_call(one, settings.GEGE_CALL_NETWORKS) for one in addresses):
        raise NotCalled("address_inside")
    return addresses[0]


def call(
    method: str,
    address: str,
    *,
    heads: Mapping[str, str] | None = None,
    body: bytes | None = None,
    most: int = MOST,
    seconds: float | None = None,
) -> Answer:
    """Call an address once and return what came back; never raises for what the other side does."""
    began = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - began) * 1000)

    try:
        target = checked_target(address)
        line = _Line(target, resolved(target), seconds or SECONDS)
    except NotCalled as error:
        return Answer(None, error.word, took())
    except (OSError, UnicodeError) as error:
        return Answer(None, _words(error), took())
    own = {"host": target.name, "user-agent": _AGENT, "accept-encoding": "identity"}
    try:
        with line:
            line.request(method, target.path, body, own | dict(heads or {}))
            response = line.getresponse()
            content = response.read(most + 1)
            said = f"{response.status} {_line(content[:200].decode('utf-8', 'replace'))}".strip()
            return Answer(
                response.status,
                said[:200],
                took(),
                content[:most],
                (response.getheader("content-type") or "").partition(";")[0].strip().lower(),
                whole=len(content) <= most,
            )
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        said = "no answer in time" if line.over else _words(error)
        return Answer(None, said, took())


class _Line(http.client.HTTPConnection):
    """A connection to a checked IP address that is cut when its time is over."""

    def __init__(self, target: Target, ip: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target, self._ip = target, ip
        self._raw: socket.socket | None = None
        self._clock = threading.Timer(seconds, self._cut)
        self._clock.daemon = True
        self.over = False

    def __enter__(self) -> "_Line":
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        if self._raw is not None:
            self._raw.close()
        self.close()

    def connect(self) -> None:
        sock = socket.create_connection((self._ip, self.port), self.timeout)
        # A second handle on the connection: TLS wraps the first.
        self._raw = sock.dup()
        self.sock = sock
        if self._target.secure:
            self.sock = _trust().wrap_socket(sock, server_hostname=self._target.host)

    def _cut(self) -> None:
        self.over = True
        if self._raw is not None:
            try:
                self._raw.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.GEGE_CALL_CA:
        context.load_verify_locations(settings.GEGE_CALL_CA)
    return context


def _words(error: Exception) -> str:
    return _line(f"{type(error).__name__}: {error}")[:200]


def _line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
