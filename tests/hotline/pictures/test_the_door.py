"""Picture messages by MM7: pictures on the matter, once; whatever is broken is refused (R-064)."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from gege.hotline.models import InboundText
from gege.hotline.texts.receive import PURPOSE
from gege.matters.api import Attachment, Matter, Remark, path_of
from gege.notices.api import Delivery, unseal
from tests.cast import GRID
from tests.hotline.conftest import RESIDENT, WORKER
from tests.hotline.pictures.mms_centre import (
    NAMESPACE,
    SMIL,
    answer_of,
    envelope,
    package,
    part,
    photograph,
    report,
)
from tests.matters.play import Play

DOOR = "/hotline/pictures/in"
SECRET = "a-secret-of-the-mms-centre-only-for-tests"
STAFF = f"<Number>{WORKER}</Number>"


@pytest.fixture(autouse=True)
def centre(settings: Any, tmp_path: Any) -> None:
    settings.GEGE_MMS_SECRET = SECRET
    settings.GEGE_MMS_ALLOW = ["127.0.0.1"]
    settings.MEDIA_ROOT = tmp_path


def give(kind: str, body: bytes, **more: Any) -> Any:
    return Client().post(f"{DOOR}?secret={SECRET}", body, content_type=kind, **more)


def message(soap: bytes, *parts: bytes, **more: Any) -> tuple[str, str, str]:
    answer = give(*package(soap, *parts, **more))
    assert answer.headers["Content-Type"].startswith("text/xml")
    return answer_of(answer.content)


@pytest.mark.row("R-064")
def test_a_handsets_picture_message_opens_a_matter_in_its_grid_with_its_picture(
    handsets: Play,
) -> None:
    text = "上报#路灯不亮#东街3号#昨晚起不亮".encode()
    said = message(
        envelope(STAFF),
        part("application/smil", SMIL),
        part("image/jpeg", photograph(), name="a.jpg"),
        part("text/plain; charset=utf-8", text, way="8bit"),
    )
    assert said == ("DeliverRsp", "1000", "t-1")
    matter = Matter.objects.get()
    assert (matter.kind, matter.area_code, matter.channel, matter.title, matter.address) == (
        "A01", GRID, "mms", "昨晚起不亮", "东街3号",
    )  # fmt: skip
    picture = Attachment.objects.get()
    assert (picture.matter_id, picture.media_type, picture.name) == (
        matter.pk, "image/jpeg", "a.jpg",
    )  # fmt: skip
    # Nothing of what the telephone wrote beside the points is kept.
    assert len(Image.open(path_of(picture.sha256)).getexif()) == 0
    row = InboundText.objects.get()
    assert (row.outcome, row.channel, row.pictures, row.reason) == ("opened", "mms", 1, "")


@pytest.mark.row("R-077")
def test_a_residents_picture_message_gets_its_number_and_given_again_is_one_matter(
    handsets: Play,
) -> None:
    parts = (
        part("text/plain; charset=gbk", "小区的垃圾没人收".encode("gbk"), way="quoted-printable"),
        part("image/png", photograph(kind="PNG"), name="b.png"),
    )
    soap = envelope(f"<RFC2822Address>{RESIDENT}/TYPE=PLMN@mmsc</RFC2822Address>")
    assert [message(soap, *parts)[1] for _ in range(2)] == ["1000", "1000"]
    # A centre that gives it under another name: the same words and pictures within half an hour.
    other = soap.replace(b"mo-1", b"mo-2")
    assert message(other, *parts)[1] == "1000"
    assert (Matter.objects.count(), Attachment.objects.count()) == (1, 1)
    assert list(InboundText.objects.order_by("id").values_list("outcome", flat=True)) == [
        "opened",
        "repeated",
    ]
    assert Matter.objects.get().title == "小区的垃圾没人收"
    assert Delivery.objects.count() == 2
    assert unseal(InboundText.objects.earliest("id").sealed, PURPOSE)["sender"] == RESIDENT


def test_pictures_alone_open_a_matter_and_with_a_number_are_added(handsets: Play) -> None:
    assert message(envelope(), part("image/jpeg", photograph()))[1] == "1000"
    matter = Matter.objects.get()
    assert matter.title == "彩信（没有文字）"
    for at, words in enumerate(
        (matter.number, f"补充 {matter.number}", f"补充{matter.number} 还在")
    ):
        soap = envelope(linked=f"<LinkedID>add-{at}</LinkedID>", subject=words)
        assert message(soap, part("image/jpeg", photograph(side=70 + at)))[1] == "1000"
    assert (Matter.objects.count(), Attachment.objects.filter(matter=matter).count()) == (1, 4)
    assert Remark.objects.filter(matter=matter).last().words == "还在"


def test_somebody_elses_matter_takes_no_pictures(handsets: Play) -> None:
    message(envelope(), part("image/jpeg", photograph()))
    number = Matter.objects.get().number
    soap = envelope("<Number>10000000777</Number>", linked="", transaction="t-9", subject=number)
    assert message(soap, part("image/jpeg", photograph("blue"))) == ("DeliverRsp", "2004", "t-9")
    assert Attachment.objects.count() == 1


def test_what_is_no_picture_is_left_out_and_nothing_but_that_is_refused(handsets: Play) -> None:
    sound, broken = part("audio/amr", b"#!AMR\n123"), part("image/jpeg", photograph()[:80])
    text = part("text/plain", "路灯不亮了".encode(), way="binary")
    assert message(envelope(), sound, broken, part("image/jpeg", photograph()), text)[1] == "1100"
    row = InboundText.objects.get()
    assert (row.pictures, row.reason) == (1, "left_out:2")
    alone = envelope(linked="<LinkedID>mo-7</LinkedID>")
    assert message(alone, broken)[1] == "2004"
    assert (Matter.objects.count(), Attachment.objects.count()) == (1, 1)
    assert (
        message(envelope(linked="", transaction="t-3"), part("application/smil", SMIL))[1] == "2004"
    )
    page = handsets.cast.client("county_dispatcher").get("/hotline/texts/").content.decode()
    assert "彩信" in page
    assert "1 张图片" in page
    assert "2 个附件不是图片" in page


def test_older_and_newer_centres_are_understood(handsets: Play) -> None:
    older = NAMESPACE.replace("REL-6-MM7-1-4", "REL-5-MM7-1-0")
    soap = envelope(RESIDENT, namespace=older)
    answer = give(*package(soap, part("image/jpeg", photograph()), inner="mixed"))
    assert answer_of(answer.content)[1] == "1000"
    assert older.encode() in answer.content
    # Lines that end without a carriage return, as one centre sends them.
    kind, body = package(
        envelope(linked="<LinkedID>n</LinkedID>", subject="井盖坏了"), part("text/plain", b"")
    )
    assert answer_of(give(kind, body.replace(b"\r\n", b"\n")).content)[1] == "1000"
    assert Matter.objects.count() == 2


def test_binary_pictures_arrive_as_they_are(handsets: Play) -> None:
    picture = photograph("green", 200)
    assert b"\n" in picture or b"\r" in picture
    message(envelope(), part("image/jpeg", picture, way="binary"))
    assert Attachment.objects.count() == 1


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
FILE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("text/xml", BOMB, "2007"),
        ("text/xml", FILE, "2007"),
        ("text/xml", b"<a", "2007"),
        ("text/xml", b"", "2007"),
        ("text/xml", b"<a/>", "2007"),
        ("text/xml", b"<a>" * 3000 + b"</a>" * 3000, "2007"),
        ("text/xml", b"<a>" + b"<b/>" * 3000 + b"</a>", "2007"),
        ("text/xml", b"<a>" + b"x" * 200_000 + b"</a>", "2007"),
        ("text/xml", envelope(namespace="http://example.org/mm7"), "4002"),
        ("text/xml", envelope().replace(b"DeliverReq", b"SubmitReq"), "4003"),
        ("text/xml", envelope(transaction=""), "4004"),
        ("text/xml", envelope(), "4004"),  # names content that is not there
        ("text/xml", report("DeliveryReportReq", "", "Retrieved"), "4004"),
        ("text/xml", envelope().replace(b"schemas.xmlsoap.org", b"www.w3.org"), "2007"),
        ("application/json", b"{}", "2007"),
        ("multipart/related", b"--x\r\n\r\n--x--", "2007"),
        ("multipart/related; boundary=outer", b"nothing", "2007"),
        ("multipart/related; boundary=outer", package(envelope())[1][:-12], "2007"),
        ("multipart/related; boundary=outer", b"--outer\r\n\r\nx\r\n--outer--", "2007"),
        (*package(envelope(), part("image/jpeg", b"", way="base64") + b"***"), "2007"),
        (*package(envelope(), part("image/jpeg", b"x", way="x-strange")), "2007"),
        (*package(envelope(), *[part("text/plain", b"x")] * 70), "2007"),
    ],
)
def test_what_is_broken_is_refused_by_a_fault_with_its_code(
    cast: Any, kind: str, body: bytes, code: str
) -> None:
    answer = give(kind, body)
    assert answer.status_code == 500
    assert answer_of(answer.content)[:2] == ("VASPErrorRsp", code)
    assert b"root:" not in answer.content
    assert InboundText.objects.count() == 0


def test_nested_parts_and_large_messages_have_an_end(cast: Any, settings: Any) -> None:
    settings.GEGE_MMS_BYTES = 10_000
    assert answer_of(give("text/xml", b"x" * 10_001).content)[1] == "2004"
    settings.GEGE_MMS_BYTES = 1_000_000
    content = part("text/plain", b"x")
    for depth in range(5):
        content = (
            f"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n".encode()
            + content
            + f"\r\n--b{depth}--\r\n".encode()
        )
    assert answer_of(give(*package(envelope(), content)).content)[1] == "2007"


def test_a_sender_that_is_a_name_is_an_address_error(cast: Any) -> None:
    assert message(envelope("<ShortCode>BANK</ShortCode>"), part("text/plain", b"x"))[1] == "2002"


def test_the_door_is_the_centres_alone(handsets: Play) -> None:
    kind, body = package(envelope(), part("text/plain", b"hello there"))
    client = Client()
    assert client.get(f"{DOOR}?secret={SECRET}").status_code == 405
    for secret in ("", "wrong"):
        assert client.post(f"{DOOR}?secret={secret}", body, content_type=kind).status_code == 403
    assert give(kind, body, REMOTE_ADDR="10.0.0.9").status_code == 403
    assert give(kind, body, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    basic = {"Authorization": "Basic " + base64.b64encode(f"c:{SECRET}".encode()).decode()}
    assert (
        client.post(
            DOOR, body, content_type=kind, headers={"Authorization": "Basic ***"}
        ).status_code
        == 403
    )
    assert InboundText.objects.count() == 0
    assert client.post(DOOR, body, content_type=kind, headers=basic).status_code == 200


def test_a_fault_of_ours_keeps_the_message_with_the_centre(
    handsets: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr("gege.matters.actions.step.record", fail)
    monkeypatch.setattr("gege.matters.actions.report.record", fail, raising=False)
    answer = give(*package(envelope(), part("image/jpeg", photograph())))
    assert (answer.status_code, answer_of(answer.content)[1]) == (500, "3000")
    assert (Matter.objects.count(), InboundText.objects.count()) == (0, 0)


def test_pictures_count_like_texts(handsets: Play) -> None:
    codes = []
    for at in range(12):
        soap = envelope(linked=f"<LinkedID>f{at}</LinkedID>", subject=f"第{at}件事情")
        codes.append(message(soap, part("text/plain", b""))[1])
    assert codes == ["1000"] * 10 + ["2001"] * 2
