"""What departments know about the same people: files with controlled errors, and the truth."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from gege.simulate.population import errors as slips
from gege.simulate.population.records import Dwelling, Household, Person


@dataclass(frozen=True, slots=True)
class Errors:
    """How often something is wrong with a row, as shares of one.

    `absent`: people whom the file does not have; `duplicates`: rows that stand twice with other
    slips. `born_on` False leaves the column out, as files of some departments do.
    """

    absent: float = 0.0
    duplicates: float = 0.0
    number_missing: float = 0.0
    number_placeholder: float = 0.0
    number_slip: float = 0.0
    number_transposed: float = 0.0
    number_15: float = 0.0
    number_full_width: float = 0.0
    name_homophone: float = 0.0
    name_variant: float = 0.0
    name_spaced: float = 0.0
    phone_changed: float = 0.0
    phone_missing: float = 0.0
    phone_respelled: float = 0.0
    address_respelled: float = 0.0
    address_stale: float = 0.0
    date_respelled: float = 0.0
    date_slip: float = 0.0
    born_on: bool = True


CLEAN: Final = Errors()
LIGHT: Final = Errors(
    absent=0.05,
    duplicates=0.002,
    number_missing=0.03,
    number_slip=0.003,
    number_15=0.002,
    name_homophone=0.003,
    name_spaced=0.01,
    phone_changed=0.08,
    phone_missing=0.05,
    address_respelled=0.2,
    address_stale=0.05,
)
"""A file that is kept with care."""
PLAIN: Final = Errors(
    absent=0.1,
    duplicates=0.01,
    number_missing=0.12,
    number_placeholder=0.03,
    number_slip=0.015,
    number_transposed=0.005,
    number_15=0.01,
    number_full_width=0.01,
    name_homophone=0.012,
    name_variant=0.008,
    name_spaced=0.02,
    phone_changed=0.2,
    phone_missing=0.1,
    phone_respelled=0.3,
    address_respelled=0.5,
    address_stale=0.15,
    date_respelled=1.0,
    date_slip=0.003,
)
"""Shares as in files of a county's departments, by the measured anchors of the linkage."""
HARD: Final = Errors(
    absent=0.1,
    duplicates=0.02,
    number_missing=0.15,
    number_placeholder=0.05,
    number_slip=0.03,
    number_transposed=0.01,
    number_15=0.03,
    number_full_width=0.02,
    name_homophone=0.04,
    name_variant=0.03,
    name_spaced=0.03,
    phone_changed=0.3,
    phone_missing=0.2,
    phone_respelled=0.4,
    address_respelled=0.7,
    address_stale=0.2,
    born_on=False,
)


class Row(NamedTuple):
    """A row as a department wrote it; `serial` is the truth: whom it means."""

    serial: int
    name: str
    sex: str
    number: str
    born_on: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a department's file looks: headings by fields of `Row`, encoding, words for the sexes."""

    name: str
    columns: tuple[tuple[str, str], ...]
    encoding: str = "utf-8-sig"
    sexes: tuple[str, str] = ("男", "女")


LAYOUTS: Final = {
    "household_registration": Layout(
        "户籍人口",
        (
            ("姓名", "name"),
            ("性别", "sex"),
            ("公民身份号码", "number"),
            ("出生日期", "born_on"),
            ("户籍地址", "address"),
            ("联系电话", "phone"),
        ),
    ),
    "assistance": Layout(
        "民政救助",
        (
            ("申请人姓名", "name"),
            ("身份证号", "number"),
            ("家庭住址", "address"),
            ("手机号码", "phone"),
        ),
        encoding="gb18030",
    ),
    "social_security": Layout(
        "社会保障",
        (
            ("证件号码", "number"),
            ("参保人", "name"),
            ("性别代码", "sex"),
            ("出生年月日", "born_on"),
            ("联系方式", "phone"),
        ),
        encoding="gb18030",
        sexes=("1", "2"),
    ),
    "health": Layout(
        "健康档案",
        (
            ("姓名", "name"),
            ("性别", "sex"),
            ("出生日期", "born_on"),
            ("身份证号码", "number"),
            ("现住址", "address"),
            ("本人电话", "phone"),
        ),
    ),
}
_LEFT: Final = 500
_FILLERS: Final = ("无", "不详", "000000000000000000", "111111111111111111", "暂无", "-")


