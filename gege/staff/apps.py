from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "gege.staff"
    label = "staff"
