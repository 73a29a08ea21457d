"""The cast at work, for the pages of reviews."""

from tests.matters.conftest import play

__all__ = ["play"]
