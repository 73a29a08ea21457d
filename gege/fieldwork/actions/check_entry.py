"""The second look: somebody else sees whether an answer that was drawn agrees (R-046)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from gege.fieldwork.actions.entries import choice, words
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Entry
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.words import CheckState
from gege.staff.api import Actor, Role
from gege.trail.api import record

CHECKERS: Final = frozenset({Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR})
_VERDICTS: Final = (CheckState.AGREED, CheckState.DIFFERS)


def check_entry(uid: str, *, state: str, note: str = "", by: Actor, now: datetime) -> Entry:
    """Say whether a drawn answer agrees with what was found on the second look.

    The same verdict again changes nothing. Raises Refused to the collector himself, for an answer
    that was not drawn or is checked already; Invalid when it differs and nobody says how.
    """
    verdict = choice("state", state, CheckState)
    if verdict not in _VERDICTS:
        raise Invalid("state", "unknown_choice", value=state[:10])
    least = 2 if verdict is CheckState.DIFFERS else 0
    said = words("note", note, most=200, least=least)
    with transaction.atomic():
        entry = Entry.objects.select_for_update(of=("self",)).filter(uid=uid).first()
        if entry is None or by.role not in CHECKERS or not may_see(by, entry.area_code):
            raise NotFound
        if entry.account_id == by.account_id:
            raise Refused("own_entry")
        if (entry.check_state, entry.check_note) == (verdict, said):
            return entry
        if entry.check_state != CheckState.DUE:
            raise Refused("not_to_be_checked")
        entry.check_state = verdict
        entry.check_note = said
        entry.checked_at = now
        entry.checked_by = by.name
        entry.save(update_fields=("check_state", "check_note", "checked_at", "checked_by"))
        record(
            stream=f"entry:{entry.uid}",
            deed="check_entry",
            by=by.signature(),
            now=now,
            before={"check": CheckState.DUE},
            after={"check": verdict},
        )
    return entry
