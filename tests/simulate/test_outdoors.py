"""The field work of a play has a luck of its own: the same seed walks the same rounds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from gege.fieldwork.models import CheckIn, CheckPoint, Entry, Excuse, Patrol, Visit
from gege.simulate.api import Wish, play
from gege.simulate.demonstration.build import found_county
from tests.simulate.test_play import START

EVE = START - timedelta(hours=1)
"""An hour before a Tuesday: the play ends late on a Wednesday."""


def what_happened_outdoors() -> list[Any]:
    """Everything of the field work but for ids and keys."""
    points = CheckPoint.objects.order_by("code")
    patrols = Patrol.objects.order_by("started_at", "area_code")
    passed = CheckIn.objects.order_by("at", "point__code")
    seen = Visit.objects.order_by("received_at", "area_code", "done_at", "due_on")
    entries = Entry.objects.order_by("made_at", "area_code")
    return [
        list(points.values_list("code", "name", "kind", "lng", "lat", "households")),
        list(patrols.values_list("area_code", "day", "half", "started_at", "ended_at", "faults")),
        list(passed.values_list("point__code", "at", "how", "distance_m", "note")),
        list(seen.values_list("area_code", "purpose", "state", "who", "due_on", "confirm_how")),
        list(entries.values_list("area_code", "door", "outcome", "made_at")),
        list(Excuse.objects.order_by("made_at", "area_code").values_list("area_code", "granted")),
    ]


def test_the_same_seed_walks_the_same_rounds_and_changes_no_matter(
    db: None, attachments: Path
) -> None:
    found_county(now=START - timedelta(days=30))
    stories, tallies = [], []
    for seed, field_days in ((7, 1), (7, 1), (8, 1), (7, 0)):
        with transaction.atomic():
            wish = Wish(EVE, days=2, seed=seed, per_day=10, field_days=field_days)
            tallies.append(play(wish))
            stories.append(what_happened_outdoors())
            transaction.set_rollback(True)
    first, again, other, without = stories
    assert first == again
    assert first != other
    assert [len(part) > 0 for part in first] == [True] * 6
    assert [len(part) for part in without] == [0] * 6
    matters = [tally.deeds["report"] for tally in tallies]
    assert matters[0] == matters[3]
    assert tallies[0].channels == tallies[3].channels
