"""The cast plays in these tests."""

from tests.cast import cast, committed_cast, ledger_that_can_be_emptied

__all__ = ["cast", "committed_cast", "ledger_that_can_be_emptied"]
