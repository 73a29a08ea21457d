"""Dates as people, departments and spreadsheets write them; what is doubtful is told."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gege.kernel.personal.placeholders import is_placeholder

_CHINESE: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PARTS: Final = re.compile(r"([0-9]+)[^0-9]+([0-9]+)(?:[^0-9]+([0-9]+))?[^0-9]*")
_TIME: Final = re.compile(r"[T ]+[0-9]{1,2}[:时点][0-9:.时点分秒Z+]*$|[T ]+(?:上午|下午).*$")
_SIGNS: Final = re.compile(r"[0-9]{1,4}(?:[-./,年月日号 ]+[0-9]{1,4}){1,2}[-./,年月日号 生]*")
_TENS: Final = re.compile(r"([1-9])?十([1-9])?")
_SERIAL_ZERO: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, from 1 March 1900 on."""
_SERIALS: Final = (1_000, 73_050)
"""Serials that are taken for a day: September 1902 to December 2099."""
_LEAST_YEAR, _MOST_YEAR = 1880, 2099
FILLED_IN: Final = date(1900, 1, 1)
"""The date that programs fill in when none was given: taken for none."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as read. `precision` is day, month, year or empty; `day` its first day.

    `others` are further days that the same text may mean. `problem` is empty or one of ``empty``,
    ``placeholder``, ``unreadable``, ``impossible`` (no such day), ``future``, ``lunar``,
    ``two_digit_year``, ``serial`` (a spreadsheet's number) and ``ambiguous``: the last three come
    with a day that a person should look at.
    """

    day: date | None
    precision: str = ""
    others: tuple[date, ...] = ()
    problem: str = ""

    @property
    def certain(self) -> date | None:
        """The day when the text says exactly one."""
        sure = self.precision == "day" and not self.others and self.problem in ("", "serial")
        return self.day if sure else None


def read_date(text: str, *, today: date | None = None) -> WrittenDate:
    """Read a date: 2001-3-5, 2001.03.05, 20010305, 2001年3月5日, 二〇〇一年三月五日, 36955, 01.3.5.

    3/5/2001 may be the third of May as well, so it is ambiguous. Two digits of a year are of this
    century unless that lies in the future of `today`. Calendars of the moon are not converted.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'").upper()
    if not plain:
        return WrittenDate(None, problem="empty")
    if len(plain) == 10 and plain[4] == "-" == plain[7] and plain.isascii():
        plain = plain.replace("-", ".")
    if is_placeholder(plain):
        return WrittenDate(None, problem="placeholder")
    if "农历" in plain or "阴历" in plain or "初" in plain or "腊月" in plain:
        return WrittenDate(None, problem="lunar")
    plain = _TIME.sub("", plain).removesuffix(".0")
    plain = _TENS.sub(_ten, plain.translate(_CHINESE)).strip()
    read = _digits(plain, today) if plain.isascii() and plain.isdigit() else _parts(plain, today)
    if read.day == FILLED_IN and read.precision == "day":
        return WrittenDate(None, problem="placeholder")
    if read.day is not None and today is not None and read.day > today:
        return WrittenDate(read.day, read.precision, (), "future")
    return read


def _ten(match: re.Match[str]) -> str:
    return f"{match[1] or 1}{match[2] or 0}"


def _digits(plain: str, today: date | None) -> WrittenDate:
    if len(plain) == 8:
        return _whole(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    if len(plain) == 6:
        return _six(plain, today)
    if len(plain) == 4 and _is_year(int(plain)):
        return WrittenDate(date(int(plain), 1, 1), "year")
    if len(plain) in (4, 5) and _SERIALS[0] <= int(plain) < _SERIALS[1]:
        day = _SERIAL_ZERO + timedelta(days=int(plain))
        return WrittenDate(day, "day", problem="serial")
    return WrittenDate(None, problem="unreadable")


def _six(plain: str, today: date | None) -> WrittenDate:
    """Six digits: 200103 is a month, 010305 a day of two digits' year; 200110 may be both."""
    year, month = int(plain[:4]), int(plain[4:])
    short = _short(int(plain[:2]), int(plain[2:4]), int(plain[4:]), today)
    if not (_is_year(year) and 1 <= month <= 12):
        return short
    others = () if short.day is None else (short.day, *short.others)
    return WrittenDate(date(year, month, 1), "month", others, "ambiguous" if others else "")


def _parts(plain: str, today: date | None) -> WrittenDate:
    if not _SIGNS.fullmatch(plain) and not re.fullmatch(r"[0-9]{4}年", plain):
        return WrittenDate(None, problem="unreadable")
    match = _PARTS.fullmatch(plain)
    if match is None:
        year = int(plain[:4])
        found = WrittenDate(date(year, 1, 1), "year") if _is_year(year) else None
        return found or WrittenDate(None, problem="unreadable")
    first, second, third = match[1], match[2], match[3]
    if third is None:
        return _month(first, second)
    if len(first) == 4:
        return _whole(int(first), int(second), int(third))
    if len(third) == 4:
        return _year_last(int(third), int(first), int(second))
    if len(first) <= 2 and len(third) <= 2:
        return _short(int(first), int(second), int(third), today)
    return WrittenDate(None, problem="unreadable")


def _month(first: str, second: str) -> WrittenDate:
    year, month = (first, second) if len(first) == 4 else (second, first)
    if len(year) != 4 or not _is_year(int(year)):
        return WrittenDate(None, problem="unreadable")
    if not 1 <= int(month) <= 12:
        return WrittenDate(None, problem="impossible")
    return WrittenDate(date(int(year), int(month), 1), "month")


def _whole(year: int, month: int, day: int) -> WrittenDate:
    if not _is_year(year):
        return WrittenDate(None, problem="unreadable")
    if month == 0 == day:
        return WrittenDate(date(year, 1, 1), "year")
    if day == 0 and 1 <= month <= 12:
        return WrittenDate(date(year, month, 1), "month")
    found = _made(year, month, day)
    return WrittenDate(found, "day") if found else WrittenDate(None, problem="impossible")


def _year_last(year: int, first: int, second: int) -> WrittenDate:
    """3/5/2001: the month may stand first or second."""
    days = [found for found in (_made(year, first, second), _made(year, second, first)) if found]
    if not days or not _is_year(year):
        return WrittenDate(None, problem="impossible")
    others = tuple(dict.fromkeys(day for day in days[1:] if day != days[0]))
    return WrittenDate(days[0], "day", others, "ambiguous" if others else "")


def _short(year: int, month: int, day: int, today: date | None) -> WrittenDate:
    """A year of two digits: this century, the last one when that is still to come."""
    centuries = [found for base in (2000, 1900) if (found := _made(base + year, month, day))]
    past = [found for found in centuries if today is None or found <= today]
    if not past:
        return WrittenDate(None, problem="impossible")
    return WrittenDate(past[0], "day", tuple(past[1:]), "two_digit_year")


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_year(year: int) -> bool:
    return _LEAST_YEAR <= year <= _MOST_YEAR