def department_rows(
    households: Iterable[Household], seed: int, errors: Errors = PLAIN
) -> Iterator[Row]:
    """Yield a department's rows about households in their order; the same seed, the same errors."""
    chance = Random(seed)  # noqa: S311
    left: list[Dwelling] = []
    for household in households:
        stale = left[int(chance.random() * len(left))] if left else household.dwelling
        # Some dwellings are kept as those that somebody has moved from since.
        if len(left) < _LEFT:
            left.append(household.dwelling)
        elif chance.random() < 0.2:
            left[int(chance.random() * _LEFT)] = household.dwelling
        moved = chance.random() < errors.address_stale
        for person in household.members:
            if chance.random() < errors.absent:
                continue
            home = stale if moved else household.dwelling
            yield _row(chance, person, home, errors)
            if chance.random() < errors.duplicates:
                yield _row(chance, person, home, errors)


def write_rows(rows: Iterable[Row], path: Path, layout: Layout) -> int:
    """Write rows as a file of a department; return how many. The truth is not in the file."""
    fields = [field for _heading, field in layout.columns]
    places = [Row._fields.index(field) for field in fields]
    with path.open("w", encoding=layout.encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heading for heading, _field in layout.columns])
        many = 0
        for row in rows:
            sexed = row._replace(sex=layout.sexes[int(row.sex) - 1])
            writer.writerow([sexed[place] for place in places])
            many += 1
    return many


def _row(chance: Random, person: Person, home: Dwelling, errors: Errors) -> Row:
    return Row(
        person.serial,
        _name(chance, person.name, errors),
        person.sex,
        _number(chance, person, errors),
        _born_on(chance, person.born_on, errors),
        _phone(chance, person.phone, errors),
        slips.address_spelling(chance, home)
        if chance.random() < errors.address_respelled
        else home.address,
    )


def _name(chance: Random, name: str, errors: Errors) -> str:
    luck = chance.random()
    if luck < errors.name_homophone:
        return slips.homophone(chance, name)
    luck -= errors.name_homophone
    if luck < errors.name_variant:
        return slips.variant(chance, name)
    luck -= errors.name_variant
    return " ".join(name) if luck < errors.name_spaced else name


def _number(chance: Random, person: Person, errors: Errors) -> str:
    number, luck = person.number, chance.random()
    wrongs: tuple[tuple[float, Callable[[], str]], ...] = (
        (errors.number_missing, str),
        (errors.number_placeholder, lambda: chance.choice(_FILLERS)),
        (errors.number_slip, lambda: slips.digit_slip(chance, number)),
        (errors.number_transposed, lambda: slips.transposed(chance, number)),
        (errors.number_15, lambda: _fifteen(number)),
        (errors.number_full_width, lambda: slips.full_width(number)),
    )
    for share, wrong in wrongs:
        if luck < share:
            return wrong()
        luck -= share
    return number


def _fifteen(number: str) -> str:
    """The old number of those who were born in the nineteen-hundreds."""
    return number[:6] + number[8:17] if number[6:8] == "19" else number


def _born_on(chance: Random, day: date, errors: Errors) -> str:
    if not errors.born_on:
        return ""
    if chance.random() < errors.date_slip:
        day += timedelta(days=chance.choice((-365, -30, -10, -1, 1, 10, 30, 365)))
    if chance.random() < errors.date_respelled:
        return slips.date_spelling(chance, day)
    return day.isoformat()


def _phone(chance: Random, phone: str, errors: Errors) -> str:
    luck = chance.random()
    if luck < errors.phone_missing or not phone:
        return ""
    if luck < errors.phone_missing + errors.phone_changed:
        phone = f"{10_000_000_000 + int(chance.random() * 100_000_000)}"
    return (
        slips.phone_spelling(chance, phone) if chance.random() < errors.phone_respelled else phone
    )
