"""Who is registered in a building, and what the emergency purpose tells of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.queries.scope import is_child
from gege.registers.rules.declaration import Contract, Field
from gege.registers.rules.formulas import age_on
from gege.registers.rules.roll_calls import OLD, PURPOSE, told
from gege.registers.rules.showing import shown_text
from gege.registers.rules.sight import Opens, Reach, Seen, Sight

MOST: Final = 5000
_NOTES: Final = (("resident", "language_help"), ("health_file", "emergency_note"))
"""What people chose to let rescuers know; the second stands in the file about them."""


@dataclass(frozen=True, slots=True)
class Called:
    """One person as the roll tells them."""

    uid: str
    name: str
    phone: str
    notes: tuple[str, ...]
    child: bool
    old: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Under what a roll is read: the contract, how the reader stands to it, the day, the words."""

    contract: Contract
    reach: Reach
    drill: bool
    today: date
    language: str


def people_in(dwellings: Sequence[int]) -> list[tuple[int, int]]:
    """Return (person, dwelling) of those registered in some dwellings today. One statement."""
    links = Link.objects.filter(
        field="dwelling",
        target_id__in=list(dwellings),
        until__isnull=True,
        source__sheet="resident",
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    )
    return list(links.order_by("source_id").values_list("source_id", "target_id")[:MOST])


def files_with_notes(people: Sequence[int]) -> dict[int, Record]:
    """Return the live file of each person that may hold a note for rescuers. One statement."""
    links = Link.objects.filter(
        field="person",
        target_id__in=list(people),
        until__isnull=True,
        source__sheet="health_file",
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    )
    return {link.target_id: link.source for link in links.select_related("source").order_by("pk")}


def called(
    people: Sequence[Record], files: Mapping[int, Record], scene: Scene, live: frozenset[str]
) -> dict[int, Called]:
    """Return what the roll tells of people, by their id."""
    return {one.pk: _called(one, files.get(one.pk), scene, live) for one in people}


def read_fields(
    people: Sequence[Record], files: Mapping[int, Record], scene: Scene, live: frozenset[str]
) -> dict[str, str]:
    """Return for the access log which fields of which records a roll tells."""
    found = {}
    for one in people:
        child = is_child(one, scene.today)
        names = [
            name
            for name in ("name", "phone", "language_help")
            if _told(scene, "resident", name, child=child, live=live) is not Sight.ABSENT
        ]
        if names:
            found[f"register:{one.uid}"] = ",".join([*names, "dwelling"])
        file = files.get(one.pk)
        child_too = child or (file is not None and is_child(file, scene.today))
        if file is not None and not child_too:
            sight = _told(scene, "health_file", "emergency_note", child=False, live=live)
            if sight is Sight.WHOLE and "emergency_note" in file.standing:
                found[f"register:{file.uid}"] = "emergency_note"
    return found


def counts_are_told(contract: Contract) -> bool:
    """Tell whether the ages of a home may be counted for an emergency."""
    sheet = contract.sheets.get("household")
    return sheet is not None and all(
        PURPOSE in sheet.by_name[name].purposes
        for name in ("count_60", "count_under_14")
        if name in sheet.by_name
    )


def _called(one: Record, file: Record | None, scene: Scene, live: frozenset[str]) -> Called:
    child = is_child(one, scene.today)
    counted = counts_are_told(scene.contract)
    values = values_of(one, ("name", "phone", "language_help", *(("born",) if counted else ())))
    age = age_on(values.get("born"), scene.today) if counted else None
    return Called(
        str(one.uid),
        _text(scene, "resident", "name", values, child=child, live=live),
        _text(scene, "resident", "phone", values, child=child, live=live),
        _notes(values, file, scene, child=child, live=live),
        child and counted,
        age is not None and age >= OLD,
    )


def _notes(
    values: Mapping[str, Any],
    file: Record | None,
    scene: Scene,
    *,
    child: bool,
    live: frozenset[str],
) -> tuple[str, ...]:
    if child:
        return ()
    found = []
    for sheet, name in _NOTES:
        known = values
        if sheet != "resident":
            if file is None or is_child(file, scene.today):
                continue
            known = values_of(file, (name,))
        text = _text(scene, sheet, name, known, child=False, live=live)
        if text:
            found.append(text)
    return tuple(found)


def _text(
    scene: Scene,
    sheet: str,
    name: str,
    values: Mapping[str, Any],
    *,
    child: bool,
    live: frozenset[str],
) -> str:
    field = _field(scene, sheet, name)
    if field is None:
        return ""
    sight = _told(scene, sheet, name, child=child, live=live)
    return shown_text(
        values.get(name),
        field,
        Seen(sight, Opens.NEVER),
        scene.contract.code_lists,
        scene.language,
        pseudonym="",
    )


def _told(scene: Scene, sheet: str, name: str, *, child: bool, live: frozenset[str]) -> Sight:
    field = _field(scene, sheet, name)
    if field is None or scene.contract.register_of[sheet].code not in live:
        return Sight.ABSENT
    return told(field, scene.reach, child=child, drill=scene.drill)


def _field(scene: Scene, sheet: str, name: str) -> Field | None:
    found = scene.contract.sheets.get(sheet)
    return found.by_name.get(name) if found is not None else None
