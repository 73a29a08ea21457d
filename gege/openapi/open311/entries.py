"""What a client posts, read whole: every fault is named, not only the first."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gege.fieldwork.api import point_by_code
from gege.kernel.coordinates import Point
from gege.kernel.typed_text import cleaned
from gege.matters.api import Report, Who, words
from gege.openapi.open311.answers import Problem
from gege.openapi.open311.asking import Asked
from gege.openapi.open311.kinds import ATTRIBUTES
from gege.openapi.open311.reading import read_moment

_ATTRIBUTE: Final = re.compile(r"attribute\[([^\]]*)\](\[\])?")
LONGEST_DESCRIPTION: Final = 4000
OWN_DESCRIPTION: Final = 2000
LONGEST_LINK: Final = 500
LONGEST_CONTACT: Final = 60
_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Posted:
    """A report, and what the standard lets a client say besides."""

    report: Report
    whole: str
    address_id: str
    media_url: str
    account_id: str | None


class _Reading:
    """The entries of one post, with what is wrong with them."""

    def __init__(self, given: dict[str, str]) -> None:
        self.given = given
        self.wrong: list[str] = []

    def text(self, name: str, most: int, *, lines: bool = False) -> str:
        value = cleaned(self.given.get(name, ""), lines=lines)
        if len(value) > most:
            said = _("%(name)s may have %(most)s characters at most.")
            self.wrong.append(said % {"name": name, "most": most})
            return ""
        return value

    def number(self, name: str, bound: int) -> float | None:
        text = self.given.get(name, "").strip()
        if not text:
            return None
        try:
            value = float(text) if len(text) <= 30 else float("nan")
        except ValueError:
            value = float("nan")
        if not -bound <= value <= bound:
            said = _("%(name)s must be a number of degrees (WGS-84).")
            self.wrong.append(said % {"name": name})
            return None
        return value


def posted(given: dict[str, str], asked: Asked) -> Posted:
    """Read a post; raises Problem(400) with everything that is wrong."""
    one = _Reading(given)
    kind = _kind(one, asked)
    point = _point(one)
    address = one.text("address_string", 200)
    address_id = one.text("address_id", 40)
    if not (point or address or address_id or one.wrong):
        one.wrong.append(_("A place is needed: lat and long, or address_string, or address_id."))
    grid, point, address = _placed(one, asked, address_id, point, address)
    description = one.text("description", LONGEST_DESCRIPTION, lines=True)
    told = _attributes(one)
    who = _who(one)
    media_url = _link(one)
    account_id = one.text("account_id", 100) or None
    title = told.get("title") or _title(description) or kind
    if one.wrong:
        raise Problem(400, *one.wrong)
    report = Report(
        title=title,
        kind=given["service_code"].strip(),
        description=description[:OWN_DESCRIPTION],
        grid_code=grid,
        point=point,
        address=address,
        channel=words.Channel.PLATFORM,
        intent=told.get("intent", ""),
        severity=told.get("severity", ""),
        happened_at=_happened(told),
        who=who,
    )
    whole = description if len(description) > OWN_DESCRIPTION else ""
    return Posted(report, whole, address_id, media_url, account_id)


def _kind(one: _Reading, asked: Asked) -> str:
    """Return the name of the service; a code that is none is a resource that does not exist."""
    code = one.given.get("service_code", "").strip()
    if not code:
        one.wrong.append(_("service_code was not provided."))
        return ""
    book = asked.where.book
    if not book.has(code) or book.kind(code).retired:
        said = _("service_code %(value)s was not found.")
        raise Problem(404, said % {"value": code[:20]})
    return book.kind(code).name(asked.language)


def _point(one: _Reading) -> Point | None:
    lat, lng = one.number("lat", 90), one.number("long", 180)
    if (lat is None) != (lng is None) and not one.wrong:
        one.wrong.append(_("lat and long belong together."))
    return Point(lng, lat) if lat is not None and lng is not None else None


def _placed(
    one: _Reading, asked: Asked, address_id: str, point: Point | None, address: str
) -> tuple[str, Point | None, str]:
    """Return grid, position and address; a grid's code or a check-in point's code may name them."""
    if not address_id:
        return "", point, address
    today = asked.today
    area = asked.where.atlas.area(address_id, today)
    if area is not None and len(area.code) == 15:
        return area.code, point, address
    spot = point_by_code(address_id, on=today)
    if spot is None:
        one.wrong.append(_("address_id is neither the code of a grid nor of a point."))
        return "", point, address
    its_own = Point(spot.lng, spot.lat) if spot.lng is not None and spot.lat is not None else None
    return spot.area_code, point or its_own, address or spot.address or spot.name


def _attributes(one: _Reading) -> dict[str, str]:
    """Return the attributes of the service definition; an unknown one is named, never lost."""
    known = {code for code, *_rest in ATTRIBUTES}
    found: dict[str, str] = {}
    for name in one.given:
        match = _ATTRIBUTE.fullmatch(name)
        if match is None:
            continue
        code = match.group(1)
        if code not in known:
            said = _("attribute[%(name)s] is not in the service definition.")
            one.wrong.append(said % {"name": code[:40]})
            continue
        found[code] = one.text(name, 120)
    if found.get("title") and len(found["title"]) < 2:
        one.wrong.append(_("attribute[title] is too short."))
    for code, vocabulary in (("severity", words.Severity), ("intent", words.Intent)):
        if found.get(code) and found[code] not in set(vocabulary):
            one.wrong.append(_("attribute[%(name)s] is not one of its values.") % {"name": code})
    if found.get("happened_at") and read_moment(found["happened_at"]) is None:
        one.wrong.append(_("attribute[happened_at] must be a time in ISO 8601 with its offset."))
    return found


def _happened(told: dict[str, str]) -> datetime | None:
    return read_moment(told["happened_at"]) if told.get("happened_at") else None


def _who(one: _Reading) -> Who:
    """Return the person, if they gave a name or a way to reach them: nobody has to."""
    first, last = one.text("first_name", 60), one.text("last_name", 60)
    phone = one.text("phone", 30)
    mail = one.text("email", LONGEST_CONTACT)
    if mail and "@" not in mail:
        one.wrong.append(_("email is not an address."))
    # Han names stand together, the family's name first.
    han = bool(first + last) and not (first + last).isascii()
    name = f"{last}{first}" if han else f"{first} {last}".strip()
    contact = f"{name} {mail}".strip()
    if len(contact) > LONGEST_CONTACT:
        said = _("Name and email together may have %(most)s characters at most.")
        one.wrong.append(said % {"most": LONGEST_CONTACT})
    known = bool(contact or phone)
    return Who(anonymous=not known, name=contact, phone=phone, wants_callback=bool(phone))


def _link(one: _Reading) -> str:
    """Return a link as words: nothing is ever fetched from it."""
    link = one.text("media_url", LONGEST_LINK)
    if link and not link.lower().startswith(("http://", "https://")):
        one.wrong.append(_("media_url must be an address that begins with http:// or https://."))
    return link


def _title(description: str) -> str:
    line = description.partition("\n")[0].strip()
    if len(line) < 2:
        return ""
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"
