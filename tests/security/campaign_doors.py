"""Campaigns, their forms and the OpenRosa interface: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.fieldwork.api import Entry
from tests.fieldwork.collecting import Collecting, new_uid, picture
from tests.fieldwork.sheets import answer
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

MAKERS = frozenset(
    {
        "township_operator",
        "strange_township_operator",
        "county_dispatcher",
        "county_supervisor",
    }
)
FORM_MAKERS = MAKERS | {"administrator"}
STATIONS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
WORKERS = frozenset({"grid_worker", "second_grid_worker"})
OUTDOORS = MAKERS | STATIONS | WORKERS | {"electronic_supervisor"}
OVER_IT = frozenset({"township_operator", "county_dispatcher", "county_supervisor"})
"""Who manages the campaign of the first community."""
NEAR_IT = frozenset({"grid_worker", "station_clerk"})
"""Who reads the door of the first grid as it is."""
AT_THE_ENTRY = OVER_IT | NEAR_IT
AT_THE_CAMPAIGN = AT_THE_ENTRY | {"second_grid_worker", "electronic_supervisor"}
EVERYBODY = OUTDOORS | {
    "administrator",
    "hotline_operator",
    "department_officer",
    "other_department_officer",
    "town_branch_officer",
}

TABLE: Mapping[str, Row] = {
    "campaigns:list": (200, OUTDOORS, 404),
    "campaigns:new": (200, MAKERS, 404),
    "campaigns:collect": (200, WORKERS, 404),
    "campaigns:forms": (200, FORM_MAKERS, 404),
    "campaigns:upload-form": (200, FORM_MAKERS, 404),
    "campaigns:sample-form": (200, FORM_MAKERS, 404),
    "campaigns:form": (200, FORM_MAKERS, 404),
    "campaigns:attach": (405, FORM_MAKERS, 404),
    "campaigns:form-xml": (200, FORM_MAKERS, 404),
    "campaigns:form-file": (200, FORM_MAKERS, 404),
    "campaigns:entry": (200, AT_THE_ENTRY | {"electronic_supervisor"}, 404),
    "campaigns:reveal": (200, AT_THE_ENTRY, 404),
    "campaigns:check": (200, frozenset({"station_clerk", "township_operator"}), 404),
    "campaigns:entry-file": (200, NEAR_IT, 404),
    "campaigns:page": (200, AT_THE_CAMPAIGN, 404),
    "campaigns:amend": (200, OVER_IT, 404),
    "campaigns:open": (405, MAKERS, 404),
    "campaigns:close": (405, MAKERS, 404),
    "campaigns:entries": (200, AT_THE_CAMPAIGN, 404),
    "campaigns:export": (200, OVER_IT | {"station_clerk"}, 404),
    "campaigns:buildings": (200, OVER_IT | {"station_clerk"}, 404),
    "campaigns:arrange": (405, MAKERS | STATIONS, 404),
    "campaigns:take-in": (405, MAKERS, 404),
    # A terminal's session, and a terminal's password.
    "field:form": (401, EVERYBODY, 401),
    "field:form-media": (401, EVERYBODY, 401),
    "field:openrosa-list": (401, EVERYBODY, 401),
    "field:openrosa-submission": (401, EVERYBODY, 401),
    "field:openrosa-form": (401, EVERYBODY, 401),
    "field:openrosa-manifest": (401, EVERYBODY, 401),
    "field:openrosa-media": (401, EVERYBODY, 401),
}
ASKS_FOR_A_TERMINAL = "field:openrosa-"
"""Addresses for programs: without a terminal's password every method is answered 401."""

_OF_A_FORM = (
    "form", "attach", "form-xml", "form-file", "form-media",
    "openrosa-form", "openrosa-manifest", "openrosa-media",
)  # fmt: skip
_OF_AN_ENTRY = ("entry", "reveal", "check", "entry-file")
_OF_A_CAMPAIGN = (
    "page", "amend", "open", "close", "entries", "export", "buildings", "arrange", "take-in",
)  # fmt: skip


def arguments_at_campaigns(name: str, play: Play) -> dict[str, Any] | None:
    """The arguments that an address of this table takes; None for one that takes none."""
    part = name.partition(":")[2]
    if name not in TABLE:
        return None
    entry = _entry(play)
    if part in _OF_A_FORM:
        named = {"name": "sketch.png"} if part.endswith(("file", "media")) else {}
        return {"form_id": "houses", "version": "1", **named}
    if part in _OF_AN_ENTRY:
        return {"entry_uid": entry.uid} | ({"name": "front.jpg"} if part == "entry-file" else {})
    return {"uid": entry.campaign.uid} if part in _OF_A_CAMPAIGN else None


def _entry(play: Play) -> Entry:
    """A door of the first grid that was answered, with a picture."""
    found = Entry.objects.select_related("campaign").first()
    if found is not None:
        return found
    collecting = Collecting(play.cast, play.now).build()
    uid = new_uid()
    return collecting.take(
        collecting.open(),
        uid=uid,
        xml=answer(uid, body="<house><front>front.jpg</front></house>"),
        files={"front.jpg": picture()},
    )
