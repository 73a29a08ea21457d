"""One county with one matter, for the questions of who may open what."""

from __future__ import annotations

from tests.matters.conftest import cast, play

__all__ = ["cast", "play"]
