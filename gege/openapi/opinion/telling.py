"""Tell the platform how its cases stand, until it says that it has it.

What is told is always the present standing, so telling again is harmless and a later standing takes
the place of one that could not be told. "Told" means that the platform answered with its hash.
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from gege.openapi.models import Case, OpinionPlatform
from gege.openapi.opinion.asking import Trouble, ask, case_path
from gege.openapi.opinion.platform import actor_for_platform
from gege.openapi.opinion.standing import standings
from gege.openapi.rules.webhooks import Verdict, pause_after, verdict_of, wait_after
from gege.territory.api import load_atlas

BATCH: Final = 20
_CLAIM: Final = timedelta(minutes=5)


def tell_cases(one: OpinionPlatform, *, now: datetime) -> int:
    """Tell what is due, the oldest first; return how many cases were tried.

    A platform that does not answer costs one try, and is left alone for a while.
    """
    resting = one.not_before is not None and one.not_before > now
    if not one.sends or resting or actor_for_platform(one, now) is None:
        return 0
    due = _claim(one, now)
    found = standings(due, load_atlas())
    for place, case in enumerate(due):
        try:
            if found[case.pk]["hash"] != case.known_hash:
                _tell(one, case, found[case.pk])
        except Trouble as trouble:
            _failed(case, trouble, now)
            if verdict_of(trouble.status) is Verdict.AWAY:
                _away(one, trouble, now)
                _release([row.pk for row in due[place + 1 :]], now)
                return place + 1
        else:
            known(case, found[case.pk]["hash"], now=now)
            _reached(one, now)
    return len(due)


def tell_case(one: OpinionPlatform, case: Case, *, now: datetime) -> None:
    """Tell one case at once. Raises Trouble."""
    standing = standings([case], load_atlas())[case.pk]
    claimed = now + _CLAIM
    Case.objects.filter(pk=case.pk).update(touched_at=now, not_before=claimed, attempts=0)
    case.not_before = claimed
    try:
        _tell(one, case, standing)
    except Trouble as trouble:
        _failed(case, trouble, now)
        raise
    known(case, standing["hash"], now=now)
    _reached(one, now)


def known(case: Case, hash_: str, *, now: datetime) -> bool:
    """Write that the platform has a standing; False when the case moved on meanwhile."""
    rows = Case.objects.filter(pk=case.pk)
    rows.update(known_hash=hash_, known_at=now)
    same = rows.filter(not_before=case.not_before) if case.not_before else rows
    return bool(same.update(touched_at=None, not_before=None, attempts=0, said=""))


def _claim(one: OpinionPlatform, now: datetime) -> list[Case]:
    with transaction.atomic():
        rows = Case.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            platform=one, touched_at__isnull=False, not_before__lte=now
        )
        most = 1 if one.failures else BATCH
        due = list(rows.select_related("matter").order_by("not_before", "id")[:most])
        Case.objects.filter(pk__in=[case.pk for case in due]).update(not_before=now + _CLAIM)
    for case in due:
        # What happens meanwhile sets another time, and is not taken for told.
        case.not_before = now + _CLAIM
    return due


def _tell(one: OpinionPlatform, case: Case, standing: dict[str, Any]) -> None:
    body = json.dumps(standing, ensure_ascii=False, separators=(",", ":")).encode()
    answer = ask(one, f"{case_path(case.their_id)}/standing", put=body)
    if answer.get("hash") != standing["hash"]:
        raise Trouble("not_acknowledged", 400)


def _failed(case: Case, trouble: Trouble, now: datetime) -> None:
    """Try again later; after the last try it stays on the list until a person acts."""
    away = verdict_of(trouble.status) is Verdict.AWAY
    wait = wait_after(1 if away else case.attempts + 1)
    rows = Case.objects.filter(pk=case.pk, not_before=case.not_before)
    rows.update(
        attempts=F("attempts") + 1,
        not_before=now + wait if wait is not None else None,
        said=trouble.said,
    )


def _release(ids: list[int], now: datetime) -> None:
    Case.objects.filter(pk__in=ids, not_before=now + _CLAIM).update(not_before=now)


def _away(one: OpinionPlatform, trouble: Trouble, now: datetime) -> None:
    one.failures += 1
    one.not_before = now + pause_after(one.failures)
    OpinionPlatform.objects.filter(pk=one.pk).update(
        failures=one.failures, not_before=one.not_before, sent_at=now, send_said=trouble.said
    )


def _reached(one: OpinionPlatform, now: datetime) -> None:
    one.failures, one.not_before = 0, None
    OpinionPlatform.objects.filter(pk=one.pk).update(
        failures=0, not_before=None, sent_at=now, send_said=""
    )
