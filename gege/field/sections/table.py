"""The table of sections. A phone names the sums it has and gets what differs."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from gege.field.answers import digest
from gege.field.scene import Scene
from gege.field.sections.campaigns import campaigns
from gege.field.sections.field_rules import field_rules
from gege.field.sections.grid_map import grid_map
from gege.field.sections.handbook import handbook
from gege.field.sections.kinds import kinds
from gege.field.sections.matters import open_matters
from gege.field.sections.me import me
from gege.field.sections.notices import notices
from gege.field.sections.patrol import patrol
from gege.field.sections.points import points
from gege.field.sections.register_tasks import register_tasks
from gege.field.sections.registers import contract, doors, doors_stamp
from gege.field.sections.visits import visits

SECTIONS: Final[Mapping[str, Callable[[Scene], Any]]] = {
    "me": me,
    "rules": field_rules,
    "kinds": kinds,
    "matters": open_matters,
    "points": points,
    "map": grid_map,
    "patrol": patrol,
    "visits": visits,
    "campaigns": campaigns,
    "handbook": handbook,
    "notices": notices,
    "contract": contract,
    "doors": doors,
    "register_tasks": register_tasks,
}
ASKED_FOR: Final = frozenset({"contract", "doors", "register_tasks"})
"""Sections for a client that names them: an older one keeps nothing that it does not show."""
STAMPS: Final[Mapping[str, Callable[[Scene], Any]]] = {"doors": doors_stamp}
"""Sections whose sum is that of a mark, because reading them whole costs too much to do in vain."""


def sections(
    scene: Scene, have: Mapping[str, str], want: Collection[str] = ()
) -> tuple[dict[str, Any], list[str]]:
    """Return the sections that differ from what the phone has, and the names of the others.

    `want` names sections of `ASKED_FOR`; all others go to every client.
    """
    changed: dict[str, Any] = {}
    unchanged: list[str] = []
    for name, section in SECTIONS.items():
        if name in ASKED_FOR and name not in want:
            continue
        stamp = STAMPS.get(name)
        data = None if stamp else section(scene)
        etag = digest([stamp(scene), scene.language] if stamp else data)[:20]
        if have.get(name) == etag:
            unchanged.append(name)
        else:
            changed[name] = {"etag": etag, "data": section(scene) if stamp else data}
    return changed, unchanged
