"""Picture messages to a centre by MM7: one SubmitReq over HTTP for each (3GPP TS 23.140, 8.7)."""

from __future__ import annotations

import base64
import http.client
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from urllib.parse import urlsplit
from uuid import UUID

from gege.notices.gateways.outcome import Answer, Outcome
from gege.notices.rules.mm7_envelope import (
    Code,
    Envelope,
    Refused,
    Submission,
    read_envelope,
    submission,
)
from gege.notices.rules.mm7_package import BrokenPackage, Enclosed, read_package, write_package

SECONDS = 30
LONGEST_ANSWER = 100_000
CONTENT = "message"


@dataclass(frozen=True, slots=True)
class Mm7Access:
    """Where the centre is, and who we are there."""

    url: str
    user: str
    password: str
    vasp: str
    vas: str
    sender: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to send: its media type and its bytes."""

    kind: str
    content: bytes


class Mm7:
    """One connection to the centre; a context."""

    def __init__(self, access: Mm7Access) -> None:
        self._access = access
        parts = urlsplit(access.url)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        self._connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=SECONDS)

    def __enter__(self) -> Mm7:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def send(
        self,
        number: str,
        title: str,
        text: str,
        pictures: tuple[Picture, ...],
        token: UUID,
        now: datetime,
    ) -> tuple[Outcome, str]:
        """Hand one message over; return what came of it, and the centre's own name of it."""
        kind, body = self._package(number, title, text, pictures, token, now)
        headers = {"Content-Type": kind, "SOAPAction": '""'}
        if self._access.user:
            pair = f"{self._access.user}:{self._access.password}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
        try:
            # Connected apart from asking: what failed before a byte was sent is surely not sent.
            if self._connection.sock is None:
                self._connection.connect()
        except OSError as error:
            return Outcome(Answer.LATER, _words(error)), ""
        try:
            self._connection.request("POST", self._path, body, headers)
            response = self._connection.getresponse()
            said = response.read(LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return Outcome(Answer.UNSURE, _words(error)), ""
        if response.will_close:
            self._connection.close()
        return _judged(response.status, response.getheader("Content-Type", "text/xml"), said)

    def _package(
        self,
        number: str,
        title: str,
        text: str,
        pictures: tuple[Picture, ...],
        token: UUID,
        now: datetime,
    ) -> tuple[str, bytes]:
        access = self._access
        envelope = submission(
            Submission(
                token.hex, access.vasp, access.vas, access.sender, number, title, now, CONTENT
            )
        )
        parts = [Enclosed("text/plain", "text.txt", "text", "utf-8", text.encode())]
        for at, one in enumerate(pictures, start=1):
            ending = one.kind.rpartition("/")[2].replace("jpeg", "jpg")
            name = f"picture{at}"
            parts.append(Enclosed(one.kind, f"{name}.{ending}", name, "", one.content))
        return write_package(envelope, parts, f"gege-{token.hex}", CONTENT)


def _judged(status: int, kind: str, said: bytes) -> tuple[Outcome, str]:
    """Read SubmitRsp, or the RSErrorRsp in a fault. A wrong password is mended by a person."""
    try:
        envelope = read_envelope(read_package(kind, said)[0])
    except (Refused, BrokenPackage) as error:
        known = error.known if isinstance(error, Refused) else Envelope("", "")
        if known.fields.get("StatusCode") is None:
            answer = Answer.UNSURE if status == http.HTTPStatus.OK else Answer.LATER
            return Outcome(answer, f"{status} {error}"[:200]), ""
        envelope = known
    code = envelope.fields.get("StatusCode", "")
    reason = f"{code or status} {envelope.fields.get('StatusText', '')}".strip()[:200]
    if code in (str(int(Code.SUCCESS)), str(int(Code.PARTIAL_SUCCESS))):
        return Outcome(Answer.TAKEN), envelope.fields.get("MessageID", "")[:100]
    # 2…: the message or its address is at fault; 3… and 4…: the centre or our right to use it.
    return Outcome(Answer.NEVER if code.startswith("2") else Answer.LATER, reason), ""


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
