"""The cast plays in these tests."""

from tests.cast import cast

__all__ = ["cast"]
