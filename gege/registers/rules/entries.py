"""Reading what somebody says about a record: every field of a sheet at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from gege.kernel.identity import read_citizen_number
from gege.registers.rules.declaration import Contract, Field, Need, Sheet, Side, Type
from gege.registers.rules.saying import may_say
from gege.registers.rules.values import Value, Wrong, read_parts, read_value

CITIZEN_CARD: Final = "111"
NO_DOCUMENT: Final = "990"
_MOST_TARGETS: Final = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """A reference that is wished for: the record pointed at and the parts of the reference."""

    target: UUID
    parts: Mapping[str, Value] = field(default_factory=dict)

    def as_value(self) -> dict[str, Value]:
        return {"uid": str(self.target), **self.parts}


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said, field by field; None is "there is none". `doubts` want a reason."""

    values: Mapping[str, Value]
    wishes: Mapping[str, tuple[Wish, ...]]
    doubts: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> frozenset[str]:
        return frozenset({*self.values, *self.wishes})

    def value(self, name: str) -> Value:
        """Return what was said of a field in the shape it is compared and kept in."""
        if name in self.wishes:
            return wished(self.wishes[name]) or None
        return self.values[name]


class Faulty(Exception):  # noqa: N818 - an answer, not a fault
    """Fields that cannot be taken, each with its reason."""

    def __init__(self, faults: Mapping[str, Wrong]) -> None:
        self.faults = dict(faults)
        super().__init__(", ".join(f"{name}: {wrong.word}" for name, wrong in faults.items()))


def wished(wishes: Sequence[Wish]) -> list[dict[str, Value]]:
    """Return references as they are compared: sorted, so that the order does not matter."""
    return sorted((one.as_value() for one in wishes), key=lambda one: str(one["uid"]))


def read_entry(
    typed: Mapping[str, Any],
    *,
    sheet: Sheet,
    contract: Contract,
    side: Side,
    whole: bool,
    today: date,
    known: Mapping[str, Value] | None = None,
) -> Entry:
    """Return what one side says about a record. Raises Faulty with every reason at once.

    `typed` maps names of fields to what was typed; a field that is absent is not spoken of. With
    `whole` every must-field that this side may fill has to be there. `known` are values that
    stand, for checks that look at two fields.
    """
    faults: dict[str, Wrong] = {}
    values: dict[str, Value] = {}
    wishes: dict[str, tuple[Wish, ...]] = {}
    doubts: dict[str, tuple[str, ...]] = {}
    for name in sorted(set(typed) - {one.name for one in sheet.current}):
        faults[name] = Wrong("unknown_field")
    for one in sheet.current:
        if one.name not in typed:
            continue
        try:
            _check_speaker(one, side)
            if one.is_link:
                wishes[one.name] = read_wishes(typed[one.name], one, contract)
            else:
                taken = read_value(typed[one.name], one, contract.code_lists)
                values[one.name] = taken.value
                if taken.doubts:
                    doubts[one.name] = taken.doubts
        except Wrong as wrong:
            faults[one.name] = wrong
    if whole:
        faults |= _missing(sheet, side, values, wishes, faults)
    standing = {name: value for name, value in (known or {}).items() if name not in values}
    _check_together(sheet, {**standing, **values}, set(values), today, faults, doubts)
    if faults:
        raise Faulty(faults)
    return Entry(values, wishes, doubts)


def read_wishes(typed: Any, one: Field, contract: Contract) -> tuple[Wish, ...]:
    """Return the references of a field: uids, or tables with `uid` and parts. Raises Wrong."""
    rows = typed if isinstance(typed, list | tuple) else [typed]
    found: dict[UUID, Wish] = {}
    for row in rows:
        table = dict(row) if isinstance(row, Mapping) else {"uid": row}
        key = table.pop("uid", None)
        if key in (None, ""):
            continue
        try:
            target = key if isinstance(key, UUID) else UUID(str(key))
        except ValueError:
            raise Wrong("not_a_record") from None
        if target in found:
            raise Wrong("named_twice")
        found[target] = Wish(target, read_parts(table, one.parts, contract.code_lists) or {})
        if any(part.must and part.name not in found[target].parts for part in one.parts):
            raise Wrong("part_missing", part=next(part for part in one.parts if part.must))
    if len(found) > (_MOST_TARGETS if one.many else 1):
        raise Wrong("too_many", most=_MOST_TARGETS if one.many else 1)
    return tuple(found.values())


