"""Through a real Kannel: from a handset to a matter, and back out; stopped in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from gege.hotline.models import InboundText
from gege.matters import api as matters
from gege.matters.api import Matter
from gege.notices.api import Delivery, deliver, release_unsure, send_due
from tests.hotline.conftest import CLERK, RESIDENT, SECRET, WORKER, register_handsets
from tests.hotline.gateway import FROM, PASSWORD, USER, Gateway, until
from tests.matters.play import Play

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway_box(tmp_path: Path, live_server: Any, settings: Any) -> Iterator[Gateway]:
    """A Kannel that knows the platform, and a platform that knows it."""
    box = Gateway(tmp_path, live_server.url)
    settings.GEGE_SMS_URL, settings.GEGE_SMS_USER = box.url, USER
    settings.GEGE_SMS_PASSWORD, settings.GEGE_SMS_FROM = PASSWORD, FROM
    settings.GEGE_SMS_CALLBACK = live_server.url
    box.start()
    yield box
    box.stop()


@pytest.fixture
def county(committed_play: Play) -> Play:
    play = register_handsets(committed_play)
    play.now = timezone.now()
    return play


def states(**which: Any) -> list[str]:
    return list(Delivery.objects.filter(**which).order_by("id").values_list("state", flat=True))


def daytime() -> Any:
    """A moment outside of the quiet hours, not before anything that was written just now."""
    local = timezone.localtime(timezone.now())
    return local if 7 <= local.hour < 21 else local + timedelta(hours=10)


@pytest.mark.row("R-064")
@pytest.mark.row("R-075")
def test_from_a_handset_to_a_matter_its_escalation_and_its_report_on_screen(
    county: Play, gateway_box: Gateway
) -> None:
    with gateway_box.phone(f"{WORKER} text 上报#路灯不亮#东街3号#昨晚起不亮") as phones:
        until(InboundText.objects.exists, "the text is kept")
        matter = Matter.objects.get()
        assert (matter.kind, matter.channel) == ("A01", "sms")
        # The number goes back to the handset, and its report comes in.
        assert send_due(now=timezone.now()) == 1
        until(lambda: states() == ["delivered"], "the answer is delivered")
        assert [(to, matter.number in words) for to, words in phones.got()] == [(WORKER, True)]
        # What the worker cannot settle goes to the station, whose clerk gets a text.
        entry = {"reason": "要换线，够不着" * 20, "tried": "看过"}
        matters.escalate(matter.number, by=county.cast.grid_worker, now=timezone.now(), **entry)
        deliver(now=timezone.now())
        assert send_due(now=daytime()) == 1
        until(lambda: states() == ["delivered", "delivered"], "the notice is delivered")
        until(lambda: len(phones.got()) == 2, "the long text is whole")
        to, words = phones.got()[1]
        assert (to, words.count("要换线，够不着")) == (CLERK, 20)
    page = county.cast.client("county_dispatcher").get(f"/notices/sent?matter={matter.number}")
    text = page.content.decode()
    assert text.count("已送达") >= 2
    assert RESIDENT not in text
    assert CLERK not in text


def test_kannel_stopped_in_the_middle_loses_nothing_and_doubles_nothing(
    county: Play, gateway_box: Gateway
) -> None:
    with gateway_box.phone(f"{RESIDENT} text 小区的垃圾没人收") as phones:
        until(lambda: InboundText.objects.count() == 1, "the first text is kept")
        gateway_box.stop()
        now = timezone.now()
        assert send_due(now=now) == 1
        one = Delivery.objects.get()
        assert (one.state, one.attempts, "Refused" in one.error) == ("queued", 1, True)
        assert phones.got() == []
    gateway_box.start()
    with gateway_box.phone(f"{RESIDENT} text 小区的垃圾没人收") as phones:
        until(lambda: InboundText.objects.count() == 2, "the same text came again")
        assert Matter.objects.count() == 1
        later = timezone.now() + timedelta(minutes=1)
        while send_due(now=later):
            pass
        until(lambda: states() == ["delivered", "delivered"], "both answers are delivered")
        assert release_unsure(now=later + timedelta(hours=1)) == 0
        assert send_due(now=later + timedelta(hours=1)) == 0
        number = Matter.objects.get().number
        assert [(to, number in words) for to, words in phones.got()] == [(RESIDENT, True)] * 2
    assert list(Delivery.objects.values_list("sealed", flat=True)) == ["", ""]


def test_what_came_in_while_the_boxes_were_apart_comes_in_later_and_once(
    county: Play, gateway_box: Gateway
) -> None:
    gateway_box.stop("smsbox")
    with gateway_box.phone(f"{WORKER} text 井盖破损，在西街口"):
        until(lambda: b"store size 1" in gateway_box.status(), "the text waits on the disk")
        gateway_box.start()
        until(InboundText.objects.exists, "the text is kept")
    assert list(Matter.objects.values_list("kind", "channel")) == [("A02", "sms")]


def test_gbk_and_texts_of_several_parts_arrive_whole(county: Play, gateway_box: Gateway) -> None:
    gbk = quote("路灯不亮，在东街３号".encode("gbk"))
    first, second = quote("煤气味很大，".encode("gbk")), quote("燃气泄漏，快来人".encode("gbk"))
    # The simulated centre draws its texts by lot: one at a time keeps their order.
    for kind, words in (
        ("data", gbk),
        ("udh %05%00%03%42%02%02", second),
        ("udh %05%00%03%42%02%01", first),
    ):
        with gateway_box.phone(f"{WORKER} {kind} {words}"):
            if kind == "data":
                until(InboundText.objects.exists, "the text in GBK is kept")
    until(lambda: InboundText.objects.count() == 2, "both texts are kept")
    found = Matter.objects.order_by("id").values_list("kind", "title")
    assert list(found) == [("A01", "路灯不亮，在东街３号"), ("D05", "煤气味很大，燃气泄漏，快来人")]


def test_a_wrong_password_at_the_gateway_is_tried_later(
    county: Play, gateway_box: Gateway, settings: Any
) -> None:
    settings.GEGE_SMS_PASSWORD = "wrong"
    with gateway_box.phone(f"{WORKER} text 路灯不亮了") as phones:
        until(InboundText.objects.exists, "the text is kept")
        send_due(now=timezone.now())
        assert states() == ["queued"]
        assert Delivery.objects.get().error.startswith("403")
        settings.GEGE_SMS_PASSWORD = PASSWORD
        send_due(now=timezone.now() + timedelta(minutes=1))
        until(lambda: len(phones.got()) == 1, "it goes when the password is right")


def test_the_door_is_the_gateways_alone(county: Play, live_server: Any, client: Any) -> None:
    good = {"secret": SECRET, "id": "k1", "from": WORKER, "text": "路灯不亮了", "charset": ""}
    for wrong in (
        {**good, "secret": "guessed"},
        {**good, "secret": ""},
        {key: value for key, value in good.items() if key != "secret"},
    ):
        assert client.get("/hotline/texts/in", wrong).status_code == 403
    assert client.get("/hotline/texts/in", good, REMOTE_ADDR="10.0.0.9").status_code == 403
    through = client.get("/hotline/texts/in", good, headers={"X-Forwarded-For": "127.0.0.1"})
    assert through.status_code == 403
    assert client.post("/hotline/texts/in", good).status_code == 405
    assert client.get("/hotline/texts/in", {**good, "text": "x" * 50_000}).status_code == 414
    assert client.get("/hotline/texts/in", {**good, "from": "BANK"}).status_code == 400
    assert client.get("/hotline/texts/in", {f"a{n}": "1" for n in range(300)}).status_code == 403
    assert InboundText.objects.count() == 0
    assert client.get("/hotline/texts/in", good).content == b"opened\n"
    assert client.get("/hotline/texts/in", good).content == b"opened\n"
    assert (InboundText.objects.count(), Matter.objects.count()) == (1, 1)


def test_reports_that_are_malformed_or_name_nothing_change_nothing(
    county: Play, client: Any
) -> None:
    for query, status in (
        ({"id": "0" * 32, "type": "1"}, 403),
        ({"secret": SECRET, "id": "x", "type": "1"}, 400),
        ({"secret": SECRET, "id": "0" * 32, "type": "one"}, 400),
        ({"secret": SECRET, "id": "0" * 32, "type": "1"}, 200),
    ):
        assert client.get("/hotline/texts/report", query).status_code == status
