"""Looking for pairs of records that may be one: residents in an area, others by exact keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.models import Finding, Pair, Pairing, Record, Turn
from gege.registers.queries.cells import RESIDENT, reading_of, table_of
from gege.registers.queries.keyed_pairs import keyed_pairs
from gege.registers.queries.live import live_registers
from gege.registers.queries.resting import rests_on
from gege.registers.rules.findings.telling import area_of_both
from gege.registers.rules.merging import BY_HAND, REVIEW, Decision, band_of
from gege.staff.api import SYSTEM
from gege.territory.api import Editions
from gege.trail.api import record

LINKAGE: Final = "linkage"
KEYED: Final = "key"
RULES: Final = ("L01", "L02")
_SEEN: Final = ("name", "number", "birth", "phone", "address", "sex")
_CHUNK: Final = 1_000

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a run saw of one pair."""

    band: str
    seen: Mapping[str, str]
    weight: float | None
    by: str = LINKAGE
    sheet: str = RESIDENT


@dataclass(slots=True)
class _Run:
    """One run: where it looks, at which records, and what it did."""

    area_code: str
    only: frozenset[int] | None
    now: datetime
    found: int = 0
    gone: int = 0
    areas: dict[int, str] = field(default_factory=dict)


def find_pairs(
    area_code: str,
    *,
    now: datetime,
    editions: Editions,
    only: frozenset[int] | None = None,
) -> Pairing:
    """Look for pairs in an area, and keep those that are new, changed or gone; return the run.

    With `only` some records are held against the area's others, and nothing is said about the
    rest. What the rules L01 and L02 found is a pair too. The memory it takes is that of the
    residents of the area; records are read in batches, and the rows of pairs are written in chunks.
    """
    begun, contract = monotonic(), current_contract(editions)
    cursor = int(Turn.objects.aggregate(last=Max("pk"))["last"] or 0)
    run = _Run(area_code, only, now)
    looked_at = 0
    seen: dict[Key, Sighting] = {}
    live = RESIDENT in contract.sheets and (contract.register_of[RESIDENT].code in live_registers())
    if live:
        table = table_of(_residents(area_code), reading_of(local_date(now)))
        looked_at = len(table)
        seen = _linked(table, only)
    seen |= {key: one for key, one in _by_rules(area_code).items() if key not in seen}
    with transaction.atomic():
        _keep(seen, run)
        done = Pairing.objects.create(
            at=now,
            area_code=area_code,
            cursor=cursor,
            looked_at=looked_at,
            found=run.found,
            gone=run.gone,
            seconds=round(monotonic() - begun, 3),
        )
        after = {"area": area_code, "whole": only is None, "found": run.found, "gone": run.gone}
        record(
            stream="register_pairs", deed="find_pairs", by=SYSTEM.signature(), now=now, after=after
        )
    return done


def keep_what_rules_found(*, now: datetime) -> int:
    """Make pairs of all that L01 and L02 found anywhere, also across townships; return how many."""
    run = _Run("", None, now)
    found = _by_rules("")
    keys = sorted(found)
    with transaction.atomic():
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            there = Pair.objects.filter(one_id__in={key[0] for key in chunk})
            known = set(there.values_list("one_id", "other_id"))
            _keep_chunk({key: found[key] for key in chunk if key not in known}, run)
    return run.found


def find_keyed(*, now: datetime, editions: Editions) -> tuple[int, int]:
    """Find records that stand twice by an exact key, everywhere; return how many came and went.

    One transaction, one line of the trail.
    """
    contract, live = current_contract(editions), live_registers()
    sheets = [code for code, owner in contract.register_of.items() if owner.code in live]
    run = _Run("", None, now)
    with transaction.atomic():
        seen = {
            key: Sighting(REVIEW, told, None, KEYED, sheet)
            for key, (sheet, told) in keyed_pairs(sheets).items()
        }
        keys = sorted(seen)
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            ours = set(
                Pair.objects.filter(one_id__in={key[0] for key in chunk})
                .exclude(found_by=KEYED)
                .exclude(how=Decision.GONE)
                .values_list("one_id", "other_id")
            )
            # What comparing or a rule found stays as it was found.
            _keep_chunk({key: seen[key] for key in chunk if key not in ours}, run)
        rows = Pair.objects.filter(Q(how="") | Q(how=Decision.LATER), found_by=KEYED)
        over = [
            pk
            for pk, one, other in rows.values_list("pk", "one_id", "other_id").iterator()
            if (one, other) not in seen
        ]
        _let_go(over, now)
        record(
            stream="register_pairs",
            deed="find_keyed",
            by=SYSTEM.signature(),
            now=now,
            after={"found": run.found, "gone": len(over)},
        )
    return run.found, len(over)


