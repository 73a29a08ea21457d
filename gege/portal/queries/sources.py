"""What a hot issue is filled in with when it comes from a briefing or a digest (R-102)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.api import (
    READABLE,
    Conclusion,
    NotFound,
    Topic,
    digest_page,
    visible_briefings,
)
from gege.territory.api import load_atlas

_TOPICS = {Topic.MEDICAL: "health", Topic.ENVIRONMENT: "environment"}


def filled_from(query: Mapping[str, str], by: Actor) -> dict[str, Any]:
    """Return entries for the form: of a published conclusion, or of an answered digest, that the
    person may read; none for anything else. A person still writes and a second one approves."""
    uid = _uid(query.get("digest", ""))
    if uid is not None:
        return _of_digest(uid, by)
    uid = _uid(query.get("conclusion", ""))
    return _of_conclusion(uid, by) if uid is not None else {}


def _of_digest(uid: UUID, by: Actor) -> dict[str, Any]:
    try:
        page = digest_page(uid, by=by)
    except NotFound:
        return {}
    digest = page.digest
    unit = load_atlas().unit(digest.unit_id)
    return {
        "topic": _TOPICS.get(Topic(digest.topic), "other"),
        "answer": page.answer.words if page.answer else "",
        "owner": unit.code if unit else "",
        "standing": "working",
        "source": digest.stream,
    }


def _of_conclusion(uid: UUID, by: Actor) -> dict[str, Any]:
    read = visible_briefings(by).filter(state__in=sorted(READABLE))
    rows = Conclusion.objects.filter(uid=uid, briefing__in=read)
    row = rows.select_related("briefing", "order").first()
    if row is None:
        return {}
    unit = load_atlas().unit(row.order.to_unit_id) if row.order else None
    return {
        "title": row.words.replace("\n", " ")[:60],
        "plan": row.order.words[:300] if row.order else "",
        "owner": unit.code if unit is not None and unit.is_department else "",
        "standing": "planned",
        "source": row.briefing.stream,
    }


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
