"""Callbacks, hand-overs, indicators and settings of the line by axe, with rows in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.hotline.callbacks.deeds import record_try, take
from gege.hotline.emergency import deeds
from gege.hotline.models import Call, Callback
from gege.hotline.rules.callback_table import Found, Result
from gege.notices.api import seal
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems

PAGES = {
    "county_supervisor": (
        "/hotline/callbacks/",
        "/hotline/callbacks/?box=later",
        "/hotline/callbacks/?box=done",
        "/hotline/callbacks/{waiting}",
        "/hotline/callbacks/{done}",
        "/hotline/handovers/",
        "/hotline/handovers/{started}",
        "/hotline/handovers/{ended}",
        "/hotline/indicators/",
        "/hotline/indicators/?by=taker",
        "/hotline/indicators/records?of=abandoned",
        "/setup/line/",
    ),
    "hotline_operator": ("/hotline/callbacks/{taken}",),
    "administrator": ("/setup/line/edit",),
}
LOOKS = (("desk", "zh-hans"), ("phone", "en"))


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_the_line_has_no_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    places = furnish(county)
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    found: list[str] = []
    for who, paths in PAGES.items():
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
        person = county.person(who, **window)
        for path in paths:
            person.visit(path.format(**places))
            found += problems(person.page, f"{who} {path}", language)
            wide = person.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} pixels wide"
            person.shot(f"{size}-{language}-{who}-{path.strip('/').replace('/', '-')}")
    assert found == [], "\n".join(["", *found])


def furnish(county: County) -> dict[str, str]:
    """Make calls over some days, callbacks and hand-overs in every state."""
    now, operator = timezone.now(), county.cast.hotline_operator
    calls = [_call(county, now - timedelta(hours=7 * turn), turn) for turn in range(40)]
    rows = [
        Callback.objects.create(
            why=("promised", "missed")[turn % 2], call=call, shown="100****0109", created_at=now,
            next_at=now - timedelta(hours=1), due_at=now + timedelta(hours=3 * turn - 2),
            confidential=False,
        )
        for turn, call in enumerate(calls[:6])
    ]  # fmt: skip
    for one, result in (
        (rows[3], Result(Found.REACHED, words="已告知办理材料和窗口")),
        (rows[4], Result(Found.NOT_REACHED)),
        (rows[5], Result(Found.WRONG_NUMBER)),
    ):
        take(one.uid, by=operator, now=now)
        record_try(one.uid, result, by=operator, now=now)
    take(rows[0].uid, by=operator, now=now)
    started = deeds.start(emergency="119", by=operator, now=now)
    ended = deeds.start(emergency="120", by=operator, now=now)
    deeds.connect(ended.uid, three_party=True, by=operator, now=now + timedelta(seconds=9))
    deeds.finish(ended.uid, outcome="taken_over", by=operator, now=now + timedelta(minutes=2))
    uids = {"taken": rows[0], "waiting": rows[1], "done": rows[3], "started": started}
    return {name: str(one.uid) for name, one in {**uids, "ended": ended}.items()}


def _call(county: County, at: Any, turn: int) -> Call:
    missed = turn % 9 == 8
    told = {"abandoned_at": at + timedelta(seconds=20), "state": "missed"}
    heard = {"answered_at": at + timedelta(seconds=turn), "state": "ended"}
    return Call.objects.create(
        came="webhook", rang_at=at, waited_seconds=turn, number_shown="100****0109",
        sealed=seal({"number": "10000000109", "name": "居民甲"}, "hotline.call"),
        number_mark=f"mark {turn}", taker_name="" if missed else "何热线",
        taker_id=None if missed else county.cast.hotline_operator.account_id,
        **(told if missed else heard),
    )  # fmt: skip
