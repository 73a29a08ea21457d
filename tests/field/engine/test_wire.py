"""What goes over the wire: batches, files in parts, and answers that are not the usual ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request, Route

from gege.field.models import Receipt, Upload
from gege.matters.models import Attachment, Matter
from tests.cast import GRID
from tests.field.engine.phone import Phone

New = Callable[..., Phone]

MANY = """
const {putAll, newKey} = await engine('outbox');
const {takePhoto} = await engine('files');
const canvas = new OffscreenCanvas(160, 120), pen = canvas.getContext('2d');
for (let n = 0; n < it.reports; n += 1) {
  const key = newKey();
  const entries = [{key, kind: 'report', body: {title: `第${n}件`, kind: 'B01', grid: it.grid}}];
  if (n < it.photos) {
    pen.fillStyle = `hsl(${n * 360 / it.photos} 80% 50%)`;
    pen.fillRect(0, 0, 160, 120);
    const photo = await takePhoto(await canvas.convertToBlob());
    const {sha256, size, name} = photo;
    const body = {matter: {key}, sha256, size, name, stage: 'before'};
    entries.push({kind: 'attach', body, after: key});
  }
  await putAll(entries);
}
"""
WHOLE = "return (await engine('files')).fileInfo(it);"
UPLOAD = "await (await engine('upload')).upload(it);"
LARGE = """
const {keepFile} = await engine('files');
const parts = Array.from({length: 22}, () => crypto.getRandomValues(new Uint8Array(60000)));
return (await keepFile(new Blob(parts), 'large.bin')).sha256;
"""


@pytest.mark.row("R-081")
def test_five_hundred_messages_and_two_hundred_photos_arrive_once_and_in_order(
    new_phone: New,
) -> None:
    phone = new_phone()
    phone.sync()
    phone.context.set_offline(True)
    phone.run(MANY, {"reports": 300, "photos": 200, "grid": GRID})
    assert phone.statuses() == ["kept"] * 500
    sizes: list[int] = []
    phone.page.on("request", lambda one: _note(sizes, one))
    phone.context.set_offline(False)
    began = time.monotonic()
    phone.until(
        "const counted = await (await engine('outbox')).counts(); return counted.done === 500;", 240
    )
    took = time.monotonic() - began
    titles = list(Matter.objects.order_by("pk").values_list("title", flat=True))
    assert titles == [f"第{number}件" for number in range(300)]
    pictures = Attachment.objects.order_by("pk").values_list("matter__title", flat=True)
    assert list(pictures) == [f"第{number}件" for number in range(200)]
    assert Receipt.objects.count() == 500
    assert max(sizes) <= 1024 * 1024
    room = phone.run("return (await engine('files')).room();")
    assert room["photos"] == 0
    print(f"500 messages, 200 photos: {took:.1f} s, {len(sizes)} batches")


def _note(sizes: list[int], request: Request) -> None:
    if request.url.endswith("/field/api/messages"):
        sizes.append(len(request.post_data_buffer or b""))


def test_batches_stay_within_a_megabyte(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    sizes: list[int] = []
    phone.page.on("request", lambda one: _note(sizes, one))
    for number in range(9):
        phone.report(f"第{number}件", description="长" * 80_000)
    phone.sync()
    assert phone.statuses() == ["refused"] * 9, "each is too long, and each is told so"
    assert [one["answer"]["field"] for one in phone.entries()] == ["description"] * 9
    assert len(sizes) > 2
    assert max(sizes) <= 1024 * 1024


def test_a_batch_refused_as_a_whole_is_halved_until_the_one_at_fault_stands_alone(
    new_phone: New,
) -> None:
    phone = new_phone()
    phone.sync()

    def narrow(route: Route) -> None:
        titles = [one["body"]["title"] for one in route.request.post_data_json["messages"]]
        if "坏的一件" in titles:
            route.fulfill(status=413, json={"error": "too_large", "text": "太大"})
        else:
            route.continue_()

    phone.page.route("**/field/api/messages", narrow)
    for title in ("第一件", "第二件", "坏的一件", "第四件", "第五件"):
        phone.report(title)
    phone.sync()
    assert phone.statuses() == ["done", "done", "refused", "done", "done"]
    assert [one["answer"]["text"] for one in phone.entries() if one["status"] == "refused"] == [
        "太大"
    ]
    assert list(Matter.objects.order_by("pk").values_list("title", flat=True)) == [
        *("第一件", "第二件", "第四件", "第五件")
    ]


def test_what_arrives_before_its_forerunner_waits_and_is_sent_again(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    report = phone.run("return (await engine('outbox')).newKey();")
    fields = {"outcome": "done", "words": "已清理干净"}
    body = {"matter": {"key": report}, "move": "handle_in_place", "fields": fields}
    phone.put("move", body, after=report)
    phone.report("不相干的一件")
    phone.sync()
    assert phone.statuses() == ["waiting", "done"]
    phone.run(
        "await (await engine('outbox')).putAll([it]);",
        {"key": report, "kind": "report", "body": {"title": "巷口", "kind": "B01", "grid": GRID}},
    )
    phone.sync()
    phone.sync()
    assert phone.statuses() == ["done"] * 3, [one["answer"] for one in phone.entries()]


def test_a_picture_that_the_platform_has_lost_is_brought_again(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    photo = phone.photo()
    phone.run("await (await engine('files')).markSent(it);", photo["sha256"])
    report = phone.report("巷口")
    body = {"matter": {"key": report}, "stage": "before"} | {
        name: photo[name] for name in ("sha256", "size", "name")
    }
    phone.put("attach", body, after=report)
    phone.sync()
    assert phone.statuses() == ["done", "waiting"]
    assert phone.run(WHOLE, photo["sha256"])["sent"] == 0
    phone.sync()
    assert phone.statuses() == ["done", "done"]
    assert Attachment.objects.count() == 1


def test_a_large_file_goes_on_where_it_stopped(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    sha256 = phone.run(LARGE)
    offsets: list[str] = []
    address = f"**/field/api/files/{sha256}"

    def cut(route: Route) -> None:
        offsets.append(route.request.headers.get("x-offset", "HEAD"))
        if offsets == ["HEAD", "0", "524288"]:
            route.abort()
        else:
            route.continue_()

    phone.page.route(address, cut)
    assert phone.fault(UPLOAD, sha256) == {"code": "offline", "after": None}
    assert Upload.objects.get().offset == 524_288
    assert phone.fault(UPLOAD, sha256) is None
    assert offsets == ["HEAD", "0", "524288", "HEAD", "524288", "1048576"]
    assert Upload.objects.get().offset == 1_320_000
    assert phone.run(WHOLE, sha256)["sent"] > 0


def test_a_part_whose_answer_was_lost_is_not_sent_twice(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    photo = phone.photo()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.page.route("**/field/api/files/*", lose, times=1)
    assert phone.fault(UPLOAD, photo["sha256"])["code"] == "offline"
    assert phone.fault(UPLOAD, photo["sha256"]) is None
    assert Upload.objects.get().offset == photo["size"]


def test_a_picture_garbled_on_the_way_is_sent_anew(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    photo = phone.photo()

    def garble(route: Route) -> None:
        content = route.request.post_data_buffer or b""
        route.continue_(post_data=b"\0" * len(content))

    phone.page.route("**/field/api/files/*", garble, times=1)
    assert phone.fault(UPLOAD, photo["sha256"]) is None
    assert Upload.objects.get().offset == photo["size"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"status": 503, "headers": {"Retry-After": "600"}, "body": ""}, "offline"),
        ({"status": 429, "headers": {"Retry-After": "600"}, "json": {"error": "flood"}}, "offline"),
        ({"status": 200, "body": "<html>a hotel's log-in page</html>"}, "offline"),
        ({"status": 200, "json": {"answers": "nonsense"}}, "fault"),
    ],
)
def test_an_answer_that_is_none_keeps_everything(
    new_phone: New, answer: dict[str, Any], state: str
) -> None:
    phone = new_phone()
    phone.sync()
    phone.report("巷口")
    phone.page.route("**/field/api/messages", lambda route: route.fulfill(**answer))
    assert phone.sync()["error"]["code"] == state
    assert phone.statuses() == ["kept"]
    phone.page.unroute("**/field/api/messages")
    assert phone.sync()["error"] is None
    assert phone.statuses() == ["done"]


def test_a_stale_form_token_is_fetched_anew(new_phone: New) -> None:
    phone = new_phone()
    phone.sync()
    phone.run("(await engine('api')).setCsrf('stale');")
    phone.report("巷口")
    assert phone.sync()["error"] is None
    assert phone.statuses() == ["done"]


def test_waits_grow_and_differ(phone: Phone) -> None:
    """After each failure the phone waits longer, and no two phones wait the same."""
    grown, asked = phone.run(
        """
        const {pause} = await engine('sync');
        return [Array.from({length: 12}, (_, n) => pause(n + 1, null)), pause(1, 600)];
        """
    )
    assert all(2_000 * 2**n / 2 <= wait <= 300_000 for n, wait in enumerate(grown[:7], start=1))
    assert max(grown) <= 300_000
    assert len(set(grown)) == len(grown)
    assert asked == 600_000
