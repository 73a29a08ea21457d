"""Who has something to do with duty at a desk."""

from typing import Final

from gege.staff.api import Role

WATCHERS: Final = (
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.DEPARTMENT_OFFICER,
    Role.HOTLINE_OPERATOR,
)
"""Who may be on duty: people of a centre or a department."""
READERS: Final = (*WATCHERS, Role.ELECTRONIC_SUPERVISOR)
KEEPERS: Final = (
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.DEPARTMENT_OFFICER,
)
FORM: Final = ("GET", "HEAD", "POST")
