"""An idempotency key: the same key is the same deed, done once, answered alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from gege.openapi.knock import Caller
from gege.openapi.models import Answered

KEPT: Final = timedelta(days=30)
LONGEST_KEY: Final = 100


class KeyUsed(Exception):  # noqa: N818 - an answer, not a fault
    """An idempotency key that was used for another request, or cannot be one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a deed left behind: the matter, its version, and the sum of a file."""

    number: str
    version: int = 1
    extra: str = ""
    again: bool = False


def once(
    key: str, digest: str, do: Callable[[], Outcome], *, caller: Caller, now: datetime
) -> Outcome:
    """Do a deed in one transaction, and under a key only the first time.

    The key again returns the first outcome with `again`; with another request (`digest`) it raises
    KeyUsed. What fails does not use its key up.
    """
    if not key:
        with transaction.atomic():
            return do()
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise KeyUsed
    try:
        with transaction.atomic():
            # First the key: a second sender of the same waits here, and then finds the answer.
            row = Answered.objects.create(client=caller.client, key=key, digest=digest, at=now)
            done = do()
            row.number, row.version, row.extra = done.number, done.version, done.extra
            row.save(update_fields=["number", "version", "extra"])
            return done
    except IntegrityError:
        first = Answered.objects.filter(client=caller.client, key=key).first()
        if first is None:
            raise
        if first.digest != digest:
            raise KeyUsed from None
        return Outcome(first.number, first.version, first.extra, again=True)


def forget_answers(*, now: datetime) -> int:
    """Remove keys older than `KEPT`; return how many."""
    return Answered.objects.filter(at__lt=now - KEPT).delete()[0]
