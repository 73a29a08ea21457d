from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "gege.fieldwork"
    label = "fieldwork"
