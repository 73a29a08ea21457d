"""Running the rules of comparison: what is true now is open, what is not any more is gone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from gege.kernel.county_day import local_date
from gege.registers.actions.compare_grids import GONE, SILENT, compare_grids, work_changed_since
from gege.registers.books import current_contract
from gege.registers.models import Comparing, Finding, Record, Turn
from gege.registers.queries.comparing import COMPARE
from gege.registers.queries.comparing.looking import Found, Look, these, touched_since
from gege.registers.queries.findings import runs
from gege.registers.queries.live import live_registers
from gege.registers.rules.declaration import COMMUNITY, Contract
from gege.registers.rules.findings.declared import RULES, Gets, Kind, Rule
from gege.registers.rules.findings.telling import area_of_both
from gege.staff.api import SYSTEM
from gege.territory.api import Editions
from gege.trail.api import record

MANY: Final = 2_000
ONE_IN: Final = 10
"""Around more than so many, and more than one live record in ten, rules cost more than over all."""


def run_rules(*, now: datetime, editions: Editions, since: int | None = None) -> Comparing:
    """Compare everything, or around what changed since a turn; return what came of it.

    A rule runs when all its registers are live. One transaction, one line of the trail.
    """
    contract, today = current_contract(editions), local_date(now)
    with transaction.atomic():
        cursor = int(Turn.objects.aggregate(last=Max("pk"))["last"] or 0)
        look = Look(today, None if since is None else _touched(since))
        live, opened, gone = live_registers(), 0, 0
        for rule in RULES:
            if not runs(rule, contract, live):
                continue
            if not rule.of_grids:
                found = COMPARE[rule.code](look)
                gone += _close(rule, found, look, now)
                opened += _open(rule, found, look, contract, now)
            elif since is None or work_changed_since(since):
                over, new = compare_grids(rule, today=today, now=now, editions=editions)
                gone, opened = gone + over, opened + new
        _follow_moves()
        run = Comparing.objects.create(
            at=now, full=since is None, cursor=cursor, opened=opened, gone=gone
        )
        record(
            stream="register_findings",
            deed="run_rules",
            by=SYSTEM.signature(),
            now=now,
            after={"full": run.full, "opened": opened, "gone": gone},
        )
    return run


def _touched(since: int) -> frozenset[int] | None:
    """Return what the rules look at after changes; None, for everything, where that is cheaper."""
    touched = touched_since(since)
    if len(touched) < MANY:
        return touched
    live = Record.objects.filter(valid_to__isnull=True).order_by()[: len(touched) * ONE_IN]
    return touched if live.count() >= len(touched) * ONE_IN else None


def last_cursor() -> int | None:
    """Return the turn up to which the rules looked, None when they never did."""
    return Comparing.objects.order_by("-pk").values_list("cursor", flat=True).first()


def changed_since(turn: int) -> bool:
    """Tell whether anything was said or ended since a turn."""
    return Turn.objects.filter(pk__gt=turn).exists()


def _looked_at(rule: Rule, look: Look) -> QuerySet[Finding]:
    """Return the findings of a rule about which the run knows whether they are true."""
    rows = Finding.objects.filter(rule=rule.code)
    if look.within is None:
        return rows
    limited = Q(record__in=these(look.within))
    return rows.filter(limited | Q(other__in=these(look.within)) if rule.pair else limited)


def _close(rule: Rule, found: set[Found], look: Look, now: datetime) -> int:
    """Close what is not true any more; a dismissal for good ends with what it was about."""
    looked = _looked_at(rule, look)
    untrue = [one.pk for one in looked.filter(state="open") if _key(one) not in found]
    Finding.objects.filter(pk__in=untrue).update(state=GONE, closed_at=now)
    for_good = looked.filter(state__in=SILENT, quiet_until__isnull=True)
    over = [one.pk for one in for_good if _key(one) not in found]
    Finding.objects.filter(pk__in=over).update(quiet_until=look.today)
    return len(untrue)


def _open(rule: Rule, found: set[Found], look: Look, contract: Contract, now: datetime) -> int:
    quiet = Q(quiet_until__isnull=True) | Q(quiet_until__gt=look.today)
    known = _looked_at(rule, look).filter(Q(state="open") | (Q(state__in=SILENT) & quiet))
    new = found - {_key(one) for one in known}
    ids = {pk for pair in new for pk in pair if pk is not None}
    rows = Record.objects.in_bulk(sorted(ids))
    findings = [
        finding
        for key in sorted(new, key=str)
        if (finding := _finding(rule, key, rows, contract, look.today, now)) is not None
    ]
    Finding.objects.bulk_create(findings, batch_size=1000, ignore_conflicts=True)
    return len(findings)


def _finding(
    rule: Rule,
    key: Found,
    rows: dict[int, Record],
    contract: Contract,
    today: date,
    now: datetime,
) -> Finding | None:
    about, other = rows[key[0]], rows[key[1]] if key[1] is not None else None
    area = about.area_code
    if rule.pair and other is not None:
        area = area_of_both(area, other.area_code)
    stewards = contract.register_of[about.sheet].stewards
    department = ""
    if rule.gets is Gets.DEPARTMENT:
        department = next((one for one in stewards if one != COMMUNITY), "")
    return Finding(
        rule=rule.code,
        record=about,
        other=other,
        area_code=area,
        department=department,
        opened_at=now,
        due_on=today + timedelta(days=rule.days) if rule.kind is Kind.TASK else None,
    )


def _follow_moves() -> None:
    """Let open findings about one record lie where it lies now."""
    alone: Iterable[str] = [rule.code for rule in RULES if not rule.pair and not rule.of_grids]
    Finding.objects.filter(state="open", rule__in=alone).exclude(
        area_code=F("record__area_code")
    ).update(
        area_code=Subquery(Record.objects.filter(pk=OuterRef("record_id")).values("area_code")[:1])
    )


def _key(finding: Finding) -> Found:
    assert finding.record_id is not None  # rules of grids are compared elsewhere
    return finding.record_id, finding.other_id
