"""Hot issues: write, approve or send back by somebody else, take off the list (R-102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.matters import api as matters
from gege.notices.api import Draft, post
from gege.portal.errors import PortalError
from gege.portal.models import HotIssue, IssueLine
from gege.portal.names import TOPICS
from gege.portal.queries.issues import issue_by_uid, issue_facts, speaks_for_the_county
from gege.portal.rules.issues import IssueDeed, IssueStanding, IssueStep, OpenWords, why_not
from gege.portal.rules.public_words import holds_a_number
from gege.staff.api import Actor
from gege.territory.api import load_atlas
from gege.trail.api import record

_MOST: Final = {"title": 60, "plan": 300, "answer": 1000}
_NOTE_MOST: Final = 300
_SOURCES: Final = ("briefing:", "digest:")


@dataclass(frozen=True, slots=True)
class Said:
    """What the public reads, written for it and nobody's words.

    Of an issue without a matter, `owner` is the code of the department that has it in hand, and
    `standing` how far it is; of a matter's both are the matter's.
    """

    topic: str
    title: str
    plan: str = ""
    answer: str = ""
    owner: str = ""
    standing: str = ""


def write_issue(
    said: Said, *, number: str = "", source: str = "", by: Actor, now: datetime
) -> HotIssue:
    """Write what is to be public, of a matter within one's area (once) or of the county; somebody
    else approves it. Raises PortalError naming the entry."""
    with transaction.atomic():
        matter = matters.matter_by_number(number, by, lock=True) if number else None
        if matter is None and not speaks_for_the_county(by):
            raise PortalError("needed", "number")
        if matter is not None and HotIssue.objects.filter(matter=matter).exists():
            raise PortalError("listed_already", "number")
        words = _checked(said, of_matter=matter is not None)
        issue = HotIssue(
            matter=matter, changed_at=now, source=source[:60] if source.startswith(_SOURCES) else ""
        )
        issue.topic, issue.title = words["topic"], words["title"]
        _propose(issue, words, by, now)
    return issue


def rewrite_issue(
    uid: UUID, said: Said, *, by: Actor, now: datetime, seen: int | None = None
) -> HotIssue:
    """Write the next words of an issue; what is shown stays until they are approved."""
    with transaction.atomic():
        issue = _opened(uid, IssueDeed.WRITE, by, seen)
        _propose(issue, _checked(said, of_matter=issue.matter_id is not None), by, now)
    return issue


def approve_issue(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> HotIssue:
    """Let everybody read the words that wait. Whoever wrote them does not approve."""
    with transaction.atomic():
        issue = _opened(uid, IssueDeed.APPROVE, by, seen)
        before, words = _public(issue), issue.next_words
        lines = _steps(issue, words)
        owner = words.pop("owner")
        for name, value in words.items():
            setattr(issue, name, value)
        issue.owner_id = owner
        issue.open, issue.proposed, issue.note = OpenWords.NONE, None, ""
        issue.writers = []
        issue.shown, issue.changed_at = True, now
        _finish(issue, "approve_issue", by, now, before)
        standing = issue.standing or (issue.matter.state if issue.matter else "")
        IssueLine.objects.bulk_create(
            IssueLine(issue=issue, at=now, step=step, standing=standing) for step in lines
        )
        if issue.proposed_by_id is not None:
            values = {"title": issue.title}
            told = Draft("issue_approved", issue.stream, to_account_id=issue.proposed_by_id,
                         values=values)  # fmt: skip
            post([told], now=now)
    return issue


def send_issue_back(
    uid: UUID, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> HotIssue:
    """Send words back to who wrote them, with a reason."""
    why = _reason(reason)
    with transaction.atomic():
        issue = _opened(uid, IssueDeed.SEND_BACK, by, seen)
        issue.open, issue.note = OpenWords.SENT_BACK, why
        _finish(issue, "send_back_issue", by, now, reason=why)
        if issue.proposed_by_id is not None:
            values = {"title": issue.next_words["title"], "reason": why}
            told = Draft("issue_sent_back", issue.stream, to_account_id=issue.proposed_by_id,
                         values=values)  # fmt: skip
            post([told], now=now)
    return issue


def hide_issue(
    uid: UUID, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> HotIssue:
    """Take an issue off the list at once, with a reason; it waits for no second person."""
    why = _reason(reason)
    with transaction.atomic():
        issue = _opened(uid, IssueDeed.HIDE, by, seen)
        before = _public(issue)
        issue.shown, issue.note, issue.changed_at = False, why, now
        _finish(issue, "hide_issue", by, now, before, reason=why)
    return issue


def _opened(uid: UUID, deed: IssueDeed, by: Actor, seen: int | None) -> HotIssue:
    issue = issue_by_uid(uid, by, lock=True)
    if seen is not None and seen != issue.revision:
        raise PortalError("overtaken")
    refused = why_not(deed, issue_facts(issue, by))
    if refused:
        raise PortalError(refused)
    return issue


def _propose(issue: HotIssue, words: dict[str, Any], by: Actor, now: datetime) -> None:
    issue.open, issue.proposed, issue.note = OpenWords.PROPOSED, words, ""
    issue.proposed_by_id, issue.proposed_by, issue.proposed_at = by.account_id, by.name, now
    issue.writers = sorted({*issue.writers, by.account_id or 0})
    _finish(issue, "write_issue", by, now, words=words, source=issue.source)
    centre = load_atlas().platform_unit(by.area_code[:6])
    if centre is not None:
        values = {"title": words["title"], "unit": by.unit_name}
        told = Draft("issue_proposed", issue.stream, to_unit_id=centre.id, values=values)
        post([told], now=now)


def _finish(
    issue: HotIssue,
    deed: str,
    by: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
    **more: Any,
) -> None:
    issue.revision += 1
    issue.save()
    named = {"matter": issue.matter.number} if issue.matter is not None else {}
    record(
        stream=issue.stream,
        deed=deed,
        by=by.signature(),
        now=now,
        before=before,
        after=_public(issue) if before is not None else None,
        more=named | {key: value for key, value in more.items() if value},
    )


def _public(issue: HotIssue) -> dict[str, object]:
    names = ("topic", "title", "plan", "answer", "shown", "standing")
    return {name: getattr(issue, name) for name in names} | {"owner": issue.owner_id}


def _steps(issue: HotIssue, words: dict[str, Any]) -> list[IssueStep]:
    """Return what everybody will read as changed; the first time it is its publishing."""
    if not IssueLine.objects.filter(issue=issue).exists():
        return [IssueStep.PUBLISHED]
    changed = {
        IssueStep.PLAN: words["plan"] != issue.plan,
        IssueStep.STANDING: words["standing"] != issue.standing,
        IssueStep.ANSWERED: bool(words["answer"]) and words["answer"] != issue.answer,
    }
    return [step for step, is_so in changed.items() if is_so]


def _checked(said: Said, *, of_matter: bool) -> dict[str, Any]:
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
    words: dict[str, Any] = {"topic": said.topic, **texts, "owner": None, "standing": ""}
    if of_matter:
        return words
    unit = load_atlas().unit_by_code(said.owner) if said.owner else None
    if unit is None or not unit.is_department:
        raise PortalError("choose", "owner")
    if said.standing not in list(IssueStanding):
        raise PortalError("choose", "standing")
    if not texts["plan"]:
        raise PortalError("needed", "plan")
    if said.standing == IssueStanding.DONE and not texts["answer"]:
        raise PortalError("needed", "answer")
    return words | {"owner": unit.id, "standing": said.standing}


def _reason(text: str) -> str:
    said = cleaned(text, lines=False)
    if len(said) < 2:
        raise PortalError("needed", "reason")
    if len(said) > _NOTE_MOST:
        raise PortalError("too_long", "reason", most=_NOTE_MOST)
    return said
