from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "gege.staff"
    label = "staff"

    def ready(self) -> None:
        """Tell the outbox who sits where."""
        from gege.notices.api import (  # inline: models must be loaded
            set_chronicle,
            set_contacts,
            set_directory,
            set_duty,
        )
        from gege.staff.contacts import contacts_of, principal_of  # inline: as above
        from gege.staff.duty.queries.watching import (  # inline: as above
            clerks_on_duty,
            on_duty_first,
        )
        from gege.staff.duty.watch_subjects import silent_shift  # inline: as above
        from gege.staff.queries import told_at  # inline: models must be loaded

        set_directory(told_at)
        set_contacts(contacts_of, principal_of)
        set_duty(on_duty_first, clerks_on_duty)
        set_chronicle(silent_shift)
