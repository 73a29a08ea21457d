from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    name = "gege.openapi"
    label = "openapi"

    def ready(self) -> None:
        """Put the clients into the rail of administrators."""
        from gege.openapi.pages import rail  # inline: apps must be loaded

        rail.register()
