"""Who reads matters and who moves them, and how a page is opened for one of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from gege.matters import api as matters
from gege.matters.api import MatterPage, Move
from gege.staff.access import ActorRequest
from gege.staff.api import POST_ROLES, Role, may_write

READERS: Final = tuple(role for role in POST_ROLES if role is not Role.ADMINISTRATOR)
"""An administrator configures and reads no matter."""

WRITERS: Final = tuple(role for role in READERS if may_write(role))


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter's page as one person has it open, in their language."""

    page: MatterPage
    language: str

    @property
    def now(self) -> datetime:
        return self.page.setting.now

    @property
    def number(self) -> str:
        return self.page.matter.number

    @property
    def pseudonymous(self) -> bool:
        """Electronic supervision sees process, never who reported."""
        return not may_write(self.page.by.role)


def opened(request: ActorRequest, number: str) -> Opened:
    """Open a matter's page now; 404 when it is not for this person."""
    try:
        page = matters.matter_page(number, by=request.actor, now=timezone.now())
    except matters.NotFound:
        raise Http404 from None
    return Opened(page, get_language() or "zh-hans")


def slug_of(move: Move) -> str:
    """Return a move as it stands in an address."""
    return str(move).replace("_", "-")
