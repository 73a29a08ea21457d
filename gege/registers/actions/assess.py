"""The impact record of a register: written by one, decided by another (law, articles 55-56)."""

from datetime import datetime
from typing import Final

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.registers.books import current_contract, current_number
from gege.registers.errors import Invalid, NotFound, Refused
from gege.registers.models import Assessment
from gege.staff.api import Actor, Role
from gege.territory.api import Editions
from gege.trail.api import record

WRITERS: Final = frozenset({Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR, Role.SYSTEM})
DECIDERS: Final = frozenset({Role.COUNTY_SUPERVISOR, Role.SYSTEM})
_LEAST, _MOST = 10, 2000


def write_assessment(
    *,
    register: str,
    lawful: str,
    risks: str,
    measures: str,
    by: Actor,
    now: datetime,
    editions: Editions,
) -> Assessment:
    """Write what a register means for those it tells of, for the edition in force.

    Raises NotFound, Refused("not_yours_to_assess"), Invalid (`lawful`, `risks`, `measures`).
    """
    if by.role not in WRITERS:
        raise Refused("not_yours_to_assess")
    try:
        current_contract(editions).register(register)
    except LookupError:
        raise NotFound from None
    texts = {
        name: _text(name, typed)
        for name, typed in (("lawful", lawful), ("risks", risks), ("measures", measures))
    }
    with transaction.atomic():
        written = Assessment.objects.create(
            register=register,
            edition=current_number(editions),
            **texts,
            written_by=by.name,
            written_account_id=by.account_id,
            written_at=now,
        )
        _line(written, "write_assessment", by, now)
    return written


def decide_assessment(
    assessment_id: int, *, approved: bool, reason: str, by: Actor, now: datetime
) -> Assessment:
    """Approve an impact record or not: an approval lets the register go live, a refusal stops it.

    Raises NotFound, Invalid("reason"), Refused (`own_assessment`, `decided_already`,
    `not_yours_to_assess`).
    """
    if by.role not in DECIDERS:
        raise Refused("not_yours_to_assess")
    why = cleaned(reason, lines=False)
    if not 2 <= len(why) <= 300:
        raise Invalid("reason", "reason_needed", least=2, most=300)
    with transaction.atomic():
        found = Assessment.objects.select_for_update().filter(pk=assessment_id).first()
        if found is None:
            raise NotFound
        if found.approved is not None:
            raise Refused("decided_already")
        if found.written_account_id is not None and found.written_account_id == by.account_id:
            raise Refused("own_assessment")
        found.approved, found.reason = approved, why
        found.decided_by, found.decided_at = by.name, now
        found.save()
        _line(found, "decide_assessment", by, now)
    return found


def _text(name: str, typed: str) -> str:
    text = cleaned(typed)
    if len(text) < _LEAST:
        raise Invalid(name, "too_short", least=_LEAST)
    if len(text) > _MOST:
        raise Invalid(name, "too_long", most=_MOST)
    return text


def _line(one: Assessment, deed: str, by: Actor, now: datetime) -> None:
    record(
        stream=f"register_assessment:{one.register}",
        deed=deed,
        by=by.signature(),
        now=now,
        after={"assessment": one.pk, "edition": one.edition, "approved": one.approved},
        more={"reason": one.reason} if one.reason else None,
    )
