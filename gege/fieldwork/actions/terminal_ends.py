"""A terminal falls silent: lost, revoked, retired, left. Its secret dies in the same moment."""

from datetime import datetime
from uuid import UUID

from gege.fieldwork.actions.entries import words
from gege.fieldwork.actions.terminal_step import silence, terminal_step
from gege.fieldwork.models import Terminal
from gege.fieldwork.rules.terminals import TerminalDeed
from gege.fieldwork.rules.words import TerminalState
from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.notices.api import Draft, post
from gege.staff.api import Actor, posts_of
from gege.territory.api import load_atlas

LONGEST_NOTE = 200


def report_lost(uid: UUID, *, note: str, by: Actor, now: datetime) -> Terminal:
    """Report a terminal lost: it may not speak from this moment, and wipes itself if it tries.

    By its holder, its station or an administrator. The stations of the holder are told.
    """
    said = words("note", note, most=LONGEST_NOTE)
    with terminal_step(uid, TerminalDeed.LOSE, by=by, now=now, more={"note": said}) as one:
        silence(one, TerminalDeed.LOSE, now)
        one.state, one.note = TerminalState.LOST, said
        _tell(one, "terminal_lost", by, now)
    return one


def found_again(uid: UUID, *, note: str, by: Actor, now: datetime) -> Terminal:
    """Put a lost terminal back into stock, held by nobody: it needs a new hand-over."""
    said = words("note", note, most=LONGEST_NOTE)
    with terminal_step(uid, TerminalDeed.FIND, by=by, now=now, more={"note": said}) as one:
        one.state, one.account_id, one.note = TerminalState.STOCK, None, said
    return one


def revoke(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Terminal:
    """Take a terminal's right to speak back, with a reason; its holder is told."""
    why = words("reason", reason, most=LONGEST_NOTE, least=2)
    with terminal_step(uid, TerminalDeed.REVOKE, by=by, now=now, more={"reason": why}) as one:
        silence(one, TerminalDeed.REVOKE, now)
        one.state, one.note = TerminalState.REVOKED, why
        _tell_holder(one, "terminal_revoked", by, now)
    return one


def retire(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Terminal:
    """Take a terminal out of the register's use for good; administrators only."""
    why = words("reason", reason, most=LONGEST_NOTE, least=2)
    with terminal_step(uid, TerminalDeed.RETIRE, by=by, now=now, more={"reason": why}) as one:
        silence(one, TerminalDeed.RETIRE, now)
        one.state, one.note = TerminalState.RETIRED, why
    return one


def end_own(terminal: Terminal, *, by: Actor, now: datetime) -> Terminal:
    """Its holder leaves a terminal: an own phone is over, an office device waits for a code."""
    with terminal_step(terminal.uid, TerminalDeed.LEAVE, by=by, now=now) as one:
        silence(one, TerminalDeed.LEAVE, now)
        one.state = TerminalState.RETIRED if one.own_phone else TerminalState.STOCK
    return one


def _tell(one: Terminal, template: str, by: Actor, now: datetime) -> None:
    """Tell the stations where its holder works, and the holder unless he said it himself."""
    _tell_holder(one, template, by, now)
    today, atlas = local_date(now), load_atlas()
    codes = {
        line.unit_code[: Level.COMMUNITY]
        for line in posts_of([one.account_id or 0], on=today).get(one.account_id or 0, ())
        if line.unit_code.isdigit() and len(line.unit_code) >= Level.COMMUNITY
    }
    units = [atlas.platform_unit(code, today) for code in sorted(codes)]
    stations = [unit.id for unit in units if unit is not None and unit.id != by.unit_id]
    post([_draft(one, template, unit_id=unit_id) for unit_id in stations], now=now)


def _tell_holder(one: Terminal, template: str, by: Actor, now: datetime) -> None:
    if one.account_id is not None and one.account_id != by.account_id:
        post([_draft(one, template, account_id=one.account_id)], now=now)


def _draft(
    one: Terminal, template: str, *, unit_id: int | None = None, account_id: int | None = None
) -> Draft:
    device = one.serial or one.model or str(one.uid)[:8]
    holder = one.account.display_name if one.account is not None else ""
    values = {"device": device, "holder": holder, "note": one.note}
    subject = f"terminal:{one.uid}"
    return Draft(template, subject, to_unit_id=unit_id, to_account_id=account_id, values=values)
