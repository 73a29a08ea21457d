"""The demonstration's calls: played through the real deeds, once, and nobody's numbers."""

from __future__ import annotations

from collections import Counter

import pytest

from gege.hotline.calls.callers import caller_of
from gege.hotline.demonstration import SCENES, play_calls
from gege.hotline.models import Call
from gege.matters.api import Matter
from tests.matters.play import Play

pytestmark = pytest.mark.row("R-072")


def test_the_last_days_ring_on_the_line_once(play: Play) -> None:
    play.in_hand()
    play.wait(hours=1)
    before = Matter.objects.count()
    assert play_calls(now=play.now) == len(SCENES)
    assert play_calls(now=play.now) == 0
    calls = list(Call.objects.all())
    assert len(calls) == len(SCENES)
    assert Counter(one.state for one in calls) == {"ended": 13, "missed": 2}
    given = Counter(one.given for one in calls)
    assert (given["reported"], given["answered"], given[""]) == (4, 4, 3)
    assert Matter.objects.count() - before == 4
    assert {len(number) for one in calls if (number := caller_of(one).number)} == {11}
    assert all(caller_of(one).number[:7] in ("", "1000000") for one in calls)
    assert all(one.answered_at is None or one.answered_at <= play.now for one in calls)
