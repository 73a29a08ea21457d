"""The handbook in force, whole: it is searched on the phone (R-078)."""

from typing import Any

from django.utils.timezone import localtime

from gege.field.scene import Scene
from gege.services.api import shown_articles


def handbook(scene: Scene) -> list[dict[str, Any]]:
    """Return every article in force today."""
    rows = shown_articles(scene.today, scene.language, editions=scene.where.editions)
    return [
        {
            "uid": str(one.uid),
            "version": one.version,
            "kind": one.kind,
            "kind_name": one.kind_name,
            "title": one.title,
            "body": one.body,
            "keywords": one.keywords,
            "source": one.source,
            "owner": one.owner,
            "valid_to": one.valid_to.isoformat() if one.valid_to else None,
            "changed_at": localtime(one.changed_at).isoformat(timespec="seconds"),
        }
        for one in rows
    ]
