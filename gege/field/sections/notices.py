"""What the worker was told: the newest notices, the unread first."""

from typing import Any

from django.utils.timezone import localtime

from gege.field.scene import Scene
from gege.kernel.numbers import parse_number
from gege.notices.api import notices_of, sentence


def notices(scene: Scene) -> list[dict[str, Any]]:
    """Return a page of notices in words; `number` where one is about a matter."""
    return [
        {
            "id": str(one.id),
            "text": sentence(one.template, one.values),
            "at": localtime(one.at).isoformat(timespec="seconds"),
            "urgent": one.urgent,
            "read": not one.unread,
            "acknowledged": one.acknowledged_at is not None,
            "number": one.subject if parse_number(one.subject) else "",
        }
        for one in notices_of(scene.account.pk, units=[one.unit_id for one in scene.held]).rows
    ]
