"""SMS through Kannel's smsbox over HTTP (Kannel user guide, "Using the HTTP interface").

A connection is kept for a batch. A text that was sent without an answer coming back is UNSURE: it
is not sent again before the time for its report has passed, so that nobody reads it twice.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from gege.notices.gateways.outcome import Answer, Outcome

SECONDS = 15
REPORTS = 1 | 2 | 8 | 16
"""Delivered, not delivered, taken by the centre, refused by the centre."""


@dataclass(frozen=True, slots=True)
class KannelAccess:
    """Where smsbox listens, who we are there, and where its reports go."""

    url: str
    user: str
    password: str
    sender: str
    report_url: str


class Kannel:
    """One connection to smsbox; a context."""

    def __init__(self, access: KannelAccess) -> None:
        self._access = access
        parts = urlsplit(access.url)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._path = parts.path or "/cgi-bin/sendsms"
        self._connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=SECONDS)

    def __enter__(self) -> Kannel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def send(self, number: str, text: str, token: UUID) -> Outcome:
        """Hand one text over."""
        try:
            # Connected apart from asking: what failed before a byte was sent is surely not sent.
            if self._connection.sock is None:
                self._connection.connect()
        except OSError as error:
            return Outcome(Answer.LATER, _words(error))
        try:
            self._connection.request("GET", f"{self._path}?{self._query(number, text, token)}")
            response = self._connection.getresponse()
            said = response.read(500).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return Outcome(Answer.UNSURE, _words(error))
        if response.will_close:
            self._connection.close()
        return _judged(response.status, said)

    def _query(self, number: str, text: str, token: UUID) -> str:
        access = self._access
        given = {
            "username": access.user,
            "password": access.password,
            "to": number,
            "text": text,
            "charset": "UTF-8",
            "coding": "0" if text.isascii() else "2",
            "dlr-mask": str(REPORTS),
            "dlr-url": f"{access.report_url}&id={token.hex}&type=%d&said=%A",
        }
        if access.sender:
            given["from"] = access.sender
        return urlencode(given)


def _judged(status: int, said: str) -> Outcome:
    """smsbox answers 202 with "0: Accepted for delivery" or "3: Queued for later delivery".

    A wrong name or password (403) is mended by a person, and the message waits for it.
    """
    if status == http.HTTPStatus.ACCEPTED:
        return Outcome(Answer.TAKEN)
    reason = f"{status} {said.strip()}"[:200]
    if status in (http.HTTPStatus.BAD_REQUEST,):
        return Outcome(Answer.NEVER, reason)
    return Outcome(Answer.LATER, reason)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
