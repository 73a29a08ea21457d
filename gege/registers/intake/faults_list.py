"""The list of what could not be taken, for whoever made the file.

It names lines, columns and what is wrong with them, never what stood there: it is sent around.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gege.registers.files import FileError
from gege.registers.intake.reads import column_of, import_rows, import_sheet
from gege.registers.intake_names import fault_sentence
from gege.registers.models import Import
from gege.registers.names import PROBLEMS, sentence_of_wrong
from gege.registers.rules.intake.stages import WRONG
from gege.registers.rules.values import Wrong
from gege.staff.api import Actor
from gege.territory.api import Editions

MOST: Final = 100_000
_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault of one line of the file: its column as headed there, the field, and in words."""

    line: int
    column: str
    field: str
    words: str


def fault_lines(
    uid: UUID, *, by: Actor, now: datetime, editions: Editions, language: str
) -> Iterator[FaultLine]:
    """Yield what could not be taken, line by line, page by page. Raises NotFound."""
    page, after, many = import_sheet(uid, by=by, editions=editions), 0, 0
    while many < MOST:
        some = import_rows(
            uid, states=tuple(WRONG), by=by, now=now, editions=editions, language=language,
            after=after, most=_PAGE,
        )  # fmt: skip
        for line in some.lines:
            for name, place, wrong in line.faults:
                words = fault_words(wrong, language)
                yield FaultLine(line.number, column_of(page, name), place, words)
        many += len(some.lines)
        after = some.after
        if not after:
            return


def failure_words(one: Import, language: str) -> str:
    """Return why a stage could not go on; empty while all is well."""
    if not one.failed:
        return ""
    word, values = str(one.failed.get("word", "")), one.failed.get("values", {})
    if one.failed.get("file"):
        return fault_sentence(FileError(word, **values), language)
    text = str(PROBLEMS.get(word, PROBLEMS["stuck"]))
    return text % values if values else text


def fault_words(wrong: Wrong, language: str) -> str:
    """Return what is wrong, without the text of the cell, which may be personal."""
    kept = {key: "…" if key == "code" else value for key, value in wrong.values.items()}
    return sentence_of_wrong(Wrong(wrong.word, **kept), language)
