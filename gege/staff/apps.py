from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "gege.staff"
    label = "staff"

    def ready(self) -> None:
        """Tell the outbox who sits where."""
        from gege.notices.api import set_contacts, set_directory  # inline: models must be loaded
        from gege.staff.contacts import contacts_of, principal_of  # inline: as above
        from gege.staff.queries import told_at  # inline: models must be loaded

        set_directory(told_at)
        set_contacts(contacts_of, principal_of)
