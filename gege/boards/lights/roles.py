"""Who reads boards of lights: everybody who reads matters."""

from typing import Final

from gege.staff.api import POST_ROLES, Role

READERS: Final = tuple(role for role in POST_ROLES if role is not Role.ADMINISTRATOR)
