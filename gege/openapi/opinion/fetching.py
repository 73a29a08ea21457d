"""Fetch cases and their files from the platform."""

import logging
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import translation

from gege.matters.api import MatterError, attach, sentence_of, setting
from gege.openapi import names
from gege.openapi.errors import ClientError
from gege.openapi.models import CaseFile, OpinionPlatform
from gege.openapi.opinion.asking import Trouble, ask, case_path, fetch, text_of
from gege.openapi.opinion.platform import actor_for_platform
from gege.openapi.opinion.reading import read_case
from gege.openapi.opinion.taking import Taken, refuse, take_case
from gege.openapi.rest.answers import Problem
from gege.openapi.rules.webhooks import wait_after

log = logging.getLogger(__name__)
MOST_PAGES: Final = 40
FILES: Final = 20


def fetch_cases(one: OpinionPlatform, *, now: datetime) -> int:
    """Fetch what came since the last time, page by page; return how many cases were read.

    The cursor moves when a page was taken. A case that cannot be taken is written down and does
    not stop the others. Raises Trouble when the platform does not answer as it should.
    """
    count = 0
    try:
        for _ in range(MOST_PAGES):
            query = {"after": one.cursor, "limit": one.page_size}
            content = ask(one, "cases", query=query)
            cases = content.get("cases")
            if not isinstance(cases, list) or len(cases) > one.page_size:
                raise Trouble("no_list")
            after = text_of(content, "next", 200)
            for case in cases:
                _take(one, case, now)
            count += len(cases)
            moved = bool(after) and after != one.cursor
            _note(one, now, "", cursor=after or one.cursor)
            if not cases or not moved:
                break
    except Trouble as trouble:
        _note(one, now, trouble.said)
        raise
    return count


def fetch_case(one: OpinionPlatform, their_id: str, *, now: datetime) -> Taken | None:
    """Fetch one case again; None when it could not be taken. Raises Trouble."""
    content = ask(one, case_path(their_id))
    if content.get("id") != their_id:
        raise Trouble("another_case")
    return _take(one, content, now)


def fetch_files(one: OpinionPlatform, *, now: datetime) -> int:
    """Fetch the files that cases name; return how many were tried."""
    by = actor_for_platform(one, now)
    rows = CaseFile.objects.filter(case__platform=one, state="queued", not_before__lte=now)
    due = list(rows.select_related("case__matter").order_by("not_before", "id")[:FILES])
    if by is None:
        return 0
    for row in due:
        answer = fetch(one, row.address, settings.GEGE_UPLOAD_BYTES)
        if not answer.fine:
            _again(row, answer.said, now)
            continue
        if not answer.whole:
            _end(row, "dead", "too_large")
            continue
        name = unquote(urlsplit(row.address).path.rpartition("/")[2])[:100] or "file"
        upload = SimpleUploadedFile(name, answer.body, answer.media_type)
        try:
            kept = attach(row.case.matter.number, upload=upload, by=by, now=now)
        except MatterError as error:
            known = error.word == "already_attached"
            _end(row, "kept" if known else "dead", "" if known else sentence_of(error))
        else:
            _end(row, "kept", "", kept.sha256)
    return len(due)


def _take(one: OpinionPlatform, given: Any, now: datetime) -> Taken | None:
    their_id, version = "", 0
    by, where = actor_for_platform(one, now), setting(now)
    if by is None:
        raise Trouble("client_silent")
    if isinstance(given, dict):
        said, number = given.get("id"), given.get("version")
        their_id = said if isinstance(said, str) else ""
        version = number if type(number) is int and 0 <= number < 2**31 else 0
    # What stands on the list of the county centre stands in the county's language.
    with translation.override("zh-hans"):
        try:
            their_id, entries, strange = read_case(given)
            return take_case(one, their_id, entries, strange, by=by, where=where)
        except Problem as problem:
            said = str(problem.content["text"])
        except MatterError as error:
            said = sentence_of(error)
        except ClientError as error:
            said = names.sentence_of(error)
    shown = "".join(sign for sign in their_id if sign.isprintable())[:60] or "?"
    log.warning("a case of the opinion platform could not be taken: %s", shown)
    refuse(one, shown, version, said, now=now)
    return None


def _note(one: OpinionPlatform, now: datetime, said: str, cursor: str | None = None) -> None:
    one.fetched_at, one.fetch_said = now, said
    rows = OpinionPlatform.objects.filter(pk=one.pk)
    if cursor is None:
        rows.update(fetched_at=now, fetch_said=said)
        return
    # An administrator who changed the address meanwhile began anew.
    rows.filter(cursor=one.cursor).update(fetched_at=now, fetch_said=said, cursor=cursor)
    one.cursor = cursor


def _again(row: CaseFile, said: str, now: datetime) -> None:
    wait = wait_after(row.attempts + 1)
    CaseFile.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1,
        said=said[:200],
        state="queued" if wait else "dead",
        not_before=now + wait if wait else now,
    )


def _end(row: CaseFile, state: str, said: str, sha256: str = "") -> None:
    CaseFile.objects.filter(pk=row.pk).update(state=state, said=said[:200], sha256=sha256)
