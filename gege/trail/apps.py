from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "gege.trail"
    label = "trail"
