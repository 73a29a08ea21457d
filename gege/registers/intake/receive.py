"""Receiving a file: it is opened with care, kept sealed, profiled, and never computed."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import connection, transaction

from gege.kernel.county_day import LOCAL, local_date
from gege.kernel.ids import new_uid
from gege.kernel.typed_text import cleaned
from gege.registers.actions.entering import check_live, sheet_of
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, NotFound, Refused
from gege.registers.files import FileError, Limits, Opened, Profile, open_file, profile
from gege.registers.intake import store
from gege.registers.intake.reach import check_importer, unit_actor, written
from gege.registers.intake.telling import tell_ready
from gege.registers.models import ColumnMap, Import
from gege.registers.rules.declaration import Contract, Sheet, Side
from gege.registers.rules.intake.mapping import (
    ColumnMapping,
    guessed,
    mapping_of,
    problems_of,
    signature_of,
)
from gege.registers.rules.intake.stages import Stage
from gege.registers.rules.intake.targets import targets_of
from gege.staff.api import Actor
from gege.territory.api import Editions, UnitFacts, load_atlas
from gege.trail.api import record as write

LIMITS: Final = Limits(size=200 * 1024 * 1024, columns=200)
ENDINGS: Final = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".dat", ".prn", ".zip")
_STREAM_BLOCK: Final = 1 << 20


class FileRefused(Refused):
    """A file that cannot be read; `fault` has the words of `files.faults`."""

    def __init__(self, fault: FileError) -> None:
        self.fault = fault
        super().__init__("file_refused")


def stream_of(one: Import) -> str:
    """Return the stream of the ledger that tells of an import."""
    return f"register_import:{one.uid}"


def receive_file(
    stream: BinaryIO,
    *,
    filename: str,
    sheet: str,
    source: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    label: str = "",
    tab: str = "",
    although_there: bool = False,
) -> Import:
    """Take a file in for a sheet and return its import; the caller may close the stream then.

    `source` is the code of the department that gave it, empty for the unit's own; a department's
    officer names the own department or nothing. The platform itself (`SYSTEM`, for an exchange
    that was agreed on) receives for the department that `source` names. `tab` is the sheet of a
    workbook that a person chose. Where the unit read the same headings of the same source before,
    the import goes on by itself; `work` does that.

    Of the file's name the ending alone is kept: people write names of people into it.

    Raises NotFound, Invalid (`source`, `label`), Refused (`not_an_importer`,
    `reads_only`, `not_live`), FileRefused, and Refused("same_file", uid=…) when the unit took in
    the same file for the same sheet and did not drop or undo it, unless `although_there`.
    """
    contract, today = current_contract(editions), local_date(now)
    kind = sheet_of(contract, sheet)
    side, unit, given = _whose(kind, source, by, contract, now)
    check_live(contract, kind)
    note, uid = _words("label", label, 80), new_uid()
    with store.apart() as folder:
        path = _written_down(stream, folder)
        try:
            opened = open_file(path, sheet=tab, limits=LIMITS)
            seen = profile(opened, today=today)
            if not seen.rows:
                raise FileError("empty")
        except FileError as fault:
            raise FileRefused(fault) from None
        key, secret = store.new_key(uid)
        one = Import(
            uid=uid,
            secret=secret,
            sheet=kind.code,
            source=given,
            side=side,
            unit_id=unit.id,
            area_code=by.area_code or unit.area_code,
            label=note,
            filename=_plain_name(filename, kind.code, now),
            size=path.stat().st_size,
            tab=opened.sheet.title[:80] if opened.sheet else "",
            **_seen(opened, seen),
            received_at=now,
            received_by=written(by if not by.is_system else _for_unit(unit, side)),
        )
        _enter(one, kind, contract, seen, path, key, although_there=although_there, by=by, now=now)
    return one


def _whose(
    sheet: Sheet, source: str, by: Actor, contract: Contract, now: datetime
) -> tuple[Side, UnitFacts, str]:
    """Return the side a file speaks for, the unit whose import it is, and the source."""
    today, atlas = local_date(now), load_atlas()
    given = source.strip()
    known = atlas.unit_by_code(given, today) if given else None
    if given and (known is None or known.kind != "department" or len(given) > 40):
        raise Invalid("source", "unknown_choice")
    if by.is_system:
        if known is None:
            raise Invalid("source", "unknown_choice")
        officer = _for_unit(known, Side.DEPARTMENT)
        return check_importer(officer, sheet, contract, today), known, given
    side = check_importer(by, sheet, contract, today)
    unit = atlas.unit(by.unit_id) if by.unit_id is not None else None
    if unit is None:
        raise NotFound
    if side is Side.DEPARTMENT and given not in ("", unit.code):
        raise Invalid("source", "not_your_source")
    return side, unit, unit.code if side is Side.DEPARTMENT else given


def _for_unit(unit: UnitFacts, side: Side) -> Actor:
    """Return a unit as whoever received for it: the platform did, and no person."""
    blank = Import(unit_id=unit.id, side=side, area_code=unit.area_code)
    return unit_actor(blank)


def _words(field: str, text: str, most: int) -> str:
    plain = cleaned(text, lines=False)
    if len(plain) > most:
        raise Invalid(field, "too_long", most=most)
    return plain


def _plain_name(filename: str, sheet: str, now: datetime) -> str:
    """Return what a file is called here: its sheet, its moment and the ending that it had."""
    ending = Path(filename.replace("\\", "/")).suffix.lower()
    return f"{sheet}-{now.astimezone(LOCAL):%Y%m%d-%H%M}{ending if ending in ENDINGS else ''}"


def _written_down(stream: BinaryIO, folder: Path) -> Path:
    """Copy a stream, no more than is taken at all, and return where it lies.

    The name is ours; readers of workbooks want its ending, which the first bytes decide.
    """
    block, taken = stream.read(_STREAM_BLOCK), 0
    path = folder / ("file.xlsx" if block.startswith(b"PK") else "file")
    path.touch(mode=0o600)
    with path.open("wb") as file:
        while block:
            taken += len(block)
            if taken > LIMITS.size:
                fault = FileError("too_large", most=LIMITS.size // (1024 * 1024))
                raise FileRefused(fault)
            file.write(block)
            block = stream.read(_STREAM_BLOCK)
    return path


def _seen(opened: Opened, seen: Profile) -> dict[str, Any]:
    return {
        "digest": opened.sha256,
        "kind": opened.kind,
        "encoding": opened.encoding.name if opened.encoding else "",
        "header": list(opened.header),
        "signature": signature_of(opened.header),
        "rows": seen.rows,
        "profile": {
            "rows": seen.rows,
            "too_wide": seen.too_wide,
            "formulas": opened.has_formulas,
            "tabs": list(opened.sheets)[:50],
            "header_line": opened.header_line,
            "sure": opened.encoding.evidence if opened.encoding else "",
            "columns": [asdict(one) for one in seen.columns],
        },
    }


def _enter(
    one: Import,
    sheet: Sheet,
    contract: Contract,
    seen: Profile,
    path: Path,
    key: store.FileKey,
    *,
    although_there: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Write the import and its line, and keep the file; one of them alone never stays."""
    targets = targets_of(sheet, contract, Side(one.side))
    kept = _remembered(one, contract)
    good = kept is not None and not problems_of(kept, targets, len(one.header), contract)
    meanings = [str(column.meaning) for column in seen.columns]
    mapping = kept if good and kept else guessed(one.header, meanings, targets, sheet, contract)
    one.mapping = mapping.as_json()
    one.state = Stage.CHECKING if good else Stage.MAPPING
    one.checked_on = local_date(now) if good else None
    try:
        with transaction.atomic():
            if not although_there:
                _refuse_the_same(one)
            store.keep(one.uid, path, key)
            one.save()
            if one.state == Stage.MAPPING and by.is_system:
                tell_ready(one, now, done=False)
            write(
                stream=stream_of(one),
                deed="receive_file",
                by=by.signature(),
                now=now,
                after={"sheet": one.sheet, "source": one.source, "state": one.state},
                more={"file": one.digest, "size": one.size, "rows": one.rows},
            )
    except BaseException:
        store.forget(one.uid)
        raise


def _refuse_the_same(one: Import) -> None:
    with connection.cursor() as cursor:
        # Two tabs with one file at the same moment: the second waits and sees the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{one.digest}"])
    same = Import.objects.filter(
        digest=one.digest, sheet=one.sheet, unit_id=one.unit_id, tab=one.tab
    ).exclude(state__in=(Stage.DROPPED, Stage.UNDONE))
    found = same.order_by("-pk").values_list("uid", flat=True).first()
    if found is not None:
        raise Refused("same_file", uid=str(found))


def _remembered(one: Import, contract: Contract) -> ColumnMapping | None:
    found = ColumnMap.objects.filter(
        unit_id=one.unit_id, source=one.source, sheet=one.sheet, signature=one.signature
    ).first()
    return mapping_of(found.mapping) if found else None
