"""The rail's entry of the interface clients."""

from django.utils.translation import gettext_lazy as _

from gege.desk.api import navigation
from gege.staff.api import Role


def register() -> None:
    """Put the list of clients among the set-up."""
    roles = frozenset({str(Role.ADMINISTRATOR)})
    navigation.add(
        navigation.Entry(
            "clients", _("Interfaces"), "clients:list", "", roles, _("Set-up"), rank=58
        )
    )
