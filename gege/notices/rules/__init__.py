"""What a notice is, when it may disturb, and who is called when nobody answers."""

from gege.notices.rules.messages import (
    BACK_OFF,
    Channel,
    DeliveryState,
    Draft,
    MessageState,
    PartState,
    wait_after,
)

__all__ = [
    "BACK_OFF",
    "Channel",
    "DeliveryState",
    "Draft",
    "MessageState",
    "PartState",
    "wait_after",
]
