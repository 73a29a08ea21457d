"""The door of the portal, for the set-up above it."""

from gege.portal.demonstration import tell_public

__all__ = ["tell_public"]
