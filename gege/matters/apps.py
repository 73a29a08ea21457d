from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "gege.matters"
    label = "matters"

    def ready(self) -> None:
        """Tell the ledger where matters keep the heads of their streams, and the outbox theirs."""
        from gege.matters.actions.answering import pictures_to_send  # inline: reads models
        from gege.matters.actions.chronicle import chronicle  # inline: models must be loaded
        from gege.matters.models import Matter  # inline: models must be loaded
        from gege.matters.queries.around import open_matters  # inline: models must be loaded
        from gege.matters.queries.cases import incident, is_case  # inline: models must be loaded
        from gege.notices.api import set_chronicle, set_pictures  # inline: reads models
        from gege.registers.api import (  # inline: reads models
            set_cases,
            set_formula,
            set_incidents,
        )
        from gege.trail.api import register_rows  # inline: models must be loaded

        register_rows("matter", Matter)
        set_chronicle(chronicle)
        set_cases(is_case)
        set_incidents(incident)
        set_formula("open_matters", open_matters)
        set_pictures(pictures_to_send)
