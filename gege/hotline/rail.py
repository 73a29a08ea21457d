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
    oversight, setup = _("Oversight"), _("Set-up")
    texts = frozenset(str(role) for role in (*READERS, Role.ELECTRONIC_SUPERVISOR))
    line = frozenset(str(role) for role in LINE_READERS)
    callbacks = frozenset(str(role) for role in CALLBACK_READERS)
    handovers = frozenset(str(role) for role in HAND_OVER_READERS)
    takers = frozenset(str(role) for role in TAKERS)
    calls = frozenset(str(role) for role in CALL_READERS)
    administrator = frozenset({str(Role.ADMINISTRATOR)})
    indicators = frozenset(str(role) for role in INDICATOR_READERS)
    navigation.count_with(counts)
    navigation.count_with(ringing)
    navigation.add(
        navigation.Entry(
            "hotline", _("Calls on the line"), "calls:desk", roles=takers, light="yellow", rank=12
        ),
        navigation.Entry(
            "by_phone",
            _("Log a telephone call"),
            "matter:new",
            query="channel=phone",
            roles=frozenset({str(Role.STATION_CLERK), str(Role.TOWNSHIP_OPERATOR)}),
            rank=12,
        ),
        navigation.Entry(
            "call_list", _("Calls"), "calls:list", roles=calls, group=oversight, rank=42
        ),
        navigation.Entry(
            "telephones",
            _("Telephone systems"),
            "systems:list",
            roles=administrator,
            group=setup,
            rank=59,
        ),
        navigation.Entry(
            "callbacks", _("Callbacks"), "callbacks:list", roles=callbacks, group=oversight, rank=43
        ),
        navigation.Entry(
            "handovers",
            _("Hand-overs"),
            "handovers:list",
            roles=handovers,
            group=oversight,
            rank=45,
        ),
        navigation.Entry(
            "indicators",
            _("Indicators of the line"),
            "indicators:show",
            roles=indicators,
            group=oversight,
            rank=48,
        ),
        navigation.Entry(
            "texts", _("Texts received"), "texts:list", roles=texts, group=oversight, rank=47
        ),
        navigation.Entry(
            "line", _("Settings of the line"), "line:rules", roles=line, group=setup, rank=57
        ),
    )
