"""The kinds of matter in use, as a phone searches them (R-039)."""

from functools import lru_cache
from typing import Any

from gege.field.scene import Scene
from gege.matters import api as matters


def kinds(scene: Scene) -> dict[str, Any]:
    """Return the edition and its living kinds by group."""
    return _kinds(scene.where.book.number, scene.language)


@lru_cache(maxsize=8)
def _kinds(edition: int, language: str) -> dict[str, Any]:
    """An edition never changes, so a process keeps what it says."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for kind in matters.rulebook(edition).live_kinds:
        groups.setdefault(kind.group(language), []).append(
            {
                "code": kind.code,
                "name": kind.name(language),
                "intent": str(kind.intent),
                "severity": str(kind.severity),
                "family": str(kind.family),
                "skip_level": kind.major,
                "words": " ".join(
                    dict.fromkeys((kind.name_zh, kind.name_en, kind.group_zh, kind.code))
                ).strip(),
            }
        )
    return {
        "edition": edition,
        "groups": [{"name": name, "kinds": rows} for name, rows in groups.items()],
    }
