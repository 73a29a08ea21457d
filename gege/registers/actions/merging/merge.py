"""Two records become one: everything comes along, and the old address leads to the one kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.chronicle import write_version
from gege.registers.actions.entering import check_live
from gege.registers.actions.merging.belongings import seal_if_child, take_along
from gege.registers.actions.restand import restand
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused, Stale
from gege.registers.models import Link, Merge, Pair, Record
from gege.registers.queries.scope import Reader, reader, record_by_uid
from gege.registers.rules.declaration import Contract
from gege.registers.rules.merging import CERTAIN, Decision, Standing, refusal
from gege.staff.api import Actor
from gege.territory.api import Editions

MERGED: Final = "merged"


def merge(
    kept: UUID,
    other: UUID,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    versions: tuple[int, int] | None = None,
) -> Record:
    """Let the record `other` become `kept`, and return that one.

    What was said of both is weighed together in the order in which it was said: where two sides
    differ a question opens, and everything stays in the history. References, consents, requests,
    files and findings come along. `versions` are those that the person had on screen. Raises
    NotFound, Stale, Invalid(`reason`), Refused (`one_record`, `merged_already`, `not_of_one_kind`,
    `has_ended`, `not_by_machine`, `not_yours_to_merge`, `no_pair_found`, `reads_only`, `not_live`).
    """
    contract, why = current_contract(editions), reason_of(reason)
    with transaction.atomic():
        lock_in_order((kept, other))
        one = reader(by, local_date(now))
        stays = record_by_uid(kept, one, contract, lock=True)
        goes = record_by_uid(other, one, contract, lock=True)
        pair = _checked(stays, goes, one, contract)
        if stays.uid != kept or goes.uid != other:
            raise Refused("merged_already")
        if versions is not None and versions != (stays.version, goes.version):
            raise Stale
        done = Merge.objects.create(
            kept=stays,
            merged=goes,
            at=now,
            by=by.name,
            post=by.post,
            reason=why,
            before={
                "since": stays.valid_from.isoformat(),
                "area": stays.area_code,
            },
        )
        done.moved = take_along(goes, stays, by, now)
        done.save(update_fields=["moved"])
        _end(goes, stays, done, by, now)
        stays.valid_from = min(stays.valid_from, goes.valid_from)
        more = {"of": str(goes.uid), "reason": why, "merge": done.pk}
        about: dict[str, Any] = {"contract": contract, "now": now, "today": local_date(now)}
        restand(stays, **about, by=by, deed="merge", more=more, always=True)
        seal_if_child(stays, contract.sheets[stays.sheet])
        follow_alias([goes.pk, stays.pk], by=by, more={"merge": done.pk}, **about)
        _decide(pair, stays, goes, why, by, now)
    return stays


def lock_in_order(uids: Iterable[UUID]) -> None:
    """Lock records in the order of their numbers, so that two deeds never wait for each other."""
    wanted = Record.objects.filter(uid__in=list(uids)).order_by("pk")
    into = {one.merged_into_id for one in wanted if one.merged_into_id is not None}
    ids = {*wanted.values_list("pk", flat=True), *into}
    list(Record.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def reason_of(reason: str) -> str:
    """Return a reason that says something; raises Invalid."""
    why = cleaned(reason, lines=False)
    if not 2 <= len(why) <= 300:
        raise Invalid("reason", "reason_needed", least=2, most=300)
    return why


def follow_alias(
    targets: Iterable[int],
    *,
    by: Actor,
    more: dict[str, Any],
    contract: Contract,
    now: datetime,
    today: Any,
) -> None:
    """Let every record that names one of these name what it is today: files, the household.

    Whoever writes about one of them just now holds it and waits for ours: nobody waits in a circle,
    the merge is tried again. Raises Stale then.
    """
    named = Link.objects.filter(target__in=list(targets)).values("source_id")
    sources = Record.objects.filter(pk__in=named, merged_into__isnull=True).order_by("pk")
    try:
        held = list(sources.select_for_update(nowait=True))
    except OperationalError as held_by_others:
        if isinstance(held_by_others.__cause__, LockNotAvailable):
            raise Stale from held_by_others
        raise
    for source in held:
        if source.sheet in contract.sheets:
            restand(
                source, contract=contract, now=now, today=today, by=by, deed="follow", more=more
            )


def _checked(stays: Record, goes: Record, one: Reader, contract: Contract) -> Pair | None:
    """Return the pair of two records that this person may merge; raises Refused."""
    low, high = sorted((stays.pk, goes.pk))
    pair = Pair.objects.select_for_update().filter(one_id=low, other_id=high).first()
    open_one = pair is not None and pair.how in ("", Decision.LATER)
    machine = one.by.account_id is None
    word = refusal(
        _standing(stays),
        _standing(goes),
        role=str(one.by.role),
        machine=machine,
        found=open_one,
        certain=pair is not None and open_one and pair.band == CERTAIN,
    )
    if word:
        raise Refused(word)
    if one.only_reads(stays, contract) or one.only_reads(goes, contract):
        raise Refused("reads_only")
    check_live(contract, contract.sheets[stays.sheet])
    return pair


def _standing(record: Record) -> Standing:
    return Standing(str(record.uid), record.sheet, record.valid_to is not None)


def _end(goes: Record, stays: Record, done: Merge, by: Actor, now: datetime) -> None:
    """Leave of the merged record what leads to the other one: no value, no mark."""
    goes.merged_into = stays
    goes.valid_to, goes.ended_why = max(goes.valid_from, local_date(now)), MERGED
    goes.open, goes.sealed, goes.standing, goes.terms, goes.marks = {}, {}, {}, [], []
    goes.child_until = None
    more = {"into": str(stays.uid), "reason": done.reason, "merge": done.pk}
    write_version(goes, "merge", {}, by=by, now=now, before={"ended": None}, more=more)


def _decide(
    pair: Pair | None, stays: Record, goes: Record, why: str, by: Actor, now: datetime
) -> None:
    if pair is None:
        return
    pair.how, pair.reason, pair.later_until = str(Decision.MERGED), why, None
    pair.decided_at, pair.decided_by, pair.decided_post = now, by.name, by.post
    pair.save()
