from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gege.portal"
    label = "portal"

    def ready(self) -> None:
        """Put the portal's desk pages into the rail, and give codes to those who report."""
        from django.utils.translation import gettext_lazy as _  # inline: apps must be loaded

        from gege.desk.api import navigation, receipts  # inline: apps must be loaded
        from gege.portal.actions.submit import give_code  # inline: apps must be loaded
        from gege.portal.views.desk_codes import KEEPERS  # inline: apps must be loaded

        receipts.issue_with(give_code)
        roles = frozenset(str(role) for role in KEEPERS)
        navigation.add(
            navigation.Entry(
                "portal",
                _("Residents' portal"),
                "portal-desk:codes",
                roles=roles,
                group=navigation.Group.PUBLIC,
                rank=62,
                covers=("/portal/",),
            ),
            navigation.Entry(
                "portal-pages",
                _("Public pages"),
                "portal-desk:pages",
                roles=frozenset({"department_officer"}),
                group=navigation.Group.PUBLIC,
                rank=62,
                covers=("/portal/",),
            ),
            navigation.Entry(
                "thanks",
                _("Thanks"),
                "portal-desk:thanks",
                roles=frozenset({"grid_worker"}),
                group=navigation.Group.PUBLIC,
                rank=62,
            ),
        )
