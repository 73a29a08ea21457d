"""The records behind a number: the same conditions that counted it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.boards.chosen import chosen_by, chosen_rows, language
from gege.boards.figures import ALL
from gege.boards.queries import open_at, records
from gege.desk.api import Choice, Crumb, MatterRow, Turns
from gege.kernel.typed_text import whole_number
from gege.matters.api import Light, Matter, State, Tier, light_of, names
from gege.staff.api import Actor
from gege.territory.api import Atlas, load_atlas

LISTED = 50
PARTS = ("of", "counted", "missed")


@dataclass(frozen=True, slots=True)
class Records:
    """A page of records, newest first."""

    now: datetime
    title: str | Promise
    definition: str | Promise
    crumbs: list[Crumb]
    parts: list[tuple[Choice, str]]
    part: str
    rows: list[MatterRow]
    turns: Turns


def records_of(by: Actor, code: str, query: Mapping[str, str], *, now: datetime) -> Records:
    """Return the records behind a figure or a cell; Http404 for a figure that does not exist."""
    atlas = load_atlas()
    chosen = chosen_by(by, query, atlas, now=now)
    rows = chosen_rows(by, chosen, atlas)
    if code == "open":
        tier, light = _known(query.get("tier", ""), Tier), _known(query.get("light", ""), Light)
        title = " · ".join(str(one) for one in _open_title(tier, light))
        found, definition, parts, part = open_at(rows, now, tier, light), "", [], ""
        here = f"{chosen.query}&tier={tier}&light={light}"
    else:
        figure = ALL.get(code)
        if figure is None:
            raise Http404
        part = query.get("part", "of") if query.get("part") in PARTS else "of"
        found = records(rows, figure, chosen.period, part, now)
        title, definition = str(figure.name), str(figure.definition)
        parts = [
            (choice, f"?{chosen.query}&part={choice.value}")
            for choice in (
                Choice("of", _("all that count")),
                Choice("counted", _("reached")),
                Choice("missed", _("missed")),
            )
        ]
        here = f"{chosen.query}&part={part}"
    shown, turns = page_of(found, query.get("after", ""), here)
    return Records(
        now=now,
        title=title,
        definition=definition,
        crumbs=[Crumb(_("Overview"), f"/overview?{chosen.query}"), Crumb(title)],
        parts=parts,
        part=part,
        rows=[row_of(one, atlas, now) for one in shown],
        turns=turns,
    )


def _known(word: str, vocabulary: type[Tier] | type[Light]) -> str:
    """Return a word of a vocabulary, "" for none; Http404 for any other: it narrows to nothing."""
    if word and word not in list(vocabulary):
        raise Http404
    return word


def _open_title(tier: str, light: str) -> list[object]:
    title: list[object] = [_("Open matters")]
    if tier:
        title.append(names.name_of(names.TIERS, tier))
    if light:
        title.append(names.name_of(names.LIGHTS, light))
    return title


def page_of(found: QuerySet[Matter], after: str, here: str) -> tuple[list[Matter], Turns]:
    """Return one page of matters by key, newest first; `here` is the query of the list."""
    rows = found.defer("search", "description").order_by("-id")
    if (key := whole_number(after)) is not None:
        rows = rows.filter(pk__lt=key)
    listed = list(rows[: LISTED + 1])
    more = len(listed) > LISTED
    listed = listed[:LISTED]
    turns = Turns(
        first=f"?{here}" if after else "",
        next=f"?{here}&after={listed[-1].pk}" if more else "",
    )
    return listed, turns


def row_of(matter: Matter, atlas: Atlas, now: datetime) -> MatterRow:
    """Return a matter as a line of a list."""
    holder = atlas.unit(matter.holder_id)
    paused = matter.state == State.PAUSED
    return MatterRow(
        number=matter.number,
        title=matter.title,
        href=matter.get_absolute_url(),
        light="paused" if paused else str(light_of(matter.clock, now)),
        place=matter.place_label,
        holder=holder.short(language()) if holder else "",
        due_at=matter.due_at or (None if matter.ended else matter.step_due_at),
        settled=matter.settled_at is not None,
        marks=(names.name_of(names.STATES, matter.state),),
        at=matter.reported_at,
    )
