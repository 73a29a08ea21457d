from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "gege.boards"
    label = "boards"

    def ready(self) -> None:
        """Put the lights and the overview into the rail of everybody who reads matters."""
        from django.utils.translation import gettext_lazy as _  # inline: apps must be loaded

        from gege.boards.views import READERS  # inline: apps must be loaded
        from gege.desk.api import navigation  # inline: apps must be loaded

        roles = frozenset(str(role) for role in READERS)
        navigation.add(
            navigation.Entry(
                "lights", _("Lights"), "boards:lights", roles=roles, group=_("Oversight"), rank=39
            ),
            navigation.Entry(
                "board-indicators",
                _("Indicators"),
                "boards:indicators",
                roles=roles,
                group=_("Oversight"),
                rank=40,
            ),
            navigation.Entry("overview", _("Overview"), "boards:overview", roles=roles, rank=60),
        )
