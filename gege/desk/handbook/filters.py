"""The address of the list of articles, and the sentence of chips that says it.

What cannot be read narrows the list to nothing and is named on the page; it is never left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from gege.desk.api import Chip, Choice
from gege.desk.handbook.labels import BOXES
from gege.kernel.typed_text import whole_number
from gege.services.api import ArticleBox, ArticleFilter, ArticleKind, boxes_of, names
from gege.staff.api import Actor
from gege.territory.api import Atlas, UnitFacts

LONGEST_TEXT: Final = 100
LONGEST_KEY: Final = 60
PARAMETERS: Final = ("box", "q", "kind", "owner")
LABELS: Final[Mapping[str, str | Promise]] = {
    "box": pgettext_lazy("filter of the handbook", "articles"),
    "q": pgettext_lazy("filter", "with the words"),
    "kind": pgettext_lazy("filter", "of the kind"),
    "owner": pgettext_lazy("filter of the handbook", "kept by"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: `said` as it came, `unreadable` the names that mean nothing."""

    filter: ArticleFilter
    said: Mapping[str, str]
    after: str
    unreadable: tuple[str, ...]

    @property
    def narrowed(self) -> bool:
        return any(self.said.get(name) for name in ("q", "kind", "owner"))

    def address(self, after: str = "") -> str:
        """Return the query of this list; from its first page unless told otherwise."""
        query = QueryDict(mutable=True)
        for name in PARAMETERS:
            if self.said.get(name):
                query[name] = self.said[name]
        if after:
            query["after"] = after
        return f"?{query.urlencode()}"


def read(query: Mapping[str, str], by: Actor, atlas: Atlas) -> Asked:
    """Read an address. Raises nothing, whatever stands in it."""
    said = {name: query.get(name, "").strip() for name in PARAMETERS}
    wrong = []
    boxes = {str(box): box for box in boxes_of(by)}
    box = boxes.get(said["box"] or str(ArticleBox.SHOWN))
    if box is None:
        wrong.append("box")
    if len(said["q"]) > LONGEST_TEXT or "\x00" in said["q"]:
        wrong.append("q")
    if said["kind"] and said["kind"] not in set(ArticleKind):
        wrong.append("kind")
    owner = said["owner"]
    owner_id = whole_number(owner)
    if owner and (owner_id is None or atlas.unit(owner_id) is None):
        wrong.append("owner")
    for name in wrong:
        said[name] = ""
    after = query.get("after", "")
    chosen = ArticleFilter(box or ArticleBox.SHOWN, said["q"], said["kind"], owner_id)
    return Asked(chosen, said, after if len(after) <= LONGEST_KEY else "", tuple(wrong))


def chips(asked: Asked, by: Actor, atlas: Atlas, language: str) -> list[Chip]:
    """Return the chips in the order in which they read."""
    boxes = [Choice(str(box), BOXES[box]) for box in boxes_of(by)]
    kinds = [Choice(str(kind), name) for kind, name in names.KINDS.items()]
    owners = [Choice(str(unit.id), unit.short(language)) for unit in keepers(atlas)]
    any_kind = Choice("", pgettext("filter", "any"))
    anyone = Choice("", pgettext("filter", "anyone"))
    said = asked.said
    hint = _("words of title and text")
    shown = [
        Chip("q", LABELS["q"], said["q"], kind="search", hint=hint),
        Chip("kind", LABELS["kind"], said["kind"], (any_kind, *kinds)),
        Chip("owner", LABELS["owner"], said["owner"], (anyone, *owners)),
    ]
    if len(boxes) > 1:
        shown.insert(0, Chip("box", LABELS["box"], str(asked.filter.box), tuple(boxes)))
    return shown


def keepers(atlas: Atlas) -> list[UnitFacts]:
    """Return the units that may keep articles: the county centre and the departments."""
    county = atlas.county()
    centre = atlas.platform_unit(county.code) if county else None
    return [*([centre] if centre else []), *atlas.departments()]
