"""The check-in points of the own grids: buildings and key places, never who lives there."""

from typing import Any

from django.utils.timezone import localtime

from gege.field.scene import Scene
from gege.fieldwork import api as fieldwork


def points(scene: Scene) -> list[dict[str, Any]]:
    """Return the points with when each was last passed."""
    return [
        {
            "uid": str(one.uid),
            "kind": one.kind,
            "name": one.name,
            "address": one.address,
            "code": one.code,
            "grid": one.area_code,
            "lng": one.lng,
            "lat": one.lat,
            "households": one.households,
            "seen_at": localtime(one.seen_at).isoformat(timespec="seconds")
            if one.seen_at
            else None,
        }
        for one in fieldwork.points_of(scene.codes, scene.today)
    ]
