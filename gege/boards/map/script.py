"""What the script of the map is told first: addresses, steps, bands, words, layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gege.boards.map.asked import LEVELS, Asked
from gege.boards.map.bands import edges_of, shade_of
from gege.boards.map.lattice import Box
from gege.boards.map.table import Table
from gege.boards.map.walks import SIGNS, WORDS
from gege.boards.queries import LIGHTS
from gege.matters.api import names

WAYS: Final = ("clusters", "heat", "lights", "none")
NETS: Final = ("service", "safety")
WORDS_OF_LAYERS: Final = {
    "clusters": gettext_lazy("reported in the period, in clusters"),
    "heat": gettext_lazy("reported in the period, as heat"),
    "lights": gettext_lazy("open now, by light"),
    "none": pgettext_lazy("layer", "none"),
    "service": gettext_lazy("service net"),
    "safety": gettext_lazy("safety net"),
    "fill": gettext_lazy("areas filled"),
    "names": gettext_lazy("names of areas"),
    "walks": gettext_lazy("today's patrols: whether done"),
    "places": gettext_lazy("key places"),
    "facilities": gettext_lazy("facilities"),
    "offices": gettext_lazy("stations and centres"),
    "desks": gettext_lazy("desks of duty"),
    "cameras": gettext_lazy("cameras: where they are, no picture"),
}
SHAPES: Final = {
    "walks": "✓", "places": "◆", "facilities": "✚", "offices": "⌂", "desks": "☎",
    "cameras": "◉",
}  # fmt: skip
"""The sign of a layer, so that no layer is told by its colour alone."""
FIRST: Final = frozenset({"clusters", *NETS, "fill"})


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer that can be put on and taken off. `kind`: way (one of them), net, or layer."""

    code: str
    name: str | Promise
    kind: str
    sign: str
    on: bool


def layers_of(show: str, *, walks: bool) -> list[Layer]:
    """Return the layers, on as an address says; words it does not know say nothing."""
    wanted = set(show.split(",")) & {*WORDS_OF_LAYERS} if show else set(FIRST)
    way = next((one for one in WAYS if one in wanted), "none" if show else "clusters")
    found = []
    for code, name in WORDS_OF_LAYERS.items():
        if code == "walks" and not walks:
            continue
        kind = "way" if code in WAYS else "net" if code in NETS else "layer"
        on = code == way if kind == "way" else code in wanted
        found.append(Layer(code, name, kind, SHAPES.get(code, ""), on))
    return found


def told(
    asked: Asked, boxes: tuple[Box, Box], table: Table, unit: str, layers: list[Layer]
) -> dict[str, Any]:
    """Return what the script begins with; `boxes` are the whole, and what is looked at first."""
    query = asked.query()
    ground = asked.ground
    whole, first = (
        [
            ground.drawn(box.west, box.south)[::-1],
            ground.drawn(box.east, box.north)[::-1],
        ]
        for box in boxes
    )
    at = {
        name: f"{reverse(f'boards:map-{name}')}?{query}"
        for name in ("shapes", "values", "cells", "now", "things", "matters")
    }
    if asked.indicator is not None:
        records = reverse("boards:indicator-records", args=[asked.indicator.code])
        at["records"] = f"{records}?{asked.chosen.query}"
    return {
        "at": at,
        "show": [one.code for one in layers if one.on],
        "place": asked.place,
        "of": asked.of,
        "unit": unit,
        "filled": int(asked.level),
        "deeper": {word: int(level) for word, level in LEVELS.items()},
        "box": whole,
        "first": first,
        "shades": [shade_of(band + 1, table.edges) for band in range(len(table.edges) + 1)],
        "edges": list(table.edges),
        "steps": [[one.first.isoformat(), one.last.isoformat()] for one in asked.steps.spans],
        "period": [asked.chosen.period.first.isoformat(), asked.chosen.period.last.isoformat()],
        "family": asked.chosen.family,
        "tiles": {"url": ground.tiles, "words": ground.words} if ground.tiles else None,
        "lights": [[str(light), str(names.name_of(names.LIGHTS, light))] for light in LIGHTS],
        "walks": {str(one): [SIGNS[one], str(words)] for one, words in WORDS.items()},
        "signs": SHAPES,
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "matters": _("%(count)s matters"),
        "open": _("%(count)s open"),
        "whole": _("whole period"),
        "now": _("as it stands now"),
        "nothing": _("nothing counts"),
        "nothingOpen": _("nothing open"),
        "opens": _("Enter opens the list"),
        "here": _("Here: %(words)s"),
        "empty": _("Nothing in this part of the map."),
        "nowhere": _("%(count)s have no place on the map"),
        "more": _("More stands here than is drawn: choose a smaller area."),
        "hint": _(
            "Arrows move the map, plus and minus zoom, Enter opens what lies under the cross."
        ),
        "heat": _(
            "Squares: the darker and the fuller, the more matters; the fullest holds %(count)s."
        ),
        "hours": _("%(count)s h"),
        "days": _("%(count)s d"),
        "play": _("Play"),
        "pause": _("Pause"),
        "live": _("Live: changes appear by themselves"),
        "asking": _("Asks every few seconds"),
        "stale": _("Not reached: what stands here may be old"),
        "out": _("You are logged out. Load the page again to log in"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "all": _("Show all of it"),
    }


def step_edges(values: list[float]) -> tuple[list[float], list[int]]:
    """Return the edges of the bands of single steps, and their shades."""
    edges = edges_of(values)
    return list(edges), [shade_of(band + 1, edges) for band in range(len(edges) + 1)]
