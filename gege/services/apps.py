from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "gege.services"
    label = "services"
