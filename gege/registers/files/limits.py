"""How much of a file is read at most."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, except `rows`, `columns` and `cell` (characters).

    `ratio`: a workbook may unpack to that many times its size; repeated text reaches forty.
    """

    size: int = 300 * 1024 * 1024
    unpacked: int = 2 * 1024 * 1024 * 1024
    ratio: int = 120
    parts: int = 2_000
    rows: int = 3_000_000
    columns: int = 300
    cell: int = 32_767
