"""The small server of open boards loads in a process that has no models."""

from __future__ import annotations

import subprocess
import sys


def test_the_stream_loads_where_no_application_is_ready() -> None:
    asked = "import gege.config.asgi; from django.apps import apps; print(apps.models_ready)"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr[-500:]