def _residents(area_code: str) -> Any:
    return Record.objects.filter(
        sheet=RESIDENT,
        area_code__startswith=area_code,
        valid_to__isnull=True,
        merged_into__isnull=True,
    )


def _linked(table: Any, only: frozenset[int] | None) -> dict[Key, Sighting]:
    from gege.registers.linkage import duplicates  # inline: loads numpy and pyarrow

    if len(table) < 2:
        return {}
    found: dict[Key, Sighting] = {}
    for row in duplicates(table).pairs.to_pylist():
        low, high = sorted((int(row["left"]), int(row["right"])))
        if only is not None and low not in only and high not in only:
            continue
        levels = {name: str(row[name]) for name in _SEEN if row.get(name)}
        band = band_of(levels, row["weight"], several=bool(row["several"]))
        found[low, high] = Sighting(band, levels, row["weight"])
    return found


def _by_rules(area_code: str) -> dict[Key, Sighting]:
    """Return the pairs of open findings about two residents: one number, or one name and house."""
    rows = Finding.objects.filter(
        rule__in=RULES,
        state="open",
        other__isnull=False,
        area_code__startswith=area_code,
        record__valid_to__isnull=True,
        other__valid_to__isnull=True,
    )
    found: dict[Key, Sighting] = {}
    for rule, one, other in rows.values_list("rule", "record_id", "other_id").iterator():
        low, high = sorted((int(one), int(other or 0)))
        seen = {"number": "same"} if rule == "L01" else {"name": "same", "birth": "same_month"}
        found[low, high] = Sighting(REVIEW, seen, None, rule)
    return found


def _keep(seen: Mapping[Key, Sighting], run: _Run) -> None:
    keys = sorted(seen)
    for start in range(0, len(keys), _CHUNK):
        _keep_chunk({key: seen[key] for key in keys[start : start + _CHUNK]}, run)
    _close(seen, run)


def _keep_chunk(seen: Mapping[Key, Sighting], run: _Run) -> None:
    ids = {pk for key in seen for pk in key}
    areas = dict(Record.objects.filter(pk__in=ids).values_list("pk", "area_code"))
    rows = Pair.objects.filter(one_id__in={key[0] for key in seen})
    there = {(one.one_id, one.other_id): one for one in rows}
    new, changed = [], []
    for key, one in seen.items():
        area = area_of_both(areas[key[0]], areas[key[1]])
        pair = there.get(key)
        if pair is None:
            new.append(_new(key, one, area, run))
        elif _looks_otherwise(pair, one, area, run):
            changed.append(pair)
    Pair.objects.bulk_create(new, ignore_conflicts=True)
    Pair.objects.bulk_update(changed, (*_OF_A_SIGHTING, *_OF_A_DECISION))
    run.found += len(new)


_OF_A_SIGHTING: Final = ("band", "seen", "weight", "area_code", "found_by", "found_at")
_OF_A_DECISION: Final = ("how", "decided_at", "later_until")


def _new(key: Key, one: Sighting, area: str, run: _Run) -> Pair:
    return Pair(
        one_id=key[0],
        other_id=key[1],
        sheet=one.sheet,
        area_code=area,
        band=one.band,
        seen=dict(one.seen),
        weight=one.weight,
        found_by=one.by,
        found_at=run.now,
    )


def _looks_otherwise(pair: Pair, one: Sighting, area: str, run: _Run) -> bool:
    """Bring a pair up to what is seen now; tell whether it has to be written.

    Two that are different people stay so until a value that was compared changes.
    """
    again = pair.how == Decision.GONE or (
        pair.how == Decision.DIFFERENT and pair.rests_on != rests_on(pair)
    )
    if again:
        pair.how, pair.decided_at, pair.found_at = "", None, run.now
        run.found += 1
    elif (pair.band, pair.seen, pair.area_code) == (one.band, one.seen, area):
        return False
    pair.band, pair.seen, pair.weight = one.band, dict(one.seen), one.weight
    pair.area_code, pair.found_by = area, one.by
    return True


def _close(seen: Mapping[Key, Sighting], run: _Run) -> None:
    """Let pairs go that this run looked at and that do not look alike any more."""
    rows = Pair.objects.filter(
        Q(how="") | Q(how=Decision.LATER), area_code__startswith=run.area_code
    ).exclude(found_by__in=(BY_HAND, KEYED))
    if run.only is not None:
        rows = rows.filter(Q(one__in=run.only) | Q(other__in=run.only))
    over = [
        pk
        for pk, one, other in rows.values_list("pk", "one_id", "other_id").iterator()
        if (one, other) not in seen
    ]
    _let_go(over, run.now)
    run.gone += len(over)


def _let_go(ids: Iterable[int], now: datetime) -> None:
    Pair.objects.filter(pk__in=list(ids)).update(
        how=str(Decision.GONE), decided_at=now, later_until=None
    )
