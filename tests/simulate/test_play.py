"""The same seed plays the same county, and nothing outside the agenda decides anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction

from gege.matters.api import Matter, Reporting
from gege.simulate.agenda import Agenda
from gege.simulate.api import Tally, Wish, play
from gege.simulate.demonstration.build import found_county
from gege.trail.api import Entry

START = datetime(2026, 9, 21, 16, 0, tzinfo=UTC)
"""Tuesday 22 September 2026, 0:00 in the county: three working days, then the autumn feast."""


def test_an_agenda_keeps_the_order_of_time_and_then_of_asking() -> None:
    agenda, done = Agenda(), []
    for name, hour in (("c", 3), ("a", 1), ("b", 1)):
        at = datetime(2026, 1, 1, hour, tzinfo=UTC)
        agenda.put(at, lambda now, name=name: done.append((name, now.hour)))
    while agenda.next_at() is not None:
        agenda.step()
    assert done == [("a", 1), ("b", 1), ("c", 3)]


def in_order(rows: list[Matter]) -> Callable[[str], str]:
    """Put a matter's place in the order of reporting where its number stands."""
    numbers = {one.number: f"#{place}" for place, one in enumerate(rows)}

    def renamed(text: str) -> str:
        for number, place in numbers.items():
            text = text.replace(number, place)
        return text

    return renamed


def story_so_far() -> list[Any]:
    """Everything that a county is, but for ids and the hashes over them."""
    rows = list(Matter.objects.defer("search").order_by("id"))
    renamed = in_order(rows)
    first = rows[0].pk
    stories: list[Any] = []
    for one in rows:
        lines = Entry.objects.filter(stream=one.stream).order_by("seq")
        trail = [(e.deed, e.at, e.name, e.post, renamed(e.payload)) for e in lines]
        told = [json.loads(payload) for *_, payload in trail]
        for payload in told:
            for side in ("before", "after"):
                if payload[side].get("parent"):
                    payload[side]["parent"] -= first
        fields = (one.title, one.state, one.kind, one.channel, one.area_code, one.due_at)
        trail_told = [(*line[:4], words) for line, words in zip(trail, told, strict=True)]
        stories.append((fields, one.settled_at, one.closed_at, one.lng, trail_told))
    people = Reporting.objects.order_by("id").values_list("name", "phone", "contact", "tries")
    return [stories, list(people)]


def played(wish: Wish) -> tuple[Tally, list[Any]]:
    """Play, look, and take it all back."""
    with transaction.atomic():
        tally = play(wish)
        story = story_so_far()
        transaction.set_rollback(True)
    return tally, story


def test_the_same_seed_plays_the_same_county(db: None, attachments: Path) -> None:
    found_county(now=START - timedelta(days=30))
    wish = Wish(START, days=5, seed=7, per_day=10)
    first, story = played(wish)
    again, same = played(wish)
    other, different = played(Wish(START, days=5, seed=8, per_day=10))
    assert (first.deeds, first.channels) == (again.deeds, again.channels)
    assert story == same
    assert story != different
    assert other.deeds["report"] > 0


def test_holidays_are_quieter_than_working_days(db: None, attachments: Path) -> None:
    found_county(now=START - timedelta(days=30))
    reports: dict[date, int] = {}

    def tell(day: date, tally: Tally) -> None:
        reports[day] = tally.matters

    play(Wish(START, days=5, seed=7, per_day=16), tell=tell)
    days = sorted(reports)
    per_day = [reports[b] - reports[a] for a, b in pairwise(days)]
    assert days[0] == date(2026, 9, 22)
    assert sum(per_day[:3]) / 3 > sum(per_day[3:]) / len(per_day[3:])


def test_a_play_goes_on_with_what_is_open(db: None, attachments: Path) -> None:
    found_county(now=START - timedelta(days=30))
    play(Wish(START, days=2, seed=3, per_day=8))
    before = set(Matter.objects.filter(closed_at=None).values_list("pk", flat=True))
    play(Wish(START + timedelta(days=2), days=9, seed=4, per_day=1))
    moved = Matter.objects.filter(pk__in=before).exclude(closed_at=None)
    assert moved.count() > len(before) / 2
