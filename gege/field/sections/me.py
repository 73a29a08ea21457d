"""Who uses the phone, for which grids, and how much it may keep."""

from typing import Any

from django.conf import settings

from gege import __version__
from gege.field.scene import Scene


def me(scene: Scene) -> dict[str, Any]:
    """Return the worker; the form token is added outside, for it changes with every answer."""
    account, actor, rules = scene.account, scene.actor, scene.rules
    return {
        "account_id": str(account.pk),
        "name": account.display_name,
        "language": account.language,
        "large_print": account.large_print,
        "post_id": str(actor.post_id),
        "posts": [
            {
                "post_id": str(one.post_id),
                "grid": one.area_code,
                "name": scene.where.atlas.label(one.area_code, scene.language),
                "substitute": one.substitute,
            }
            for one in scene.held
        ],
        "grid": _grid(scene, actor.area_code),
        "terminal": {"uid": str(scene.terminal.uid)},
        "limits": {
            "photos_most": rules.photos_most,
            "megabytes_most": rules.megabytes_most,
            "file_megabytes_most": settings.GEGE_UPLOAD_BYTES // (1024 * 1024),
            "messages_most": rules.messages_most,
            "lock_minutes": rules.lock_minutes,
            "terminal_silent_days": rules.terminal_silent_days,
        },
        "demo": bool(settings.GEGE_DEMO),
        "app_version": __version__,
    }


def _grid(scene: Scene, code: str) -> dict[str, Any]:
    chain = {len(one.code): one for one in scene.where.atlas.chain(code)}
    grid, community = chain.get(15), chain.get(12)
    return {
        "code": code,
        "name": grid.name(scene.language) if grid else code,
        "community": community.name(scene.language) if community else "",
        "community_code": community.code if community else "",
    }
