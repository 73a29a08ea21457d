from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "gege.hotline"
    label = "hotline"

    def ready(self) -> None:
        """Put the texts into the rail."""
        from gege.hotline.rail import register  # inline: reads models

        register()
