"""Every address of the platform with example arguments, from the table of addresses itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from gege.matters import api as matters
from gege.matters.api import ANY, Matter
from gege.services.api import Article, Text, publish_article, write_article
from tests.cast import GRID, HOUSING, TOWN
from tests.matters.play import CALLER, Play
from tests.security.briefing_doors import arguments_at_briefings
from tests.security.call_doors import arguments_at_calls
from tests.security.campaign_doors import arguments_at_campaigns
from tests.security.duty_doors import arguments_at_duty
from tests.security.exchange_doors import arguments_at_exchange
from tests.security.interface_doors import arguments_at_interfaces
from tests.security.line_doors import arguments_at_line
from tests.security.message_doors import arguments_at_messages
from tests.security.portal_doors import arguments_at_portal
from tests.security.register_doors import arguments_at_registers
from tests.security.review_doors import arguments_at_reviews
from tests.security.supervision_doors import arguments_at_orders
from tests.security.visit_doors import uid_for
from tests.security.walk_doors import arguments_for

PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def names() -> list[str]:
    """The full name of every address, sorted."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[Any], space: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, inner)
        elif isinstance(one, URLPattern):
            assert one.name, f"{one.pattern} has no name"
            yield f"{space}{one.name}"


def matter_in_hand(play: Play) -> Matter:
    """A matter of the first grid that the housing bureau handles, with a paper attached."""
    matter = play.in_hand(who=CALLER)
    upload = SimpleUploadedFile("paper.pdf", PAPER, "application/pdf")
    matters.attach(
        matter.number,
        upload=upload,
        stage="before",
        by=play.cast.department_officer,
        now=play.now,
    )
    matter.refresh_from_db()
    return matter


def address(name: str, play: Play, matter: Matter) -> str:
    """An address with arguments that exist."""
    worker, edition = play.cast.grid_worker, matters.setting(play.now).book.number
    given: dict[str, dict[str, Any]] = {
        "boards:records": {"figure": "open"},
        "boards:indicator": {"code": "near"},
        "boards:indicator-records": {"code": "near"},
        "boards:indicator-file": {"code": "near", "ending": "xlsx"},
        "matter:move": {"number": matter.number, "move": "note"},
        "matter:file": {"number": matter.number, "digest": hashlib.sha256(PAPER).hexdigest()},
        "matter:thumbnail": {"number": matter.number, "digest": hashlib.sha256(PAPER).hexdigest()},
        "account:end-post": {"post_id": worker.post_id},
        "desk:read": {"notice_id": 1},
        "field:file": {"sha256": "0" * 64},
        "field:record": {"uid": UUID(int=7)},
        "field:reveal": {"uid": UUID(int=7)},
        "desk:acknowledge": {"notice_id": 1},
        "desk:retry": {"message_id": 1},
        "setup:kind": {"code": "B01"},
        "setup:edition": {"number": edition},
        "setup:download": {"number": edition},
        "setup:calendar-year": {"number": 2026},
        "setup:notice": {"number": 2026},
        "setup:fill": {"number": 2027},
        "setup:area": {"code": GRID},
        "setup:divide": {"code": GRID},
        "setup:merge": {"code": GRID},
        "setup:contacts": {"code": TOWN},
        "setup:department": {"code": HOUSING},
        "setup:dissolve": {"code": HOUSING},
    }
    if name in given:
        return reverse(name, kwargs=given[name])
    if name.startswith("handbook:") and name not in ("handbook:list", "handbook:new"):
        number = {"number": 1} if name == "handbook:version" else {}
        return reverse(name, kwargs={"uid": _article(play).uid, **number})
    collected = arguments_at_campaigns(name, play)
    if collected is not None:
        return reverse(name, kwargs=collected)
    called = arguments_at_calls(name, play)
    if called is not None:
        return reverse(name, kwargs=called)
    on_the_line = arguments_at_line(name, play)
    if on_the_line is not None:
        return reverse(name, kwargs=on_the_line)
    given_out = arguments_at_messages(name, play)
    if given_out is not None:
        return reverse(name, kwargs=given_out)
    on_duty = arguments_at_duty(name, play)
    if on_duty is not None:
        return reverse(name, kwargs=on_duty)
    registered = arguments_at_registers(name, play)
    if registered is not None:
        return reverse(name, kwargs=registered)
    ordered = arguments_at_orders(name, play, matter)
    if ordered is not None:
        return reverse(name, kwargs=ordered)
    reviewed = arguments_at_reviews(name, play, matter)
    if reviewed is not None:
        return reverse(name, kwargs=reviewed)
    briefed = arguments_at_briefings(name, play)
    if briefed is not None:
        return reverse(name, kwargs=briefed)
    public = arguments_at_portal(name, play, matter.number)
    if public is not None:
        return reverse(name, kwargs=public)
    interface = arguments_at_interfaces(name, play, matter.number)
    if interface is not None:
        return reverse(name, kwargs=interface)
    exchanged = arguments_at_exchange(name, play)
    if exchanged is not None:
        return reverse(name, kwargs=exchanged)
    walked = arguments_for(name, play)
    if walked is not None:
        return reverse(name, kwargs=walked)
    uid = uid_for(name, play)
    if uid is not None:
        return reverse(name, kwargs={"uid": uid})
    if name == "triage:repeated-records":
        return f"{reverse(name)}?{urlencode({'area': GRID, 'kind': matter.kind})}"
    if name in ("setup:limit", "setup:remove-limit"):
        line = urlencode({"stage": "handle", "kind": ANY, "severity": ANY, "tier": ANY})
        return f"{reverse(name)}?{line}"
    for arguments in ({}, {"number": matter.number}, {"account_id": worker.account_id}):
        found = _reverse(name, arguments)
        if found:
            return found
    return reverse(name, kwargs={"token": "0" * 32})


def _article(play: Play) -> Article:
    """A published article of the housing bureau."""
    found = Article.objects.first()
    if found is not None:
        return found
    by = play.cast.department_officer
    text = Text(
        kind="guide",
        title="怎样申请公租房",
        body="住房有困难的家庭可以申请。",
        owner_id=by.unit_id or 0,
        valid_from=date(2026, 1, 1),
        review_on=date(2027, 1, 1),
    )
    return publish_article(write_article(text, by=by, now=play.now).uid, by=by, now=play.now)


def _reverse(name: str, arguments: dict[str, Any]) -> str:
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""
