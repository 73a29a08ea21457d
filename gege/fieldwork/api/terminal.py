"""Terminals: the register, and what a device may do."""

from gege.fieldwork.actions.hand_over import enrol, hand_over
from gege.fieldwork.actions.register_terminal import import_terminals, register_terminal
from gege.fieldwork.actions.terminal_contact import contact, password_again, renew
from gege.fieldwork.actions.terminal_ends import end_own, found_again, report_lost, retire, revoke
from gege.fieldwork.models import Terminal
from gege.fieldwork.queries.terminals import (
    TerminalFilter,
    TerminalList,
    TerminalPage,
    ended_by,
    found_terminals,
    serials_known,
    terminal_by_token,
    terminal_page,
    terminals,
    terminals_of,
)
from gege.fieldwork.rules.asset_list import Asset, AssetPlan, read_assets
from gege.fieldwork.rules.terminals import CODE_HOURS, TerminalDeed, deeds_possible, is_silent

__all__ = [
    "CODE_HOURS",
    "Asset",
    "AssetPlan",
    "Terminal",
    "TerminalDeed",
    "TerminalFilter",
    "TerminalList",
    "TerminalPage",
    "contact",
    "deeds_possible",
    "end_own",
    "ended_by",
    "enrol",
    "found_again",
    "found_terminals",
    "hand_over",
    "import_terminals",
    "is_silent",
    "password_again",
    "read_assets",
    "register_terminal",
    "renew",
    "report_lost",
    "retire",
    "revoke",
    "serials_known",
    "terminal_by_token",
    "terminal_page",
    "terminals",
    "terminals_of",
]
