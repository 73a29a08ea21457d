from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "gege.staff"
    label = "staff"

    def ready(self) -> None:
        """Tell the outbox who sits where."""
        from gege.notices.api import set_directory  # inline: models must be loaded
        from gege.staff.queries import told_at  # inline: models must be loaded

        set_directory(told_at)
