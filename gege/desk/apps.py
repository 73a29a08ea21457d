from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gege.desk"
    label = "desk"
