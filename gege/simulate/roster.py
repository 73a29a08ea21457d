"""Who sits where on a simulated day, read once a day."""

from datetime import date, datetime

from gege.matters.api import local_date
from gege.staff.api import Actor, Role, actor_for, people_at_units
from gege.territory.api import Atlas


class Roster:
    """The people of every unit, substitutes last. Their order is that of their posts."""

    def __init__(self, atlas: Atlas) -> None:
        self._unit_ids = [unit.id for unit in atlas.units()]
        self._known: dict[int, Actor] = {}
        self._at: dict[int, tuple[Actor, ...]] = {}
        self._day: date | None = None

    def at(self, unit_id: int, now: datetime) -> tuple[Actor, ...]:
        """Return who holds a post at a unit today."""
        if self._day != local_date(now):
            self.read(now)
        return self._at.get(unit_id, ())

    def of(self, unit_id: int, role: Role, now: datetime) -> tuple[Actor, ...]:
        """Return who holds a post of a role at a unit today."""
        return tuple(actor for actor in self.at(unit_id, now) if actor.role is role)

    def read(self, now: datetime) -> None:
        """Read all posts of a day; called again when a post was given or ended."""
        self._day = local_date(now)
        self._at = {
            unit_id: tuple(self._actor(person.account_id, person.post_id, now) for person in people)
            for unit_id, people in people_at_units(self._unit_ids, now).items()
        }

    def _actor(self, account_id: int, post_id: int, now: datetime) -> Actor:
        if post_id not in self._known:
            actor = actor_for(account_id, post_id, now)
            assert actor is not None  # the post was just read as held
            self._known[post_id] = actor
        return self._known[post_id]
