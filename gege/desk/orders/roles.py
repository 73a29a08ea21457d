"""Who reads orders, and who may ask another unit."""

from typing import Final

from gege.staff.api import Role
from gege.supervision.api import READERS as READING

ASKING: Final = tuple(role for role in READING if role is not Role.ELECTRONIC_SUPERVISOR)
RULE_READERS: Final = (Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR)

__all__ = ["ASKING", "READING", "RULE_READERS"]
