"""Who calls: a number that is kept encrypted, found by a keyed mark, and forgotten again.

Nothing else of this room writes a caller's number down.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from gege.hotline.models import Call
from gege.hotline.rules.call_table import Standing
from gege.kernel.telephones import masked
from gege.notices.api import Unreadable, mark, seal, unseal

PURPOSE: Final = "hotline.call"
KEEP: Final = timedelta(days=30)


class Caller(NamedTuple):
    """Number and name; "" for what is not known, or not kept any more."""

    number: str = ""
    name: str = ""


def caller_of(call: Call) -> Caller:
    """Return who called, for a deed or a look whose purpose is written down."""
    if not call.sealed:
        return Caller()
    try:
        held = unseal(call.sealed, PURPOSE)
    except Unreadable:
        return Caller()
    return Caller(str(held.get("number", "")), str(held.get("name", "")))


def keep(call: Call, caller: Caller) -> None:
    """Put a caller onto a row that is about to be saved; one who stays unnamed leaves nothing."""
    if call.standing == Standing.ANONYMOUS or not (caller.number or caller.name):
        call.sealed, call.number_mark, call.number_shown = "", "", ""
        return
    call.sealed = seal(caller._asdict(), PURPOSE)
    call.number_mark = mark(caller.number, PURPOSE) if caller.number else ""
    call.number_shown = masked(caller.number)


def forget_callers(*, now: datetime) -> int:
    """Remove numbers and names of calls older than thirty days; return how many."""
    old = Call.objects.exclude(sealed="").filter(rang_at__lte=now - KEEP)
    return old.update(sealed="", number_mark="", number_shown="")
