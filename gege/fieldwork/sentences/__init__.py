"""What is said when something is refused: each topic has a module with its `SENTENCES`.

A new topic is a new module here; `fieldwork/names.py` finds it by itself. A word means one thing
in the whole room: two modules with the same word are a fault that is told at the start.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise


def merged() -> Mapping[str, Promise | str]:
    """Return the sentences of every topic by word; raises ValueError for a word used twice."""
    found: dict[str, Promise | str] = {}
    for topic in sorted(one.name for one in iter_modules(__path__)):
        own: Mapping[str, Promise | str] = import_module(f"{__name__}.{topic}").SENTENCES
        twice = sorted(found.keys() & own.keys())
        if twice:
            raise ValueError(f"sentences/{topic}.py says again: {', '.join(twice)}")
        found.update(own)
    return found
