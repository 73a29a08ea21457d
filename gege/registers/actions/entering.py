"""What every deed on a record asks first: the contract, the person, the entry."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.linking import targets_of
from gege.registers.books import current_contract
from gege.registers.errors import Faults, Invalid, NotFound, Refused
from gege.registers.models import Record, Statement
from gege.registers.queries.live import is_live
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Sheet, Side
from gege.registers.rules.entries import Entry, Faulty, read_entry
from gege.registers.rules.saying import SIDE_OF_ROLE
from gege.registers.rules.values import Wrong
from gege.staff.api import Actor, may_write
from gege.territory.api import Editions

EVIDENCE: Final = ("seen", "document", "told", "department_file", "register", "counted")
"""On what somebody says it: seen there, a document shown, told, out of a department's file."""
_SLOW_CLOCK: Final = timedelta(minutes=5)


def sheet_of(contract: Contract, code: str) -> Sheet:
    """Return a sheet; raises NotFound."""
    if code not in contract.sheets:
        raise NotFound
    return contract.sheets[code]


def contract_now(editions: Editions) -> Contract:
    """Return the contract in force."""
    return current_contract(editions)


def side_of(by: Actor) -> Side:
    """Return for which side a person speaks; raises Refused for posts that collect nothing."""
    side = SIDE_OF_ROLE.get(str(by.role))
    if side is None or not may_write(by.role):
        raise Refused("not_a_collector")
    return side


def check_live(contract: Contract, sheet: Sheet) -> None:
    """Refuse to keep anything in a register whose impact was not assessed and approved."""
    if not is_live(contract.register_of[sheet.code].code):
        raise Refused("not_live")


def entry_of(
    typed: Mapping[str, Any],
    *,
    sheet: Sheet,
    contract: Contract,
    one: Reader,
    side: Side,
    whole: bool,
    now: datetime,
    known: Mapping[str, Any] | None = None,
    doubts_answered: str = "",
) -> tuple[Entry, dict[Any, Record]]:
    """Return what was said and the records it points at. Raises Faults with every reason.

    Doubts (a check digit that fails) are faults too, until `doubts_answered` gives the reason why
    the value stands all the same.
    """
    faults: dict[str, Wrong] = {}
    entry: Entry | None = None
    try:
        entry = read_entry(
            typed,
            sheet=sheet,
            contract=contract,
            side=side,
            whole=whole,
            today=local_date(now),
            known=known,
        )
    except Faulty as faulty:
        raise Faults(faulty.faults) from None
    targets, missing = targets_of(entry, sheet, contract, one)
    faults |= missing
    if entry.doubts and len(cleaned(doubts_answered, lines=False)) < 2:
        for name, words in entry.doubts.items():
            faults[name] = Wrong(f"doubt_{words[0]}")
    if faults:
        raise Faults(faults)
    return entry, targets


def is_word_of(said: Statement, by: Actor) -> bool:
    """Tell whether somebody said this before. Systems have no account: of them the unit tells."""
    if by.account_id is None:
        return said.account_id is None and said.unit_id == by.unit_id
    return said.account_id == by.account_id


def said_at(when: datetime | None, now: datetime) -> datetime:
    """Return when something was said: not later than now. Raises Invalid."""
    if when is None:
        return now
    if when > now + _SLOW_CLOCK:
        raise Invalid("said_at", "in_the_future")
    return min(when, now)


def evidence_of(word: str, note: str) -> tuple[str, str]:
    """Return the kind of evidence and its note. Raises Invalid."""
    if word not in EVIDENCE:
        raise Invalid("evidence", "unknown_choice")
    clean = cleaned(note, lines=False)
    if len(clean) > 200:
        raise Invalid("evidence_note", "too_long", most=200)
    return word, clean
