"""The cast at work, for the pages of orders."""

from tests.matters.conftest import play

__all__ = ["play"]
