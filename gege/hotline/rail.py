"""The rail's entry of the hotline."""

from django.utils.translation import gettext_lazy as _

from gege.desk.api import navigation
from gege.hotline.texts.views import READERS
from gege.staff.api import Role


def register() -> None:
    """Put the texts into the rail of those who look after the line."""
    roles = frozenset(str(role) for role in (*READERS, Role.ELECTRONIC_SUPERVISOR))
    navigation.add(
        navigation.Entry(
            "texts", _("Texts received"), "texts:list", roles=roles, group=_("Oversight"), rank=47
        )
    )
