from django.apps import AppConfig
from django.conf import settings

from gege.kernel.papers import choose_letters


class DeskConfig(AppConfig):
    name = "gege.desk"
    label = "desk"

    def ready(self) -> None:
        """Put the desk's pages into the rail, and choose the letters of papers."""
        choose_letters(settings.GEGE_PAPER_FONT, settings.GEGE_PAPER_FONT_BOLD)
        # inline: reads models, which are there only once every app is loaded
        from gege.desk.briefings import rail as briefings_rail  # inline: reads models
        from gege.desk.cameras import rail as cameras_rail  # inline: as above
        from gege.desk.duty import rail as duty_rail  # inline: reads models
        from gege.desk.fieldwork import rail as field_rail  # inline: as above
        from gege.desk.group import rail as group_rail  # inline: as above
        from gege.desk.handbook import rail as handbook_rail  # inline: as above
        from gege.desk.messages import rail as messages_rail  # inline: as above
        from gege.desk.orders import rail as orders_rail  # inline: as above
        from gege.desk.registers import rail as registers_rail  # inline: as above
        from gege.desk.reviews import rail as reviews_rail  # inline: as above
        from gege.desk.setup import rail as setup_rail  # inline: as above
        from gege.desk.triage_help import rail as triage_rail  # inline: as above
        from gege.desk.workspace import rail  # inline: as above

        rail.register()
        setup_rail.register()
        field_rail.register()
        handbook_rail.register()
        messages_rail.register()
        duty_rail.register()
        registers_rail.register()
        orders_rail.register()
        reviews_rail.register()
        group_rail.register()
        cameras_rail.register()
        briefings_rail.register()
        triage_rail.register()
