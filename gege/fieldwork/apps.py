from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "gege.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Tell the registers when a household was visited and is next, and which were visited."""
        from gege.fieldwork.queries.households import (  # inline: models must be loaded
            last_visit,
            next_visit,
            visited_households,
        )
        from gege.registers.api import set_formula, set_marks  # inline: reads models

        set_formula("last_visit", last_visit)
        set_formula("next_visit", next_visit)
        set_marks("visited", visited_households)
