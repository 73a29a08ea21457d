"""The outbox meets the real platform: each thing once, in order, whatever the network does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Route

from gege.field.models import Receipt
from gege.matters.models import Attachment, Matter
from tests.cast import GRID
from tests.field.engine.phone import Phone

New = Callable[..., Phone]


def _titles() -> list[str]:
    return list(Matter.objects.order_by("reported_at", "pk").values_list("title", flat=True))


def _two(new_phone: New) -> tuple[Phone, Phone]:
    """Two phones of one worker, both known to the platform."""
    phones = []
    for _ in range(2):
        phones.append(new_phone())
        phones[-1].sync()
    return phones[0], phones[1]


def test_a_first_sync_brings_the_day_and_sends_what_is_kept(new_phone: New) -> None:
    phone = new_phone()
    phone.report("巷口堆了垃圾")
    state = phone.sync()
    assert (state["online"], state["error"], state["signed_out"]) == (True, None, False)
    assert abs(state["skew_ms"]) < 2_000
    assert _titles() == ["巷口堆了垃圾"]
    (entry,) = phone.entries()
    assert (entry["status"], entry["answer"]["number"]) == ("done", Matter.objects.get().number)
    assert [one["title"] for one in phone.section("matters")] == ["巷口堆了垃圾"]
    assert phone.section("me")["grid"]["code"] == GRID
    assert "csrf" not in phone.section("me")


def test_a_later_sync_fetches_what_changed_only(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    with phone.page.expect_response("**/field/api/start") as awaited:
        phone.sync()
    answer = awaited.value.json()
    assert answer["sections"] == {}
    assert "matters" in answer["unchanged"]


def test_a_report_its_photo_and_what_was_done_arrive_in_one_go(new_phone: New) -> None:
    phone = new_phone()
    photo = phone.photo()
    report = phone.report("楼道小广告")
    matter = {"key": report}
    picture = {"matter": matter, "stage": "before"} | {
        name: photo[name] for name in ("sha256", "size", "name")
    }
    phone.put("attach", picture, after=report)
    phone.sync()
    assert phone.statuses() == ["done", "done"]
    (attached,) = Attachment.objects.all()
    assert attached.matter.title == "楼道小广告"
    assert phone.run(
        "return (await (await engine('files')).fileInfo(it)).sent > 0;", photo["sha256"]
    )


def test_a_response_lost_after_the_platform_committed_is_made_good_by_the_same_key(
    new_phone: New,
) -> None:
    phone = new_phone()
    phone.sync()
    phone.report("巷口堆了垃圾")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.page.route("**/field/api/messages", lose, times=1)
    state = phone.sync()
    assert (state["online"], state["error"]["code"]) == (False, "offline")
    assert _titles() == ["巷口堆了垃圾"]
    assert phone.statuses() == ["kept"]
    phone.sync()
    (entry,) = phone.entries()
    assert (entry["status"], entry["answer"]["again"]) == ("done", True)
    assert _titles() == ["巷口堆了垃圾"]


def test_a_bad_message_stops_itself_and_what_follows_it_only(new_phone: New) -> None:
    phone = new_phone()
    first = phone.report("好的一件")
    bad = phone.report("", kind="B01")
    follower = phone.put("move", {"matter": {"key": bad}, "move": "note", "fields": {}}, after=bad)
    last = phone.report("又一件")
    phone.sync()
    entries = {one["key"]: one for one in phone.entries()}
    assert [entries[key]["status"] for key in (first, bad, follower, last)] == [
        *("done", "refused", "refused", "done")
    ]
    assert entries[bad]["answer"]["text"]
    assert entries[follower]["answer"]["code"] == "after_refused"
    assert _titles() == ["好的一件", "又一件"]
    phone.run(
        "await (await engine('outbox')).amend(it[0], it[1]);",
        [bad, {"title": "改好了", "kind": "B01", "grid": GRID}],
    )
    phone.sync()
    assert sorted(_titles()) == sorted(["好的一件", "改好了", "又一件"])


def test_what_followed_a_dropped_picture_goes_on_without_it(new_phone: New) -> None:
    phone = new_phone()
    phone.report("井盖响")
    phone.sync()
    (matter,) = phone.section("matters")
    seen = {"number": matter["number"], "version": matter["version"]}
    later = {"number": matter["number"], "version": None}
    taken = phone.photo()
    photo = {name: taken[name] for name in ("sha256", "size", "name")}
    bad = phone.put("attach", {"matter": seen, **photo, "stage": "sideways"})
    good = phone.put("attach", {"matter": later, **photo, "stage": "after"}, after=bad)
    fields = {"outcome": "done", "words": "换了垫圈"}
    done = phone.put(
        "move", {"matter": later, "move": "handle_in_place", "fields": fields}, after=good
    )
    phone.sync()
    held = {one["key"]: one["answer"].get("code") for one in phone.entries()}
    assert (held[good], held[done]) == ("after_refused", "after_refused")
    phone.run("await (await engine('outbox')).discard(it);", bad)
    phone.sync()
    assert {one["status"] for one in phone.entries()} == {"done"}
    assert (Matter.objects.get().state, Attachment.objects.count()) == ("completed", 1)


def test_what_is_about_a_dropped_report_stays_refused(new_phone: New) -> None:
    phone = new_phone()
    bad = phone.report("")
    note = {"matter": {"key": bad}, "move": "note", "fields": {"words": "看过"}}
    phone.put("move", note, after=bad)
    phone.sync()
    phone.run("await (await engine('outbox')).discard(it);", bad)
    phone.sync()
    assert phone.statuses() == ["refused"]
    assert Matter.objects.count() == 0


def test_two_phones_of_one_worker_each_send_once(new_phone: New) -> None:
    one, two = _two(new_phone)
    one.report("第一部手机")
    two.report("第二部手机")
    one.sync()
    two.sync()
    one.sync()
    assert sorted(_titles()) == ["第一部手机", "第二部手机"]
    assert sorted(row["title"] for row in one.section("matters")) == sorted(_titles())


def test_somebody_moved_it_meanwhile_is_shown_not_guessed(new_phone: New) -> None:
    one, two = _two(new_phone)
    one.report("路面有坑")
    one.sync()
    two.sync()
    (row,) = two.section("matters")
    matter = {"number": row["number"], "version": row["version"]}
    fields = {"outcome": "done", "words": "已用冷料填平路面"}
    body = {"matter": matter, "move": "handle_in_place", "fields": fields}
    one.put("move", body)
    two.put("move", body)
    one.sync()
    assert one.entries()[-1]["status"] == "done", one.entries()[-1]["answer"]
    two.sync()
    (entry,) = two.entries()
    assert entry["status"] == "conflict"
    assert entry["answer"]["present"]["version"] > row["version"]


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_wrong_by_a_day_tells_the_times_of_the_doing(new_phone: New, hours: int) -> None:
    phone = new_phone(None)
    shift = f"""
        const real = Date;
        const off = {hours} * 3600000;
        globalThis.Date = class extends real {{
          constructor(...parts) {{ super(...(parts.length ? parts : [real.now() + off])); }}
          static now() {{ return real.now() + off; }}
        }};
    """
    phone.context.add_init_script(shift)
    phone.open().enter("grid-worker").sync()
    phone.page.wait_for_timeout(1100)
    before = timezone.now()
    phone.report("先做后发")
    after = timezone.now()
    phone.page.wait_for_timeout(1500)
    state = phone.sync()
    assert abs(state["skew_ms"] + hours * 3_600_000) < 2_000
    matter = Matter.objects.get()
    slack = timedelta(seconds=1)
    assert before - slack < matter.reported_at < after + slack
    seen = phone.run("return (await engine('clock')).now().toISOString();")
    assert abs(datetime.fromisoformat(seen) - timezone.now()) < timedelta(minutes=1)


def test_the_platform_goes_away_in_the_middle_and_nothing_is_lost_or_doubled(
    new_phone: New,
) -> None:
    phone = new_phone()
    phone.sync()
    phone.context.set_offline(True)
    for number in range(3):
        phone.report(f"离线第{number}件")
    state = phone.sync()
    assert (state["online"], phone.statuses()) == (False, ["kept"] * 3)
    phone.context.set_offline(False)
    phone.until("return (await (await engine('outbox')).counts()).done === 3;")
    assert _titles() == [f"离线第{number}件" for number in range(3)]
    assert Receipt.objects.count() == 3


def test_pages_of_one_phone_talk_one_at_a_time(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    other = Phone(phone.context, phone.address).unlock()
    posts: list[str] = []
    phone.context.on(
        "request", lambda one: posts.append(one.url) if "messages" in one.url else None
    )
    for number in range(4):
        phone.report(f"第{number}件")
    start = "void (await engine('sync')).start('t');"
    phone.run(start)
    other.run(start)
    for window in (phone, other):
        window.until("return (await (await engine('outbox')).counts()).done === 4;")
    assert len(posts) == 1


def test_a_file_larger_than_the_platform_takes_is_said_at_once(
    new_phone: New, settings: Any
) -> None:
    phone = new_phone()
    phone.run("await (await engine('sync')).start('t');")
    settings.GEGE_UPLOAD_BYTES = 1024 * 1024
    keep = """
      const files = await engine('files');
      const {sha256, size} = await files.keepFile(new Blob([new Uint8Array(it)]), 'a.bin');
      const matter = {number: '20260101000001', version: 1};
      const outbox = await engine('outbox');
      await outbox.put('attach', {matter, sha256, size, stage: 'before', name: 'a'});
      await (await engine('sync')).now();
      return (await outbox.list()).map(({status, answer}) => [status, answer?.code]);
    """
    assert phone.run(keep, 1024 * 1024 + 1) == [["refused", "file_too_large"]]
    # From the next contact on the phone itself says so, before anything is kept.
    assert phone.fault(keep, 1024 * 1024 + 2)["code"] == "full_file"
