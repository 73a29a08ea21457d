"""The opinion platform at the desk: the administrator connects it, the county centre watches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.openapi.actions.feed import feed
from gege.openapi.commands import opinion
from gege.openapi.models import Case, Difference, OpinionPlatform, Reconciliation
from gege.openapi.opinion.fetching import fetch_cases
from gege.openapi.queries.opinions import to_look_at
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import Opener
from tests.openapi.opinions import CLIENT, KEY, Connected, Running, county_platform, joined

__all__ = ["county_platform", "joined"]
Join = Callable[..., Connected]
SETUP = "/setup/interfaces/opinions"


def test_an_administrator_connects_tries_and_disconnects(
    play: Play, open_system: Opener, county_platform: Running
) -> None:
    browser = play.cast.client("administrator")
    client = open_system(**CLIENT).client
    assert "还没接通" in browser.get(SETUP).content.decode()
    given = {
        "client": str(client.uid), "address": county_platform.address, "key": KEY, "fetches": "on",
        "sends": "on", "default_kind": PLAIN, "page_size": "100", "compared_days": "30",
        "answer_hours": "24",
    }  # fmt: skip
    wrong = browser.post(f"{SETUP}/new", given | {"address": "http://10.0.0.9"})
    assert wrong.status_code == 422
    assert "平台不得访问" in wrong.content.decode()
    assert browser.post(f"{SETUP}/new", given).status_code == 302
    one = OpinionPlatform.objects.get()
    page = browser.get(SETUP).content.decode()
    assert client.name in page
    assert f'<dd class="address">{PLAIN} ' in page  # with its name
    assert KEY not in page
    assert KEY not in browser.get(f"{SETUP}/{one.uid}/change").content.decode()
    tried = browser.post(f"{SETUP}/{one.uid}/test", follow=True).content.decode()
    assert "对方回答正常" in tried
    county_platform.is_in_mood("broken")
    tried = browser.post(f"{SETUP}/{one.uid}/test", follow=True).content.decode()
    assert "不是 UTF-8 编码的 JSON" in tried
    changed = given | {"key": "", "page_size": "7"}
    assert browser.post(f"{SETUP}/{one.uid}/change", changed).status_code == 302
    county_platform.is_in_mood("ok")
    tried = browser.post(f"{SETUP}/{one.uid}/test", follow=True).content.decode()
    assert "对方回答正常" in tried
    assert browser.post(f"{SETUP}/{one.uid}/end", {"reason": "换平台"}).status_code == 302
    client.refresh_from_db()
    assert client.opinions is False
    assert browser.get(f"{SETUP}/{one.uid}/change").status_code == 404


@pytest.mark.row("R-071")
def test_the_county_centre_sees_what_waits_and_mends_what_differs(
    play: Play, joined: Join, county_platform: Running
) -> None:
    browser = play.cast.client("county_dispatcher")
    assert "还没接通" in browser.get("/opinions").content.decode()
    one = joined(county_platform.address)
    now = timezone.now()
    county_platform.put("MQ-1", title="路灯不亮了")
    county_platform.put("MQ-2", grid="511622100001999")
    fetch_cases(OpinionPlatform.objects.get(), now=now)
    Case.objects.update(touched_at=now - timedelta(hours=2), not_before=None)
    page = browser.get("/opinions").content.decode()
    for said in ("MQ-1", "路灯不亮了", "未收到", "未答复", "MQ-2", "网格"):
        assert said in page, said
    assert to_look_at(now) == 3
    browser.post("/opinions/compare")
    report = Reconciliation.objects.get()
    row = Difference.objects.get(their_id="MQ-2")
    shown = browser.get(f"/opinions/reports/{report.uid}").content.decode()
    assert "我方没有" in shown
    failed = browser.post(f"/opinions/reports/{report.uid}/{row.pk}/mend", follow=True)
    assert "没能补好" in failed.content.decode()
    county_platform.put("MQ-2", version=2)
    done = browser.post(f"/opinions/reports/{report.uid}/{row.pk}/mend", follow=True)
    assert "MQ-2 已补好" in done.content.decode()
    Case.objects.filter(their_id="MQ-1").update(known_hash="", touched_at=now, not_before=None)
    done = browser.post("/opinions/cases/MQ-1/again", follow=True)
    assert "MQ-1 已补好" in done.content.decode()
    assert county_platform.knows("MQ-1") is not None
    assert browser.post("/opinions/cases/MQ-9/again").status_code == 404
    county_platform.is_in_mood("down")
    failed = browser.post("/opinions/cases/MQ-1/again", follow=True)
    assert "对方回答：500" in failed.content.decode()
    feed(now=now)
    assert one.row.pk == OpinionPlatform.objects.get().pk


def test_a_page_with_three_rows_costs_what_one_costs(
    play: Play, joined: Join, county_platform: Running
) -> None:
    joined(county_platform.address)
    browser = play.cast.client("county_supervisor")

    def cost() -> int:
        Case.objects.update(touched_at=timezone.now() - timedelta(hours=2))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/opinions").status_code == 200
        return len(asked)

    county_platform.put("MQ-1")
    fetch_cases(OpinionPlatform.objects.get(), now=timezone.now())
    cost()
    one = cost()
    county_platform.put("MQ-2")
    county_platform.put("MQ-3")
    fetch_cases(OpinionPlatform.objects.get(), now=timezone.now())
    assert cost() == one


def test_the_command_says_what_differs_and_ends_with_it(
    play: Play, joined: Join, county_platform: Running
) -> None:
    run = CliRunner().invoke
    none = run(opinion, ["reconcile"])
    assert none.exit_code == 1
    assert "No opinion platform is connected." in none.output
    joined(county_platform.address)
    county_platform.put("MQ-1")
    fetched = run(opinion, ["fetch"])
    assert (fetched.exit_code, fetched.output) == (0, "1 cases fetched, 1 told.\n")
    same = run(opinion, ["reconcile"])
    assert (same.exit_code, same.output) == (0, "1 cases here, 1 there, 0 differences.\n")
    county_platform.forgets("MQ-1")
    other = run(opinion, ["reconcile", "--days", "60"])
    assert other.exit_code == 1
    assert "MQ-1: not at the platform (ours 1, theirs )" in other.output
    county_platform.is_in_mood("down")
    down = run(opinion, ["reconcile"])
    assert down.exit_code == 1
    assert "It could not be compared: 500" in down.output
