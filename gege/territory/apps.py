from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "gege.territory"
    label = "territory"
