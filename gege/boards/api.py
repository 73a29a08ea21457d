"""The door of the boards: what the server runs beside the pages, and the demonstration's days."""

from gege.boards.daily.making import make_last_days
from gege.boards.lights.hearing import Hearing
from gege.boards.lights.stream import PATH as STREAM_PATH
from gege.boards.lights.stream import Stream

__all__ = ["STREAM_PATH", "Hearing", "Stream", "make_last_days"]
