"""A client as its pages show it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.desk.api import Deed, Fact
from gege.openapi.models import Client
from gege.staff.api import Role, role_name
from gege.territory.api import Atlas


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    name: str
    href: str
    unit: str
    post: str
    rights: str
    state: str
    warn: bool
    last_used_at: datetime | None


def row_of(client: Client, atlas: Atlas, language: str, now: datetime) -> Row:
    unit = atlas.unit(client.unit_id)
    state, warn = state_of(client, now)
    return Row(
        name=client.name,
        href=reverse("clients:page", args=[client.uid]),
        unit=unit.short(language) if unit else "",
        post=str(role_name(Role(client.role))),
        rights=rights_of(client),
        state=state,
        warn=warn,
        last_used_at=client.last_used_at,
    )


def state_of(client: Client, now: datetime) -> tuple[str, bool]:
    """Return how a client stands, and whether somebody should look at it."""
    if client.revoked_at is not None:
        return _("ended for good"), False
    if client.expires_at <= now:
        return _("expired"), True
    days = (client.expires_at - now).days
    if days < 30:
        return _("in use, %(days)s days left") % {"days": days}, True
    return _("in use"), False


def rights_of(client: Client) -> str:
    granted = (
        (client.reports, _("reports")),
        (client.reads, _("reads")),
        (client.moves, _("moves")),
        (client.public, _("public")),
        (client.opinions, _("opinion platform")),
        (client.registers, _("registers")),
    )
    return _(", ").join(word for given, word in granted if given)


def facts_of(client: Client, atlas: Atlas, language: str, now: datetime) -> list[Fact]:
    """Return what is known of a client, as lines; of its token the first characters only."""
    unit = atlas.unit(client.unit_id)
    facts = [
        Fact(_("State"), state_of(client, now)[0]),
        Fact(_("Unit"), unit.name(language) if unit else "—"),
        Fact(_("Post"), role_name(Role(client.role))),
        Fact(_("Rights"), rights_of(client)),
        Fact(_("Requests a minute"), client.per_minute),
        Fact(_("Token"), f"{client.token_hint}…", _("Only its beginning is known here.")),
        Fact(_("Token since"), client.token_since),
        Fact(_("Valid until"), client.expires_at),
        Fact(_("Last used"), client.last_used_at),
    ]
    if client.previous_until is not None and client.previous_until > now:
        facts.insert(7, Fact(_("The old token ends"), client.previous_until))
    if client.revoked_at is not None:
        facts.append(Fact(_("Ended for good"), client.revoked_at))
    return facts


def deeds_of(client: Client) -> list[Deed]:
    if client.revoked_at is not None:
        return []

    def deed(label: str | Promise, name: str, grave: bool = False) -> Deed:
        return Deed(label, reverse(f"clients:{name}", args=[client.uid]), grave=grave)

    return [
        deed(_("Change"), "amend"),
        deed(_("New token"), "rotate"),
        deed(_("End for good"), "revoke", grave=True),
    ]
