"""One answered form (an instance of an XForm): who it is, what it says, which files it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from gege.fieldwork.rules.words import Outcome
from gege.fieldwork.rules.xforms import MEDIA_NAME, XForm
from gege.fieldwork.rules.xml_reading import (
    MOST_INSTANCE_BYTES,
    FormFault,
    child,
    local,
    read_xml,
)

UID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{7,63}")
"""What an instance ID may look like; phones make "uuid:" and a UUID."""

BUILDING, DOOR, OUTCOME, NOTE = "gege_building", "gege_door", "gege_outcome", "gege_note"
"""Questions by which a form that is carried by a foreign program says whose door it answers."""
ABOUT: Final = (BUILDING, DOOR, OUTCOME, NOTE)
BUILDINGS_FILE: Final = "gege_buildings.csv"
"""The list of a worker's buildings, made by the platform whenever it is fetched."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An instance as it was sent; `root` is its parsed tree."""

    form_id: str
    version: str
    uid: str
    root: Element

    def values(self) -> Iterator[tuple[str, str]]:
        """Every value with its path, in order; members of a repeat share a path."""
        return _values(f"/{local(self.root.tag)}", self.root)

    def first(self, name: str) -> str:
        """The first value of a question by its name, wherever it stands; empty without one."""
        return next((text for path, text in self.values() if path.rpartition("/")[2] == name), "")

    def at(self, path: str) -> str:
        """The first value at a path."""
        return next((text for here, text in self.values() if here == path), "")


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of the door it answers; `building` is the identifier of its point."""

    building: str
    door: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the answers as a table: of the form itself, or of a member of a repeat.

    `number` counts the members of a repeat within their answer, from 1.
    """

    table: str
    number: int
    values: tuple[tuple[str, str], ...]


def read_answer(data: bytes) -> Answer:
    """Read an instance; raises FormFault for what is none."""
    root = read_xml(data, most=MOST_INSTANCE_BYTES)
    form_id, version = root.get("id", ""), root.get("version", "")
    uid = _meta(root, "instanceID")
    if not form_id:
        raise FormFault("answer_of_no_form")
    if not UID.fullmatch(uid):
        raise FormFault("answer_without_id")
    return Answer(form_id, version, uid, root)


def fits(answer: Answer, form: XForm) -> bool:
    """Tell whether an answer is one of a form: the same name, version and root."""
    return (answer.form_id, answer.version, local(answer.root.tag)) == (
        form.form_id,
        form.version,
        form.root,
    )


def told_by(answer: Answer) -> Told:
    """Return what an answer says of its door; a form that does not ask leaves it done."""
    return Told(
        building=answer.first(BUILDING),
        door=answer.first(DOOR),
        outcome=answer.first(OUTCOME) or Outcome.DONE,
        note=answer.first(NOTE),
    )


def named_files(answer: Answer, form: XForm) -> tuple[str, ...]:
    """Return the files that an answer speaks of: its pictures and its log of the filling."""
    binary = {field.path for field in form.fields if field.data_type == "binary"}
    named = [text for path, text in answer.values() if path in binary and text]
    audit = _meta(answer.root, "audit")
    return tuple(dict.fromkeys((*named, *([audit] if audit else ()))))


def is_file_name(name: str) -> bool:
    """Tell whether a name can be one of a file: no path, nothing hidden."""
    return bool(MEDIA_NAME.fullmatch(name)) and not name.startswith(".")


def ended_at(answer: Answer, form: XForm) -> datetime | None:
    """Return when the answer was finished by the phone's clock; None where it is silent."""
    for text in (answer.at(form.ended) if form.ended else "", _meta(answer.root, "timeEnd")):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        if moment.tzinfo is not None:
            return moment
    return None


def rows_of(answer: Answer, form: XForm) -> list[Row]:
    """Return an answer as lines of tables: the form's own first, then each member of a repeat."""
    top = f"/{local(answer.root.tag)}"
    own: list[tuple[str, str]] = []
    inner: list[Row] = []
    _lay_out(top, answer.root, frozenset(form.repeats), own, inner)
    return [Row("", 1, tuple(own)), *inner]


def _lay_out(
    path: str,
    node: Element,
    repeats: frozenset[str],
    line: list[tuple[str, str]],
    rows: list[Row],
) -> None:
    for one in node:
        here = f"{path}/{local(one.tag)}"
        if here in repeats:
            mine: list[tuple[str, str]] = []
            place = len(rows)
            _lay_out(here, one, repeats, mine, rows)
            number = 1 + sum(1 for row in rows[:place] if row.table == here)
            rows.insert(place, Row(here, number, tuple(mine)))
        elif len(one):
            _lay_out(here, one, repeats, line, rows)
        else:
            line.append((here, (one.text or "").strip()))


def _values(path: str, node: Element) -> Iterator[tuple[str, str]]:
    for one in node:
        here = f"{path}/{local(one.tag)}"
        if len(one):
            yield from _values(here, one)
        else:
            yield here, (one.text or "").strip()


def _meta(root: Element, name: str) -> str:
    node = child(child(root, "meta"), name)
    return (node.text or "").strip() if node is not None else ""
