"""The door of the boards: what the server runs beside the pages, and the demonstration's days."""

from collections.abc import Callable
from datetime import datetime

from gege.boards.lights.hearing import Hearing
from gege.boards.lights.stream import PATH as STREAM_PATH
from gege.boards.lights.stream import Stream

__all__ = ["STREAM_PATH", "Hearing", "Stream", "make_last_days"]


def make_last_days(*, now: datetime, say: Callable[[str], None] = lambda _: None) -> None:
    """Make the files of the last days of a county that begins with a history."""
    # inline: the server of open boards has no models, and enters by this door
    from gege.boards.daily.making import make_last_days as make

    make(now=now, say=say)
