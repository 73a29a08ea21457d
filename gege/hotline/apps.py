from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "gege.hotline"
    label = "hotline"

    def ready(self) -> None:
        """Put the line into the rail, and what it hands on onto the handover of duty."""
        from gege.desk.api import handover_items  # inline: reads models
        from gege.hotline.emergency.running import running_hand_overs  # inline: as above
        from gege.hotline.rail import register  # inline: as above

        register()
        handover_items.add(running_hand_overs)
