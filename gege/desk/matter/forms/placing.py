"""Choosing a grid: for a matter whose place was not found, and for a new report."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import Choices, MoveForm
from gege.kernel.area_codes import Level
from gege.matters import api as matters
from gege.matters.api import Move
from gege.staff.api import Actor
from gege.territory.api import AreaFacts, Atlas


class PlaceForm(MoveForm):
    move = Move.PLACE
    intro = _(
        "What waits to be accepted goes to the locality of that grid. What is in work stays where "
        "it is, and its due times stay."
    )
    grid_code = forms.ChoiceField(
        label=_("Grid"), widget=forms.Select(attrs={"data-choose": "grid"})
    )

    def prepare(self) -> None:
        choices = grid_choices(self.setting.atlas, self.page.by.area_code, self.language)
        self.pick("grid_code", [("", "—"), *choices], only=False)

    def act(self, by: Actor, now: datetime) -> None:
        matters.place(
            self.matter.number,
            grid_code=self.cleaned_data["grid_code"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


def grids_within(atlas: Atlas, area_code: str) -> list[AreaFacts]:
    """Return the living grids of an area, by code; none without an area."""
    if not area_code:
        return []
    return [one for one in atlas.areas(Level.GRID) if one.code.startswith(area_code)]


def grid_choices(atlas: Atlas, area_code: str, language: str) -> Choices:
    """Return the grids of an area by community."""
    groups: dict[str, Choices] = {}
    titles: dict[str, str] = {}
    for grid in grids_within(atlas, area_code):
        community = grid.code[: Level.COMMUNITY]
        if community not in titles:
            titles[community] = atlas.label(community, language)
        groups.setdefault(titles[community], []).append((grid.code, grid.name(language)))
    return list(groups.items())
