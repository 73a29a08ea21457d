"""What hangs on a record and goes along when it becomes another, or back (decision 0039)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from gege.registers.actions.childhood import seal_said
from gege.registers.models import (
    Consent,
    Finding,
    Link,
    Pair,
    Question,
    Record,
    RightsRequest,
    Statement,
)
from gege.registers.protection import seal, unseal
from gege.registers.rules.declaration import Sheet
from gege.registers.rules.merging import Decision
from gege.registers.rules.settling import How
from gege.staff.api import Actor

Moved = dict[str, list[int]]
"""The ids of rows that went along, by their kind."""
_GONE: Final = "gone"


def take_along(source: Record, target: Record, by: Actor, now: datetime) -> Moved:
    """Hand everything that hangs on one locked record to another; return what went along.

    Statements are sealed again: their seal is bound to the record that they are about. References
    of the source are not handed over, for they follow from what was said (`restand`).
    """
    _close_what_stands_twice(source, target, by, now)
    moved = {kind: _ids(kind, source) for kind in _KINDS}
    give(moved, source, target)
    return moved


def give(moved: Mapping[str, Iterable[int]], source: Record, target: Record) -> None:
    """Hand the rows named from one record to another; those that are elsewhere now stay there."""
    Link.objects.filter(source=source, statement__in=list(moved.get("statements", ()))).delete()
    for kind, hand_over in _KINDS.items():
        hand_over([int(pk) for pk in moved.get(kind, ())], source, target)


def seal_if_child(record: Record, sheet: Sheet) -> None:
    """Seal what came along open to a record of a child under 14, or about one."""
    if record.child_until is not None:
        seal_said(record, sheet)


def _ids(kind: str, record: Record) -> list[int]:
    if kind in ("findings", "pairs"):
        model: Any = Finding if kind == "findings" else Pair
        first = "record" if kind == "findings" else "one"
        rows = model.objects.filter(**{first: record}) | model.objects.filter(other=record)
        return list(rows.order_by("pk").values_list("pk", flat=True))
    found = _MODELS[kind].objects.filter(record=record).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _statements(ids: list[int], source: Record, target: Record) -> None:
    rows = Statement.objects.select_for_update().filter(pk__in=ids, record=source)
    for said in rows.order_by("pk"):
        said.sealed = {
            name: seal(
                unseal(text, register=source.sheet, uid=str(source.uid), field=name),
                register=target.sheet,
                uid=str(target.uid),
                field=name,
            )
            for name, text in said.sealed.items()
        }
        said.record = target
        said.save(update_fields=["sealed", "record"])


def _questions(ids: list[int], source: Record, target: Record) -> None:
    rows = Question.objects.filter(pk__in=ids, record=source)
    rows.filter(settled_at__isnull=True).update(area_code=target.area_code)
    rows.update(record=target)


def _consents(ids: list[int], source: Record, target: Record) -> None:
    Consent.objects.filter(pk__in=ids, record=source).update(record=target)


def _requests(ids: list[int], source: Record, target: Record) -> None:
    rows = RightsRequest.objects.filter(pk__in=ids, record=source)
    rows.filter(answered_at__isnull=True).update(area_code=target.area_code)
    rows.update(record=target)


def _findings(ids: list[int], source: Record, target: Record) -> None:
    for one in Finding.objects.filter(pk__in=ids).order_by("pk"):
        first = target.pk if one.record_id == source.pk else one.record_id
        other = target.pk if one.other_id == source.pk else one.other_id
        if other is not None and first is not None and first > other and one.rule in ("L01", "L02"):
            first, other = other, first
        if first == other or (first, other) == (one.record_id, one.other_id):
            continue
        one.record_id, one.other_id = first, other
        one.save(update_fields=["record", "other"])


def _pairs(ids: list[int], source: Record, target: Record) -> None:
    for one in Pair.objects.filter(pk__in=ids).order_by("pk"):
        both = sorted(target.pk if pk == source.pk else pk for pk in (one.one_id, one.other_id))
        if both[0] == both[1] or both == [one.one_id, one.other_id]:
            continue
        if Pair.objects.filter(one_id=both[0], other_id=both[1]).exists():
            continue
        one.one_id, one.other_id = both
        one.save(update_fields=["one", "other"])


_MODELS: Final[Mapping[str, Any]] = {
    "statements": Statement,
    "questions": Question,
    "consents": Consent,
    "requests": RightsRequest,
}
_KINDS: Final[Mapping[str, Callable[[list[int], Record, Record], None]]] = {
    "statements": _statements,
    "questions": _questions,
    "consents": _consents,
    "requests": _requests,
    "findings": _findings,
    "pairs": _pairs,
}


def _close_what_stands_twice(source: Record, target: Record, by: Actor, now: datetime) -> None:
    """Close what is open about both, for it can be open about one of them once only.

    Differences are opened anew by what was said, and findings by the next run of the rules.
    """
    open_questions = Question.objects.filter(settled_at__isnull=True)
    asked = open_questions.filter(record=target).values("field")
    open_questions.filter(record=source, field__in=asked).update(
        settled_at=now, settled_by=by.name, settled_post=by.post, how=str(How.ENDED)
    )
    about = Finding.objects.filter(state="open")
    (about.filter(record=source) | about.filter(other=source)).update(state=_GONE, closed_at=now)
    pairs = Pair.objects.filter(how="")
    for one in pairs.filter(one=source) | pairs.filter(other=source):
        if {one.one_id, one.other_id} != {source.pk, target.pk}:
            one.how, one.decided_at = str(Decision.GONE), now
            one.save(update_fields=["how", "decided_at"])
