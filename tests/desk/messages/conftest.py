"""The county at work, for pages of messages."""

from tests.cast import cast, committed_cast, ledger_that_can_be_emptied
from tests.matters.conftest import committed_play, play

__all__ = ["cast", "committed_cast", "committed_play", "ledger_that_can_be_emptied", "play"]
