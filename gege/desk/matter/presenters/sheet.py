"""The whole page of a matter as its template takes it."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gege.desk.matter.labels import button
from gege.desk.matter.next_move import choose
from gege.desk.matter.presenters.clocks import light_of, orders, resident, shifts, supervised
from gege.desk.matter.presenters.people import in_own_area, remarks, reporters
from gege.desk.matter.presenters.place import place
from gege.desk.matter.presenters.reading import Reading, named
from gege.desk.matter.presenters.timeline import timeline
from gege.desk.matter.readers import Opened, slug_of
from gege.desk.matter.suggesting import NearLine, near_lines
from gege.desk.orders.shown import Line, line_of
from gege.desk.parts import Crumb, Deed, Fact, Photo
from gege.matters import api as matters
from gege.matters.api import Attachment, Light, Matter, Move, State, Tier, late_step, names, words
from gege.staff.api import may_write
from gege.supervision.api import (
    OrderKind,
    may_ask,
    may_open,
    orders_of_matter,
    reviews_of_matter,
)

PRESSED: frozenset[Move] = frozenset({Move.ACCEPT, Move.ACKNOWLEDGE, Move.RESUME, Move.CLOSE})
"""Moves that need no words: the button does them at once."""


NEW: frozenset[State] = frozenset({State.REPORTED, State.ACCEPTED, State.RETURNED})
"""Nobody has begun to work on it: time to see that it is the same as another."""

PLAIN = frozenset({"none", "paused", "ended"})
"""Lights beside which the state says it all."""


def sheet(opened: Opened, *, revealed: bool = False) -> dict[str, Any]:
    """Return the context of the page of a matter."""
    reading = Reading(opened)
    page, matter = opened.page, opened.page.matter
    photos = {file.sha256: photo(matter, file) for file in page.files}
    return {
        "matter": matter,
        "number": matter.number,
        "title": matter.title,
        "now": opened.now,
        "calendar": page.setting.calendar,
        "head": head(reading),
        "deeds": deeds(reading),
        "facts": what(reading),
        "place": place(reading),
        "reporters": reporters(reading, revealed=revealed),
        "revealed": revealed,
        "reveal_href": "" if opened.pseudonymous else address("reveal", matter),
        "call_href": address("move", matter, Move.CALL_BACK)
        if Move.CALL_BACK in page.moves
        else "",
        "pictures": [photos[file.sha256] for file in page.files],
        "remarks": remarks(reading, page.remarks),
        "steps": timeline(reading, photos),
        "supervised": supervised(reading),
        "resident": resident(reading),
        "orders": orders(reading),
        "follow_ups": follow_ups(reading),
        "order_href": _order_href(reading),
        "reviews": reviews_of_matter(page.matter, by=page.by),
        "review_href": _review_href(reading),
        "shifts": shifts(reading),
        "duplicates": [_duplicate(reading, one) for one in page.duplicates],
        "parent": _parent(reading),
        "near": _near(reading),
        "before": _before(reading),
        "crumbs": [Crumb(_("Matters"), "/matters"), Crumb(matter.number)],
        "writes": may_write(page.by.role),
        "watched": page.watched if may_write(page.by.role) else False,
        "watch_href": address("watch", matter),
        "print_href": address("print", matter),
    }


def follow_ups(reading: Reading) -> list[Line]:
    """Return the orders of the supervision about a matter that its reader may see."""
    page = reading.page
    found = orders_of_matter(page.matter, by=page.by)
    return [line_of(order, page.setting.atlas, page.setting.now) for order in found]


def _review_href(reading: Reading) -> str:
    """Where a review about the matter is opened, for whoever may: also after its end (R-092)."""
    if not may_open(str(reading.page.by.role)):
        return ""
    return f"{reverse('reviews:new')}?matter={reading.matter.number}"


def _order_href(reading: Reading) -> str:
    if not may_ask(str(reading.page.by.role), OrderKind.FOLLOW_UP) or reading.matter.ended:
        return ""
    return f"{reverse('orders:new')}?matter={reading.matter.number}"


def _near(reading: Reading) -> list[NearLine]:
    """Return what may be the same, for whoever may merge and while nobody works on it yet."""
    page, matter = reading.page, reading.matter
    if matter.state not in NEW or Move.MERGE not in page.moves:
        return []
    found = matters.near_matters(
        matters.seen_of(matter), by=page.by, now=page.setting.now, without=matter.pk, most=3
    )
    return near_lines(found, at=matter.reported_at, merging=matter)


def _before(reading: Reading) -> dict[str, Any] | None:
    """Return how often the same kind was reported at this place before, with the last of them."""
    found = matters.before(reading.matter, by=reading.page.by)
    if not found:
        return None
    return {"times": len(found), "rows": [_other(one) for one in found[:3]]}


def head(reading: Reading) -> dict[str, Any]:
    """Return what stands over the page: light, holder, until when, and what is unusual."""
    matter, page = reading.matter, reading.page
    step = late_step(State(matter.state), matter.step_due_at, reading.opened.now)
    marks = [
        (step is not None, named(names.LATE_STEPS, step or "")),
        (matter.severity != words.Severity.NORMAL, named(names.SEVERITIES, matter.severity)),
        (matter.skipped and not matter.downgraded, _("Skipped the levels")),
        (not matter.placed, _("Place not found yet")),
        (matter.returns > 0, _("Returned before")),
        (matter.final, _("Ruled: final")),
        (matter.reopenings > 0, _("Reopened")),
    ]
    late = reading.page.late_seconds
    return {
        "light": light_of(reading),
        "plain": light_of(reading) in PLAIN,
        "late": _late(late),
        "state": named(names.STATES, matter.state),
        "holder": "" if matter.ended else reading.unit(matter.holder_id),
        "since": _since(reading),
        "due_at": matter.due_at if not matter.ended else None,
        "settled": matter.settled_at is not None or matter.paused_at is not None,
        "due_light": str(page.light),
        "provisional": matter.provisional,
        "marks": [text for there, text in marks if there],
    }


def deeds(reading: Reading) -> dict[str, Any]:
    """Return the buttons: the likely one, those beside it, and those that add words."""
    page, matter = reading.page, reading.matter
    kind = reading.book.kind(matter.kind) if reading.book.has(matter.kind) else None
    chosen = choose(
        page.moves,
        State(matter.state),
        light=Light(page.light),
        routine=bool(kind and kind.routine),
        grave=matter.severity == words.Severity.GRAVE and not matter.downgraded,
    )
    tier = reading.setting.tier(matter.holder_id)
    return {
        "first": deed(matter, chosen.first, tier) if chosen.first else None,
        "others": [deed(matter, move, tier) for move in chosen.others],
        "talk": [deed(matter, move, tier) for move in chosen.talk],
    }


def deed(matter: Matter, move: Move, tier: Tier) -> Deed:
    """Return the button of a move."""
    return Deed(
        label=button(move, tier),
        href=address("move", matter, move),
        post=move in PRESSED,
        grave=move in (Move.DECLINE, Move.SKIP_LEVEL),
        fields=(("seen", str(matter.version)), ("line", str(matter.trail_seq))),
    )


def what(reading: Reading) -> list[Fact]:
    """Return what the matter is, line by line."""
    matter = reading.matter
    facts = [
        Fact(_("Kind"), reading.kind(matter.kind)),
        Fact(_("Intent"), named(names.INTENTS, matter.intent)),
        Fact(_("Channel"), named(names.CHANNELS, matter.channel)),
    ]
    if matter.severity != words.Severity.NORMAL:
        facts.insert(1, Fact(_("Urgency"), named(names.SEVERITIES, matter.severity)))
    if matter.happened_at is not None:
        facts.append(Fact(_("Seen"), reading.when(matter.happened_at)))
    if matter.outcome:
        facts.append(Fact(_("Result"), named(names.OUTCOMES, matter.outcome)))
    if matter.satisfaction:
        facts.append(Fact(_("Satisfaction"), named(names.SATISFACTIONS, matter.satisfaction)))
    return facts


def photo(matter: Matter, file: Attachment) -> Photo:
    """Return a file of a matter; only a picture has a thumbnail."""
    href = reverse("matter:file", args=[matter.number, file.sha256])
    small = ""
    if file.media_type.startswith("image/"):
        small = reverse("matter:thumbnail", args=[matter.number, file.sha256])
    caption = _("afterwards") if file.stage == "after" else ""
    return Photo(href, small, file.name, file.at, caption)


def address(name: str, matter: Matter, move: Move | None = None) -> str:
    """Return an address below the page of a matter."""
    more = [slug_of(move)] if move is not None else []
    return reverse(f"matter:{name}", args=[matter.number, *more])


def _since(reading: Reading) -> datetime | None:
    """Return since when the present holder has the matter: the last line that named one."""
    if reading.matter.ended:
        return None
    return next(
        (one.entry.at for one in reading.page.steps if one.payload.get("after", {}).get("holder")),
        None,
    )


def _late(seconds: float) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds else None


def _other(one: Matter) -> dict[str, Any]:
    return {
        "number": one.number,
        "href": one.get_absolute_url(),
        "title": one.title,
        "at": one.reported_at,
        "state": named(names.STATES, one.state),
    }


def _parent(reading: Reading) -> dict[str, Any] | None:
    """Return what this one was merged into; of one outside the reader's area only the number."""
    parent = reading.matter.parent
    if parent is None:
        return None
    return _beside(reading, parent)


def _duplicate(reading: Reading, one: Matter) -> dict[str, Any]:
    """Return what was merged into this one; a department that works on it reads all of it."""
    return _other(one) if reading.page.by.is_department else _beside(reading, one)


def _beside(reading: Reading, one: Matter) -> dict[str, Any]:
    """Return a matter that hangs on this one; of one that is not the reader's only the number."""
    return _other(one) if in_own_area(reading.page.by, one) else {"number": one.number}
