"""One record becomes two again: what came along goes back, what was said since stays."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.areas import move_with
from gege.registers.actions.entering import check_live
from gege.registers.actions.merging.belongings import give, seal_if_child
from gege.registers.actions.merging.merge import follow_alias, lock_in_order, reason_of
from gege.registers.actions.pairing.resting import mark_different, remember_different
from gege.registers.actions.restand import restand
from gege.registers.actions.take_back import MISTAKE
from gege.registers.books import current_contract
from gege.registers.errors import NotFound, Refused
from gege.registers.models import Merge, Pair, Record, Statement
from gege.registers.queries.scope import Reader, may_come_across, reader
from gege.registers.rules.declaration import Contract
from gege.registers.rules.findings.telling import area_of_both
from gege.registers.rules.merging import DECIDERS, REVIEW
from gege.staff.api import Actor
from gege.territory.api import Editions


def unmerge(merged: UUID, *, reason: str, by: Actor, now: datetime, editions: Editions) -> Record:
    """Let a merged record stand on its own again, and return it.

    Everything that was its own goes back, weighed anew on both sides; words said on the kept
    record since stay there. The two are noted as different. Raises NotFound, Invalid(`reason`),
    Stale, Refused (`not_merged`, `not_yours_to_merge`, `not_live`).
    """
    contract, why = current_contract(editions), reason_of(reason)
    if str(by.role) not in DECIDERS:
        raise Refused("not_yours_to_merge")
    with transaction.atomic():
        lock_in_order((merged,))
        one, today = reader(by, local_date(now)), local_date(now)
        back, kept, done = _locked(merged, one, contract)
        back.merged_into, back.valid_to, back.ended_why = None, None, ""
        back.save()
        give(done.moved, kept, back)
        lay = kept.area_code
        if done.kept_id == kept.pk:
            # What is noted is of the record that it was merged into, not of what that became.
            kept.valid_from = date.fromisoformat(done.before["since"])
            kept.area_code = done.before["area"]
        done.undone_at, done.undone_why = now, why
        done.undone_by, done.undone_post = by.name, by.post
        done.save()
        about: dict[str, Any] = {"contract": contract, "now": now, "today": today}
        sheet = contract.sheets[back.sheet]
        _end_if_nothing_is_left(back, today)
        for record, other in ((back, kept), (kept, back)):
            more = {"of": str(other.uid), "reason": why, "merge": done.pk}
            restand(record, **about, by=by, deed="unmerge", more=more, always=True)
            seal_if_child(record, sheet)
        if kept.area_code != lay:
            move_with(kept, by=by, now=now)
        follow_alias([kept.pk, back.pk], by=by, more={"unmerge": done.pk}, **about)
        _keep_apart(kept, back, why, by, now)
    return back


def _locked(merged: UUID, one: Reader, contract: Contract) -> tuple[Record, Record, Merge]:
    """Return the merged record, the one it lies in today, and the merge; raises."""
    rows = Record.objects.select_for_update()
    back = rows.filter(uid=merged).first()
    if back is None or not may_come_across(back, one, contract):
        raise NotFound
    done = Merge.objects.select_for_update().filter(merged=back, undone_at__isnull=True).first()
    if done is None or back.merged_into_id is None:
        raise Refused("not_merged")
    kept = back
    for _ in range(8):
        if kept.merged_into_id is None:
            break
        kept = rows.get(pk=kept.merged_into_id)
    if not may_come_across(kept, one, contract):
        raise NotFound
    check_live(contract, contract.sheets[back.sheet])
    return back, kept, done


def _end_if_nothing_is_left(back: Record, today: date) -> None:
    """End a record of which every word was taken back while it was another one."""
    if not Statement.objects.filter(record=back, withdrawn_at__isnull=True).exists():
        back.valid_to, back.ended_why = max(back.valid_from, today), MISTAKE


def _keep_apart(kept: Record, back: Record, why: str, by: Actor, now: datetime) -> None:
    """Remember that the two are different, so that nobody is asked again about the same."""
    if remember_different(kept.pk, back.pk, why, by, now) is not None:
        return
    low, high = sorted((kept, back), key=lambda one: one.pk)
    area = area_of_both(low.area_code, high.area_code)
    about = {"sheet": low.sheet, "area_code": area, "band": REVIEW, "found_by": "hand"}
    mark_different(Pair(one=low, other=high, found_at=now, **about), why, by, now)
