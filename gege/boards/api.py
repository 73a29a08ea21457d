"""The door of the boards: what the server runs beside the pages."""

from gege.boards.lights.hearing import Hearing
from gege.boards.lights.stream import PATH as STREAM_PATH
from gege.boards.lights.stream import Stream

__all__ = ["STREAM_PATH", "Hearing", "Stream"]
