"""The stream of open boards as an ASGI application: no page, no model, one listening connection."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gege.config.settings")

# Below: both read the settings.
from django.conf import settings

from gege.boards.api import Hearing, Stream


def parameters_of(database: dict[str, Any]) -> dict[str, Any]:
    """Return a database of Django's settings as psycopg takes it, without what is the pool's."""
    names = {
        "dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT",
    }  # fmt: skip
    options = {key: value for key, value in database.get("OPTIONS", {}).items() if key != "pool"}
    found = {name: database.get(key) for name, key in names.items()}
    return {name: value for name, value in found.items() if value} | options


application = Stream(Hearing(parameters_of(settings.DATABASES["default"])))
