"""Addresses of patrols, excuses, check-in points and field rules."""

from django.urls import URLPattern, URLResolver

app_name = "fieldwork"

urlpatterns: list[URLPattern | URLResolver] = []
