"""Who asks from which terminal, and the slow data that the answers stand in."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language

from gege.fieldwork import api as fieldwork
from gege.matters import api as matters
from gege.staff.access import ActorRequest
from gege.staff.api import Account, Actor
from gege.territory.api import Editions


class FieldRequest(ActorRequest):
    """A request of a terminal that the middleware knows."""

    terminal: fieldwork.Terminal
    editions: Editions
    terminal_standing: str
    terminal_reason: str


@dataclass(frozen=True)
class Scene:
    """A worker at a moment. `held` are the posts as a grid worker, at least one."""

    account: Account
    held: tuple[Actor, ...]
    terminal: fieldwork.Terminal
    where: matters.Setting

    @property
    def now(self) -> datetime:
        return self.where.now

    @property
    def actor(self) -> Actor:
        """The first post: the own grid before any cover."""
        return self.held[0]

    @cached_property
    def rules(self) -> fieldwork.FieldRules:
        return fieldwork.current_rules(self.where.editions)

    @cached_property
    def today(self) -> date:
        return matters.local_date(self.now)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The worker's own grids; nothing of the county beyond them goes to the phone."""
        return tuple(dict.fromkeys(actor.area_code for actor in self.held))

    @property
    def language(self) -> str:
        return get_language() or "zh-hans"


def scene_of(request: FieldRequest) -> Scene:
    """Return the scene of a request now, in the editions that its terminal was looked at with."""
    where = matters.Setting(request.editions, timezone.now())
    return Scene(request.account, request.held, request.terminal, where)
