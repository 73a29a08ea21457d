from django.apps import AppConfig


class SimulateConfig(AppConfig):
    name = "gege.simulate"
    label = "simulate"
