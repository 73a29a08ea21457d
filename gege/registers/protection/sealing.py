"""Sealing and marking with the keys that the settings name."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gege.kernel.keyring import (
    Ring,
    Use,
    opened,
    ring_at,
    sealed,
    searched_marks,
    written_marks,
)


def the_ring() -> Ring:
    """Return the keys of the installation; a changed file is taken up. Raises KeysError."""
    return ring_at(_file(str(settings.GEGE_KEYS)))


def seal(plain: str, *, register: str, uid: str, field: str) -> str:
    """Return a text sealed for one field of one record (ASCII). Raises KeysError."""
    return sealed(the_ring(), plain, register=register, uid=uid, field=field)


def unseal(text: str, *, register: str, uid: str, field: str) -> str:
    """Return what was sealed in this place. Raises Unreadable, and KeysError without keys."""
    return opened(the_ring(), text, register=register, uid=uid, field=field)


def marks(value: str, *, space: str) -> list[str]:
    """Return the marks to keep of a value: one, two while their key is being changed.

    `space` is the class of a field (`identity_number`, `phone`): values of one space are
    comparable across registers, those of two are not. The value comes in the spelling its type
    gives it. Raises ValueError for an empty one.
    """
    return written_marks(the_ring(), value, space=space)


def search_marks(value: str, *, space: str) -> list[str]:
    """Return every mark under which a value may be kept now: search for any of them."""
    return searched_marks(the_ring(), value, space=space)


def blind(value: str, *, space: str) -> str:
    """Return the one mark by which values are compared now: the first of `marks`."""
    return marks(value, space=space)[0]


def blind_key() -> str:
    """Return the name of the key of comparisons: their marks begin with it and a dot."""
    return the_ring().active(Use.MARK).id


@lru_cache(maxsize=8)
def _file(name: str) -> Path:
    """Return a path by its name: an import asks for it some ten times for each of its lines."""
    return Path(name)