def _check_speaker(one: Field, side: Side) -> None:
    if one.is_derived:
        raise Wrong("derived")
    if not may_say(side, one.collectors):
        raise Wrong("not_yours_to_say")


def _missing(
    sheet: Sheet,
    side: Side,
    values: Mapping[str, Value],
    wishes: Mapping[str, tuple[Wish, ...]],
    faults: Mapping[str, Wrong],
) -> dict[str, Wrong]:
    return {
        one.name: Wrong("needed")
        for one in sheet.current
        if one.need is Need.MUST
        and may_say(side, one.collectors)
        and one.name not in faults
        and values.get(one.name) is None
        and not wishes.get(one.name)
    }


def _check_together(
    sheet: Sheet,
    known: Mapping[str, Value],
    said: set[str],
    today: date,
    faults: dict[str, Wrong],
    doubts: dict[str, tuple[str, ...]],
) -> None:
    """Check pairs of fields that the shipped sheets name; a county's own sheets may lack them."""
    _check_document(sheet, known, said, faults, doubts)
    for name in said:
        one = sheet.by_name[name]
        if one.type is Type.DATE and name in _PAST and str(known[name] or "") > today.isoformat():
            faults.setdefault(name, Wrong("in_the_future"))
    for first, second in _IN_ORDER:
        earlier, later = known.get(first), known.get(second)
        if earlier and later and str(later) < str(earlier) and {first, second} & said:
            faults.setdefault(second if second in said else first, Wrong("out_of_order"))
    for one_name, other_name in _NOT_THE_SAME:
        doer, checker = known.get(one_name), known.get(other_name)
        if doer and doer == checker and {one_name, other_name} & said:
            faults.setdefault(other_name, Wrong("checked_by_the_doer"))


_PAST: Final = frozenset({"deceased_on", "found_on", "rectified_on", "verified_on", "asked_on"})
_IN_ORDER: Final = (
    ("moved_in", "moved_out"),
    ("from", "until"),
    ("found_on", "rectified_on"),
    ("rectified_on", "verified_on"),
)
_NOT_THE_SAME: Final = (("rectified_by", "verified_by"),)


def _check_document(
    sheet: Sheet,
    known: Mapping[str, Value],
    said: set[str],
    faults: dict[str, Wrong],
    doubts: dict[str, tuple[str, ...]],
) -> None:
    """Hold a document's number against its kind, the birth and the sex (GB 11643, GB/T 2261.1)."""
    if not {"id_type", "id_number"} <= set(sheet.by_name) or not said & {
        "id_type", "id_number", "born", "sex"
    }:  # fmt: skip
        return
    kind, number = known.get("id_type"), known.get("id_number")
    found = list(doubts.get("id_number", ()))
    if kind == NO_DOCUMENT and number:
        faults.setdefault("id_number", Wrong("no_document_has_no_number"))
    if kind != CITIZEN_CARD:
        return
    if "other_document" in found:
        faults.setdefault("id_number", Wrong("identity_characters"))
    citizen = read_citizen_number(number) if number else None
    if citizen is None:
        return
    born, sex = known.get("born"), known.get("sex")
    if born and not citizen.born_on.isoformat().startswith(born):
        found.append("born_differs")
    if sex in ("1", "2") and sex != citizen.sex:
        found.append("sex_differs")
    if found:
        doubts["id_number"] = tuple(dict.fromkeys(found))
