"""Who may open a page. A view without a mark is closed to everybody.

Marks are executed by `AccessMiddleware`:

- `open_to(*roles)`: people acting under one of these roles;
- `open_to_signed_in`: anybody acting under a valid post;
- `open_to_own_account`: anybody logged in, even without a post: pages that touch nothing but the
  reader's own account;
- `open_to_everyone`: log-in, health, language.

`needs_step_up` stands beside a mark: whoever passes it must have given a second factor in the last
minutes (decision 0035).

A read-only role (R-085) may use unsafe methods on the last two only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeVar

from django.http import HttpRequest

from gege.staff.actor import Actor
from gege.staff.models import Account
from gege.staff.rules.roles import POST_ROLES, Role, may_write

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
POST_KEY: Final = "post_id"
"""Where the session keeps the post that was chosen."""
_ATTRIBUTE: Final = "gege_access"
_STEP_UP: Final = "gege_step_up"

View = TypeVar("View", bound=Callable[..., Any])


class ActorRequest(HttpRequest):
    """A request behind `open_to` or `open_to_signed_in`: there is an actor.

    `held` are all posts its person holds now, to choose from; `user` is the account.
    """

    actor: Actor
    held: tuple[Actor, ...]
    account: Account


class Door(Enum):
    """The four kinds of mark."""

    ROLES = "roles"
    SIGNED_IN = "signed_in"
    OWN_ACCOUNT = "own_account"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Access:
    """A view's mark: the kind of door, and for `ROLES` who passes."""

    door: Door
    roles: frozenset[Role] = frozenset()

    def admits(self, role: Role, method: str) -> bool:
        """Tell whether a person acting under `role` may send `method` here."""
        if self.door in (Door.EVERYONE, Door.OWN_ACCOUNT):
            return True
        if method not in SAFE_METHODS and not may_write(role):
            return False
        return self.door is Door.SIGNED_IN or role in self.roles


def open_to(*roles: Role) -> Callable[[View], View]:
    """Open a view to people acting under one of `roles`.

    Raises ValueError without roles: an empty list must not read as "everybody".
    """
    if not roles:
        raise ValueError("open_to needs at least one role")
    return _marked_with(Access(Door.ROLES, frozenset(roles)))


def open_to_signed_in(view: View) -> View:
    """Open a view to anybody acting under a valid post."""
    marked: View = _marked_with(Access(Door.SIGNED_IN, frozenset(POST_ROLES)))(view)
    return marked


def open_to_own_account(view: View) -> View:
    """Open a view that touches only the reader's own account to anybody logged in."""
    marked: View = _marked_with(Access(Door.OWN_ACCOUNT))(view)
    return marked


def open_to_everyone(view: View) -> View:
    """Open a view to people who are not logged in as well."""
    marked: View = _marked_with(Access(Door.EVERYONE))(view)
    return marked


def needs_step_up(view: View) -> View:
    """Ask for a second factor before a view, whatever the method; beside `open_to` and the others.

    The person is sent to give a code and comes back to the page; a form is not sent again.
    """
    setattr(view, _STEP_UP, True)
    return view


def asks_step_up(view: Callable[..., Any]) -> bool:
    """Tell whether a view asks for a second factor."""
    return getattr(view, _STEP_UP, False) is True


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return a view's mark; None when it was never opened to anybody."""
    mark = getattr(view, _ATTRIBUTE, None)
    return mark if isinstance(mark, Access) else None


def _marked_with(access: Access) -> Callable[[Any], Any]:
    def mark(view: Any) -> Any:
        setattr(view, _ATTRIBUTE, access)
        return view

    return mark
