"""The rail's entries of the hotline."""

from django.utils.translation import gettext_lazy as _

from gege.desk.api import navigation
from gege.hotline.callbacks.views import READERS as CALLBACK_READERS
from gege.hotline.callbacks.views import counts
from gege.hotline.emergency.views import READERS as HAND_OVER_READERS
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
    navigation.count_with(counts)
    navigation.add(
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
            "texts", _("Texts received"), "texts:list", roles=texts, group=oversight, rank=47
        ),
        navigation.Entry(
            "line", _("Settings of the line"), "line:rules", roles=line, group=setup, rank=57
        ),
    )
