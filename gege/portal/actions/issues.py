"""Make a matter public as a hot issue (R-102), change what is said, take it off the list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.matters import api as matters
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import HotIssue
from gege.portal.names import TOPICS
from gege.portal.rules.public_words import holds_a_number
from gege.staff.api import Actor
from gege.trail.api import record

_MOST = {"title": 60, "plan": 300, "answer": 1000}


@dataclass(frozen=True, slots=True)
class Said:
    """What the public reads, written for it and nobody's words."""

    topic: str
    title: str
    plan: str = ""
    answer: str = ""


def show_issue(number: str, said: Said, *, by: Actor, now: datetime) -> HotIssue:
    """Put a matter within one's area on the public list, once."""
    text = _checked(said)
    with transaction.atomic():
        matter = matters.matter_by_number(number, by, lock=True)
        if HotIssue.objects.filter(matter=matter).exists():
            raise PortalError("listed_already", "number")
        issue = HotIssue(matter=matter, changed_at=now)
        _write(issue, text, "show_issue", by, now)
    return issue


def amend_issue(
    uid: UUID, said: Said, *, shown: bool = True, by: Actor, now: datetime, seen: int | None = None
) -> HotIssue:
    """Change what is said, or take it off the list and put it back."""
    text = _checked(said)
    with transaction.atomic():
        issue = HotIssue.objects.select_for_update().filter(uid=uid).first()
        if issue is None or not matters.visible(by).filter(pk=issue.matter_id).exists():
            raise NotFound
        if seen is not None and seen != issue.revision:
            raise PortalError("overtaken")
        deed = "amend_issue" if shown == issue.shown else "show_issue" if shown else "hide_issue"
        issue.revision += 1
        issue.changed_at = now
        before = _public(issue)
        issue.shown = shown
        _write(issue, text, deed, by, now, before)
    return issue


def _write(
    issue: HotIssue,
    said: Said,
    deed: str,
    by: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
) -> None:
    issue.topic, issue.title, issue.plan, issue.answer = (
        said.topic,
        said.title,
        said.plan,
        said.answer,
    )
    issue.save()
    record(
        stream=issue.stream,
        deed=deed,
        by=by.signature(),
        now=now,
        before=before,
        after=_public(issue),
        more={"matter": issue.matter.number},
    )


def _public(issue: HotIssue) -> dict[str, object]:
    names = ("topic", "title", "plan", "answer", "shown")
    return {name: getattr(issue, name) for name in names}


def _checked(said: Said) -> Said:
    if said.topic not in TOPICS:
        raise PortalError("choose", "topic")
    texts = {
        "title": cleaned(said.title, lines=False),
        "plan": cleaned(said.plan, lines=False),
        "answer": cleaned(said.answer),
    }
    if len(texts["title"]) < 4:
        raise PortalError("needed", "title")
    for name, text in texts.items():
        if len(text) > _MOST[name]:
            raise PortalError("too_long", name, most=_MOST[name])
        if holds_a_number(text):
            raise PortalError("holds_a_number", name)
    return Said(said.topic, **texts)
