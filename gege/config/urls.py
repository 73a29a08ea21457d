"""The addresses: each room lists its own in `gege/<room>/urls.py`."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gege.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
urlpatterns += [
    path("", include(f"gege.{room}.urls"))
    for room in settings.ROOMS
    if find_spec(f"gege.{room}.urls")
]
