"""The cast at work, for supervision."""

from tests.matters.conftest import committed_play, play

__all__ = ["committed_play", "play"]
