"""The cast at work, for lists as files."""

from tests.matters.conftest import play

__all__ = ["play"]
