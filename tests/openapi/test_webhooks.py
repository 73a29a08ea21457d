"""Webhooks against a receiver that runs: signed, in order, nothing lost, doubled with its id."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from gege.matters import api as matters
from gege.matters.models import Involvement
from gege.openapi import calling
from gege.openapi.actions.deliver import give_up_webhooks, release_webhooks
from gege.openapi.actions.feed import feed
from gege.openapi.actions.revoke_client import revoke_client
from gege.openapi.actions.subscribe import (
    Wish,
    amend_subscription,
    drop_webhook,
    new_webhook_secret,
    pause_subscription,
    ping,
    resume_subscription,
    retry_all,
    retry_webhook,
)
from gege.openapi.models import Attempt, Delivery, Event, Feed
from gege.openapi.rules.webhooks import DeliveryState
from tests.cast import CIVIL_AFFAIRS, COUNTY
from tests.matters.play import CALLER, Play
from tests.openapi.conftest import Opener
from tests.openapi.hooks import HOME, Receiver, receiver, run, running_receiver, told_of
from tests.openapi.rest_calls import BUREAU, bureau

NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("from_now_on")
__all__ = ["receiver", "running_receiver"]


def dispatcher(open_system: Opener, **terms: Any) -> Any:
    county = {"unit_code": COUNTY, "role": "county_dispatcher", "name": "县中心系统"}
    return open_system(**BUREAU | county | terms)


@pytest.mark.row("R-032")
def test_a_bureau_is_told_of_what_it_may_see_in_order_and_signed(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    began = len(receiver.log())
    _one, secret = told_of(bureau(open_system), receiver, play, now=NOW)
    matter = play.completed(who=CALLER)
    play.do(matters.verify, matter, play.cast.station_clerk)
    assert run(NOW) > 0
    told = receiver.messages(secret, began)
    kinds = [(each["type"], each["data"]["state"]) for each in told]
    assert kinds[-4:] == [
        ("matter.dispatched", "dispatched"),
        ("matter.state", "handling"),
        ("matter.completed", "completed"),
        ("matter.state", "verified"),
    ]
    steps = [each["data"]["step"] for each in told]
    assert steps == sorted(set(steps))
    assert {each["data"]["number"] for each in told} == {matter.number}
    assert len({each["id"] for each in told}) == len(told)
    said = json.dumps(receiver.log()[began:], ensure_ascii=False)
    for secret_word in (matter.title, CALLER.name, CALLER.phone, "王网格", "坑洼"):
        assert secret_word not in said
    assert Delivery.objects.exclude(state="done").count() == 0
    assert run(NOW, minutes=1) == 0


def test_a_line_is_recorded_once_however_often_the_trail_is_read(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    system = dispatcher(open_system)
    _one, secret = told_of(system, receiver, play, now=NOW)
    began = len(receiver.log())
    play.in_hand()
    run(NOW)
    count = Event.objects.count()
    Feed.objects.update(cursor=0, until=None)
    run(NOW)
    assert Event.objects.exclude(kind="").count() <= count
    ids = [each["id"] for each in receiver.messages(secret, began)]
    assert len(ids) == len(set(ids))


def test_scope_holds_when_it_is_sent_and_strangers_are_told_nothing(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    other = bureau(open_system, unit_code=CIVIL_AFFAIRS, name="县民政局系统")
    mine = bureau(open_system)
    told_of(other, receiver, play, now=NOW)
    told_of(mine, receiver, play, now=NOW)
    began = len(receiver.log())
    matter = play.in_hand()
    feed(now=NOW)
    waiting = Delivery.objects.count()
    assert waiting == Delivery.objects.filter(subscription__client=mine.client).count() > 0
    Involvement.objects.filter(matter=matter).delete()
    run(NOW)
    assert len(receiver.log()) == began
    assert set(Delivery.objects.values_list("state", "said")) == {("skipped", "not_seen")}


@pytest.mark.parametrize("mode", ["fail", "hang", "drip", "mute"])
def test_while_a_receiver_is_away_nothing_is_lost_and_it_costs_one_try(
    play: Play,
    open_system: Opener,
    receiver: Receiver,
    mode: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    one, secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    first, second = play.in_hand(), play.in_hand(title="路灯不亮")
    receiver.behaves(mode)
    began = len(receiver.log())
    assert run(NOW) > 0
    assert len(receiver.log()) == began + 1
    one.refresh_from_db()
    assert (one.failures, one.not_before) == (1, NOW + timedelta(seconds=10))
    receiver.behaves("ok")
    run(NOW, minutes=1)
    told = receiver.messages(secret, began)
    for matter in (first, second):
        mine = [each for each in told if each["data"]["number"] == matter.number]
        steps = [each["data"]["step"] for each in mine if each["mode"] == "ok"]
        assert steps == sorted(set(steps))
        assert len(steps) == Event.objects.filter(matter=matter).exclude(kind="").count()
    ids = [each["id"] for each in told]
    assert len(ids) == len(set(ids)) + 1
    assert ids.count(ids[0]) == 2


def test_a_message_that_is_refused_holds_back_its_own_matter_only(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    _one, secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    matter = play.in_hand()
    receiver.behaves("refuse")
    began = len(receiver.log())
    at = NOW
    run(at)
    for _ in range(9):
        at += timedelta(hours=25)
        run(at)
    tried = [each["heads"]["webhook-id"] for each in receiver.log()[began:]]
    assert len(tried) == 9
    assert len(set(tried)) == 1
    (dead,) = Delivery.objects.filter(state=DeliveryState.DEAD)
    assert Attempt.objects.filter(delivery=dead).count() == 9
    assert Attempt.objects.filter(delivery=dead)[0].said == "400 refuse  <b>"
    receiver.behaves("ok")
    other = play.report()
    run(at)
    by = play.cast.administrator
    told = [each["data"]["number"] for each in receiver.messages_at(secret, began + 9)]
    assert set(told) == {other.number}
    retry_webhook(dead.uid, by=by, now=at)
    run(at)
    rest = receiver.messages_at(secret, began + 9 + len(told))
    assert [each["data"]["number"] for each in rest] == [matter.number] * len(rest)
    assert rest[0]["id"] == tried[0]
    steps = [each["data"]["step"] for each in rest]
    assert steps == sorted(set(steps))
    assert len(steps) > 3


def test_what_was_dropped_lets_the_rest_go_on(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    one, _secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    play.in_hand()
    receiver.behaves("gone")
    run(NOW)
    one.refresh_from_db()
    assert (one.paused_at, one.paused_why) == (NOW, "410")
    by = play.cast.administrator
    first = Delivery.objects.order_by("id")[0]
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.DEAD)
    resume_subscription(one.uid, by=by, now=NOW)
    receiver.behaves("ok")
    assert run(NOW, 1) == 0
    drop_webhook(first.uid, reason="收不了", by=by, now=NOW)
    assert run(NOW, 1) > 0
    assert set(Delivery.objects.exclude(pk=first.pk).values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize(("mode", "status"), [("redirect", 302), ("huge", 200)])
def test_redirections_are_not_followed_and_huge_answers_not_read(
    play: Play, open_system: Opener, receiver: Receiver, mode: str, status: int
) -> None:
    one, _secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    receiver.behaves(mode)
    began = len(receiver.log())
    ping(one.uid, by=play.cast.administrator, now=NOW)
    run(NOW)
    assert [each["path"] for each in receiver.log()[began:]] == ["/hooks"]
    tried = Attempt.objects.get()
    assert tried.status == status
    assert len(tried.said) <= 300


def test_who_fell_between_claim_and_answer_is_sent_again_with_the_same_id(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    one, _secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    began = len(receiver.log())
    ping(one.uid, by=play.cast.administrator, now=NOW)
    run(NOW)
    Delivery.objects.update(state=DeliveryState.SENDING, claimed_at=NOW, done_at=None)
    assert release_webhooks(now=NOW + timedelta(minutes=1)) == 0
    assert release_webhooks(now=NOW + timedelta(minutes=6)) == 1
    run(NOW, minutes=6)
    ids = [each["heads"]["webhook-id"] for each in receiver.log()[began:]]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_an_address_that_stays_away_ends_on_the_list_of_dead_messages(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    one, _secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    play.in_hand()
    receiver.behaves("fail")
    run(NOW)
    assert give_up_webhooks(now=NOW + timedelta(days=2)) == 0
    waiting = Delivery.objects.count()
    assert give_up_webhooks(now=NOW + timedelta(days=4)) == waiting > 2
    receiver.behaves("ok")
    began = len(receiver.log())
    later = NOW + timedelta(days=4)
    assert retry_all(one.uid, by=play.cast.administrator, now=later) == waiting
    run(later)
    assert len(receiver.log()) == began + waiting
    steps = [json.loads(each["body"])["data"]["step"] for each in receiver.log()[began:]]
    assert steps == sorted(steps)


def test_a_pause_keeps_what_happens_meanwhile(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    one, secret = told_of(dispatcher(open_system), receiver, play, "matter.arrived", now=NOW)
    by = play.cast.administrator
    pause_subscription(one.uid, reason="对方升级", by=by, now=NOW)
    matter = play.report()
    assert run(NOW) == 0
    resume_subscription(one.uid, by=by, now=NOW)
    began = len(receiver.log())
    assert run(NOW) == 1
    (told,) = receiver.messages(secret, began)
    assert (told["type"], told["data"]["number"]) == ("matter.arrived", matter.number)


def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    one, old = told_of(dispatcher(open_system), receiver, play, now=NOW)
    by = play.cast.administrator
    _, new = new_webhook_secret(one.uid, overlap=True, by=by, now=NOW)
    began = len(receiver.log())
    ping(one.uid, by=by, now=NOW)
    run(NOW)
    for secret in (old, new):
        (told,) = receiver.messages(secret, began)
        assert told["type"] == "ping"
    later = NOW + timedelta(hours=25)
    ping(one.uid, by=by, now=later)
    run(later)
    assert " " not in receiver.log()[-1]["heads"]["webhook-signature"]
    stored = str(type(one).objects.values().get())
    assert old not in stored
    assert new not in stored


def test_a_forged_or_old_message_is_refused_by_the_published_library(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    one, secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    by = play.cast.administrator
    ping(one.uid, by=by, now=NOW - timedelta(minutes=6))
    run(NOW - timedelta(minutes=6))
    caught = receiver.log()[-1]
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify(caught["body"], caught["heads"])
    ping(one.uid, by=by, now=NOW)
    run(NOW)
    caught = receiver.log()[-1]
    Webhook(secret).verify(caught["body"], caught["heads"])
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(caught["body"].replace("ping", "pong"), caught["heads"])


def test_an_ended_client_is_told_nothing(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    system = dispatcher(open_system)
    told_of(system, receiver, play, now=NOW)
    play.report()
    feed(now=NOW)
    revoke_client(system.client.uid, reason="合同到期", by=play.cast.administrator, now=NOW)
    began = len(receiver.log())
    assert run(NOW) == 0
    assert len(receiver.log()) == began


def test_an_address_that_moved_inside_is_not_called(
    play: Play, open_system: Opener, receiver: Receiver, settings: Any
) -> None:
    one, _secret = told_of(dispatcher(open_system), receiver, play, now=NOW)
    settings.GEGE_CALL_NETWORKS = ()
    began = len(receiver.log())
    ping(one.uid, by=play.cast.administrator, now=NOW)
    run(NOW)
    assert len(receiver.log()) == began
    assert Attempt.objects.get().said == "address_inside"
    settings.GEGE_CALL_NETWORKS = HOME
    wish = Wish(receiver.address, ("matter.closed",))
    assert amend_subscription(one.uid, wish, by=play.cast.administrator, now=NOW).events == [
        "matter.closed"
    ]
