"""The closed vocabularies of the camera register and of viewing. Their names: `camera_names.py`."""

from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """For which part of public safety a camera stands in a public place (R-053, S20)."""

    ROAD = "road"
    TRANSPORT = "transport"
    SQUARE = "square"
    MARKET = "market"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    SERVICE_HALL = "service_hall"
    CULTURE = "culture"
    PARKING = "parking"
    ESTATE = "estate"
    HAZARD = "hazard"


class CameraState(StrEnum):
    """Where a camera stands. Nothing is ever removed from the register."""

    IN_USE = "in_use"
    OUT_OF_ORDER = "out_of_order"
    REMOVED = "removed"


class CameraDeed(StrEnum):
    """What is done to a line of the register."""

    REGISTER = "register"
    AMEND = "amend"
    ATTACH = "attach"
    SUSPEND = "suspend"
    RESUME = "resume"
    REMOVE = "remove"


class ViewReason(StrEnum):
    """Why somebody asks to view: a declared list, and words beside it."""

    DANGER = "danger"
    INCIDENT = "incident"
    MATTER = "matter"
    OWN_IMAGE = "own_image"
    INSPECTION = "inspection"


NEEDS_MATTER: Final = frozenset({ViewReason.MATTER})
"""Reasons that name the matter they serve."""


class ViewState(StrEnum):
    """Where a request to view stands. The deeds between them are `rules/viewing.py`."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"


PENDING: Final = frozenset({ViewState.ASKED, ViewState.GRANTED})
"""States that time ends."""


class ViewDeed(StrEnum):
    """What is done to a request to view."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    VIEW = "view"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    EXPIRE = "expire"
    """Its time was over: nobody does it by hand."""
