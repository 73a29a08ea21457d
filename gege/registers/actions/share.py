"""The sharing catalogue: which department reads which fields, for what, until when (R-043)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, NotFound, Refused
from gege.registers.models import CatalogueEntry
from gege.registers.rules.declaration import COMMUNITY, Contract
from gege.staff.api import Actor, Role
from gege.territory.api import Editions
from gege.trail.api import record

FREQUENCIES: Final = ("on_request", "daily", "weekly", "monthly", "once")
LONGEST_DAYS: Final = 3 * 366
"""An entry is agreed anew after three years at the latest."""
AGREERS: Final = frozenset({Role.COUNTY_SUPERVISOR, Role.SYSTEM})


def share(
    *,
    sheet: str,
    fields: Sequence[str],
    receiver: str,
    purpose: str,
    basis: str,
    frequency: str,
    valid_from: date,
    valid_until: date,
    by: Actor,
    now: datetime,
    editions: Editions,
) -> CatalogueEntry:
    """Agree that a department reads fields of a sheet until a day; return the entry.

    The purpose has to be one that every field is declared for. Raises NotFound, Refused
    (`not_yours_to_share`), Invalid naming the entry.
    """
    if by.role not in AGREERS:
        raise Refused("not_yours_to_share")
    contract = current_contract(editions)
    names = _fields(contract, sheet, fields, purpose)
    law = cleaned(basis, lines=False)
    if not 2 <= len(law) <= 200:
        raise Invalid("basis", "reason_needed", least=2, most=200)
    if frequency not in FREQUENCIES:
        raise Invalid("frequency", "unknown_choice")
    if not valid_from <= valid_until or valid_until < local_date(now):
        raise Invalid("valid_until", "day_out_of_range")
    if (valid_until - valid_from).days > LONGEST_DAYS:
        raise Invalid("valid_until", "shared_too_long")
    stewards = contract.register_of[sheet].stewards
    if receiver in contract.register_of[sheet].departments():
        raise Invalid("receiver", "own_register")
    with transaction.atomic():
        entry = CatalogueEntry.objects.create(
            sheet=sheet,
            fields=names,
            provider=stewards[0] if stewards else COMMUNITY,
            receiver=receiver,
            purpose=purpose,
            basis=law,
            frequency=frequency,
            valid_from=valid_from,
            valid_until=valid_until,
            agreed_by=by.name,
            agreed_at=now,
        )
        _line(entry, "share", by, now)
    return entry


def end_sharing(entry_id: int, *, reason: str, by: Actor, now: datetime) -> CatalogueEntry:
    """End an entry at once. Raises NotFound, Refused, Invalid("reason")."""
    if by.role not in AGREERS:
        raise Refused("not_yours_to_share")
    why = cleaned(reason, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("reason", "reason_needed", least=2, most=200)
    with transaction.atomic():
        entry = CatalogueEntry.objects.select_for_update().filter(pk=entry_id).first()
        if entry is None:
            raise NotFound
        if entry.ended_at is not None:
            raise Refused("has_ended")
        entry.ended_at, entry.ended_why = now, why
        entry.save()
        _line(entry, "end_sharing", by, now)
    return entry


def _fields(contract: Contract, sheet: str, fields: Sequence[str], purpose: str) -> list[str]:
    if sheet not in contract.sheets:
        raise NotFound
    by_name = contract.sheets[sheet].by_name
    names = sorted(set(fields))
    if not names or any(name not in by_name for name in names):
        raise Invalid("fields", "unknown_field")
    if any(purpose not in by_name[name].purposes for name in names):
        raise Invalid("purpose", "not_a_purpose_of")
    return names


def _line(entry: CatalogueEntry, deed: str, by: Actor, now: datetime) -> None:
    record(
        stream=f"register_sharing:{entry.pk}",
        deed=deed,
        by=by.signature(),
        now=now,
        after={
            "sheet": entry.sheet,
            "fields": entry.fields,
            "receiver": entry.receiver,
            "purpose": entry.purpose,
            "until": entry.valid_until.isoformat(),
            "ended": entry.ended_at is not None,
        },
        more={"reason": entry.ended_why} if entry.ended_why else None,
    )
