"""The cast at work, for the pages of briefings."""

from tests.matters.conftest import play

__all__ = ["play"]
