"""The kinds of matter as choices, in their groups; the ones lately used first."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gege.desk.matter.forms.base import Choices
from gege.matters.api import Rulebook


def kind_choices(book: Rulebook, language: str, recent: Sequence[str] = ()) -> Choices:
    """Return the live kinds by group. `recent` codes stand in a group of their own, at the top."""
    groups: dict[str, Choices] = {}
    for kind in book.live_kinds:
        groups.setdefault(kind.group(language), []).append((kind.code, kind.name(language)))
    live = {kind.code: kind.name(language) for kind in book.live_kinds}
    lately = [(code, live[code]) for code in recent if code in live]
    top: Choices = [(_("Used lately"), lately)] if lately else []
    return [*top, *groups.items()]
