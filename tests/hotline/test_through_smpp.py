"""Through a real SMPP centre: from a handset to a matter, and back out; stopped in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import smpp34
from django.db import transaction
from django.utils import timezone

from gege.hotline.models import InboundPart, InboundText
from gege.hotline.texts.parts import take_incomplete, take_part
from gege.matters.api import Matter
from gege.notices import api as notices
from gege.notices.api import Delivery, Draft, SmppSession, link_state, release_unsure, smpp_access
from gege.notices.models import Part
from gege.notices.smpp import sending
from tests.hotline.centre import Centre
from tests.hotline.conftest import RESIDENT, WORKER, register_handsets
from tests.hotline.gateway import until
from tests.matters.play import Play

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre(settings: Any) -> Iterator[Centre]:
    one = Centre()
    settings.GEGE_SMPP_HOST, settings.GEGE_SMPP_PORT = "127.0.0.1", one.port
    settings.GEGE_SMPP_USER, settings.GEGE_SMPP_PASSWORD = "gege", "tests"
    settings.GEGE_SMS_FROM = "106500001"
    yield one
    one.end()


@pytest.fixture
def session(centre: Centre) -> Iterator[SmppSession]:
    one = SmppSession(smpp_access(), take_part)
    turn(one, lambda: one.bound and centre.bound)
    yield one
    one.close()


@pytest.fixture
def county(committed_play: Play) -> Play:
    play = register_handsets(committed_play)
    play.now = timezone.now()
    return play


def turn(session: SmppSession, done: Callable[[], object], seconds: float = 10) -> None:
    """Let the session work until something is so."""

    def once() -> object:
        session.step(0.02)
        return done()

    until(once, "what the session is to do", seconds)


def give(session: SmppSession, centre: Centre, sender: str, body: bytes, **given: Any) -> int:
    answer = centre.begin(sender, body, **given)
    turn(session, answer.done)
    return int(answer.result().command_status)


def states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def post(*words: str, to: str = RESIDENT) -> None:
    with transaction.atomic():
        drafts = [
            Draft("resident_answer", "1", to_phone=to, values={"number": "1", "words": one})
            for one in words
        ]
        notices.post(drafts, now=timezone.now())


@pytest.mark.row("R-064")
def test_from_a_handset_to_a_matter_and_its_answer_to_a_receipt(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    assert (
        give(session, centre, f"86{WORKER}", "上报#路灯不亮#东街３号#昨晚起".encode("utf-16-be"))
        == 0
    )
    matter = Matter.objects.get()
    assert (matter.kind, matter.channel) == ("A01", "sms")
    turn(session, lambda: states() == ["delivered"])
    assert [(to, matter.number in words) for to, words in centre.texts()] == [(WORKER, True)]
    one = Delivery.objects.get()
    assert (one.sent_at is not None, one.delivered_at is not None, one.sealed) == (True, True, "")
    link = link_state()
    assert link is not None
    assert link.up


LONG = "路灯不亮，已派人去修😀" * 12


@pytest.mark.parametrize(("how", "frames"), [("PARTS", 3), ("PAYLOAD", 1)])
def test_a_long_text_arrives_whole(
    county: Play, centre: Centre, session: SmppSession, settings: Any, how: str, frames: int
) -> None:
    settings.GEGE_SMPP_LONG = how
    post(LONG)
    turn(session, lambda: states() == ["delivered"])
    assert [LONG in words for _to, words in centre.texts()] == [True]
    assert len(centre.submitted) == Part.objects.count() == frames


def test_parts_in_any_order_twice_and_by_either_way_are_one_text(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    whole = "煤气味很大，燃气泄漏，快来人".encode("gbk")
    first, second = whole[:7], whole[7:]  # the cut goes through a sign
    head = b"\x05\x00\x03\x42\x02"
    for part in (head + b"\x02" + second, head + b"\x02" + second, head + b"\x01" + first):
        assert give(session, centre, WORKER, part, esm_class=0x40, data_coding=15) == 0
    tlvs = [
        (smpp34.TLV_SAR_MSG_REF_NUM, b"\x00\x07"),
        (smpp34.TLV_SAR_TOTAL_SEGMENTS, b"\x02"),
    ]
    for number, words in ((2, "，在西街口"), (1, "井盖破损")):
        sar = [*tlvs, (smpp34.TLV_SAR_SEGMENT_SEQNUM, bytes((number,)))]
        given = [smpp34.Tlv(tag, value) for tag, value in sar]
        assert give(session, centre, WORKER, words.encode("utf-16-be"), tlvs=given) == 0
    found = Matter.objects.order_by("id").values_list("kind", "title")
    assert list(found) == [("D05", "煤气味很大，燃气泄漏，快来人"), ("A02", "井盖破损，在西街口")]
    # Given again although it was answered: known.
    assert (
        give(session, centre, WORKER, head + b"\x01" + first, esm_class=0x40, data_coding=15) == 0
    )
    assert (InboundText.objects.count(), InboundPart.objects.exclude(sealed="").count()) == (2, 0)


def test_a_text_of_which_a_part_stays_away_is_taken_with_a_sign(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    for number, words in ((1, "小区垃圾"), (3, "三天没人收")):
        head = bytes((5, 0, 3, 9, 3, number))
        give(session, centre, RESIDENT, head + words.encode("utf-16-be"), esm_class=0x40)
    assert not InboundText.objects.exists()
    assert take_incomplete(now=timezone.now() + timedelta(minutes=61)) == 1
    assert Matter.objects.get().title == "小区垃圾……三天没人收"
    assert take_incomplete(now=timezone.now() + timedelta(days=2)) == 0
    assert not InboundPart.objects.exists()


def test_the_same_text_given_again_is_one_and_answered_once(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    body = "小区的垃圾没人收".encode("utf-16-be")
    assert [give(session, centre, RESIDENT, body) for _ in range(3)] == [0, 0, 0]
    assert (Matter.objects.count(), InboundText.objects.count()) == (1, 1)
    assert Delivery.objects.count() == 1


def test_what_could_not_be_written_down_is_given_again(
    county: Play, centre: Centre, session: SmppSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "小区的垃圾没人收".encode("utf-16-be")
    with monkeypatch.context() as broken:

        def fail(*_given: Any, **_named: Any) -> None:
            raise RuntimeError("the trail is broken")

        broken.setattr("gege.matters.actions.report.insert", fail)
        assert give(session, centre, RESIDENT, body) == 0x64
    assert (InboundPart.objects.count(), InboundText.objects.count()) == (0, 0)
    assert give(session, centre, RESIDENT, body) == 0
    assert (Matter.objects.count(), InboundText.objects.count()) == (1, 1)


def test_a_sender_that_is_a_name_is_left_and_the_link_goes_on(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    assert give(session, centre, "BANK", "中奖".encode("utf-16-be")) == 0
    assert give(session, centre, RESIDENT, b"\x00") == 0
    assert list(InboundText.objects.values_list("outcome", flat=True)) == ["helped"]


@pytest.mark.row("R-075")
def test_the_centre_goes_in_the_middle_and_nothing_is_lost_or_doubled(
    county: Play, centre: Centre, session: SmppSession, settings: Any
) -> None:
    settings.GEGE_SMPP_WINDOW = 2
    session.close()
    session = SmppSession(smpp_access(), take_part)
    silent: list[str] = []

    def verdict(event: Any) -> int | None:
        if len(centre.submitted) < 1:
            return 0
        silent.append(event.destination_addr)
        return None

    centre.verdict = verdict
    post("一", "二", "三", "四")
    turn(session, lambda: len(silent) == 2 and "delivered" in states())
    centre.stop()
    turn(session, lambda: not session.bound)
    # One was delivered; two may have been taken; the last was surely not sent.
    assert sorted(states()) == ["delivered", "queued", "sending", "sending"]
    link = link_state()
    assert link is not None
    assert not link.up
    centre.verdict = lambda _event: 0
    centre.start()
    turn(session, lambda: states().count("delivered") == 2)
    # The centre had taken one of the two: its receipt, by a name never heard, tells.
    unsure = Delivery.objects.filter(state="sending")
    assert unsure.count() == 2
    event = centre.submitted[0]
    answer = centre.receipt(event, "never-heard", "DELIVRD")
    turn(session, answer.done)
    assert states().count("delivered") == 3
    later = timezone.now() + timedelta(minutes=11)
    assert release_unsure(now=later) == 1
    Delivery.objects.filter(state="queued").update(not_before=timezone.now())
    turn(session, lambda: states() == ["delivered"] * 4)
    assert len(centre.texts()) == 3
    session.close()


def test_only_the_parts_that_the_centre_has_not_named_go_again(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    centre.verdict = lambda _event: 0 if len(centre.submitted) < 2 else 0x08
    centre.receipts = None
    post(LONG)
    turn(session, lambda: states() == ["queued"])
    one = Delivery.objects.get()
    assert (one.attempts, "0x08" in one.error, len(centre.submitted)) == (1, True, 2)
    centre.verdict = lambda _event: 0
    Delivery.objects.update(not_before=timezone.now())
    turn(session, lambda: states() == ["sent"])
    assert len(centre.submitted) == 3
    assert [LONG in words for _to, words in centre.texts()] == [True]


def test_a_busy_centre_slows_us_down_and_uses_up_no_tries(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    refused: list[Any] = []

    def verdict(event: Any) -> int | None:
        if not refused:
            refused.append(event)
            return int(smpp34.ESME_RTHROTTLED)
        return 0

    centre.verdict = verdict
    post("一", "二")
    turn(session, lambda: "queued" in states() and refused)
    Delivery.objects.filter(state="queued").update(not_before=timezone.now())
    turn(session, lambda: states() == ["delivered", "delivered"])
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}


def test_what_a_busy_centre_holds_up_too_long_is_put_back_and_goes_later(
    county: Play, centre: Centre, session: SmppSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = [True]
    centre.verdict = lambda _event: int(smpp34.ESME_RTHROTTLED) if busy else 0
    post(*"一二三四五六七八九十甲乙丙丁")
    turn(session, lambda: "queued" in states())
    assert "sending" in states()
    with monkeypatch.context() as hasty:
        hasty.setattr(sending, "LONGEST_HELD", 0.0)
        turn(session, lambda: set(states()) == {"queued"})
    busy.clear()
    Delivery.objects.update(not_before=timezone.now())
    turn(session, lambda: set(states()) == {"delivered"})
    assert len(centre.texts()) == 14


def test_a_link_that_nobody_keeps_is_down_whatever_was_written(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    session._let_go()
    link = link_state()
    assert link is not None
    assert (link.up, "gege smpp" in link.said) == (False, True)


def test_what_the_centre_or_the_network_refuses_stands_on_the_list(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    centre.verdict = lambda _event: int(smpp34.ESME_RINVDSTADR)
    post("一")
    turn(session, lambda: states() == ["dead"])
    assert "0x0b" in Delivery.objects.get().error
    centre.verdict, centre.receipts = (lambda _event: 0), "UNDELIV"
    post("二")
    turn(session, lambda: states() == ["dead", "dead"])
    assert Delivery.objects.latest("id").error == "not delivered: UNDELIV"


def test_receipts_that_overtake_differ_in_spelling_or_name_nothing(
    county: Play, centre: Centre, session: SmppSession
) -> None:
    centre.receipts = None
    post("一")
    turn(session, lambda: states() == ["sent"])
    event = centre.submitted[0]
    Part.objects.update(taken_as="1F4")
    for name, state in (("nothing", "DELIVRD"), ("500", "ENROUTE")):
        turn(session, centre.receipt(event, name, state).done)
    assert states() == ["sent"]
    turn(session, centre.receipt(event, "0000000500", "DELIVRD").done)
    turn(session, centre.receipt(event, "500", "UNDELIV").done)
    assert states() == ["delivered"]
