"""The tables of the hotline."""

from gege.hotline.models.calls import Call, CallEvent, PhoneSystem, Seat
from gege.hotline.models.line import Callback, CallbackTry, HandOver, LineRulesEdition
from gege.hotline.models.parts import InboundPart
from gege.hotline.models.texts import InboundText

__all__ = [
    "Call",
    "CallEvent",
    "Callback",
    "CallbackTry",
    "HandOver",
    "InboundPart",
    "InboundText",
    "LineRulesEdition",
    "PhoneSystem",
    "Seat",
]
