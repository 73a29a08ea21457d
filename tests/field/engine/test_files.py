"""Pictures on the phone: upright, reduced, without what the camera wrote, encrypted and bounded."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.field.engine.phone import PHONE, Phone

TAKE = """
const bytes = Uint8Array.from(atob(it), (one) => one.charCodeAt(0));
const {takePhoto} = await engine('files');
return takePhoto(new File([bytes], '我家门口.jpg', {type: 'image/jpeg'}));
"""
READ = """
const {fileBlob} = await engine('files');
const bytes = new Uint8Array(await (await fileBlob(it)).arrayBuffer());
let text = '';
for (const byte of bytes) text += String.fromCharCode(byte);
return btoa(text);
"""
ROOM = "return (await engine('files')).room();"
NOISE = """
const {keepFile} = await engine('files');
const kept = [];
for (let n = 0; n < it.count; n += 1) {
  const bytes = crypto.getRandomValues(new Uint8Array(60000));
  const parts = Array(Math.ceil(it.size / 60000)).fill(bytes);
  kept.push((await keepFile(new Blob([...parts, `${n}`]), 'x.bin')).sha256);
}
return kept;
"""


def _photo(width: int, height: int, orientation: int = 1, colour: str = "red") -> str:
    """A JPEG as a camera makes it: its left half coloured, its place and turn in the metadata."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(colour, (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 21.0, 0.0), 3: "E", 4: (106.0, 17.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return base64.b64encode(out.getvalue()).decode()


def _stored(phone: Phone, sha256: str) -> bytes:
    return base64.b64decode(phone.run(READ, sha256))


@pytest.mark.row("R-053")
def test_a_photo_loses_its_place_and_stands_upright(phone: Phone) -> None:
    raw = _photo(3200, 2400, orientation=6)
    assert b"Maker of cameras" in base64.b64decode(raw)
    told: dict[str, Any] = phone.create().run(TAKE, raw)
    kept = _stored(phone, told["sha256"])
    picture = Image.open(io.BytesIO(kept))
    assert (told["width"], told["height"]) == picture.size == (1200, 1600)
    assert dict(picture.getexif()) == {}
    assert b"Exif" not in kept
    assert b"Maker" not in kept
    # The left half of the sensor is the upper half of the upright picture.
    upper: Any = picture.getpixel((600, 100))
    lower: Any = picture.getpixel((600, 1500))
    assert upper[0] > 200 > 90 > upper[1]
    assert min(lower) > 200
    assert told["sha256"] == hashlib.sha256(kept).hexdigest()
    assert (told["size"], told["media_type"]) == (len(kept), "image/jpeg")
    assert told["name"].endswith(".jpg")
    assert "我家" not in told["name"]


def test_a_small_photo_keeps_its_size(phone: Phone) -> None:
    told = phone.create().run(TAKE, _photo(640, 480))
    assert (told["width"], told["height"]) == (640, 480)


def test_what_is_no_picture_is_said_and_not_kept(phone: Phone) -> None:
    fault = phone.create().fault(TAKE, base64.b64encode(b"%PDF-1.7 nothing to see").decode())
    assert fault == {"code": "picture_broken"}
    assert phone.run(ROOM)["used"] == 0


def test_the_same_picture_twice_is_one_file(phone: Phone) -> None:
    phone.create()
    first, second = (phone.run(TAKE, _photo(320, 240)) for _ in range(2))
    assert first["sha256"] == second["sha256"]
    room = phone.run(ROOM)
    assert (room["used"], room["photos"]) == (first["size"], 1)


def test_photos_have_a_bound_until_they_are_sent(phone: Phone) -> None:
    phone.create().limit(photos_most=2)
    first = phone.run(TAKE, _photo(320, 240, colour="red"))
    phone.run(TAKE, _photo(320, 240, colour="green"))
    blue = _photo(320, 240, colour="blue")
    assert phone.fault(TAKE, blue) == {"code": "full_photos", "most": 2}
    assert phone.run(ROOM)["photos"] == 2
    phone.run("await (await engine('files')).markSent(it);", first["sha256"])
    assert phone.fault(TAKE, blue) is None
    assert phone.run(ROOM)["photos"] == 2


def test_megabytes_have_a_bound_and_sent_files_make_room(phone: Phone) -> None:
    phone.create().limit(megabytes_most=1)
    (sent,) = phone.run(NOISE, {"count": 1, "size": 600_000})
    asked = {"count": 1, "size": 600_000}
    assert phone.fault(NOISE, asked) == {"code": "full_megabytes", "most": 1}
    phone.run("await (await engine('files')).markSent(it);", sent)
    assert phone.fault(NOISE, asked) is None
    assert phone.run("return (await engine('files')).fileInfo(it);", sent) is None
    assert phone.run(ROOM)["used"] < 1024 * 1024


def test_a_sent_file_that_an_entry_still_needs_makes_no_room(phone: Phone) -> None:
    phone.create().limit(megabytes_most=1)
    (sha256,) = phone.run(NOISE, {"count": 1, "size": 600_000})
    phone.put("attach", {"sha256": sha256, "size": 1, "stage": "before", "name": "x"})
    phone.run("await (await engine('files')).markSent(it);", sha256)
    fault = phone.fault(NOISE, {"count": 1, "size": 600_000})
    assert fault == {"code": "full_megabytes", "most": 1}


def test_a_full_device_is_said_and_nothing_is_half_kept(browser: Browser, address: str) -> None:
    context = browser.new_context(**PHONE)
    phone = Phone(context, address)
    tools = context.new_cdp_session(phone.page)
    quota = {"origin": address, "quotaSize": 1_000_000}
    tools.send("Storage.overrideQuotaForOrigin", quota)
    before = phone.create().put("report", {"title": "巷口"})
    fault = phone.fault(NOISE, {"count": 40, "size": 400_000})
    assert fault == {"code": "full_device"}
    infos = phone.run(
        """
        const {read, answer} = await engine('db');
        return read(['fileinfo', 'filedata'], async (info, data) =>
          [await answer(info.getAllKeys()), await answer(data.getAllKeys())]);
        """
    )
    assert infos[0] == infos[1], "each file is there whole or not at all"
    tools.send("Storage.overrideQuotaForOrigin", {"origin": address})
    phone.open().unlock()
    assert [one["key"] for one in phone.entries()] == [before]
    context.close()


def test_files_that_nothing_names_go_in_time(phone: Phone) -> None:
    phone.create()
    drafted, named, lone, sent = phone.run(NOISE, {"count": 4, "size": 10})
    phone.run("await (await engine('store')).set('draft:report', {photos: [it]});", drafted)
    phone.put("attach", {"sha256": named})
    phone.run("await (await engine('files')).markSent(it);", sent)
    here = """
        const {fileInfo} = await engine('files');
        return Promise.all(it.map(async (one) => Boolean(await fileInfo(one))));
        """
    forget = "await (await engine('files')).forgetFiles(Date.now() + it * 86400000);"
    phone.run(forget, 6)
    assert phone.run(here, [drafted, named, lone, sent]) == [True, True, True, False]
    phone.run(forget, 8)
    assert phone.run(here, [drafted, named, lone, sent]) == [True, True, False, False]
