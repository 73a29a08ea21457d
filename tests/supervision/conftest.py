"""The cast at work, for supervision."""

from tests.matters.conftest import play

__all__ = ["play"]
