"""The cast at work, for these pages."""

from tests.matters.conftest import play

__all__ = ["play"]
