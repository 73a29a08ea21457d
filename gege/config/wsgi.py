"""The platform as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gege.config.settings")

application = get_wsgi_application()

# Below: patience needs the settings.
from gege.config.patience import bind_statements  # noqa: E402

bind_statements()
