"""Subscriptions, dead messages and the opinion platform, by axe, with much and with nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Report
from gege.openapi.models import (
    Attempt,
    Case,
    Delivery,
    Difference,
    OpinionPlatform,
    Reconciliation,
    RefusedCase,
    Subscription,
)
from gege.openapi.rules.opinions import What
from tests.cast import GRID
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems
from tests.matters.play import PLAIN
from tests.openapi.conftest import opened
from tests.openapi.opinions import CLIENT
from tests.openapi.rest_calls import BUREAU

HOOKS = "/setup/interfaces/webhooks"


def _told(county: County) -> tuple[Subscription, Delivery]:
    now = timezone.now()
    client = opened(county.cast, **BUREAU).client
    one = Subscription.objects.create(
        client=client,
        address="https://hooks.a-rather-long-name-of-a-department.example.org:8443/gege/messages",
        events=["matter.arrived", "matter.dispatched", "matter.answered", "matter.closed"],
        secret="-",
        secret_since=now,
        opened_at=now - timedelta(days=3),
        failures=3,
        not_before=now + timedelta(minutes=5),
        tried_at=now,
        said="no answer in time",
    )
    rows = []
    for number, state in enumerate(("done", "queued", "dead", "skipped", "dropped")):
        report = Report(title=f"第{number}盏路灯不亮", kind=PLAIN, grid_code=GRID)
        matter = matters.report(report, by=county.cast.grid_worker, now=now)
        rows.append(
            Delivery.objects.create(
                subscription=one,
                matter=matter,
                kind="matter.dispatched",
                body='{"type":"matter.dispatched","timestamp":"2026-11-24T09:00:00.000+08:00","data":'
                f'{{"number":"{matter.number}","version":4,"state":"dispatched","step":6}}}}',
                state=state,
                attempts=number,
                created_at=now,
                not_before=now,
                said="500 Internal Server Error: the queue of the receiving system is full",
            )
        )
    Attempt.objects.create(delivery=rows[2], at=now, took_ms=10_001, said="no answer in time")
    Attempt.objects.create(delivery=rows[2], at=now, took_ms=23, status=500, said="500 down")
    return one, rows[2]


def _compared(county: County) -> Reconciliation:
    now = timezone.now()
    client = opened(county.cast, **CLIENT).client
    one = OpinionPlatform.objects.create(
        client=client,
        address="https://minqing.example.org/gege",
        fetches=True,
        sends=True,
        default_kind=PLAIN,
        opened_at=now,
        fetched_at=now,
        sent_at=now,
        send_said="not_acknowledged",
    )
    for number in range(3):
        report = Report(title=f"解放路口的路灯三天不亮，晚上看不见路，老人摔了（第{number}次）",
                        kind=PLAIN, grid_code=GRID)  # fmt: skip
        Case.objects.create(
            platform=one,
            their_id=f"MQ-2026-{number:06}",
            version=1,
            matter=matters.report(report, by=county.cast.grid_worker, now=now),
            raised_at=now - timedelta(days=3),
            taken_at=now,
            changed_at=now,
            touched_at=now - timedelta(hours=7),
            said="not_acknowledged",
        )
    RefusedCase.objects.create(
        platform=one, their_id="MQ-2026-000099", version=2, first_at=now, last_at=now,
        said="grid：目前没有这个编码的网格。",
    )  # fmt: skip
    report = Reconciliation.objects.create(
        platform=one, since=now - timedelta(days=30), until=now, at=now, by_name="系统",
        ours=1204, theirs=1206, found=5,
    )  # fmt: skip
    for number, what in enumerate(What):
        Difference.objects.create(
            report=report, their_id=f"MQ-2026-{number:06}", what=what, ours="closed",
            theirs="8d3f0c2ab1", mended_at=now if number == 2 else None, mended_by="吴派遣",
        )  # fmt: skip
    Reconciliation.objects.create(
        platform=one, since=now - timedelta(days=30), until=now, at=now, by_name="系统",
        trouble="no answer in time",
    )  # fmt: skip
    return report


@pytest.mark.parametrize(
    ("size", "language"),
    [("phone", "zh-hans")],
)
def test_what_is_told_elsewhere_has_no_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    for who in ("administrator", "county_dispatcher"):
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    keeper = county.person("administrator", **window)
    centre = county.person("county_dispatcher", **window)
    found: list[str] = []

    def look(person: Any, path: str, name: str) -> None:
        person.visit(path)
        found.extend(problems(person.page, path, language))
        person.shot(f"{size}-{language}-{name}")

    look(keeper, HOOKS, "hooks-none")
    look(keeper, "/setup/interfaces/opinions", "opinions-none")
    look(centre, "/opinions", "centre-none")
    one, dead = _told(county)
    report = _compared(county)
    look(keeper, HOOKS, "hooks")
    look(keeper, f"{HOOKS}/new", "hooks-new")
    look(keeper, f"{HOOKS}/{one.uid}", "hooks-one")
    look(keeper, f"{HOOKS}/{one.uid}/end", "hooks-end")
    look(keeper, f"{HOOKS}/dead", "hooks-dead")
    look(keeper, f"{HOOKS}/messages/{dead.uid}", "hooks-message")
    look(keeper, "/setup/interfaces/opinions", "opinions")
    look(keeper, "/setup/interfaces/opinions/new", "opinions-new")
    look(centre, "/opinions", "centre")
    look(centre, f"/opinions/reports/{report.uid}", "centre-report")
    assert found == [], "\n".join(["", *found])
