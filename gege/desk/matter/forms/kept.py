"""Choices that depend on slow data alone are made once and kept, not with every form."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.utils.choices import BaseChoiceIterator

from gege.desk.matter.forms.kinds import kind_choices
from gege.desk.matter.forms.placing import grid_choices, grids_within
from gege.matters.api import rulebook
from gege.territory.api import Atlas


class Kept(BaseChoiceIterator):
    """Choices as a field takes them. It may be shared: Django does not copy or rewrite it."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        self._choices = tuple(choices)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._choices)

    def __deepcopy__(self, _memo: object) -> "Kept":
        return self


@lru_cache(maxsize=8)
def kinds(edition: int, language: str) -> Kept:
    """Return the live kinds of an edition of the rulebook, which never changes."""
    return Kept([("", "—"), *kind_choices(rulebook(edition), language)])


@lru_cache(maxsize=512)
def grids(atlas: Atlas, area_code: str, language: str, *, only: bool) -> Kept:
    """Return the grids of an area; an atlas is one edition of the areas."""
    found = grid_choices(atlas, area_code, language)
    return Kept(found if only else [("", "—"), *found])


@lru_cache(maxsize=512)
def single_grid(atlas: Atlas, area_code: str) -> str:
    """Return the code of an area's only grid; "" where there are several, or none."""
    own = grids_within(atlas, area_code)
    return own[0].code if len(own) == 1 else ""
