"""The door of field work: deeds, reads, words."""

from gege.fieldwork import names
from gege.fieldwork.actions.hand_over import enrol, hand_over
from gege.fieldwork.actions.register_terminal import import_terminals, register_terminal
from gege.fieldwork.actions.terminal_contact import contact, password_again, renew
from gege.fieldwork.actions.terminal_ends import end_own, found_again, report_lost, retire, revoke
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import FieldError, Invalid, NotFound, Refused, Stale
from gege.fieldwork.models import Terminal
from gege.fieldwork.names import sentence_of
from gege.fieldwork.queries.scope import grid_by_code, grids_of, may_see, scope_of
from gege.fieldwork.queries.terminals import (
    TerminalFilter,
    TerminalPage,
    ended_by,
    found_terminals,
    serials_known,
    terminal_by_token,
    terminal_page,
    terminals,
    terminals_of,
)
from gege.fieldwork.rules import words
from gege.fieldwork.rules.asset_list import Asset, AssetPlan, read_assets
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.field_rules import to_json as rules_to_json
from gege.fieldwork.rules.terminals import CODE_HOURS, MOST_IN_USE, TerminalDeed

__all__ = [
    "CODE_HOURS",
    "MOST_IN_USE",
    "Asset",
    "AssetPlan",
    "FieldError",
    "FieldRules",
    "Invalid",
    "NotFound",
    "Refused",
    "Stale",
    "Terminal",
    "TerminalDeed",
    "TerminalFilter",
    "TerminalPage",
    "contact",
    "current_rules",
    "end_own",
    "ended_by",
    "enrol",
    "found_again",
    "found_terminals",
    "grid_by_code",
    "grids_of",
    "hand_over",
    "import_terminals",
    "may_see",
    "names",
    "password_again",
    "read_assets",
    "register_terminal",
    "renew",
    "report_lost",
    "retire",
    "revoke",
    "rules_to_json",
    "scope_of",
    "sentence_of",
    "serials_known",
    "terminal_by_token",
    "terminal_page",
    "terminals",
    "terminals_of",
    "words",
]
