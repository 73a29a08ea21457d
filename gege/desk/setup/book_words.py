"""The entries of a rulebook in words, and what one edition changed in another (R-086)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from gege.kernel.working_time import Limit
from gege.matters.api import ANY, Kind, LimitRow, Rulebook, Thresholds, names
from gege.territory.api import Atlas

UnitName = Callable[[str], str]
Word = str | Promise

THRESHOLDS: Mapping[str, tuple[Word, Word]] = {
    "near_due.percent": (
        gettext_lazy("Yellow in the last part of the limit"),
        gettext_lazy("per cent of the limit"),
    ),
    "near_due.at_least_hours": (
        gettext_lazy("But not later than this before the due time"),
        gettext_lazy("hours"),
    ),
    "near_due.at_most_days": (
        gettext_lazy("And not earlier than this before the due time"),
        gettext_lazy("days"),
    ),
    "return_within_hours": (
        gettext_lazy("A unit may return an instruction within"),
        gettext_lazy("working hours"),
    ),
    "contact_tries": (
        gettext_lazy("A reporter who is not reached is tried"),
        gettext_lazy("times"),
    ),
    "silent_days": (
        gettext_lazy("Silence after the callback counts as an answer after"),
        gettext_lazy("days"),
    ),
    "pause_cap_days": (
        gettext_lazy("A clock may be stopped for at most"),
        gettext_lazy("working days"),
    ),
    "extension_cap_percent": (
        gettext_lazy("All extensions together are at most"),
        gettext_lazy("per cent of the limit"),
    ),
    "reopen_days": (
        gettext_lazy("A closed matter may be reopened within"),
        gettext_lazy("days"),
    ),
    "entry_delay_hours": (
        gettext_lazy("A report may be entered later than it was made by at most"),
        gettext_lazy("hours"),
    ),
    "future_minutes": (
        gettext_lazy("A clock of a handheld may run ahead by at most"),
        gettext_lazy("minutes"),
    ),
}
"""Each threshold: what it says, and its unit."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that differs. `before` is "" for a new one, `after` for one that is gone."""

    what: str
    before: str
    after: str


def unit_names(atlas: Atlas) -> UnitName:
    """Return how departments are called in the reader's language; an unknown code is its name."""
    language = get_language() or ""

    def name(code: str) -> str:
        unit = atlas.unit_by_code(code)
        return unit.short(language) if unit is not None else code

    return name


def limit_words(limit: Limit) -> str:
    """Write a limit: 5 working days."""
    return f"{limit.amount} {names.name_of(names.TIME_UNITS, limit.unit)}"


def scope_words(row: LimitRow, book: Rulebook) -> str:
    """Write what a line of the limit table is for; "everything else" for the most general."""
    language = get_language() or ""
    parts: list[str] = []
    if row.kind != ANY:
        kind = book.kind(row.kind).name(language) if book.has(row.kind) else ""
        parts.append(f"{row.kind} {kind}".strip())
    if row.severity != ANY:
        parts.append(str(names.name_of(names.SEVERITIES, row.severity)))
    if row.tier != ANY:
        parts.append(str(names.name_of(names.TIERS, row.tier)))
    return " · ".join(parts) or _("everything that no other line names")


def value_of(thresholds: Thresholds, name: str) -> int:
    """Return a threshold by its name in `THRESHOLDS`."""
    near_due, _dot, field = name.partition(".")
    return int(getattr(thresholds.near_due, field) if field else getattr(thresholds, near_due))


def differences(old: Rulebook, new: Rulebook, unit_name: UnitName) -> list[Difference]:
    """Return what `new` says otherwise than `old`: kinds, then limits, then thresholds."""
    return [
        *_kinds(old, new, unit_name),
        *_limits(old, new),
        *_thresholds(old.thresholds, new.thresholds),
    ]


def kind_facts(kind: Kind, unit_name: UnitName) -> dict[Word, str]:
    """Return every property of a kind under its label."""
    leads = [unit_name(code) for code in kind.leads]
    return {
        _("Chinese name"): kind.name_zh,
        _("English name"): kind.name_en,
        _("Group"): f"{kind.group_zh} {kind.group_en}".strip(),
        _("Nature"): str(names.name_of(names.NATURES, kind.nature)),
        _("Family"): str(names.name_of(names.FAMILIES, kind.family)),
        _("Intent"): str(names.name_of(names.INTENTS, kind.intent)),
        _("Enters at"): str(names.name_of(names.ENTRIES, kind.entry)),
        _("Severity"): str(names.name_of(names.SEVERITIES, kind.severity)),
        _("First-time clock"): str(names.name_of(names.FIRST_TIMES, kind.first_time)),
        _("Responsible departments"): _(", ").join(leads) or _("none"),
        _("Routine"): _yes(kind.routine),
        _("Major"): _yes(kind.major),
        _("Retired"): _yes(kind.retired),
        _("Scheme"): kind.scheme,
    }


def _yes(value: bool) -> str:
    return pgettext("property", "yes") if value else pgettext("property", "no")


def _kinds(old: Rulebook, new: Rulebook, unit_name: UnitName) -> Iterator[Difference]:
    language = get_language() or ""
    before = {kind.code: kind for kind in old.kinds}
    for kind in new.kinds:
        named = _("Kind %(code)s %(name)s") % {"code": kind.code, "name": kind.name(language)}
        earlier = before.pop(kind.code, None)
        if earlier is None:
            leads = [unit_name(code) for code in kind.leads]
            said = [kind.group(language), *leads]
            yield Difference(named, "", _("new") + f" ({_(', ').join(said)})")
        elif earlier != kind:
            then = kind_facts(earlier, unit_name)
            for label, value in kind_facts(kind, unit_name).items():
                if then[label] != value:
                    yield Difference(f"{named}{_(': ')}{label}", then[label] or _("none"), value)
    for kind in before.values():
        values = {"code": kind.code, "name": kind.name(language)}
        yield Difference(_("Kind %(code)s %(name)s") % values, _("was there"), "")


def line_key(row: LimitRow) -> tuple[str, str, str, str]:
    """Return what makes a line of the limit table one line."""
    return str(row.stage), row.kind, str(row.severity), str(row.tier)


def line_words(row: LimitRow, book: Rulebook) -> str:
    """Write the stage and what the line is for."""
    return f"{names.name_of(names.STAGES, row.stage)}{_(': ')}{scope_words(row, book)}"


def _limits(old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    before = {line_key(row): row for row in old.limits}
    for row in new.limits:
        named = _("Limit, %(line)s") % {"line": line_words(row, new)}
        earlier = before.pop(line_key(row), None)
        if earlier is None:
            yield Difference(named, "", limit_words(row.limit))
        elif (earlier.amount, earlier.unit) != (row.amount, row.unit):
            yield Difference(named, limit_words(earlier.limit), limit_words(row.limit))
    for row in before.values():
        named = _("Limit, %(line)s") % {"line": line_words(row, old)}
        yield Difference(named, limit_words(row.limit), "")


def _thresholds(old: Thresholds, new: Thresholds) -> Iterator[Difference]:
    for name, (label, unit) in THRESHOLDS.items():
        was, will = value_of(old, name), value_of(new, name)
        if was != will:
            yield Difference(str(label), f"{was} {unit}", f"{will} {unit}")
