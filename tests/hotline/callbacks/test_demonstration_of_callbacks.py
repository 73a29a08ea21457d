"""The demonstration's callbacks are played through the real deeds."""

from __future__ import annotations

from gege.hotline.callbacks.demonstration import play_callbacks
from gege.hotline.models import Callback, CallbackTry, HandOver
from gege.matters.api import Who
from gege.trail.api import Entry
from tests.hotline.callbacks.test_callback_deeds import call
from tests.matters.play import CALLER, Play


def test_two_of_three_are_called_and_one_caller_is_handed_over(play: Play) -> None:
    for digit in range(5):
        play.verified(who=Who(False, name="居民", phone=f"1000000100{digit}", wants_callback=True))
    play.verified(who=CALLER)
    missed = {"state": "missed", "answered_at": None, "abandoned_at": play.now}
    call(play, **missed, number="10000000008")
    play.wait(hours=5)
    assert play_callbacks(play.cast.hotline_operator, now=play.now) == 5
    assert CallbackTry.objects.count() == 5
    assert Callback.objects.filter(state="waiting", tries=0).count() == 2
    assert HandOver.objects.get().outcome == "taken_over"
    assert Entry.objects.filter(stream__startswith="callback:", deed="try").count() == 5
    done = Callback.objects.filter(done_at__isnull=False)
    assert all(at <= play.now for at in done.values_list("done_at", flat=True))
