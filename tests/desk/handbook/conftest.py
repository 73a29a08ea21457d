"""The handbook with its county, and who keeps it."""

from __future__ import annotations

from tests.services.conftest import (
    Keeper,
    cast,
    committed_cast,
    keeper,
    ledger_that_can_be_emptied,
)

__all__ = ["Keeper", "cast", "committed_cast", "keeper", "ledger_that_can_be_emptied"]
