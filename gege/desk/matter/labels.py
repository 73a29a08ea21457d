"""What a button says: the deed, in the words of the level it is done at."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gege.matters.api import Move, Tier

M = Move

BUTTONS: Final[Mapping[Move, Promise | str]] = {
    M.PLACE: pgettext_lazy("button", "Say where it is"),
    M.ACCEPT: pgettext_lazy("button", "Accept"),
    M.DECLINE: pgettext_lazy("button", "Decline"),
    M.HANDLE_IN_PLACE: pgettext_lazy("button", "Settle on the spot"),
    M.ESCALATE: pgettext_lazy("button", "Escalate"),
    M.SKIP_LEVEL: pgettext_lazy("button", "Alarm the county centre"),
    M.DOWNGRADE: pgettext_lazy("button", "Send down to the locality"),
    M.TRIAGE: pgettext_lazy("button", "Correct kind and urgency"),
    M.DISPATCH: pgettext_lazy("button", "Send to a department"),
    M.ACKNOWLEDGE: pgettext_lazy("button", "Acknowledge"),
    M.RETURN: pgettext_lazy("button", "Return"),
    M.RULE: pgettext_lazy("button", "Rule who handles it"),
    M.ASK_EXTENSION: pgettext_lazy("button", "Ask for more time"),
    M.EXTEND: pgettext_lazy("button", "Grant more time"),
    M.REFUSE_EXTENSION: pgettext_lazy("button", "Refuse more time"),
    M.PAUSE: pgettext_lazy("button", "Pause the clock"),
    M.RESUME: pgettext_lazy("button", "Resume the clock"),
    M.COMPLETE: pgettext_lazy("button", "Complete"),
    M.VERIFY: pgettext_lazy("button", "Verified: done"),
    M.SEND_BACK: pgettext_lazy("button", "Send back: not done"),
    M.CALL_BACK: pgettext_lazy("button", "Call back"),
    M.CLOSE: pgettext_lazy("button", "Close"),
    M.REOPEN: pgettext_lazy("button", "Reopen"),
    M.MERGE: pgettext_lazy("button", "Merge as duplicate"),
    M.URGE: pgettext_lazy("button", "Urge"),
    M.REASSIGN: pgettext_lazy("button", "Hand to another unit"),
    M.NOTE: pgettext_lazy("button", "Write an internal note"),
    M.REPLY: pgettext_lazy("button", "Answer publicly"),
    M.ATTACH: pgettext_lazy("button", "Add photographs or papers"),
}

_ESCALATE: Final[Mapping[Tier, Promise | str]] = {
    Tier.GRID: pgettext_lazy("button", "Escalate to the station"),
    Tier.STATION: pgettext_lazy("button", "Escalate to the township centre"),
    Tier.TOWNSHIP: pgettext_lazy("button", "Escalate to the county centre"),
}
_DISPATCH: Final[Mapping[Tier, Promise | str]] = {
    Tier.STATION: pgettext_lazy("button", "Send to a grid"),
}


def button(move: Move, tier: Tier) -> Promise | str:
    """Return what the button of a move says while a unit of `tier` holds the matter."""
    if move is Move.ESCALATE:
        return _ESCALATE.get(tier, BUTTONS[move])
    if move is Move.DISPATCH:
        return _DISPATCH.get(tier, BUTTONS[move])
    return BUTTONS[move]
