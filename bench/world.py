"""The scratch county that is measured: its own data folder, its own embedded PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("GEGE_BENCH_DIR") or ROOT / ".gege" / "bench")
FOUNDED = datetime.fromisoformat("2026-06-01T09:00:00+08:00")


def enter(home: Path = HOME, *, fresh: bool = False) -> None:
    """Point this process and its children at a scratch installation, and set Django up."""
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    os.environ["GEGE_DATA_DIR"] = str(home)
    os.environ["GEGE_DEMO"] = "1"
    os.environ["GEGE_LOG_LEVEL"] = "ERROR"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gege.config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


@contextmanager
def database() -> Iterator[str]:
    """Hold the embedded PostgreSQL; yield its connection string for psql and pgbench."""
    from django.conf import settings

    from gege.config.embedded import Embedded

    embedded = Embedded(settings.GEGE_POSTGRES_DIR)
    hold = embedded.hold()
    try:
        yield f"host={embedded.socket_dir} user=postgres dbname=gege"
    finally:
        hold.release()


def found() -> None:
    """Migrate, and found the demonstration county if there is none."""
    from django.core.management import call_command

    from gege.territory.api import load_atlas

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if load_atlas().county() is None:
        from gege.simulate.demonstration.build import found_county

        found_county(now=FOUNDED)
