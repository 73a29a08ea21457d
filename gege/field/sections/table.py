"""The table of sections. A phone names the sums it has and gets what differs."""

from collections.abc import Callable, Mapping
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
}


def sections(scene: Scene, have: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the sections that differ from what the phone has, and the names of the others."""
    changed: dict[str, Any] = {}
    unchanged: list[str] = []
    for name, section in SECTIONS.items():
        data = section(scene)
        etag = digest(data)[:20]
        if have.get(name) == etag:
            unchanged.append(name)
        else:
            changed[name] = {"etag": etag, "data": data}
    return changed, unchanged
