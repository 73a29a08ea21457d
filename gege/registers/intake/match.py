"""Looking whom or what each line is about, within the importer's reach (2.3; docs/linkage.md).

Nothing below *certain* is applied to an existing record by the machine; what is written here is a
proposal, and the row says on what it stands.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction

from gege.registers.intake import store
from gege.registers.intake.exact import match_exactly
from gege.registers.intake.people import Match, match_people
from gege.registers.intake.reach import reader_of
from gege.registers.intake.stepping import Pace, advance, locked
from gege.registers.linkage import Reading
from gege.registers.models import Import, ImportRow
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.intake.stages import RowState, Stage
from gege.registers.rules.intake.targets import is_person, person_field

CHUNK: Final = 1_000


def match_lines(one: Import, contract: Contract, pace: Pace) -> None:
    """Match the lines behind `done`; people all at once, everything else chunk by chunk."""
    sheet = contract.sheets[one.sheet]
    people = people_of(sheet, contract)
    if people is not None:
        _match_people(one, people, contract, pace)
        return
    key, reader = store.key_of(one), reader_of(one, pace.today)
    while True:
        rows = list(
            ImportRow.objects.filter(batch=one, state=RowState.READ, number__gt=one.done)
            .order_by("number")
            .only("id", "number", "sealed")[:CHUNK]
        )
        if not rows:
            break
        said = [(row, key.open(row.sealed, row.number)) for row in rows]
        found = match_exactly(said, sheet, contract, reader)
        with transaction.atomic():
            held = locked(one)
            _write(found)
            held.done = rows[-1].number
            held.save(update_fields=["done"])
        one.done = held.done
        if pace.over:
            return
    with transaction.atomic():
        advance(locked(one), Stage.COMPARING)


def people_of(sheet: Sheet, contract: Contract) -> Sheet | None:
    """Return the sheet of the people that a sheet's lines name; None where they name none."""
    if is_person(sheet):
        return sheet
    name = person_field(sheet, contract)
    if not name:
        return None
    return next(
        contract.sheets[code] for code in sheet.by_name[name].to if is_person(contract.sheets[code])
    )


def _match_people(one: Import, people: Sheet, contract: Contract, pace: Pace) -> None:
    """One run of the linkage, written in one transaction: a crash leaves nothing half matched."""
    sheet = contract.sheets[one.sheet]
    is_file = sheet.code != people.code
    found = match_people(
        one, people, contract, reader_of(one, pace.today), store.key_of(one), Reading(pace.today)
    )
    with transaction.atomic():
        held = locked(one)
        for some in found:
            _write(_for_files(some) if is_file else some)
        if is_file:
            nobody = [[person_field(sheet, contract), "nobody_found", {}]]
            rows = ImportRow.objects.filter(batch=one, state=RowState.FAULTY, faults=[])
            rows.update(faults=nobody)
        advance(held, Stage.COMPARING)


def _for_files(found: Iterable[Match]) -> list[Match]:
    """A file is about somebody who is there: whoever is not found is told, and never made."""
    return [
        Match(match.row, RowState.FAULTY, None, []) if match.state is RowState.NEW else match
        for match in found
    ]


def _write(found: Sequence[Match]) -> None:
    """Write what was found for many lines by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with cursor.copy("COPY found_rows (id, state, record_id, found) FROM STDIN") as copy:
            for match in found:
                row: tuple[Any, ...] = (
                    match.row,
                    match.state,
                    match.record,
                    json.dumps(match.found),
                )
                copy.write_row(row)
        cursor.execute("ANALYZE found_rows")
        cursor.execute(_UPDATE)
        cursor.execute("DROP TABLE found_rows")


_TABLE: Final = (
    "CREATE TEMPORARY TABLE found_rows (id bigint, state text, record_id bigint, found jsonb)"
    " ON COMMIT DROP"
)
_UPDATE: Final = """
    UPDATE registers_importrow AS row
    SET state = new.state, record_id = new.record_id, found = new.found
    FROM found_rows AS new WHERE row.id = new.id
"""
