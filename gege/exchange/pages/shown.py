"""Sources, ways out and comparisons as their pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gege.desk.api import Deed, Fact
from gege.exchange.models import Comparison, Outlet, Run, Source
from gege.exchange.names import (
    ALARMS,
    EVERY,
    FORMATS,
    KINDS,
    REFUSED_ROWS,
    RUNS,
    WAYS,
    in_words,
)
from gege.exchange.rules.outlets import Way
from gege.exchange.rules.sources import Format, Kind, Light, RunState, light_of
from gege.registers.api import Contract


@dataclass(frozen=True, slots=True)
class Row:
    """One source or way out in the list."""

    name: str
    href: str
    unit: str
    sheet: str
    how: str
    light: str
    word: str
    at: datetime | None
    said: str
    found: int | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One reading in the list."""

    at: datetime
    state: str
    warn: bool
    read: int
    taken: int
    same: int
    refused: int
    gone: int
    said: str


def light_and_word(one: Source | Outlet, now: datetime) -> tuple[Light | str, str]:
    """Return the light of a row and its word: they say the same."""
    if one.ended_at is not None:
        return "ended", _("ended for good")
    if one.paused_at is not None:
        return "paused", _("Paused")
    if isinstance(one, Outlet) and one.said in ("no_entry", "not_live"):
        return "yellow", pgettext("exchange", "blocked")
    light = light_of(
        now, resting=False, away_since=one.away_since, failures=one.failures, alarm=one.alarm
    )
    words = {
        Light.GREEN: pgettext("exchange", "answers"),
        Light.YELLOW: pgettext("exchange", "does not answer"),
        Light.RED: pgettext("exchange", "silent"),
    }
    if light is Light.GREEN and one.reached_at is None:
        return "none", pgettext("exchange", "not asked yet")
    return light, words[light]


def row_of(
    one: Source | Outlet, contract: Contract, language: str, now: datetime, last: Comparison | None
) -> Row:
    light, word = light_and_word(one, now)
    is_source = isinstance(one, Source)
    unit = one.unit if isinstance(one, Source) else one.client.unit
    return Row(
        name=one.name if isinstance(one, Source) else one.client.name,
        href=reverse(f"exchange:{'source' if is_source else 'outlet'}", args=[one.uid]),
        unit=unit.name_en if language == "en" and unit.name_en else unit.name_zh,
        sheet=sheet_name(one.sheet, contract, language),
        how=str(KINDS[one.kind] if isinstance(one, Source) else WAYS[one.way]),
        light=str(light),
        word=word,
        at=one.reached_at,
        said=in_words(one.said),
        found=last.found if last is not None and last.theirs is not None else None,
    )


def sheet_name(code: str, contract: Contract, language: str) -> str:
    sheet = contract.sheets.get(code)
    return sheet.words.in_language(language) if sheet else code


def run_row(run: Run) -> RunRow:
    said = [in_words(run.said)] if run.said else []
    if run.filename:
        said.append(run.filename)
    said += [f"{REFUSED_ROWS.get(word, word)}: {count}" for word, count in run.why.items()]
    return RunRow(
        at=run.started_at,
        state=str(RUNS[run.state]),
        warn=run.state == RunState.FAILED or bool(run.refused),
        read=run.read,
        taken=run.taken,
        same=run.same,
        refused=run.refused,
        gone=run.gone,
        said=_("; ").join(said),
    )


