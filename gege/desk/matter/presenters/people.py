"""Who reported, as far as the reader may know; and the words that were added."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gege.desk.matter.presenters.reading import Reading, named
from gege.kernel.masks import masked_name, masked_phone
from gege.matters.api import Matter, MatterPage, Move, Remark, Reporting, may_know, names
from gege.staff.api import Actor


@dataclass(frozen=True, slots=True)
class Reporter:
    """One reporter as shown. `answer` is what the callback found, in words; `kept` says that only
    the hotline may know and call them."""

    id: int
    name: str
    phone: str
    channel: str
    at: datetime
    anonymous: bool
    hidden: bool
    waits: bool
    by_text: bool
    answer: str
    tries: int
    said: str
    confidential: bool
    kept: bool


def reporters(reading: Reading, *, revealed: bool = False) -> list[Reporter]:
    """Return everybody who waits for this matter; names open only where they were `revealed`."""
    far = from_elsewhere(reading.page)
    return [
        _reporter(reading, row, index, revealed=revealed, far=row.matter_id in far)
        for index, row in enumerate(reading.page.reporters, start=1)
    ]


def from_elsewhere(page: MatterPage) -> frozenset[int]:
    """Return the merged duplicates whose reporters stay closed to this person (decision 0022).

    They reported to somebody else, and only whoever calls them back needs to know who they are.
    """
    if Move.CALL_BACK in page.moves:
        return frozenset()
    return frozenset(one.pk for one in page.duplicates if not in_own_area(page.by, one))


def in_own_area(by: Actor, matter: Matter) -> bool:
    """Tell whether a matter beside the one on the page lies with the reader's own unit too."""
    return not by.is_department and matter.area_code.startswith(by.area_code)


def _reporter(
    reading: Reading, row: Reporting, index: int, *, revealed: bool, far: bool
) -> Reporter:
    anonymous = row.anonymous or not (row.name or row.phone)
    kept = not may_know(str(reading.page.by.role), confidential=row.confidential)
    closed = far or kept or reading.opened.pseudonymous
    if closed:
        name, phone = _("Reporter %(number)s") % {"number": index}, ""
        if kept:
            name = _("Known to the hotline only")
    elif anonymous:
        name, phone = _("Anonymous"), ""
    elif revealed:
        name, phone = row.name, row.phone
    else:
        name, phone = masked_name(row.name), masked_phone(row.phone)
    answer = named(names.CONTACTS, row.contact) if row.contact else ""
    rated = named(names.SATISFACTIONS, row.satisfaction) if row.satisfaction else ""
    return Reporter(
        id=row.pk,
        name=name or _("Name not given"),
        phone=phone,
        channel=named(names.CHANNELS, row.channel),
        at=row.at,
        anonymous=anonymous,
        hidden=not anonymous and not revealed and not closed,
        waits=row.wants_callback,
        by_text=row.by_text,
        answer=" · ".join(part for part in (answer, rated) if part),
        tries=row.tries,
        said="" if far else row.words,
        confidential=row.confidential,
        kept=kept,
    )


def reporter_choices(rows: list[Reporting], by: Actor) -> list[tuple[str, str]]:
    """Return those who wait for a callback by this person, masked, as the choices of a form."""
    return [
        (
            str(row.pk),
            " ".join((masked_name(row.name) or _("Name not given"), masked_phone(row.phone))),
        )
        for row in rows
        if row.wants_callback and may_know(str(by.role), confidential=row.confidential)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """A public answer or an internal note."""

    words: str
    at: datetime
    who: str
    unit: str
    public: bool


def remarks(reading: Reading, rows: list[Remark]) -> list[Said]:
    return [
        Said(row.words, row.at, row.name, reading.unit_called(row.unit), row.public) for row in rows
    ]
