"""Why two records may be one person, in words for the clerk who decides."""

from dataclasses import dataclass
from enum import StrEnum

from gege.kernel.addresses import Address, compare_addresses, read_address
from gege.kernel.likeness import (
    NumberLikeness,
    Sentence,
    compare_citizen_numbers,
    compare_dates,
    compare_names,
    compare_phones,
    compare_sexes,
    sentence_of,
)
from gege.kernel.personal.citizen_numbers import CellState, CitizenCell, read_citizen_cell
from gege.kernel.personal.names import NameKeys, name_keys
from gege.kernel.personal.phones import Phone, phones_in
from gege.kernel.personal.written_dates import WrittenDate, read_date
from gege.registers.linkage.normalising import code_of, sex_of
from gege.registers.linkage.records import Cells, Reading


@dataclass(frozen=True, slots=True)
class Reason:
    """What was seen on one thing. `one` and `other` are the values as read, if they may be shown.

    `about` is name, number, birth, phone, address or sex: the columns of `Linked.pairs`.
    """

    about: str
    level: StrEnum
    one: str
    other: str

    @property
    def sentence(self) -> Sentence:
        """The message in both languages, with {one} and {other} still to be filled in."""
        return sentence_of(self.level)


@dataclass(frozen=True, slots=True)
class _Read:
    name: NameKeys
    number: CitizenCell
    born: WrittenDate
    phones: tuple[Phone, ...]
    address: Address
    sex: str


def reasons(one: Cells, other: Cells, reading: Reading) -> tuple[Reason, ...]:
    """Compare two records as they were written, thing by thing; what neither says is left out."""
    ours, theirs = _read(one, reading), _read(other, reading)
    numbers = compare_citizen_numbers(ours.number, theirs.number)
    by_month = "month" in (ours.born.precision, theirs.born.precision)
    born = compare_dates(ours.born.day, theirs.born.day, to_month=by_month)
    found = (
        Reason("name", compare_names(ours.name, theirs.name), ours.name.shown, theirs.name.shown),
        Reason("number", numbers, _number(ours, numbers, one), _number(theirs, numbers, other)),
        Reason("birth", born, _day(ours.born), _day(theirs.born)),
        Reason("phone", compare_phones(ours.phones, theirs.phones), *_phones(ours, theirs)),
        Reason(
            "address",
            compare_addresses(ours.address, theirs.address),
            ours.address.canonical,
            theirs.address.canonical,
        ),
        Reason("sex", compare_sexes(ours.sex, theirs.sex), ours.sex, theirs.sex),
    )
    return tuple(reason for reason in found if reason.one or reason.other)


def _read(cells: Cells, reading: Reading) -> _Read:
    number = _number_in(cells.number, reading)
    born = read_date(cells.born_on, today=reading.today)
    if born.day is None and number.usable and number.born_on is not None:
        born = WrittenDate(number.born_on, "day")
    return _Read(
        name_keys(cells.name),
        number,
        born,
        phones_in(cells.phone, area_code=reading.area_code),
        read_address(cells.address),
        sex_of(cells.sex) or "",
    )


def _number_in(text: str, reading: Reading) -> CitizenCell:
    if not reading.codes:
        return read_citizen_cell(text, today=reading.today)
    code = code_of(text)
    return CitizenCell(CellState.WARNED, code) if code else CitizenCell(CellState.EMPTY, "")


def _number(read: _Read, level: NumberLikeness, cells: Cells) -> str:
    """The number, as it stood in the file where that is what the sentence is about."""
    return cells.number.strip() if level is NumberLikeness.CONVERTED else read.number.number


def _day(read: WrittenDate) -> str:
    if read.day is None:
        return ""
    form = {"year": "%Y", "month": "%Y-%m"}.get(read.precision, "%Y-%m-%d")
    return read.day.strftime(form)


def _phones(ours: _Read, theirs: _Read) -> tuple[str, str]:
    """The numbers that both have, else all of each."""
    common = [phone for phone in ours.phones if phone in theirs.phones]
    return _joined(common or ours.phones), _joined(common or theirs.phones)


def _joined(phones: tuple[Phone, ...] | list[Phone]) -> str:
    return "、".join(phone.number for phone in phones)
