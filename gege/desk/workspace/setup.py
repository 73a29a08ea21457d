"""What the set-up of a county lacks: an administrator's start page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gege.kernel.area_codes import Level
from gege.matters.api import Setting, local_date, setting
from gege.notices.api import dead_letters
from gege.staff.api import vacant_grids
from gege.territory.api import Atlas, pilot_units_lacking, unannounced_years


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well, what stands, and where it is mended."""

    name: str
    well: bool
    says: str
    href: str = ""
    deed: str = ""


def checks(*, now: datetime, language: str) -> list[Check]:
    """Return the state of the set-up, in the order in which a county is set up."""
    where = setting(now)
    atlas = where.atlas
    return [
        _territory(atlas),
        _drawn(atlas),
        _calendar(where),
        _rulebook(where),
        _people(atlas, now),
        _contacts(atlas, language),
        _letters(),
    ]


def _territory(atlas: Atlas) -> Check:
    counted = [(len(atlas.areas(level)), name) for level, name in _levels()]
    says = " · ".join(f"{many} {name}" for many, name in counted)
    href = _address("setup:territory")
    return Check(_("Territory"), bool(counted[0][0]), says, href, _("Look at the areas"))


def _levels() -> Iterator[tuple[Level, str]]:
    yield Level.TOWNSHIP, _("townships")
    yield Level.COMMUNITY, _("communities")
    yield Level.GRID, _("grids")


def _drawn(atlas: Atlas) -> Check:
    bare = [one for one in atlas.areas(Level.GRID) if one.boundary is None]
    says = ngettext(
        "%(count)s grid has no boundary; a point cannot be found in it.",
        "%(count)s grids have no boundary; a point cannot be found in them.",
        len(bare),
    )
    says = says % {"count": len(bare)} if bare else _("Every grid has its boundary.")
    return Check(_("Boundaries"), not bare, says, _address("setup:territory"), _("Look at them"))


def _calendar(where: Setting) -> Check:
    missing = unannounced_years(local_date(where.now))
    says = _("The days of %(years)s are not announced; deadlines in them are provisional.")
    says = says % {"years": _(", ").join(map(str, missing))}
    if not missing:
        says = _("Every day that deadlines need now is announced.")
    href = _address("setup:calendar")
    return Check(_("Working calendar"), not missing, says, href, _("Look at the days"))


def _rulebook(where: Setting) -> Check:
    href, deed = _address("setup:rulebook"), _("Look at the rules")
    try:
        book = where.book
    except LookupError:
        says = _("No rulebook is in force: no matter can be reported.")
        return Check(_("Rulebook"), False, says, href, deed)
    says = _("Edition %(number)s is in force, with %(kinds)s kinds of matter.")
    values = {"number": book.number, "kinds": len(book.live_kinds)}
    return Check(_("Rulebook"), True, says % values, href, deed)


def _people(atlas: Atlas, now: datetime) -> Check:
    vacant = vacant_grids(atlas, now)
    says = ngettext(
        "%(count)s grid has no responsible worker; its matters go to the station.",
        "%(count)s grids have no responsible worker; their matters go to the station.",
        len(vacant),
    )
    says = says % {"count": len(vacant)} if vacant else _("Every grid has its worker.")
    href = _address("account:vacant-grids")
    return Check(_("Grid workers"), not vacant, says, href, _("See the vacant grids"))


def _contacts(atlas: Atlas, language: str) -> Check:
    lacking = pilot_units_lacking(atlas)
    says = _("Every unit has a leader, a contact and a duty telephone.")
    if lacking:
        first = lacking[0][0].name(language)
        says = ngettext(
            "%(count)s unit lacks a leader, a contact or a duty telephone: %(first)s.",
            "%(count)s units lack a leader, a contact or a duty telephone; the first: %(first)s.",
            len(lacking),
        ) % {"count": len(lacking), "first": first}
    return Check(_("Contacts of units"), not lacking, says, _address("setup:departments"), _("See"))


def _letters() -> Check:
    found, _key = dead_letters(size=1)
    says = _("Some notices reached nobody.") if found else _("Every notice reached somebody.")
    href = _address("desk:dead-letters")
    return Check(_("Notices"), not found, says, href, _("See the undelivered ones"))


def _address(name: str) -> str:
    """Return the address of a page; "" while it does not stand."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
