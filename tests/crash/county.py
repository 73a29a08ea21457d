"""Run in an installation of its own: `build` makes a small county, `tell` says what it holds.

python -m tests.crash.county build|tell
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def main(what: str) -> None:
    django.setup()
    from django.conf import settings

    from gege.config.embedded import Embedded

    hold = Embedded(settings.GEGE_POSTGRES_DIR).hold()
    try:
        if what == "build":
            build()
        else:
            print(json.dumps(tell()))
    finally:
        hold.release()


def build() -> None:
    """The cast of the tests, with its rulebook and its calendar."""
    from django.core.management import call_command
    from django.utils import timezone

    from gege.matters.api import default_rulebook, publish_rulebook
    from gege.staff.api import SYSTEM
    from gege.territory.api import load_years
    from tests.cast import FOUNDED_AT, build_cast

    call_command("migrate", verbosity=0)
    build_cast()
    publish_rulebook(default_rulebook(), note="first", by=SYSTEM, now=FOUNDED_AT)
    year = timezone.localdate().year
    load_years(years=(year, year + 1), by=SYSTEM.signature(), now=FOUNDED_AT)


def tell() -> dict[str, Any]:
    """Titles by number, and the numbers of matters of which a part is missing or too much."""
    from django.db.models import Count

    from gege.matters.api import Matter
    from gege.matters.models import Reporting
    from gege.trail.api import Entry

    matters = list(Matter.objects.all())
    reports = dict(Reporting.objects.values_list("matter_id").annotate(Count("id")))
    lines = dict(Entry.objects.values_list("stream").annotate(Count("id")))
    written = set(Entry.objects.filter(deed="report").values_list("stream", flat=True))
    return {
        "titles": {one.number: one.title for one in matters},
        "torn": [
            one.number
            for one in matters
            if reports.get(one.pk) != 1 or lines.get(one.stream) != one.trail_seq
        ],
        "orphans": sorted(written - {one.stream for one in matters}),
    }


if __name__ == "__main__":
    main(sys.argv[1])
