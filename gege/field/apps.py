from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "gege.field"
    label = "field"
