"""The cast of the county, for ledgers that are read from several connections."""

from tests.cast import cast, committed_cast, ledger_that_can_be_emptied

__all__ = ["cast", "committed_cast", "ledger_that_can_be_emptied"]
