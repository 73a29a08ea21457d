from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gege.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Add the operations of registers to the interface, and the pages to the rail."""
        from gege.exchange.pages import rail  # inline: apps must be loaded
        from gege.exchange.rest import table  # inline: apps must be loaded

        table.register()
        rail.register()
