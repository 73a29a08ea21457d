from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "gege.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Tell the registers when a household was visited and is next."""
        from gege.fieldwork.queries.households import (  # inline: models must be loaded
            last_visit,
            next_visit,
        )
        from gege.registers.api import set_formula  # inline: reads models

        set_formula("last_visit", last_visit)
        set_formula("next_visit", next_visit)
