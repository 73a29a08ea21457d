"""Records as they come, and as they are compared: one column for each thing that is looked at."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

import pyarrow as pa

from gege.registers.linkage.text_columns import CODED


class Cells(NamedTuple):
    """What a file or a register says about a person, as written. `ref` is the caller's own key."""

    ref: str
    name: str = ""
    sex: str = ""
    number: str = ""
    born_on: str = ""
    phone: str = ""
    address: str = ""


SCHEMA: Final = pa.schema(
    [
        ("ref", pa.string()),
        ("name", CODED),  # cleaned, without dots and spaces
        ("variant", CODED),  # written with standard characters
        ("pinyin", CODED),
        ("loose", CODED),
        ("s1", CODED),  # the first four syllables, null where there are fewer
        ("s2", CODED),
        ("s3", CODED),
        ("s4", CODED),
        ("letters", CODED),  # the characters in order: a name and its swap are equal
        ("number", pa.string()),  # 18 characters, sound or not; never a placeholder
        ("is_sound", pa.bool_()),  # the number passed every check: it may link
        ("is_possible", pa.bool_()),  # sound, or only its check digit is wrong
        ("is_converted", pa.bool_()),  # it came with 15 digits
        ("birth", CODED),  # YYYYMMDD, or YYYYMM where only the month is known
        ("is_birth_written", pa.bool_()),  # a column said it; else it was read from the number
        ("sex", CODED),  # 1, 2 or null
        ("phone", pa.string()),
        ("phone2", CODED),
        ("plot", CODED),  # road and number, or village and group
        ("estate", CODED),
        ("building", CODED),
        ("unit", CODED),
        ("room", CODED),
    ]
)
"""The columns of a normalised table. Unknown is null, never an empty text.

A coded column holds places in the list of its values, each of which stands there once.
"""


def columns_of(cells: Iterable[Cells]) -> dict[str, list[str]]:
    """Return rows as columns by their names."""
    columns = list(zip(*cells, strict=True))
    if not columns:
        return {name: [] for name in Cells._fields}
    return {name: list(column) for name, column in zip(Cells._fields, columns, strict=True)}


class Reading(NamedTuple):
    """What reading depends on besides the cells: the day, and the area code of landlines.

    `codes`: the numbers are no citizen numbers but codes of another kind, without a check digit.
    They are compared, and none links anybody by itself.
    """

    today: date
    area_code: str = ""
    codes: bool = False
