"""How a case stands, as the platform is told: state, unit, outcome, every public answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from gege.matters.api import LOCAL, Matter, Remark
from gege.openapi.models import Case
from gege.openapi.rules.opinions import Line, hash_of
from gege.territory.api import Atlas


def standings(cases: Sequence[Case], atlas: Atlas) -> dict[int, dict[str, Any]]:
    """Return the standing of some cases by their ids, in two statements.

    Who works on it is told as a unit, never as a person. A duplicate stands as what it was merged
    into, and is answered with it (R-077).
    """
    chief = _chief([one.matter for one in cases])
    ids = {one.pk for one in chief.values()} | {one.matter_id for one in cases}
    answers: dict[int, list[Remark]] = {}
    for row in Remark.objects.filter(matter_id__in=ids, public=True).order_by("id"):
        answers.setdefault(row.matter_id, []).append(row)
    return {one.pk: _standing(one, chief[one.matter_id], answers, atlas) for one in cases}


def lines(cases: Sequence[Case], atlas: Atlas) -> list[Line]:
    """Return the same for comparing."""
    found = standings(cases, atlas)
    return [
        Line(one.their_id, one.version, found[one.pk]["state"], found[one.pk]["hash"])
        for one in cases
    ]


def _chief(matters: Iterable[Matter]) -> dict[int, Matter]:
    """Return for each matter the one that it was merged into, or itself."""
    given = {one.pk: one for one in matters}
    parents = {one.parent_id for one in given.values() if one.parent_id is not None}
    rows = Matter.objects.filter(pk__in=parents).defer("search")
    known = {one.pk: one for one in rows} if parents else {}
    return {pk: known.get(one.parent_id or 0, one) for pk, one in given.items()}


def _standing(
    case: Case, matter: Matter, answers: dict[int, list[Remark]], atlas: Atlas
) -> dict[str, Any]:
    holder = atlas.unit(matter.holder_id)
    ids = dict.fromkeys((case.matter_id, matter.pk))
    standing: dict[str, Any] = {
        "id": case.their_id,
        "version": case.version,
        "number": case.matter.number,
        "merged_into": matter.number if matter.pk != case.matter_id else None,
        "intent": matter.intent,
        "state": matter.state,
        "outcome": matter.outcome or None,
        "unit": holder.name_zh if holder else None,
        "due_at": _moment(matter.due_at),
        "closed_at": _moment(matter.closed_at),
        "answers": [
            {"at": _moment(row.at), "unit": row.unit, "words": row.words}
            for pk in ids
            for row in answers.get(pk, ())
        ],
    }
    return standing | {"hash": hash_of(standing)}


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(LOCAL).isoformat(timespec="seconds") if at else None