def facts_of_source(one: Source, contract: Contract, language: str, now: datetime) -> list[Fact]:
    """Return what is set up, as lines; of the secret only whether and where it is kept."""
    place = one.place
    facts = [
        Fact(_("State"), light_and_word(one, now)[1], in_words(one.said) or one.paused_why),
        Fact(_("Department"), one.unit.name_en if language == "en" else one.unit.name_zh),
        Fact(_("Register"), sheet_name(one.sheet, contract, language)),
        Fact(_("How it is read"), KINDS[one.kind]),
    ]
    if one.kind == Kind.FOLDER:
        facts.append(Fact(_("Folder"), f"exchange/{place['folder']}/in"))
    else:
        facts += [
            Fact(_("Address"), place["address"]),
            Fact(_("Table or view"), place["table"])
            if one.kind == Kind.TABLE
            else Fact(_("What it answers"), FORMATS[place["format"]]),
            Fact(_("Columns"), _(", ").join(place["columns"])),
            Fact(_("Column of the key"), one.key_column or "—"),
            Fact(_("Column of changes"), one.change_column or _follows(one)),
            Fact(_("Password or token"), _secret(one)),
        ]
    every = EVERY[one.every]
    if one.every == 1440:
        every = _("once a day, at %(hour)s:00") % {"hour": one.at_hour}
    facts += [
        Fact(_("How often"), every),
        Fact(_("Silence lights up"), ALARMS[one.alarm]),
        Fact(_("Last read"), one.reached_at),
    ]
    if one.ended_at is None and one.paused_at is None:
        facts.append(Fact(_("Read next"), one.next_at))
    if one.away_since is not None:
        facts.append(Fact(_("Silent since"), one.away_since))
    return facts


def facts_of_outlet(
    one: Outlet, contract: Contract, language: str, now: datetime, behind: int | None
) -> list[Fact]:
    """Return how a department is told, as lines."""
    unit = one.client.unit
    facts = [
        Fact(_("State"), light_and_word(one, now)[1], in_words(one.said) or one.paused_why),
        Fact(_("Client"), one.client.name),
        Fact(_("Department"), unit.name_en if language == "en" else unit.name_zh),
        Fact(_("Register"), sheet_name(one.sheet, contract, language)),
        Fact(_("How it is told"), WAYS[one.way]),
    ]
    if one.way == Way.WEBHOOK:
        facts.append(Fact(_("Address"), one.address))
    elif one.way == Way.FOLDER:
        facts.append(Fact(_("Folder"), f"exchange/{one.address}/out"))
    sheet = contract.sheets.get(one.sheet)
    names = [
        sheet.by_name[name].words.in_language(language)
        for name in one.fields
        if sheet is not None and name in sheet.by_name
    ]
    facts += [
        Fact(_("Fields that were given"), _(", ").join(names) or "—"),
        Fact(_("Begun"), one.begun_at),
        Fact(_("Last given"), one.given_at),
        Fact(_("It said it has it"), one.acked_at),
    ]
    if behind is not None:
        hint = _("The department does not have these yet.") if behind else ""
        facts.append(Fact(_("Changes behind"), behind, hint))
    if one.away_since is not None:
        facts.append(Fact(_("Silent since"), one.away_since))
    return facts


def deeds_of(one: Source | Outlet, *, may: bool) -> tuple[Deed | None, list[Deed]]:
    """Return the most likely deed and the others; only administrators have any."""
    if one.ended_at is not None or not may:
        return None, []
    kind = "source" if isinstance(one, Source) else "outlet"

    def deed(label: str | Promise, name: str, *, post: bool = False, grave: bool = False) -> Deed:
        address = reverse(f"exchange:{kind}-{name}", args=[one.uid])
        return Deed(label, address, post=post, grave=grave)

    paused = one.paused_at is not None
    first = deed(pgettext("exchange", "Let it go on"), "resume", post=True) if paused else None
    others = []
    if isinstance(one, Source):
        if not paused:
            first = deed(_("Read it now"), "pull", post=True)
        others = [deed(_("Try the connection"), "try", post=True)]
        others += [deed(_("Compare now"), "compare", post=True), deed(_("Change"), "amend")]
        if one.cursor and not paused:
            others.append(deed(_("Read from the beginning"), "anew", post=True))
    elif one.way != Way.PULL:
        others = [deed(_("Change"), "amend")]
        others += [deed(_("New secret"), "secret")] if one.way == Way.WEBHOOK else []
    if not isinstance(one, Source):
        others.append(deed(_("Give everything again"), "anew"))
    if not paused:
        others.append(deed(_("Pause"), "pause"))
    return first, [*others, deed(_("End for good"), "end", grave=True)]


def _follows(one: Source) -> str:
    """Return what a source without a column of changes is followed by."""
    if one.place.get("format") == Format.JSON:
        return _("as the interface answers (next)")
    return _("none: all of it is read")


def _secret(one: Source) -> str:
    if one.secret_name:
        return one.secret_name
    return _("kept encrypted") if one.secret else _("none")
