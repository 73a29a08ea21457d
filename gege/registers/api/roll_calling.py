"""Roll-calls of a building."""

from gege.registers import roll_call_names
from gege.registers.actions.close_roll_call import close_roll_call
from gege.registers.actions.forget_roll_calls import forget_roll_calls
from gege.registers.actions.incidents import set_incidents
from gege.registers.actions.join_roll_call import join_roll_call
from gege.registers.actions.mark_people import mark_people
from gege.registers.actions.open_roll_call import open_roll_call
from gege.registers.models import RollCall, RollCallPerson
from gege.registers.queries.roll_calls.listing import RollLine, roll_calls
from gege.registers.queries.roll_calls.scope import (
    building_to_call,
    open_roll_call_of,
    visible_roll_calls,
)
from gege.registers.queries.roll_calls.sheet import RollSheet, roll_sheet
from gege.registers.rules.roll_calls import Found, Reason

__all__ = [
    "Found",
    "Reason",
    "RollCall",
    "RollCallPerson",
    "RollLine",
    "RollSheet",
    "building_to_call",
    "close_roll_call",
    "forget_roll_calls",
    "join_roll_call",
    "mark_people",
    "open_roll_call",
    "open_roll_call_of",
    "roll_call_names",
    "roll_calls",
    "roll_sheet",
    "set_incidents",
    "visible_roll_calls",
]
