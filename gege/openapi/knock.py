"""Who speaks: a key becomes a client and its actor, or a refusal."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gege.matters.api import Setting, local_date
from gege.openapi.floods import strangers, wrong_keys
from gege.openapi.models import Client
from gege.openapi.posts import actor_of
from gege.openapi.queries.clients import client_by_token, count_use
from gege.staff.api import Actor

log = logging.getLogger(__name__)
BEARER: Final = "bearer "


class Shut(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not let in: why, and when it may come again."""

    def __init__(self, why: str, text: str, retry_after: int = 0) -> None:
        self.why = why
        self.text = text
        self.retry_after = retry_after
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Caller:
    """A client, and the post it speaks for now."""

    client: Client
    actor: Actor


def key_in(request: HttpRequest, *named: str) -> str:
    """Return the key that a request carries in its head, else the first of what was `named`."""
    head = request.headers.get("Authorization", "")
    if head[: len(BEARER)].lower() == BEARER:
        return head[len(BEARER) :].strip()
    return next((one for one in named if one), "")


def caller_of(request: HttpRequest, key: str, where: Setting) -> Caller:
    """Return who speaks with a key; raises Shut("no_key" | "wrong_key" | "too_many")."""
    if not key:
        log.info("refused at an interface: no key, from %s", _address(request))
        raise Shut("no_key", _("An API key is needed here."))
    client = client_by_token(key, where.now)
    unit = where.atlas.effective_unit(client.unit_id, local_date(where.now)) if client else None
    if client is None or unit is None:
        _count_wrong(request, where.now)
        raise Shut("wrong_key", _("This API key is unknown, expired or revoked."))
    if count_use(client, where.now) > client.per_minute:
        log.warning("client %s is over its %s requests a minute", client.name, client.per_minute)
        raise _too_many(where.now)
    return Caller(client, actor_of(client, unit))


def greet_stranger(request: HttpRequest, now: datetime) -> None:
    """Count a request without a key; raises Shut("too_many")."""
    if strangers.over(_address(request), int(now.timestamp()) // 60):
        raise _too_many(now)


def _count_wrong(request: HttpRequest, now: datetime) -> None:
    """Who guesses is slowed down; a good key from the same address is let in all the same, for
    behind a proxy everybody has one address."""
    address = _address(request)
    if wrong_keys.over(address, int(now.timestamp()) // 60):
        raise _too_many(now)
    log.warning("refused at an interface: a key that opens nothing, from %s", address)


def _too_many(now: datetime) -> Shut:
    rest = 60 - int(now.timestamp()) % 60
    return Shut("too_many", _("Too many requests; please come again in a minute."), rest)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
