"""The cast at work, for the boards."""

from tests.matters.conftest import play

__all__ = ["play"]
