"""Saying what the columns are: once for a file, remembered for the next one with these headings."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.entering import check_live
from gege.registers.books import current_contract
from gege.registers.errors import Faults, Invalid, Refused, Stale
from gege.registers.intake.reach import check_importer, import_of
from gege.registers.intake.receive import stream_of
from gege.registers.models import ColumnMap, Import, ImportRow
from gege.registers.rules.declaration import Side
from gege.registers.rules.intake.mapping import ColumnMapping, problems_of
from gege.registers.rules.intake.stages import Stage, may
from gege.registers.rules.intake.targets import targets_of
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record as write


def map_columns(
    uid: UUID,
    *,
    columns: Sequence[str],
    codes: Mapping[str, Mapping[str, str]] | None = None,
    fixed: Mapping[str, str] | None = None,
    doubts_answered: str = "",
    by: Actor,
    now: datetime,
    editions: Editions,
    version: int | None = None,
) -> Import:
    """Say what each column is, and let the file be read by it; `work` does the reading.

    `columns` has a path of `targets_of` (or nothing) for each column, `codes` what texts of code
    fields mean (empty: left out), `fixed` what every row says. Doubtful values (a check digit that
    fails) are faults of their row unless `doubts_answered` says why they stand. The reading is
    remembered for the unit, the source, the sheet and these headings.

    Raises NotFound, Stale, Refused (`not_now`, `not_live`, …), Invalid, Faults by `column-N`,
    `codes-PATH`, `fixed-PATH`.
    """
    contract, today = current_contract(editions), local_date(now)
    reason = cleaned(doubts_answered, lines=False)
    if reason and not 2 <= len(reason) <= 120:
        raise Invalid("doubts_answered", "reason_needed", least=2, most=120)
    with transaction.atomic():
        one = import_of(uid, by, lock=True)
        check_version(one, version)
        sheet = contract.sheets.get(one.sheet)
        if sheet is None or not may("map", one.state):
            raise Refused("not_now")
        check_importer(by, sheet, contract, today)
        check_live(contract, sheet)
        mapping = ColumnMapping(tuple(columns), dict(codes or {}), dict(fixed or {}))
        targets = targets_of(sheet, contract, Side(one.side))
        problems = problems_of(mapping, targets, len(one.header), contract)
        if problems:
            raise Faults(problems)
        rows = ImportRow.objects.filter(batch=one)
        rows._raw_delete(rows.db)
        one.mapping, one.doubts_answered = mapping.as_json(), reason
        one.state, one.done, one.counts, one.unknown = Stage.CHECKING, 0, {}, {}
        one.failed, one.checked_on = {}, today
        one.version += 1
        one.save()
        _remember(one, by, now)
        write(
            stream=stream_of(one),
            deed="map_columns",
            by=by.signature(),
            now=now,
            after={"columns": list(mapping.columns), "fixed": sorted(mapping.fixed)},
            more={"codes": _digest(mapping.codes), "takes_doubts": bool(reason)},
        )
    return one


def _remember(one: Import, by: Actor, now: datetime) -> None:
    ColumnMap.objects.update_or_create(
        unit_id=one.unit_id,
        source=one.source,
        sheet=one.sheet,
        signature=one.signature,
        defaults={"mapping": one.mapping, "made_by": by.name, "made_at": now},
    )


def check_version(one: Import, version: int | None) -> None:
    """Refuse whoever looks at an older state of an import."""
    if version is not None and version != one.version:
        raise Stale


def _digest(codes: Mapping[str, Mapping[str, str]]) -> str:
    text = json.dumps(codes, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
