"""A county at work: a clock that the test turns, and deeds that read like sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gege.matters import api as matters
from gege.matters.api import LOCAL, Instruction, Light, Matter, Report, Who
from gege.notices.api import Message
from gege.staff.api import Actor
from gege.trail.api import Entry
from tests.cast import GRID, HOUSING, Cast

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
"""A Tuesday without a holiday near it."""

CALLER = Who(anonymous=False, name="居民甲", phone="10000000001", wants_callback=True)
"""A resident who waits for a callback; the number belongs to nobody."""

ROUTINE, PLAIN, MAJOR, OWNED, IDEA = "C01", "B01", "D05", "A02", "G06"
"""A routine kind, one that is verified, a major one, one that enters at its owner, an idea."""


@dataclass
class Play:
    """The cast, and the moment at which the next deed is done."""

    cast: Cast
    now: datetime = MORNING
    told_before: int = field(default=0)

    def wait(self, **time: float) -> Play:
        """Let time pass."""
        self.now += timedelta(**time)
        return self

    def at(self, text: str) -> Play:
        """Turn the clock to a local time like "2026-11-24 15:00"."""
        self.now = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
        return self

    def report(self, *, by: Actor | None = None, **entry: Any) -> Matter:
        """Report a matter in the first grid, by its worker unless somebody else is named."""
        values = {"title": "路面有坑", "kind": PLAIN, "grid_code": GRID} | entry
        return matters.report(Report(**values), by=by or self.cast.grid_worker, now=self.now)

    def do(self, deed: Callable[..., Matter], matter: Matter, by: Actor, **entry: Any) -> Matter:
        """Do a deed now; the matter is refreshed from the database."""
        deed(matter.number, by=by, now=self.now, **entry)
        matter.refresh_from_db()
        return matter

    # The usual ways to a state, each through the real deeds.

    def accepted(self, **entry: Any) -> Matter:
        """In hand at the grid."""
        return self.do(matters.accept, self.report(**entry), self.cast.grid_worker)

    def at_station(self, **entry: Any) -> Matter:
        """Escalated by the grid, reported at the station."""
        return self.escalate(self.report(**entry), self.cast.grid_worker)

    def at_township(self, **entry: Any) -> Matter:
        return self.escalate(self.at_station(**entry), self.cast.station_clerk)

    def at_county(self, **entry: Any) -> Matter:
        return self.escalate(self.at_township(**entry), self.cast.township_operator)

    def triaged(self, **entry: Any) -> Matter:
        """Accepted by the county, waiting for a lead."""
        return self.do(matters.accept, self.at_county(**entry), self.cast.county_dispatcher)

    def dispatched(self, lead: str = HOUSING, **entry: Any) -> Matter:
        """Instructed by the county's dispatcher."""
        matter = self.triaged(**entry)
        return self.do(matters.dispatch, matter, self.cast.county_dispatcher, lead=lead)

    def in_hand(self, **entry: Any) -> Matter:
        """Acknowledged by the housing bureau."""
        return self.do(matters.acknowledge, self.dispatched(**entry), self.cast.department_officer)

    def completed(self, **entry: Any) -> Matter:
        """Completed by the housing bureau, waiting for the station's eyes."""
        return self.complete(self.in_hand(**entry), self.cast.department_officer)

    def verified(self, **entry: Any) -> Matter:
        """Verified by the station, waiting for the callback."""
        matter = self.completed(**({"who": CALLER} | entry))
        return self.do(matters.verify, matter, self.cast.station_clerk)

    def closed(self, **entry: Any) -> Matter:
        """Closed with nobody to call."""
        matter = self.completed(**entry)
        return self.do(matters.verify, matter, self.cast.station_clerk)

    def escalate(self, matter: Matter, by: Actor) -> Matter:
        return self.do(matters.escalate, matter, by, reason="需要上级协调", tried="已现场处置")

    def complete(self, matter: Matter, by: Actor, outcome: str = "done") -> Matter:
        return self.do(matters.complete, matter, by, outcome=outcome, words="坑洼已经填平")

    # What became of it.

    def light(self, matter: Matter) -> Light:
        return matters.light_of(matter.clock, self.now)

    def due(self, matter: Matter) -> str:
        """The due time as the county reads it."""
        assert matter.due_at is not None
        return matter.due_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")

    def line(self, matter: Matter) -> dict[str, Any]:
        """The last ledger line: its deed, its signature, and what it says."""
        entry = Entry.objects.filter(stream=matter.stream).order_by("-seq")[0]
        said = json.loads(entry.payload)
        return {"deed": entry.deed, "name": entry.name, "post": entry.post, "at": entry.at} | said

    def deeds(self, matter: Matter) -> list[str]:
        rows = Entry.objects.filter(stream=matter.stream).order_by("seq")
        return list(rows.values_list("deed", flat=True))

    def forget_notices(self) -> None:
        """Look only at notices of deeds from now on."""
        self.told_before = Message.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def told(self) -> list[tuple[str, str]]:
        """(unit code, sentence's name) of each notice since `forget_notices`, in order."""
        codes = {unit.pk: code for code, unit in self.cast.units.items()}
        rows = Message.objects.filter(id__gt=self.told_before).order_by("id")
        return [(codes[row.to_unit_id or 0], row.template) for row in rows]

    def live(self, matter: Matter) -> Instruction:
        return Instruction.objects.get(matter=matter, ended_at__isnull=True)
