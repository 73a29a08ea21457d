"""What a person decides about pairs: one, two, later, or many likely ones at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.findings import close_finding
from gege.registers.actions.merging.merge import merge, reason_of
from gege.registers.actions.pairing.find import RULES
from gege.registers.actions.pairing.resting import mark_different
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused, RegisterError
from gege.registers.models import Finding, Pair, Record
from gege.registers.queries.pairs import pair_for
from gege.registers.queries.scope import reader, record_by_uid
from gege.registers.rules.findings.telling import area_of_both
from gege.registers.rules.merging import (
    AT_ONCE,
    BY_HAND,
    DECIDERS,
    LATER_DAYS,
    LIKELY,
    REVIEW,
    Decision,
    better_of,
)
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record


@dataclass(slots=True)
class Many:
    """What became of pairs that were confirmed together; the others stay on the list."""

    merged: int = 0
    refused: dict[int, RegisterError] = field(default_factory=dict)


def merge_pair(
    pair_id: int,
    *,
    kept: UUID,
    reason: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    versions: tuple[int, int] | None = None,
) -> Record:
    """Make one record of a pair, keeping the one named; `versions` are of the pair's two in order.

    Raises NotFound, Invalid (`kept`, `reason`), and what `merge` raises.
    """
    contract = current_contract(editions)
    with transaction.atomic():
        pair = pair_for(pair_id, reader(by, local_date(now)), contract)
        _check_open(pair)
        if kept not in (pair.one.uid, pair.other.uid):
            raise Invalid("kept", "unknown_choice")
        first = kept == pair.one.uid
        gone = pair.other.uid if first else pair.one.uid
        seen = versions if versions is None or first else (versions[1], versions[0])
        return merge(kept, gone, reason=reason, by=by, now=now, editions=editions, versions=seen)


def merge_likely(
    pair_ids: Iterable[int], *, reason: str, by: Actor, now: datetime, editions: Editions
) -> Many:
    """Confirm likely pairs together; of each stays the record with more to go by.

    Each is a merge of its own: what cannot be merged is told and stays. Raises Invalid (`pairs`,
    `reason`), Refused("not_likely") when one of them is to be looked at.
    """
    contract, wanted = current_contract(editions), list(dict.fromkeys(pair_ids))
    reason_of(reason)
    if not 1 <= len(wanted) <= AT_ONCE:
        raise Invalid("pairs", "too_many", most=AT_ONCE)
    one, many = reader(by, local_date(now)), Many()
    found = [pair_for(pk, one, contract) for pk in wanted]
    if any(pair.band != LIKELY for pair in found):
        raise Refused("not_likely")
    for pair in found:
        try:
            stays = better_of(_number(pair.one), _number(pair.other))
            kept = pair.other.uid if stays else pair.one.uid
            merge_pair(pair.pk, kept=kept, reason=reason, by=by, now=now, editions=editions)
            many.merged += 1
        except RegisterError as refused:
            many.refused[pair.pk] = refused
    return many


def keep_apart(pair_id: int, *, reason: str, by: Actor, now: datetime, editions: Editions) -> Pair:
    """Note that the two are different. They are proposed again only when one of them changes.

    What the rules found about them is dismissed with it. Raises NotFound, Invalid(`reason`),
    Refused("decided_pair").
    """
    why = reason_of(reason)
    with transaction.atomic():
        pair = _locked(pair_id, by, now, editions)
        mark_different(pair, why, by, now)
        _line(pair, str(Decision.DIFFERENT), by, now)
        for finding in Finding.objects.select_for_update().filter(
            rule__in=RULES, state="open", record=pair.one, other=pair.other
        ):
            close_finding(finding, "dismissed", why, None, by, now)
    return pair


def put_off(pair_id: int, *, by: Actor, now: datetime, editions: Editions) -> Pair:
    """Put a pair off for some days. Raises NotFound, Refused("decided_pair")."""
    with transaction.atomic():
        pair = _locked(pair_id, by, now, editions)
        until = local_date(now) + timedelta(days=LATER_DAYS)
        pair.how, pair.reason, pair.later_until = str(Decision.LATER), "", until
        pair.decided_at, pair.decided_by, pair.decided_post = now, by.name, by.post
        pair.save()
        _line(pair, str(Decision.LATER), by, now)
    return pair


def propose(one: UUID, other: UUID, *, by: Actor, now: datetime, editions: Editions) -> Pair:
    """Put two records of one kind on the list, because somebody thinks that they are one.

    A pair that is there already is looked at again. Raises NotFound, Refused (`one_record`,
    `not_of_one_kind`, `has_ended`, `not_yours_to_merge`).
    """
    contract, here = current_contract(editions), reader(by, local_date(now))
    if str(by.role) not in DECIDERS:
        raise Refused("not_yours_to_merge")
    with transaction.atomic():
        rows = [record_by_uid(uid, here, contract, lock=True) for uid in sorted((one, other))]
        rows.sort(key=lambda row: row.pk)
        first, second = rows
        if first.pk == second.pk:
            raise Refused("one_record")
        if first.sheet != second.sheet:
            raise Refused("not_of_one_kind")
        if first.valid_to is not None or second.valid_to is not None:
            raise Refused("has_ended")
        pair = Pair.objects.select_for_update().filter(one=first, other=second).first()
        if pair is None:
            pair = Pair(one=first, other=second, sheet=first.sheet, band=REVIEW, found_at=now)
            pair.found_by = BY_HAND
        pair.area_code = area_of_both(first.area_code, second.area_code)
        pair.how, pair.decided_at, pair.later_until = "", None, None
        pair.save()
        _line(pair, "propose", by, now)
    return pair


def _locked(pair_id: int, by: Actor, now: datetime, editions: Editions) -> Pair:
    one, contract = reader(by, local_date(now)), current_contract(editions)
    pair = pair_for(pair_id, one, contract, lock=True)
    _check_open(pair)
    return pair


def _check_open(pair: Pair) -> None:
    if pair.how not in ("", Decision.LATER):
        raise Refused("decided_pair")


def _number(one: Record) -> tuple[bool, int, int]:
    """Return what speaks for keeping a record: a number of a document, how much it tells, age."""
    return ("id_number" in one.sealed, len(one.standing), -one.pk)


def _line(pair: Pair, deed: str, by: Actor, now: datetime) -> None:
    record(
        stream=f"register_pair:{pair.pk}",
        deed=deed,
        by=by.signature(),
        now=now,
        after={"how": pair.how, "band": pair.band},
        more={
            "registers": [str(pair.one.uid), str(pair.other.uid)],
            "reason": pair.reason,
        },
    )
