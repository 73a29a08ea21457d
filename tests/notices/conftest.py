"""The cast of the county, for notices that reach real people."""

from tests.cast import cast, committed_cast, ledger_that_can_be_emptied

__all__ = ["cast", "committed_cast", "ledger_that_can_be_emptied"]
