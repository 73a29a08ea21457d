from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "gege.boards"
    label = "boards"

    def ready(self) -> None:
        """Put the boards into the rail of everybody who reads matters; count for briefings."""
        from django.utils.translation import gettext_lazy as _  # inline: apps must be loaded
        from django.utils.translation import pgettext_lazy  # inline: apps must be loaded

        from gege.boards.indicators.for_briefings import (  # inline: apps must be loaded
            count_for_briefing,
        )
        from gege.boards.views import READERS  # inline: apps must be loaded
        from gege.desk.api import navigation  # inline: apps must be loaded
        from gege.supervision.api import set_indicator_counter  # inline: apps must be loaded

        set_indicator_counter(count_for_briefing)
        roles = frozenset(str(role) for role in READERS)
        figures = navigation.Group.FIGURES
        navigation.add(
            navigation.Entry(
                "lights", _("Lights"), "boards:lights", roles=roles, group=figures, rank=42
            ),
            navigation.Entry(
                "board-indicators",
                _("Indicators"),
                "boards:indicators",
                roles=roles,
                group=figures,
                rank=43,
            ),
            navigation.Entry(
                "map",
                pgettext_lazy("rail", "Map"),
                "boards:map",
                roles=roles,
                group=figures,
                rank=41,
            ),
            navigation.Entry(
                "overview", _("Overview"), "boards:overview", roles=roles, group=figures, rank=40
            ),
        )
