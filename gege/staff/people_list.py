"""Reading a list of people (CSV or Excel): each row a person with a first post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from django.utils import timezone, translation

from gege.staff.errors import Refusal
from gege.staff.rules.logins import normalised
from gege.staff.rules.roles import POST_ROLES
from gege.staff.rules.workbooks import MARK, as_csv
from gege.staff.words import ROLE_NAMES
from gege.territory.api import Line, SourceFile, explain, read_sheet

MOST_PEOPLE: Final = 500
"""In one file: each gets a password, and making one costs time."""
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "login": ("login", "login_name", "log-in name", "登录名", "账号"),
    "name": ("name", "姓名"),
    "phone": ("phone", "telephone", "电话", "手机", "联系电话"),
    "role": ("role", "岗位", "角色"),
    "unit": ("unit", "unit_code", "单位代码", "单位编码"),
    "from": ("from", "valid_from", "任职日期", "起始日期"),
}
"""Our own names of the columns, and the headings that mean them."""
_NEEDED: Final = ("login", "name", "role", "unit")
_NAME, _PHONE = 40, 20


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One row: who, with which post, from which day."""

    where: str
    login_name: str
    display_name: str
    phone: str
    role: str
    unit_code: str
    valid_from: date


def read_people(file: SourceFile, *, now: datetime) -> tuple[list[Newcomer], list[str]]:
    """Return the rows that can be read, and what is wrong with the others, row by row.

    The sentences are in the language in force. Whether units, roles and days fit together is
    asked of the deeds, see `plan_people`.
    """
    if file.data.startswith(MARK):
        try:
            file = SourceFile(file.name, as_csv(file.data))
        except ValueError:
            return [], [f"{file.name}: {Refusal('not_a_workbook').text}"]
    lines, problems = read_sheet(file, COLUMNS, _NEEDED)
    if problems:
        return [], [explain(one) for one in problems]
    if len(lines) > MOST_PEOPLE:
        return [], [f"{file.name}: {Refusal('too_many_people', most=MOST_PEOPLE).text}"]
    found: list[Newcomer] = []
    said: list[str] = []
    first: dict[str, str] = {}
    for line in lines:
        try:
            one = _newcomer(line, now)
            earlier = first.setdefault(one.login_name, line.where)
            if earlier != line.where:
                raise Refusal("login_name_twice", first=earlier)
        except Refusal as refusal:
            said.append(f"{line.where}: {refusal.text}")
        else:
            found.append(one)
    return found, said


def _newcomer(line: Line, now: datetime) -> Newcomer:
    given = line.values
    name, phone = given["name"], given.get("phone", "")
    if len(name) > _NAME or not name.isprintable():
        raise Refusal("name_form", most=_NAME)
    if len(phone) > _PHONE or not phone.isprintable():
        raise Refusal("phone_form", most=_PHONE)
    role = _roles().get(given["role"].lower())
    if role is None:
        raise Refusal("unknown_role")
    return Newcomer(
        line.where,
        normalised(given["login"]),
        name,
        phone,
        role,
        given["unit"],
        _day(given.get("from", ""), now),
    )


def _day(text: str, now: datetime) -> date:
    if not text:
        return timezone.localdate(now)
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise Refusal("day_form") from None


@cache
def _roles() -> Mapping[str, str]:
    """Return every role by its code and by its name in both languages."""
    found = {str(role): str(role) for role in POST_ROLES}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {str(ROLE_NAMES[role]).lower(): str(role) for role in POST_ROLES}
    return found
