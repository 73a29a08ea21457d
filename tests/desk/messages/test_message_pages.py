"""Pages of messages: what went out, calls, dead letters, rules, own mailbox (R-075)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gege.hotline.models import InboundText
from gege.hotline.rules.incoming import Incoming
from gege.hotline.texts.receive import receive
from gege.notices.api import (
    Delivery,
    Draft,
    Message,
    NoticeRules,
    NoticeRulesEdition,
    current_rules,
    mailbox_of,
    post,
)
from gege.trail.api import AccessLine
from tests.matters.play import Play


def delivery(play: Play, subject: str = "1", **kept: Any) -> Delivery:
    message = Message.objects.create(
        template="urged",
        subject=subject,
        to_account_id=1,
        state="sent",
        created_at=play.now,
        not_before=play.now,
    )
    return Delivery.objects.create(
        message=message,
        token=uuid4(),
        created_at=play.now,
        not_before=play.now,
        **{"account_id": play.cast.grid_worker.account_id, "shown": "王网格", **kept},
    )


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/notices/sent", {"channel": "sms", "state": "sent"}),
        ("/notices/calls", {"channel": "voice", "state": "sent"}),
        ("/notices/undelivered", {"channel": "sms", "state": "dead"}),
    ],
)
def test_a_list_costs_the_same_with_one_row_and_with_three(
    play: Play, address: str, kept: dict[str, str]
) -> None:
    client, costs = play.cast.client("county_dispatcher"), []
    client.get(address)
    for more in (1, 2):
        for _turn in range(more):
            delivery(play, **kept)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_list_of_texts_costs_the_same_with_one_row_and_with_three(play: Play) -> None:
    client, costs = play.cast.client("hotline_operator"), []
    client.get("/hotline/texts/")
    for keys in ("a", "bc"):
        for key in keys:
            InboundText.objects.create(
                key=key, received_at=play.now, outcome="helped", shown="100****0109"
            )
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/hotline/texts/").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_what_was_sent_of_a_matter_is_shown_to_whom_it_is_shown(play: Play) -> None:
    matter = play.report()
    delivery(play, matter.number, channel="sms", state="delivered", delivered_at=play.now)
    address = f"/notices/sent?matter={matter.number}"
    page = play.cast.client("grid_worker").get(address).content.decode()
    assert ("王网格" in page, "已送达" in page) == (True, True)
    for stranger in ("stranger", "administrator", "second_grid_worker"):
        assert play.cast.client(stranger).get(address).status_code == 404
    assert play.cast.client("grid_worker").get("/notices/sent").status_code == 404


@pytest.mark.row("R-092")
@pytest.mark.row("R-053")
@pytest.mark.parametrize("template", ["review_named", "view_granted"])
def test_that_somebody_is_reviewed_or_asked_to_view_stands_on_no_list_of_messages(
    play: Play, template: str
) -> None:
    values = {"number": "2026-000007", "title": "路面塌陷", "due": "2026-12-01 18:00"}
    values |= {"unit": "公安局", "reason": "路面塌陷"}
    subject = "review:01a2168f-4062-75b6-9e86-210e5c3e3f25"
    rows = {}
    for name, kept in (
        ("/notices/sent", {"channel": "sms", "state": "sent"}),
        ("/notices/calls", {"channel": "voice", "state": "sent"}),
        ("/notices/undelivered", {"channel": "sms", "state": "dead"}),
    ):
        rows[name] = delivery(play, subject, **kept)
    Message.objects.update(template=template, values=values)
    letter = Message.objects.create(
        template=template, subject=subject, values=values, to_account_id=1, state="dead",
        created_at=play.now, not_before=play.now,
    )  # fmt: skip
    dead = f"/notices/undelivered/deliveries/{rows['/notices/undelivered'].pk}"
    pages = (*rows, dead, f"/notices/undelivered/{letter.pk}/give-up", "/notices/sent?as=csv",
             f"/notices/calls/{rows['/notices/calls'].pk}")  # fmt: skip
    opened = 0
    for who in ("county_dispatcher", "hotline_operator", "administrator"):
        client = play.cast.client(who)
        for page in pages:
            answer = client.get(page)
            if answer.status_code == 200:
                opened += 1
                shown = answer.content.decode()
                told = [one for one in ("2026-000007", "路面塌陷", subject) if one in shown]
                assert told == [], (who, page)
    assert opened >= 10
    for page in ("/notices/sent", "/notices/undelivered"):
        assert "2026-000007" in play.cast.client("county_supervisor").get(page).content.decode()


def test_a_call_is_ticked_off_on_screen(play: Play) -> None:
    one = delivery(play, channel="voice", state="sent")
    client, address = play.cast.client("county_dispatcher"), f"/notices/calls/{one.pk}"
    assert client.post(address, {"outcome": "not_reached", "note": ""}).status_code == 422
    assert client.post(address, {"outcome": "maybe"}).status_code == 422
    assert client.post(address, {"outcome": "reached"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.ended_by) == ("acknowledged", play.cast.county_dispatcher.name)
    assert client.get(address).status_code == 404


def test_the_number_of_a_resident_is_shown_for_the_call_and_written_down(play: Play) -> None:
    with transaction.atomic():
        draft = Draft("resident_callback", "1", to_phone="0826-6210000", values={"number": "1"})
        post([draft], now=play.now)
    one = Delivery.objects.get()
    client = play.cast.client("county_dispatcher")
    form = f"/notices/undelivered/deliveries/{one.pk}"
    assert "号码" in client.get("/notices/undelivered").content.decode()
    assert client.post(form, {"what": "give_up", "reason": ""}).status_code == 422
    assert client.post(form, {"what": "pigeon"}).status_code == 422
    assert client.post(form, {"what": "voice"}).status_code == 302
    call = Delivery.objects.get(channel="voice")
    assert "08266210000" not in client.get("/notices/calls").content.decode()
    before = AccessLine.objects.count()
    assert "08266210000" in client.get(f"/notices/calls/{call.pk}").content.decode()
    assert AccessLine.objects.count() == before + 1


def test_a_dead_letter_is_given_up_with_a_reason(play: Play) -> None:
    message = Message.objects.create(
        template="urged",
        subject="1",
        to_account_id=1,
        state="dead",
        created_at=play.now,
        not_before=play.now,
    )
    client = play.cast.client("administrator")
    address = f"/notices/undelivered/{message.pk}/give-up"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "单位已撤销"}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.error) == ("given_up", "单位已撤销")


RULES = {
    "quiet_from": "22:00",
    "quiet_to": "06:30",
    "quiet_kinds": ["reminders"],
    "by_sms": ["instructions", "reminders"],
    "answer_minutes": "5",
    "chain_people": "2",
    "chain_1": "voice",
    "chain_2": "sms",
    "note": "夜里少打扰",
    "based_on": "0",
}


def test_an_administrator_publishes_rules_and_reads_the_editions(play: Play) -> None:
    client = play.cast.client("administrator")
    assert client.get("/setup/notices/edit").status_code == 200
    assert client.post("/setup/notices/edit", RULES).status_code == 302
    assert current_rules() == NoticeRules(
        quiet=("22:00", "06:30"),
        quiet_kinds=("reminders",),
        by_sms=("instructions", "reminders"),
        answer_minutes=5,
        chain=("voice", "sms"),
        chain_people=2,
        chain_principal=False,
    )
    assert "夜里少打扰" in client.get("/setup/notices/editions/1").content.decode()
    assert client.post("/setup/notices/edit", RULES).status_code == 422  # somebody was faster
    again = client.post("/setup/notices/edit", {**RULES, "based_on": "1"})
    assert again.status_code == 422  # it changes nothing
    assert NoticeRulesEdition.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": "25:00"},
        {"answer_minutes": "0"},
        {"answer_minutes": "241"},
        {"chain_people": "x"},
        {"chain_1": ""},
        {"chain_1": "pigeon"},
        {"chain_2": "voice"},
        {"by_sms": ["answers"]},
        {"note": ""},
    ],
)
def test_what_is_no_rule_is_refused_on_the_form(play: Play, wrong: dict[str, Any]) -> None:
    client = play.cast.client("administrator")
    assert client.post("/setup/notices/edit", RULES | wrong).status_code == 422
    assert NoticeRulesEdition.objects.count() == 0


def test_everybody_names_their_own_mailbox(play: Play) -> None:
    client, account = play.cast.client("grid_worker"), play.cast.grid_worker.account_id or 0
    assert client.post("/account/mailbox", {"address": "x"}).status_code == 422
    assert client.post("/account/mailbox", {"address": "a@example.org"}).status_code == 302
    assert mailbox_of(account) == "a@example.org"
    assert client.post("/account/mailbox", {"address": ""}).status_code == 302
    assert mailbox_of(account) == ""


def test_a_text_is_read_with_a_purpose(play: Play) -> None:

    row = receive(Incoming("k", "10000000109", "<b>垃圾没人收</b>"), now=play.now)
    client, address = play.cast.client("hotline_operator"), f"/hotline/texts/{row.pk}"
    for page in (client.get("/hotline/texts/"), client.get(address)):
        assert "垃圾" not in page.content.decode()
        assert "10000000109" not in page.content.decode()
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert AccessLine.objects.count() == 0
    shown = client.post(address, {"purpose": "回电话"}).content.decode()
    assert "&lt;b&gt;垃圾没人收" in shown
    assert "10000000109" in shown
    assert AccessLine.objects.get().purpose == "回电话"
