"""A case as the platform says it: what is known is read strictly, what is unknown kept out."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gege.kernel.coordinates import Crs
from gege.matters.api import words
from gege.openapi.rest.answers import Problem
from gege.openapi.rest.operations import MOST_WHOLE, Entry
from gege.openapi.rest.reading import read_entries
from gege.openapi.rules.opinions import THEIR_ID, Line

MOST_FILES: Final = 10
CASE: Final = (
    Entry("version", _("Counts up with each change of the case."), "whole", needed=True, least=1,
          most=MOST_WHOLE),
    Entry("raised_at", _("When the resident raised it."), "moment", needed=True),
    Entry("title", _("What it is, in a line."), needed=True, least=2, most=120),
    Entry("description", _("What there is to say."), most=4000),
    Entry("intent", _("What is wanted: idea, call or request."),
          choices=tuple(map(str, words.Intent))),
    Entry("kind", _("A kind in use; for any other the platform's usual one is taken."), most=40),
    Entry("severity", _("How urgent."), choices=tuple(map(str, words.Severity))),
    Entry("grid", _("The grid, if it is known."), pattern="[0-9]{15}", most=15),
    Entry("lng", _("Longitude."), "number", least=-180, most=180),
    Entry("lat", _("Latitude."), "number", least=-90, most=90),
    Entry("crs", _("What lng and lat are in (wgs84)."), choices=tuple(map(str, Crs))),
    Entry("address", _("The place in words."), most=200),
    Entry("name", _("Who raised it, if they wish."), most=60),
    Entry("phone", _("How to reach them."), most=30),
    Entry("wants_callback", _("Whether they wait for a call; needs the telephone."), "flag"),
    Entry("confidential", _("Whether only the hotline may know who they are."), "flag"),
    Entry("attachments", _("Addresses of pictures and papers at the platform."), "texts", most=500,
          items=MOST_FILES),
    Entry("withdrawn", _("The resident took it back."), "flag"),
)  # fmt: skip
LINE: Final = (
    Entry("id", _("The case."), needed=True, pattern=THEIR_ID, most=60),
    Entry("version", _("The version of the case."), "whole", needed=True, least=1,
          most=MOST_WHOLE),
    Entry("state", _("The state that was told last; empty when none was."), most=20),
    Entry("hash", _("The hash of the standing that was told last."), most=64),
)  # fmt: skip


def read_case(given: Any) -> tuple[str, dict[str, Any], list[str]]:
    """Return id, entries, and the names of what nobody knows here; raises Problem."""
    if not isinstance(given, Mapping):
        raise Problem(400, "malformed", "case")
    content = dict(given)
    their_id = content.pop("id", None)
    if not isinstance(their_id, str) or not re.fullmatch(THEIR_ID, their_id, re.ASCII):
        raise Problem(400, "malformed", "id", field="id")
    strange: list[str] = []
    return their_id, read_entries(content, CASE, strange=strange), strange


def read_lines(given: Any) -> list[Line]:
    """Return cases as one side knows them; raises Problem."""
    entry = Entry("cases", "", "rows", needed=True, items=10_000, parts=LINE)
    rows = read_entries({"cases": given}, (entry,))["cases"]
    return lines_of(rows)


def lines_of(rows: list[dict[str, Any]]) -> list[Line]:
    return [
        Line(one["id"], one["version"], one.get("state", ""), one.get("hash", "")) for one in rows
    ]
