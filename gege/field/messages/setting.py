"""`setting`: the worker chose a language or large print on the phone."""

from typing import Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.reading import Body
from gege.staff.api import set_preferences

FIELDS: Final = frozenset({"language", "large_print"})


def setting(one: Doing, body: Body) -> Done:
    """Keep what is given; what is not stays as it is."""
    set_preferences(
        by=one.actor().signature(),
        now=one.now,
        language=body.text("language", most=10) if body.has("language") else None,
        large_print=body.flag("large_print") if body.has("large_print") else None,
    )
    return Done(f"account:{one.scene.account.pk}")
