"""What goes through a gateway: each delivery with its own state, nothing twice (R-075)."""

from __future__ import annotations

import http.server
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from gege.matters.api import LOCAL
from gege.notices import api as notices
from gege.notices.api import (
    Channel,
    Delivery,
    Draft,
    Message,
    NotDone,
    NoticeRules,
    forget_sealed,
    release_unsure,
    send_due,
    take_report,
)
from gege.notices.sealing import Unreadable, seal, unseal
from gege.staff.api import SYSTEM, Account
from tests.cast import COMMUNITY, Cast

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)
BY = SYSTEM.signature()


class Smsbox:
    """An smsbox that answers as it is told: for answers a real one gives too rarely to wait for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.status = 202
        self.silent = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                outer.asked.append({name: one[0] for name, one in query.items()})
                if outer.silent:
                    self.close_connection = True
                    return
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *given: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/cgi-bin/sendsms"


@pytest.fixture
def smsbox(settings: Any) -> Iterator[Smsbox]:
    box = Smsbox()
    settings.GEGE_SMS_URL = box.url
    yield box
    box.server.shutdown()


@pytest.fixture
def letters(settings: Any) -> Iterator[list[Any]]:
    """A real SMTP server; the letters it took."""
    taken: list[Any] = []

    class Handler:
        async def handle_RCPT(  # noqa: N802 - the library's name
            self, server: Any, session: Any, envelope: Any, address: str, options: Any
        ) -> str:
            if address.startswith("nobody"):
                return "550 no such user"
            if address.startswith("later"):
                return "451 try again later"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(  # noqa: N802 - the library's name
            self, server: Any, session: Any, envelope: Any
        ) -> str:
            taken.append(envelope)
            return "250 OK"

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_HOST = settings.GEGE_MAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield taken
    controller.stop()


@pytest.fixture
def clerk(cast: Cast) -> int:
    account = cast.station_clerk.account_id
    assert account is not None
    Account.objects.filter(id=account).update(phone="100 0000 0301")
    return account


def post(*drafts: Draft) -> None:
    with transaction.atomic():
        notices.post(drafts, now=NOW)


def to_resident(number: str = "10000000109", **entry: Any) -> Delivery:
    post(Draft("resident_code", "visit:1", to_phone=number, values={"code": "123456"}, **entry))
    return Delivery.objects.get()


def state() -> tuple[str, int]:
    one = Delivery.objects.get()
    return one.state, one.attempts


@pytest.mark.django_db
def test_a_residents_number_and_code_are_sealed_and_gone_once_delivered(smsbox: Smsbox) -> None:
    one = to_resident()
    assert "10000000109" not in f"{one.sealed}{one.shown}"
    assert Message.objects.get().values == {}
    assert send_due(now=NOW) == 1
    assert state() == ("sent", 0)
    (asked,) = smsbox.asked
    assert (asked["to"], "123456" in asked["text"], asked["coding"]) == ("10000000109", True, "2")
    assert take_report(one.token, 1, "", now=NOW)
    assert Delivery.objects.get().sealed == ""
    assert take_report(one.token, 2, "late and wrong", now=NOW)
    assert state() == ("delivered", 0)


@pytest.mark.django_db
def test_without_a_report_a_number_is_forgotten_after_three_days(smsbox: Smsbox) -> None:
    to_resident()
    send_due(now=NOW)
    assert forget_sealed(now=NOW + timedelta(days=2, hours=23)) == 0
    assert forget_sealed(now=NOW + timedelta(days=3)) == 1
    assert Delivery.objects.get().sealed == ""


@pytest.mark.django_db
def test_an_answer_that_was_lost_is_not_sent_again_before_its_time(smsbox: Smsbox) -> None:
    smsbox.silent = True
    one = to_resident()
    send_due(now=NOW)
    assert state() == ("sending", 0)
    assert send_due(now=NOW + timedelta(minutes=5)) == 0
    assert release_unsure(now=NOW + timedelta(minutes=9)) == 0
    # A report tells that it was taken after all.
    assert take_report(one.token, 8, "", now=NOW)
    assert (state(), release_unsure(now=NOW + timedelta(hours=1))) == (("sent", 0), 0)


@pytest.mark.django_db
def test_without_any_report_what_was_unsure_goes_once_more(smsbox: Smsbox) -> None:
    smsbox.silent = True
    to_resident()
    send_due(now=NOW)
    smsbox.silent = False
    assert release_unsure(now=NOW + timedelta(minutes=10)) == 1
    assert send_due(now=NOW + timedelta(minutes=10)) == 1
    assert (state(), len(smsbox.asked)) == (("sent", 1), 2)


@pytest.mark.django_db
def test_a_gateway_that_refuses_is_tried_later_each_time_and_then_given_to_a_person(
    smsbox: Smsbox,
) -> None:
    smsbox.status = 503
    to_resident()
    now = NOW
    for attempt in range(1, 7):
        assert send_due(now=now) == 1
        assert state() == ("dead" if attempt == 6 else "queued", attempt)
        now = Delivery.objects.get().not_before
    assert Delivery.objects.get().error.startswith("503")


@pytest.mark.django_db
def test_a_gateway_that_is_down_is_asked_once_for_a_batch(smsbox: Smsbox) -> None:
    smsbox.status = 503
    post(*(Draft("text_help", "text", to_phone=f"1000000{n:04}") for n in range(9)))
    assert send_due(now=NOW) == 9
    assert len(smsbox.asked) == 1
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 1)}


@pytest.mark.django_db
def test_a_number_that_cannot_take_a_text_is_for_a_person_at_once(smsbox: Smsbox) -> None:
    one = to_resident("0826-6210000")
    assert (one.state, one.error) == ("dead", "no_phone")
    notices.send_otherwise(one.pk, "voice", by=BY, now=NOW)
    call = Delivery.objects.get(channel=Channel.VOICE)
    assert (call.state, notices.number_to_call(call)) == ("sent", "08266210000")
    one.refresh_from_db()
    assert (one.state, one.sealed) == ("given_up", "")


@pytest.mark.django_db
def test_a_person_sends_again_or_gives_up_and_says_why(smsbox: Smsbox) -> None:
    smsbox.status = 400
    one = to_resident()
    send_due(now=NOW)
    assert state()[0] == "dead"
    smsbox.status = 202
    notices.retry_delivery(one.pk, by=BY, now=NOW)
    send_due(now=NOW)
    assert state()[0] == "sent"
    take_report(one.token, 2, "absent", now=NOW)
    assert Delivery.objects.get().error == "not delivered: absent"
    for wrong in ("", " ", "x" * 201):
        with pytest.raises(NotDone, match="reason"):
            notices.give_up_delivery(one.pk, reason=wrong, by=BY, now=NOW)
    notices.give_up_delivery(one.pk, reason="号码停机", by=BY, now=NOW)
    with pytest.raises(NotDone, match="gone"):
        notices.retry_delivery(one.pk, by=BY, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.note, one.ended_by, one.sealed) == ("given_up", "号码停机", "gege", "")


@pytest.mark.django_db
def test_a_deed_on_a_dead_letter_falls_with_its_ledger_line(
    smsbox: Smsbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = to_resident("0826-6210000")

    def broken(*args: object, **entries: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("gege.notices.tending.record", broken)
    for deed in (
        lambda: notices.retry_delivery(one.pk, by=BY, now=NOW),
        lambda: notices.send_otherwise(one.pk, "voice", by=BY, now=NOW),
        lambda: notices.give_up_delivery(one.pk, reason="停机", by=BY, now=NOW),
    ):
        with pytest.raises(RuntimeError, match="broken"):
            deed()
        assert state() == ("dead", 0)


def instruct(clerk: int, **entry: Any) -> None:
    values = {"number": "1", "title": "t", "reason": "r"}
    post(Draft("escalated", "1", to_account_id=clerk, values=values, **entry))
    notices.deliver(now=NOW)


def test_staff_get_a_text_beside_the_notice_in_their_language(smsbox: Smsbox, clerk: int) -> None:
    Account.objects.filter(id=clerk).update(language="en")
    instruct(clerk)
    send_due(now=NOW)
    assert [(one["to"], one["text"], one["coding"]) for one in smsbox.asked] == [
        ("10000000301", "1 was escalated to you: t. Reason: r", "0")
    ]
    Account.objects.filter(id=clerk).update(language="zh-hans")
    instruct(clerk)
    send_due(now=NOW)
    assert (smsbox.asked[1]["coding"], "r" in smsbox.asked[1]["text"]) == ("2", True)


def test_in_the_quiet_hours_only_what_is_urgent_goes(smsbox: Smsbox, clerk: int) -> None:
    night = NOW.replace(hour=22)
    post(Draft("escalated", "1", to_account_id=clerk))
    post(Draft("urged", "1", to_account_id=clerk, urgent=True))
    notices.deliver(now=night)
    assert send_due(now=night) == 1
    assert "urged" in str(smsbox.asked) or "催" in smsbox.asked[0]["text"]
    assert send_due(now=NOW.replace(hour=6, minute=59) + timedelta(days=1)) == 0
    assert send_due(now=NOW.replace(hour=7) + timedelta(days=1)) == 1


def test_without_a_gateway_nothing_is_made_beside_the_notice(clerk: int, settings: Any) -> None:
    settings.GEGE_SMS_URL = ""
    instruct(clerk)
    assert Delivery.objects.count() == 0


def test_a_letter_goes_through_a_real_smtp_server(letters: list[Any], clerk: int) -> None:
    rules = NoticeRules(by_email=("instructions",))
    notices.publish_notice_rules(rules, note="letters", by=BY, now=NOW)
    instruct(clerk)
    assert Delivery.objects.count() == 0  # no address was named
    notices.set_mailbox(clerk, "clerk@example.org", by=BY, now=NOW)
    instruct(clerk)
    assert send_due(now=NOW) == 1
    assert (state(), letters[0].rcpt_tos) == (("sent", 0), ["clerk@example.org"])
    assert Delivery.objects.get().token.hex.encode() in letters[0].content


@pytest.mark.parametrize(
    ("address", "after"), [("nobody@example.org", "dead"), ("later@example.org", "queued")]
)
def test_a_letter_that_is_refused_says_why(
    letters: list[Any], clerk: int, address: str, after: str
) -> None:
    notices.set_mailbox(clerk, address, by=BY, now=NOW)
    post(Draft("escalated", "1", to_account_id=clerk, channel=Channel.EMAIL))
    notices.deliver(now=NOW)
    send_due(now=NOW)
    assert state() == (after, 1)
    assert Delivery.objects.get().error[:3] in ("550", "451")


@pytest.mark.parametrize("wrong", ["x", "a@b@c", "a@b.c\nBcc: d@e.f", "x" * 130 + "@example.org"])
def test_what_is_no_address_is_refused(clerk: int, wrong: str) -> None:
    with pytest.raises(NotDone, match="mailbox"):
        notices.set_mailbox(clerk, wrong, by=BY, now=NOW)
    assert notices.mailbox_of(clerk) == ""


def test_a_draft_to_a_unit_by_text_reaches_each_person_by_itself(
    smsbox: Smsbox, cast: Cast, clerk: int
) -> None:
    post(Draft("escalated", "1", to_unit_id=cast.unit_id(COMMUNITY), channel=Channel.SMS))
    notices.deliver(now=NOW)
    assert Delivery.objects.filter(account_id=clerk, state="queued").count() == 1


@pytest.mark.django_db
def test_a_report_of_nothing_is_told_apart() -> None:
    assert take_report(uuid4(), 1, "", now=NOW) is False


def test_what_is_sealed_opens_for_its_purpose_only() -> None:
    text = seal({"phone": "10000000109"}, "a")
    assert unseal(text, "a") == {"phone": "10000000109"}
    for wrong, purpose in ((text, "b"), (text[:-8] + "AAAAAAA=", "a"), ("", "a"), ("sm4:x", "a")):
        with pytest.raises(Unreadable):
            unseal(wrong, purpose)
