"""The cast at work, for the boards."""

from tests.matters.conftest import committed_play, ledger_that_can_be_emptied, play

__all__ = ["committed_play", "ledger_that_can_be_emptied", "play"]
