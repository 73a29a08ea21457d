"""The first sheet of an Excel workbook as CSV, so that one reader reads both."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook

MOST_UNPACKED: Final = 60_000_000
MOST_PARTS: Final = 500
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 50
MARK: Final = b"PK\x03\x04"
"""How a workbook (a ZIP archive) begins."""


def as_csv(data: bytes) -> bytes:
    """Return the cells as CSV in UTF-8, row for row; numbers without a fraction, days as ISO.

    The file is hostile until it is read: it is bounded before it is unpacked. Raises ValueError
    for what is no workbook, or is larger than its bounds.
    """
    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(
            max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True
        )
        cells = [[_text(cell) for cell in row] for row in rows]
    except Exception as error:
        # The reader raises whatever a broken workbook makes it stumble over.
        raise ValueError("not_a_workbook") from error
    if len(cells) > MOST_ROWS:
        raise ValueError("too_many_rows")
    width = max((len(_filled(row)) for row in cells[:1]), default=0)
    out = io.StringIO()
    writer = csv.writer(out)
    for row in cells:
        kept = _filled(row)
        writer.writerow(kept + [""] * (width - len(kept)))
    return out.getvalue().encode()


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ValueError("not_a_workbook") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValueError("not_a_workbook")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # A line break inside a cell would move the numbers of the rows below it.
    return " ".join(str(cell).split())


def _filled(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]
