"""Whom a client speaks for: one post of one unit, without a person."""

from typing import Final

from gege.openapi.models import Client
from gege.staff.api import Actor, Role
from gege.territory.api import UnitFacts

ROLES: Final = (
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.HOTLINE_OPERATOR,
    Role.ELECTRONIC_SUPERVISOR,
)
"""The posts that another system may speak for. A grid has no system of its own, and set-up is done
by people."""


def actor_of(client: Client, unit: UnitFacts) -> Actor:
    """Return who a client is in deeds and in the ledger; its name tells that nobody typed it."""
    return Actor(
        account_id=None,
        name=f"{client.name} [API]",
        post_id=None,
        role=Role(client.role),
        unit_id=unit.id,
        unit_code=unit.code,
        unit_kind=unit.kind,
        unit_name=unit.name_zh,
        area_code=unit.area_code,
        unit_name_en=unit.name_en,
    )
