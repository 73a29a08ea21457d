"""E-mail through Django's SMTP backend; one connection for a batch."""

from __future__ import annotations

import smtplib
from types import TracebackType
from uuid import UUID

from django.core.mail import EmailMessage, get_connection

from gege.notices.gateways.outcome import Answer, Outcome


class Mail:
    """One connection to the SMTP server; a context."""

    def __init__(self, sender: str) -> None:
        self._sender = sender
        self._connection = get_connection("django.core.mail.backends.smtp.EmailBackend")

    def __enter__(self) -> Mail:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def send(self, address: str, title: str, text: str, token: UUID) -> Outcome:
        """Hand one letter over. Its Message-ID is the delivery's token, the same at every try."""
        domain = self._sender.rpartition("@")[2].rstrip(">") or "localhost"
        headers = {"Message-ID": f"<{token.hex}@{domain}>", "Auto-Submitted": "auto-generated"}
        letter = EmailMessage(
            " ".join(title.split()),
            text,
            self._sender,
            [address],
            headers=headers,
            connection=self._connection,
        )
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()), (0, b""))
            return _refused(code, said)
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._connection.close()
            return Outcome(Answer.LATER, f"{type(error).__name__}: {error}"[:200])
        return Outcome(Answer.TAKEN)


def _refused(code: int, said: bytes | str) -> Outcome:
    """A code of 500 or more is for good (RFC 5321, 4.2.1)."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Outcome(Answer.NEVER if code >= 500 else Answer.LATER, f"{code} {words}"[:200])
