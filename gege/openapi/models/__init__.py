"""Who speaks the interfaces and what was told to whom."""

from gege.openapi.models.clients import Answered, Client, Sent
from gege.openapi.models.opinions import (
    Case,
    CaseFile,
    Difference,
    OpinionPlatform,
    Reconciliation,
    RefusedCase,
)
from gege.openapi.models.webhooks import Attempt, Delivery, Event, Feed, Flood, Subscription

__all__ = [
    "Answered",
    "Attempt",
    "Case",
    "CaseFile",
    "Client",
    "Delivery",
    "Difference",
    "Event",
    "Feed",
    "Flood",
    "OpinionPlatform",
    "Reconciliation",
    "RefusedCase",
    "Sent",
    "Subscription",
]
