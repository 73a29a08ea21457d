"""The room's place in Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "gege.registers"
    label = "registers"
