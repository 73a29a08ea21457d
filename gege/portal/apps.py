from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gege.portal"
    label = "portal"

    def ready(self) -> None:
        """Put the portal's desk pages into the rail."""
        from django.utils.translation import gettext_lazy as _  # inline: apps must be loaded

        from gege.desk.api import navigation  # inline: apps must be loaded
        from gege.portal.views.desk_codes import KEEPERS  # inline: apps must be loaded

        roles = frozenset(str(role) for role in KEEPERS)
        navigation.add(
            navigation.Entry(
                "portal", _("Residents' portal"), "portal-desk:codes", roles=roles, rank=62
            )
        )
