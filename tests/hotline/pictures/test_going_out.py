"""The public answer goes back as a picture message, and the centre's reports are its times."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gege.hotline.rules.incoming import Incoming, Picture
from gege.hotline.texts.receive import receive
from gege.matters import api as matters
from gege.matters.api import Matter
from gege.notices.api import Delivery, release_unsure, send_due
from gege.notices.models import Part
from tests.hotline.conftest import RESIDENT
from tests.hotline.pictures.mms_centre import (
    NAMESPACE,
    MmsCentre,
    answer_of,
    mms_centre,
    photograph,
    report,
)
from tests.hotline.pictures.test_the_door import DOOR, SECRET
from tests.matters.play import Play


@pytest.fixture
def centre(settings: Any, tmp_path: Any) -> Iterator[MmsCentre]:
    settings.MEDIA_ROOT = tmp_path
    settings.GEGE_MMS_SECRET = SECRET
    with mms_centre() as one:
        settings.GEGE_MMS_URL, settings.GEGE_MMS_FROM = one.url, "106500001"
        settings.GEGE_MMS_USER, settings.GEGE_MMS_PASSWORD = "gege", "tests"
        settings.GEGE_MMS_VASP, settings.GEGE_MMS_VAS = "gov", "grid"
        yield one


@pytest.fixture
def asked(handsets: Play, centre: MmsCentre) -> Play:
    """A resident's picture message that a matter came of."""
    picture = Picture("a.jpg", photograph())
    receive(Incoming("k1", RESIDENT, "小区垃圾没人收", "mms", (picture,)), now=handsets.now)
    Delivery.objects.all().delete()
    return handsets


def answer(play: Play, *, shown: bool = True) -> Delivery:
    matter = Matter.objects.get()
    if shown:
        upload = SimpleUploadedFile("after.png", photograph("white", 900, "PNG"))
        matters.attach(
            matter.number,
            upload=upload,
            stage="after",
            by=play.cast.county_dispatcher,
            now=play.now,
        )
    matters.reply(
        matter.number, words="已清运 <两车>", by=play.cast.county_dispatcher, now=play.now
    )
    return Delivery.objects.get()


def state() -> tuple[str, int, str]:
    one = Delivery.objects.get()
    return one.state, one.attempts, one.error


def tell(kind: str, name: str, status: str) -> tuple[str, str, str]:
    body = report(kind, name, status)
    response = Client().post(f"{DOOR}?secret={SECRET}", body, content_type="text/xml")
    return answer_of(response.content)


@pytest.mark.row("R-064")
@pytest.mark.row("R-075")
def test_the_answer_goes_with_the_picture_of_the_result_and_is_delivered_and_read(
    asked: Play, centre: MmsCentre
) -> None:
    one = answer(asked)
    assert (one.channel, one.shown, RESIDENT in one.sealed) == ("mms", "100****0109", False)
    assert send_due(now=asked.now) == 1
    assert state() == ("sent", 0, "")
    [(fields, parts)] = centre.taken
    assert (fields["Number"], fields["VASPID"], fields["VASID"], fields["DeliveryReport"]) == (
        RESIDENT, "gov", "grid", "true",
    )  # fmt: skip
    # The order of the schema REL-6-MM7-1-4.
    assert fields["order"] == (
        "MM7Version SenderIdentification Recipients MessageClass TimeStamp DeliveryReport "
        "ReadReply Priority Subject Content"
    )
    text, picture = parts
    assert "已清运 <两车>" in text.get_payload(decode=True).decode(text.get_content_charset())
    shown = Image.open(io.BytesIO(picture.get_payload(decode=True)))
    assert (picture.get_content_type(), shown.format, max(shown.size)) == (
        "image/jpeg", "JPEG", 640,
    )  # fmt: skip
    assert centre.authorized == ["Basic " + base64.b64encode(b"gege:tests").decode()]
    # Reports come twice and in any order.
    assert tell("DeliveryReportReq", "mt-1", "Retrieved") == ("DeliveryReportRsp", "1000", "r-1")
    assert tell("ReadReplyReq", "mt-1", "Read") == ("ReadReplyRsp", "1000", "r-1")
    assert tell("DeliveryReportReq", "mt-1", "Expired")[1] == "1000"
    assert tell("DeliveryReportReq", "nobody", "Retrieved")[1] == "2005"
    one.refresh_from_db()
    assert (one.state, one.delivered_at is not None, one.read_at is not None, one.sealed) == (
        "delivered", True, True, "",
    )  # fmt: skip
    page = asked.cast.client("county_dispatcher").get("/notices/sent").content.decode()
    assert "彩信" in page
    assert "发给居民：公开答复" in page


def test_without_a_picture_of_the_result_it_goes_as_a_text_or_not_at_all(
    asked: Play, settings: Any
) -> None:
    matter = Matter.objects.get()
    by = asked.cast.county_dispatcher
    matters.reply(matter.number, words="正在处理", by=by, now=asked.now)
    assert Delivery.objects.count() == 0  # no gateway for texts here
    settings.GEGE_SMS_URL = "http://127.0.0.1:9/"
    assert answer(asked, shown=False).channel == "sms"


def test_a_reporter_by_another_way_gets_no_message(handsets: Play, centre: MmsCentre) -> None:
    receive(Incoming("k1", RESIDENT, "小区垃圾没人收"), now=handsets.now)
    Delivery.objects.all().delete()
    with pytest.raises(Delivery.DoesNotExist):
        answer(handsets)


@pytest.mark.parametrize(
    ("code", "fault", "now_in"),
    [
        ("2002", True, "dead"),
        ("2004", False, "dead"),
        ("4006", True, "queued"),
        ("3000", False, "queued"),
    ],
)
def test_what_the_centre_refuses_is_dead_or_tried_later(
    asked: Play, centre: MmsCentre, code: str, fault: bool, now_in: str
) -> None:
    answer(asked)
    centre.code, centre.fault = code, fault
    send_due(now=asked.now)
    assert state() == (now_in, 1, f"{code} x")


def test_a_centre_that_says_nothing_is_unsure_and_one_that_is_away_is_later(
    asked: Play, centre: MmsCentre, settings: Any
) -> None:
    answer(asked)
    centre.silent = True
    send_due(now=asked.now)
    assert state()[:2] == ("sending", 0)
    later = asked.now + timedelta(minutes=11)
    assert release_unsure(now=later) == 1
    settings.GEGE_MMS_URL = "http://127.0.0.1:9/"
    send_due(now=later)
    assert state()[:2] == ("queued", 2)
    centre.silent = False
    settings.GEGE_MMS_URL = centre.url
    send_due(now=later + timedelta(minutes=5))
    assert (state()[0], Part.objects.get().taken_as) == ("sent", "mt-1")
    assert tell("DeliveryReportReq", "mt-1", "Rejected")[1] == "1000"
    assert state()[2] == "not delivered: Rejected"


def test_an_answer_that_is_none_is_unsure(asked: Play, centre: MmsCentre) -> None:
    answer(asked)
    centre.said = lambda transaction: f"<html>{NAMESPACE}</html>"  # type: ignore[method-assign]
    send_due(now=asked.now)
    assert state()[:2] == ("sending", 0)
