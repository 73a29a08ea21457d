"""The rail's entries of the hotline."""

from django.utils.translation import gettext_lazy as _

from gege.desk.api import navigation
from gege.hotline.callbacks.views import READERS as CALLBACK_READERS
from gege.hotline.callbacks.views import counts
from gege.hotline.calls.hear import TAKERS
from gege.hotline.calls.reading import READERS as CALL_READERS
from gege.hotline.calls.screen import counts as ringing
from gege.hotline.emergency.views import READERS as HAND_OVER_READERS
from gege.hotline.indicators.views import READERS as INDICATOR_READERS
from gege.hotline.line.pages import READERS as LINE_READERS
from gege.hotline.texts.views import READERS
from gege.staff.api import Role


def register() -> None:
    """Put the pages into the rail of those who look after the line."""
    navigation.count_with(counts)
    navigation.count_with(ringing)
    navigation.add(
        navigation.Entry(
            "hotline",
            _("Calls on the line"),
            "calls:desk",
            roles=_roles(*TAKERS),
            light="yellow",
            rank=12,
        ),
        navigation.Entry(
            "by_phone",
            _("Log a telephone call"),
            "matter:new",
            query="channel=phone",
            roles=_roles(Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR),
            rank=12,
        ),
        *_oversight(),
        *_set_up(),
    )


def _oversight() -> list[navigation.Entry]:
    """Return what belongs to the looking-after: lists and figures."""
    texts = (*READERS, Role.ELECTRONIC_SUPERVISOR)
    lines = (
        ("call_list", _("Calls"), "calls:list", CALL_READERS, 42),
        ("callbacks", _("Callbacks"), "callbacks:list", CALLBACK_READERS, 43),
        ("handovers", _("Hand-overs"), "handovers:list", HAND_OVER_READERS, 45),
        ("texts", _("Texts received"), "texts:list", texts, 47),
        ("indicators", _("Indicators of the line"), "indicators:show", INDICATOR_READERS, 48),
    )
    group = navigation.Group.LINE
    return [
        navigation.Entry(key, label, url, roles=_roles(*roles), group=group, rank=rank)
        for key, label, url, roles, rank in lines
    ]


def _set_up() -> list[navigation.Entry]:
    """Return what is configured."""
    lines = (
        ("line", _("Settings of the line"), "line:rules", LINE_READERS, 57),
        ("telephones", _("Telephone systems"), "systems:list", (Role.ADMINISTRATOR,), 59),
    )
    group = navigation.Group.SETTING_UP
    return [
        navigation.Entry(key, label, url, roles=_roles(*roles), group=group, rank=rank)
        for key, label, url, roles, rank in lines
    ]


def _roles(*roles: Role) -> frozenset[str]:
    return frozenset(str(role) for role in roles)
