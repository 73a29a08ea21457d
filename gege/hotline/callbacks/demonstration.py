"""Callbacks and a hand-over of the demonstration, through their deeds, after its calls."""

from datetime import datetime, timedelta
from typing import Final

from gege.hotline.callbacks.deeds import record_try, take
from gege.hotline.callbacks.gather import gather
from gege.hotline.emergency.deeds import connect, finish, start
from gege.hotline.models import Callback
from gege.hotline.rules.callback_table import Found, Result, Solved, Why
from gege.matters.api import MatterError, words
from gege.staff.api import Actor

MOST: Final = 12
_RATED: Final = (
    (Solved.YES, words.Satisfaction.SATISFIED, "办得很快，谢谢"),
    (Solved.YES, words.Satisfaction.BASICALLY, "基本解决了，等了几天"),
    (Solved.NO, words.Satisfaction.DISSATISFIED, "晚上还是不行，请再来看看"),
    (Solved.YES, words.Satisfaction.SATISFIED, "已经好了"),
)


def play_callbacks(by: Actor, *, now: datetime) -> int:
    """Make the list, call two of three of its first, hand one caller over; return how many calls.

    The others stay for whoever looks at the demonstration.
    """
    at, done = now - timedelta(minutes=45), 0
    gather(now=at)
    # What was verified after that was not called about before.
    known = Callback.objects.exclude(since__gt=at).order_by("due_at", "id")
    for place, one in enumerate(known[:MOST]):
        if place % 3 == 2 or one.confidential:
            continue
        at = min(at + timedelta(minutes=3), now - timedelta(minutes=2))
        done += _called(one, place, by, at)
    handed = start(emergency="120", by=by, now=now - timedelta(hours=2))
    began = handed.started_at
    connect(handed.uid, three_party=True, by=by, now=began + timedelta(seconds=11))
    note = "来电人说清了地点，120 已出车"
    finish(handed.uid, outcome="taken_over", note=note, by=by, now=began + timedelta(minutes=3))
    return done


def _called(one: Callback, place: int, by: Actor, now: datetime) -> bool:
    take(one.uid, by=by, now=now)
    try:
        record_try(one.uid, _result(one, place), by=by, now=now + timedelta(minutes=2))
    except MatterError:
        # Somebody moved the matter in between; the next round takes it off the list.
        return False
    return True


def _result(one: Callback, place: int) -> Result:
    if place % 4 == 3:
        return Result(Found.NOT_REACHED)
    if one.why in (Why.MISSED, Why.PROMISED):
        return Result(Found.REACHED, words="已回电，问题当场答复")
    solved, rating, said = _RATED[place % len(_RATED)]
    return Result(Found.REACHED, solved, rating, said)
