"""The exchange with a platform that runs: fetched, told until it says so, compared, mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Attachment, Matter
from gege.openapi import calling
from gege.openapi.actions.feed import feed
from gege.openapi.actions.revoke_client import revoke_client
from gege.openapi.errors import Refused
from gege.openapi.models import Case, CaseFile, Difference, OpinionPlatform, RefusedCase
from gege.openapi.opinion import asking
from gege.openapi.opinion.asking import Trouble
from gege.openapi.opinion.comparing import mend, reconcile
from gege.openapi.opinion.fetching import fetch_cases, fetch_files
from gege.openapi.opinion.telling import tell_cases
from gege.staff.api import SYSTEM
from tests.matters.play import Play
from tests.openapi.opinions import Connected, Running, county_platform, joined

__all__ = ["county_platform", "joined"]
Join = Callable[..., Connected]
NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("from_now_on")


def fresh(one: Connected) -> OpinionPlatform:
    return OpinionPlatform.objects.select_related("client").get(pk=one.row.pk)


def exchange(one: Connected, now: Any = None) -> None:
    """Do what the worker does every minute."""
    now = now or NOW
    fetch_cases(fresh(one), now=now)
    while feed(now=now):
        pass
    while tell_cases(fresh(one), now=now):
        pass


@pytest.mark.row("R-071", "R-103")
def test_a_case_goes_round_and_both_sides_agree(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address, page_size=2)
    for number in range(5):
        county_platform.put(f"MQ-{number}", title=f"第{number}盏路灯不亮", score=3)
    exchange(one)
    assert Matter.objects.count() == 5
    assert Case.objects.filter(touched_at__isnull=False).count() == 0
    matter = Case.objects.get(their_id="MQ-3").matter
    standing = county_platform.knows("MQ-3")
    assert standing is not None
    assert (standing["number"], standing["state"]) == (matter.number, "reported")
    play.do(matters.reply, matter, play.cast.county_dispatcher, words="已派电工，明天修好。")
    exchange(one)
    standing = county_platform.knows("MQ-3")
    assert standing is not None
    assert [row["words"] for row in standing["answers"]] == ["已派电工，明天修好。"]
    assert "吴派遣" not in str(standing)
    report = reconcile(fresh(one), by=SYSTEM, now=NOW)
    assert (report.ours, report.theirs, report.found, report.trouble) == (5, 5, 0, "")
    # The same pages again, from the beginning.
    OpinionPlatform.objects.update(cursor="")
    lines = Matter.objects.order_by("id").values_list("trail_seq", flat=True)
    before = list(lines)
    exchange(one)
    assert (Matter.objects.count(), list(lines)) == (5, before)


@pytest.mark.parametrize(
    ("mode", "said"),
    [("down", "500"), ("mute", ""), ("broken", "no_json"), ("huge", "too_large")],
)
def test_a_platform_in_trouble_is_written_down_and_nothing_is_lost(
    play: Play, joined: Join, county_platform: Running, mode: str, said: str
) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1")
    exchange(one)
    county_platform.put("MQ-2")
    matter = Case.objects.get().matter
    play.do(matters.reply, matter, play.cast.county_dispatcher, words="已派电工。")
    county_platform.is_in_mood(mode)
    with pytest.raises(Trouble):
        fetch_cases(fresh(one), now=NOW)
    assert said in fresh(one).fetch_said
    feed(now=NOW)
    tell_cases(fresh(one), now=NOW)
    assert Case.objects.get().touched_at is not None
    report = reconcile(fresh(one), by=SYSTEM, now=NOW)
    assert report.found is None
    assert report.trouble
    county_platform.is_in_mood("ok")
    exchange(one, NOW + timedelta(minutes=31))
    assert Matter.objects.count() == 2
    standing = county_platform.knows("MQ-1")
    assert standing is not None
    assert len(standing["answers"]) == 1
    assert reconcile(fresh(one), by=SYSTEM, now=NOW + timedelta(minutes=32)).found == 0


def test_told_means_that_it_says_so(play: Play, joined: Join, county_platform: Running) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1")
    county_platform.is_in_mood("forgetful")
    exchange(one)
    case = Case.objects.get()
    assert case.touched_at is not None
    assert case.said == "not_acknowledged"
    assert county_platform.knows("MQ-1") is None
    at = NOW
    for _ in range(9):
        at += timedelta(hours=25)
        tell_cases(fresh(one), now=at)
    case.refresh_from_db()
    assert (case.attempts, case.not_before) == (9, None)
    county_platform.is_in_mood("ok")
    tell_cases(fresh(one), now=at + timedelta(days=9))
    assert county_platform.knows("MQ-1") is None
    report = reconcile(fresh(one), by=SYSTEM, now=at, days=60)
    assert report.found == 1
    row = Difference.objects.get()
    assert (row.what, row.ours, row.theirs) == ("state", "reported", "")
    mend(report.uid, row.pk, by=play.cast.county_supervisor, now=at)
    assert county_platform.knows("MQ-1") is not None
    assert reconcile(fresh(one), by=SYSTEM, now=at, days=60).found == 0


def test_what_happens_while_it_is_told_is_told_after_it(
    play: Play, joined: Join, county_platform: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1")
    fetch_cases(fresh(one), now=NOW)
    matter = Case.objects.get().matter
    real = asking.call

    def slow(method: str, address: str, **more: Any) -> Any:
        answer = real(method, address, **more)
        play.do(matters.reply, matter, play.cast.county_dispatcher, words="刚刚答复。")
        feed(now=NOW)
        monkeypatch.setattr(asking, "call", real)
        return answer

    monkeypatch.setattr(asking, "call", slow)
    tell_cases(fresh(one), now=NOW)
    assert Case.objects.get().touched_at is not None
    tell_cases(fresh(one), now=NOW)
    standing = county_platform.knows("MQ-1")
    assert standing is not None
    assert [row["words"] for row in standing["answers"]] == ["刚刚答复。"]


@pytest.mark.row("R-071")
def test_every_kind_of_difference_is_found_and_mended(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address)
    for key in ("MQ-1", "MQ-2", "MQ-3", "MQ-4"):
        county_platform.put(key)
    exchange(one)
    cases = {row.their_id: row for row in Case.objects.all()}
    # Missing here: they dated a case back, behind the cursor.
    county_platform.put("MQ-5")
    OpinionPlatform.objects.update(cursor="5")
    county_platform.put("MQ-1", version=2, title="路灯又坏了")
    OpinionPlatform.objects.update(cursor="6")
    county_platform.forgets("MQ-2")
    matter = cases["MQ-3"].matter
    play.do(matters.accept, matter, play.cast.grid_worker)
    matters.reply(
        cases["MQ-4"].matter.number, words="已答复。", by=play.cast.county_dispatcher, now=NOW
    )
    # Nobody told them: the mark was lost.
    report = reconcile(fresh(one), by=play.cast.county_dispatcher, now=NOW)
    rows = {(row.their_id, row.what): row for row in Difference.objects.all()}
    assert set(rows) == {
        ("MQ-1", "version"),
        ("MQ-2", "missing_there"),
        ("MQ-3", "state"),
        ("MQ-4", "answer"),
        ("MQ-5", "missing_here"),
    }
    assert (report.ours, report.theirs) == (4, 4)
    by = play.cast.county_dispatcher
    for (key, _what), row in rows.items():
        if key == "MQ-2":
            with pytest.raises(Refused, match="not_mended"):
                mend(report.uid, row.pk, by=by, now=NOW)
        else:
            assert mend(report.uid, row.pk, by=by, now=NOW).mended_at == NOW
    county_platform.put("MQ-2")
    mend(report.uid, rows["MQ-2", "missing_there"].pk, by=by, now=NOW)
    exchange(one)
    assert reconcile(fresh(one), by=by, now=NOW).found == 0
    with pytest.raises(Refused, match="not_your_mend"):
        mend(report.uid, rows["MQ-3", "state"].pk, by=play.cast.station_clerk, now=NOW)


def test_a_list_that_counts_otherwise_is_no_agreement(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address)
    county_platform.is_in_mood("lost")
    report = reconcile(fresh(one), by=SYSTEM, now=NOW)
    assert (report.found, report.trouble) == (None, "count_differs")


def test_one_bad_case_does_not_stop_the_others(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1", version="x")
    county_platform.put("MQ-2", grid="511622100001999")
    county_platform.put("坏", title="x")
    county_platform.put("MQ-3")
    exchange(one)
    assert [row.their_id for row in Case.objects.all()] == ["MQ-3"]
    assert set(RefusedCase.objects.values_list("their_id", flat=True)) == {"MQ-1", "MQ-2", "坏"}
    exchange(one)
    assert RefusedCase.objects.count() == 3


def test_files_are_fetched_from_the_platform_alone_and_looked_at(
    play: Play, joined: Join, county_platform: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 2.0)
    one = joined(county_platform.address)
    own = county_platform.address
    outside = "http://127.0.0.1:1/passwd"
    county_platform.put(
        "MQ-1",
        attachments=[f"{own}/files/{name}.jpg" for name in ("a", "b", "script", "away")]
        + [outside],
    )
    exchange(one)
    fetch_files(fresh(one), now=NOW)
    states = dict(CaseFile.objects.values_list("address", "state"))
    assert {address.rpartition("/")[2]: state for address, state in states.items()} == {
        "a.jpg": "kept",
        "b.jpg": "kept",
        "script.jpg": "dead",
        "away.jpg": "queued",
        "passwd": "words",
    }
    assert Attachment.objects.count() == 1
    assert CaseFile.objects.get(state="queued").said.startswith("503")


@pytest.mark.row("R-103")
def test_an_idea_goes_back_with_what_was_considered_and_not_without(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1", intent="idea", wants_callback=False)
    exchange(one)
    matter, by = Case.objects.get().matter, play.cast.grid_worker
    with pytest.raises(matters.Invalid, match="outcome_does_not_answer"):
        play.do(matters.handle_in_place, matter, by, outcome="done", words="路灯已经修好")
    play.do(matters.handle_in_place, matter, by, outcome="considered", words="建议已列入明年计划")
    exchange(one)
    standing = county_platform.knows("MQ-1")
    assert standing is not None
    assert (standing["intent"], standing["outcome"]) == ("idea", "considered")
    assert [row["words"] for row in standing["answers"]] == ["建议已列入明年计划"]


def test_a_duplicate_stands_as_what_it_was_merged_into(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1")
    county_platform.put("MQ-2")
    exchange(one)
    first, second = (row.matter for row in Case.objects.order_by("their_id"))
    play.do(matters.merge, second, play.cast.county_dispatcher, parent=first.number)
    play.do(matters.reply, first, play.cast.county_dispatcher, words="两件一并答复。")
    exchange(one)
    for key, into in (("MQ-1", None), ("MQ-2", first.number)):
        standing = county_platform.knows(key)
        assert standing is not None
        assert (standing["state"], standing["merged_into"]) == ("reported", into)
        assert [row["words"] for row in standing["answers"]] == ["两件一并答复。"]


def test_a_client_that_may_not_speak_any_more_takes_and_tells_nothing(
    play: Play, joined: Join, county_platform: Running
) -> None:
    one = joined(county_platform.address)
    county_platform.put("MQ-1")
    exchange(one)
    county_platform.put("MQ-2")
    matter = Case.objects.get().matter
    play.do(matters.reply, matter, play.cast.county_dispatcher, words="已答复。")
    feed(now=NOW)
    revoke_client(one.system.client.uid, reason="合同到期", by=play.cast.administrator, now=NOW)
    with pytest.raises(Trouble, match="client_silent"):
        fetch_cases(fresh(one), now=NOW)
    assert tell_cases(fresh(one), now=NOW) == 0
    assert Matter.objects.count() == 1
    assert fresh(one).cursor == "1"
    standing = county_platform.knows("MQ-1")
    assert standing is not None
    assert standing["answers"] == []
