"""What the interfaces put into the rail."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gege.desk.api import navigation
from gege.openapi.queries.opinions import CENTRE, to_look_at
from gege.openapi.queries.webhooks import count_dead
from gege.staff.api import Role


def register() -> None:
    """Put the interfaces among the set-up, and the opinion platform before the county centre."""
    roles = frozenset({str(Role.ADMINISTRATOR)})
    navigation.add(
        navigation.Entry(
            "clients",
            _("Interfaces"),
            "clients:list",
            "",
            roles,
            navigation.Group.SETTING_UP,
            "yellow",
            rank=58,
        ),
        navigation.Entry(
            "opinions",
            _("Opinion platform"),
            "opinions:state",
            roles=frozenset(map(str, CENTRE)),
            light="yellow",
            group=navigation.Group.PUBLIC,
            rank=61,
        ),
    )
    navigation.count_with(_counts)


def _counts(request: HttpRequest) -> Mapping[str, int]:
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    if actor.role is Role.ADMINISTRATOR:
        # The rail is quiet where nothing is dead.
        dead = count_dead()
        return {"clients": dead} if dead else {}
    return {"opinions": to_look_at(timezone.now())} if actor.role in CENTRE else {}
