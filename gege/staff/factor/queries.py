"""Reads of the second factor."""

from dataclasses import dataclass
from datetime import datetime

from gege.staff.factor.models import PaperCode, SecondFactor


@dataclass(frozen=True, slots=True)
class FactorFacts:
    """What pages show of a second factor in force. `mark` changes with every device."""

    since: datetime
    paper_left: int
    mark: str


def factor_of(account_id: int) -> FactorFacts | None:
    """Return the second factor of an account; None when none is in force."""
    found = SecondFactor.objects.filter(account_id=account_id, confirmed_at__isnull=False).first()
    if found is None or found.confirmed_at is None:
        return None
    left = PaperCode.objects.filter(factor=found, used_at=None).count()
    return FactorFacts(found.confirmed_at, left, _mark(found.pk, found.confirmed_at))


def factor_mark(account_id: int) -> str:
    """Return the mark of the device in force; empty when there is none."""
    row = (
        SecondFactor.objects.filter(account_id=account_id, confirmed_at__isnull=False)
        .values_list("pk", "confirmed_at")
        .first()
    )
    return _mark(row[0], row[1]) if row and row[1] else ""


def _mark(pk: int, confirmed_at: datetime) -> str:
    return f"{pk}:{confirmed_at.isoformat()}"
