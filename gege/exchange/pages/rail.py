"""What the exchange puts into the rail."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gege.desk.api import navigation
from gege.exchange.queries.keeping import READERS, silent_ones


def register() -> None:
    """Put the exchange among the set-up, with how many do not answer."""
    navigation.add(
        navigation.Entry(
            "exchange", _("Exchange"), "exchange:list", "", frozenset(map(str, READERS)),
            navigation.Group.SETTING_UP, "red", rank=59,
        )
    )  # fmt: skip
    navigation.count_with(_counts)


def _counts(request: HttpRequest) -> Mapping[str, navigation.Waiting]:
    actor = getattr(request, "actor", None)
    if actor is None or actor.role not in READERS:
        return {}
    return {"exchange": navigation.Waiting(silent_ones(), quiet=True)}
