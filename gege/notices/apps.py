from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gege.notices"
    label = "notices"
