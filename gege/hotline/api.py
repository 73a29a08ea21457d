"""The door of the hotline."""

from gege.hotline.demonstration import play_calls

__all__ = ["play_calls"]
