"""An office's table of questions (XLSForm) made into an XForm by pyxform.

The file is hostile until pyxform has read it: its size is bounded before it is unpacked, macros
are never looked at, nothing is fetched and no other program is started.
"""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import convert

from gege.fieldwork.rules.form_faults import fault_of
from gege.fieldwork.rules.xml_reading import FormFault

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 30 * 1024 * 1024
MOST_PARTS: Final = 300
MOST_ROWS: Final = 20_000
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SHEETS: Final = ("survey", "choices", "settings", "external_choices", "entities")


@dataclasses.dataclass(frozen=True, slots=True)
class Converted:
    """A form as pyxform made it: XML, remarks in pyxform's English, and a list beside the form."""

    xml: str
    remarks: tuple[str, ...]
    itemsets: str = ""


def is_xml(data: bytes) -> bool:
    """Tell whether a file begins like XML."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_xlsform(data: bytes, *, now: datetime) -> Converted:
    """Make an XForm of a table of questions; raises FormFault with sheet and row of a fault.

    A form without a version gets the moment as its version: each upload is a version of its own.
    """
    if len(data) > MOST_BYTES:
        raise FormFault("sheet_too_large", most=MOST_BYTES // (1024 * 1024))
    kind, content = _opened(data)
    try:
        book = get_xlsform(xlsform=content, file_type=kind)
    except RecursionError:
        raise FormFault("xml_too_deep") from None
    except PyXFormError as error:
        raise fault_of(str(error), None, unread="sheet_unreadable") from error
    except Exception as error:
        # Readers of old office files raise whatever a broken one makes them stumble over.
        raise FormFault("sheet_unreadable") from error
    sheets = _settled(book, now)
    remarks: list[str] = []
    try:
        made = convert(sheets, warnings=remarks, validate=False)
    except RecursionError:
        raise FormFault("xml_too_deep") from None
    except PyXFormError as error:
        raise fault_of(str(error), sheets) from error
    except Exception as error:
        raise FormFault(
            "sheet_not_foreseen", said=f"{type(error).__name__}: {error}"[:200]
        ) from error
    return Converted(made.xform, tuple(remarks[:20]), made.itemsets or "")


def _opened(data: bytes) -> tuple[str, bytes]:
    """Return what kind of file it is by its content, and the bytes to read."""
    if data.startswith(_ZIP):
        _refuse_bombs(data)
        return ".xlsx", data
    if data.startswith(_OLD):
        return ".xls", data
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and "," in text:
            return ".csv", text.encode()
    raise FormFault("sheet_unreadable")


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FormFault("sheet_unreadable") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FormFault("sheet_unpacks_too_large", most=MOST_UNPACKED // (1024 * 1024))


def _settled(book: DefinitionData, now: datetime) -> dict[str, Any]:
    """Return the sheets with the form's name looked at and a version put in where there is none."""
    sheets: dict[str, Any] = {
        field.name: getattr(book, field.name) for field in dataclasses.fields(book)
    }
    for name in _SHEETS:
        if len(sheets.get(name) or ()) > MOST_ROWS:
            raise FormFault("sheet_too_long", sheet=name, most=MOST_ROWS)
    settings: list[Mapping[str, str]] = list(sheets.get("settings") or [])
    first = dict(settings[0]) if settings else {}
    said = {_plain(key): value for key, value in first.items()}
    if sheets.get("survey") is not None and not (said.get("form_id") or said.get("id_string")):
        raise FormFault("sheet_without_form_id")
    if not said.get("version"):
        first["version"] = now.strftime("%Y%m%d%H%M%S")
        sheets["settings"] = [first]
        sheets["settings_header"] = [dict.fromkeys(first)]
    return sheets


def _plain(heading: object) -> str:
    return str(heading).strip().lower().replace(" ", "_")
