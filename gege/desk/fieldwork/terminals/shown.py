"""A terminal as the register shows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from gege.desk.api import Deed, Fact, Step
from gege.fieldwork.api import (
    Terminal,
    TerminalDeed,
    TerminalPage,
    deeds_possible,
    is_silent,
    names,
)
from gege.staff.api import Actor, Role, names_of
from gege.territory.api import Atlas

Text = str | Promise

MANAGERS: Final = (Role.ADMINISTRATOR, Role.STATION_CLERK)
READERS: Final = (
    *MANAGERS,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)

DEEDS: Final[Mapping[str, Text]] = {
    TerminalDeed.REGISTER: pgettext_lazy("terminal", "Entered into the register"),
    TerminalDeed.HAND_OVER: pgettext_lazy("terminal", "Handed over"),
    TerminalDeed.ENROL: pgettext_lazy("terminal", "Logged in and bound"),
    TerminalDeed.RENEW: pgettext_lazy("terminal", "Password given again"),
    TerminalDeed.LOSE: pgettext_lazy("terminal", "Reported lost"),
    TerminalDeed.FIND: pgettext_lazy("terminal", "Found again"),
    TerminalDeed.REVOKE: pgettext_lazy("terminal", "Revoked"),
    TerminalDeed.RETIRE: pgettext_lazy("terminal", "Retired"),
    TerminalDeed.LEAVE: pgettext_lazy("terminal", "Logged out"),
}
BUTTONS: Final[Mapping[str, tuple[str, Text, bool]]] = {
    TerminalDeed.HAND_OVER: ("hand-over", pgettext_lazy("terminal", "Hand over"), False),
    TerminalDeed.LOSE: ("lost", pgettext_lazy("terminal", "Report lost"), True),
    TerminalDeed.FIND: ("found", pgettext_lazy("terminal", "It was found"), False),
    TerminalDeed.REVOKE: ("revoke", pgettext_lazy("terminal", "Take back"), True),
    TerminalDeed.RETIRE: ("retire", pgettext_lazy("terminal", "Retire"), True),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register."""

    device: str
    model: str
    href: str
    state: Text
    holder: str
    unit: str
    last_contact_at: datetime | None
    version: str
    waiting: int
    silent: bool


def row_of(one: Terminal, atlas: Atlas, language: str, now: datetime, silent_days: int) -> Row:
    in_use = one.state == "in_use"
    return Row(
        device=device_of(one),
        model=one.model,
        href=reverse("terminals:page", args=[one.uid]),
        state=state_of(one, now),
        holder=one.account.display_name if one.account else "",
        unit=unit_of(one, atlas, language),
        last_contact_at=one.last_contact_at,
        version=one.app_version,
        waiting=one.waiting if in_use else 0,
        silent=in_use and is_silent(one.last_contact_at, one.password_seen_at, now, silent_days),
    )


def device_of(one: Terminal) -> str:
    """Return what a device is called: its serial number, or that it is an own phone."""
    return one.serial or (_("Own phone") if one.own_phone else str(one.uid)[:8])


def state_of(one: Terminal, now: datetime) -> Text:
    """Return the state in words; a device in stock may be on its way to somebody."""
    if one.state == "stock" and one.account_id and one.enrol_until and one.enrol_until >= now:
        return _("Handed over, not logged in yet")
    if one.state == "stock" and one.account_id:
        return _("With its holder, needs a new code")
    state: Text = names.name_of(names.TERMINAL_STATES, one.state)
    return state


def unit_of(one: Terminal, atlas: Atlas, language: str) -> str:
    unit = atlas.unit(one.unit_id) if one.unit_id else None
    return unit.short(language) if unit else ""


def facts_of(one: Terminal, atlas: Atlas, language: str, now: datetime) -> list[Fact]:
    """Return what is known of a terminal, as lines."""
    holder = one.account.display_name if one.account else _("Nobody")
    facts = [
        Fact(_("State"), state_of(one, now)),
        Fact(pgettext("terminal", "Since"), one.since),
        Fact(_("Serial number"), one.serial or "—"),
        Fact(_("Model"), one.model or "—"),
        Fact(_("Holder"), holder),
        Fact(_("Unit"), unit_of(one, atlas, language) or "—"),
        Fact(_("Last heard of"), one.last_contact_at),
        Fact(_("App version"), one.app_version or "—"),
        Fact(
            _("Messages waiting"),
            one.waiting,
            _("As the phone said at its last contact; they are sent at the next one."),
        ),
    ]
    if one.note:
        facts.append(Fact(_("Remark"), one.note))
    return facts


def deeds_of(one: Terminal, by: Actor) -> list[Deed]:
    """Return the buttons of a terminal's page for a person."""
    if by.role not in MANAGERS:
        return []
    buttons = []
    for deed in deeds_possible(one.state, own_phone=one.own_phone, held=bool(one.account_id)):
        if deed is TerminalDeed.RETIRE and by.role is not Role.ADMINISTRATOR:
            continue
        name, label, grave = BUTTONS[deed]
        href = reverse(f"terminals:{name}", args=[one.uid])
        buttons.append(Deed(label, href, grave=grave))
    return buttons


def steps_of(page: TerminalPage) -> list[Step]:
    """Return the history from the ledger, the newest first."""
    payloads = [_payload(entry.payload) for entry in page.steps]
    holders = {line.get("after", {}).get("holder") for line in payloads} - {None}
    known = names_of([one for one in holders if isinstance(one, int)])
    steps = []
    for entry, line in zip(page.steps, payloads, strict=True):
        said = str(line.get("note") or line.get("reason") or "")
        holder = known.get(line.get("after", {}).get("holder"), "")
        facts = [Fact(_("Holder"), holder)] if entry.deed == TerminalDeed.HAND_OVER else []
        steps.append(
            Step(
                deed=DEEDS.get(entry.deed, entry.deed),
                at=entry.at,
                who=entry.name,
                unit=entry.unit,
                said=said,
                facts=facts,
            )
        )
    return steps


def _payload(text: str) -> dict[str, Any]:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}
