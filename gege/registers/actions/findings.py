"""What becomes of a finding: done, dismissed with a reason, or an offer declined."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.pairing.resting import remember_different
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Stale
from gege.registers.models import Finding
from gege.registers.queries.findings import finding_for
from gege.registers.queries.scope import reader
from gege.registers.rules.findings.declared import BY_CODE, DONE_DAYS, Kind
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record


def finish_finding(
    finding_id: int, *, note: str, by: Actor, now: datetime, editions: Editions
) -> Finding:
    """Say that it was worked off; still true after 30 days it is opened again.

    Raises NotFound, Stale (somebody was faster), Invalid(`reason`).
    """
    words = cleaned(note, lines=False)
    if len(words) > 300:
        raise Invalid("reason", "too_long", most=300)
    with transaction.atomic():
        finding = _locked(finding_id, by, now, editions)
        quiet = BY_CODE[finding.rule].quiet or DONE_DAYS
        until = local_date(now) + timedelta(days=quiet)
        return close_finding(finding, "done", words, until, by, now)


def dismiss_finding(
    finding_id: int, *, reason: str, by: Actor, now: datetime, editions: Editions
) -> Finding:
    """Say why it is no matter. It stays away for the days of its rule, or as long as it stays so.

    Raises NotFound, Stale, Invalid(`reason`).
    """
    words = cleaned(reason, lines=False)
    if not 2 <= len(words) <= 300:
        raise Invalid("reason", "reason_needed", least=2, most=300)
    with transaction.atomic():
        finding = _locked(finding_id, by, now, editions)
        if finding.record_id and finding.other_id and BY_CODE[finding.rule].pair:
            # Of two residents: the pair is decided with it.
            remember_different(finding.record_id, finding.other_id, words, by, now)
        return close_finding(finding, "dismissed", words, _quiet(finding, now), by, now)


def decline_hint(finding_id: int, *, by: Actor, now: datetime, editions: Editions) -> Finding:
    """Note that the person does not want it: no reason is asked, and they are left alone.

    Raises NotFound, Stale, Invalid(`deed`) for a task, which nobody can decline.
    """
    with transaction.atomic():
        finding = _locked(finding_id, by, now, editions)
        if BY_CODE[finding.rule].kind is not Kind.HINT:
            raise Invalid("deed", "unknown_choice")
        return close_finding(finding, "declined", "", _quiet(finding, now), by, now)


def _locked(finding_id: int, by: Actor, now: datetime, editions: Editions) -> Finding:
    finding = finding_for(
        finding_id,
        reader(by, local_date(now)),
        current_contract(editions),
        lock=True,
    )
    if finding.state != "open":
        raise Stale
    return finding


def _quiet(finding: Finding, now: datetime) -> date | None:
    days = BY_CODE[finding.rule].quiet
    return local_date(now) + timedelta(days=days) if days is not None else None


def close_finding(
    finding: Finding, state: str, reason: str, until: date | None, by: Actor, now: datetime
) -> Finding:
    """Close a locked finding, with its line of the trail."""
    finding.state, finding.reason, finding.quiet_until = state, reason, until
    finding.closed_at, finding.closed_by, finding.closed_post = now, by.name, by.post
    finding.save()
    record(
        stream=f"register_finding:{finding.pk}",
        deed=state,
        by=by.signature(),
        now=now,
        before={"state": "open"},
        after={"state": state, "rule": finding.rule, "quiet": until.isoformat() if until else None},
        more={"register": str(finding.record.uid)}
        if finding.record
        else {"grid": finding.grid_code},
    )
    return finding
