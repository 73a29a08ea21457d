"""Subscriptions, messages and dead messages at the desk."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.openapi.models import Delivery, Subscription
from gege.openapi.rules.webhooks import DeliveryState
from tests.matters.play import Play
from tests.openapi.conftest import Opener
from tests.openapi.hooks import Receiver, receiver, run, running_receiver, told_of
from tests.openapi.rest_calls import bureau

__all__ = ["receiver", "running_receiver"]
PAGE = "/setup/interfaces/webhooks"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


@pytest.mark.row("R-032")
def test_from_a_subscription_to_a_message_that_arrived(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    system, browser = bureau(open_system), play.cast.client("administrator")
    assert "还没有订阅" in browser.get(PAGE).content.decode()
    given = {"client": str(system.client.uid), "address": receiver.address}
    wrong = browser.post(f"{PAGE}/new", given)
    assert wrong.status_code == 422
    told = browser.post(f"{PAGE}/new", given | {"events": ["matter.dispatched"]})
    assert "no-store" in told.headers["Cache-Control"]
    (secret,) = set(SECRET.findall(told.content.decode()))
    one = Subscription.objects.get()
    here = f"{PAGE}/{one.uid}"
    assert browser.post(f"{here}/test").status_code == 302
    matter = play.dispatched()
    began = len(receiver.log())
    run(timezone.now())
    kinds = [each["type"] for each in receiver.messages(secret, began)]
    assert sorted(kinds) == ["matter.dispatched", "ping"]
    page = browser.get(here).content.decode()
    assert matter.number in page
    assert secret not in page
    message = browser.get(f"{PAGE}/messages/{Delivery.objects.latest('id').uid}").content.decode()
    assert "200 ok" in message
    assert "matter.dispatched" in message
    changed = {"address": receiver.address, "events": ["matter.closed", "matter.late"]}
    assert browser.post(f"{here}/change", changed).status_code == 302
    (second,) = set(SECRET.findall(browser.post(f"{here}/secret", {}).content.decode()))
    assert second != secret
    assert browser.post(f"{here}/pause", {"reason": ""}).status_code == 422
    assert browser.post(f"{here}/pause", {"reason": "对方升级"}).status_code == 302
    assert "对方升级" in browser.get(here).content.decode()
    assert browser.post(f"{here}/resume").status_code == 302
    assert browser.post(f"{here}/end", {"reason": "停用"}).status_code == 302
    for deed in ("change", "secret", "pause", "end"):
        assert browser.get(f"{here}/{deed}").status_code == 404


def test_a_dead_message_is_sent_again_or_dropped(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    now, browser = timezone.now(), play.cast.client("administrator")
    one, _secret = told_of(bureau(open_system), receiver, play, now=now)
    play.in_hand()
    receiver.behaves("refuse")
    run(now)
    first = Delivery.objects.order_by("id")[0]
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.DEAD)
    letters = browser.get(f"{PAGE}/dead").content.decode()
    assert f"{PAGE}/messages/{first.uid}" in letters
    message = browser.get(f"{PAGE}/messages/{first.uid}").content.decode()
    assert "400 refuse" in message
    receiver.behaves("ok")
    assert browser.post(f"{PAGE}/messages/{first.uid}/retry").status_code == 302
    run(timezone.now())
    first.refresh_from_db()
    assert first.state == DeliveryState.DONE
    assert browser.post(f"{PAGE}/messages/{first.uid}/retry").status_code == 404
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.DEAD)
    assert browser.post(f"{PAGE}/messages/{first.uid}/drop", {"reason": "x"}).status_code == 422
    assert browser.post(f"{PAGE}/messages/{first.uid}/drop", {"reason": "重复"}).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.ended_by) == (DeliveryState.DROPPED, "冯管理")
    Delivery.objects.update(state=DeliveryState.DEAD)
    count = Delivery.objects.count()
    said = browser.post(f"{PAGE}/{one.uid}/retry", follow=True).content.decode()
    assert f"{count} 条消息将重新发送" in said


def test_the_lists_cost_the_same_for_one_and_for_three(
    play: Play, open_system: Opener, receiver: Receiver
) -> None:
    now, browser = timezone.now(), play.cast.client("administrator")
    one, _secret = told_of(bureau(open_system), receiver, play, now=now)
    Delivery.objects.all().delete()

    def make(count: int) -> None:
        for _ in range(count):
            matter = play.report(title="路面")
            Delivery.objects.create(
                subscription=one, kind="matter.arrived", body="{}", created_at=now, not_before=now,
                state=DeliveryState.DEAD, matter=matter,
            )  # fmt: skip

    def costs() -> list[int]:
        found = []
        for path in (PAGE, f"{PAGE}/dead", f"{PAGE}/{one.uid}"):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200
            found.append(len(asked))
        return found

    make(1)
    costs()
    first = costs()
    make(2)
    for name in ("二号", "三号"):
        told_of(bureau(open_system, name=name), receiver, play, now=now)
    assert costs() == first


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "１", "1;drop"])
def test_keys_of_strangers_turn_no_page_and_break_none(play: Play, key: str) -> None:
    browser = play.cast.client("administrator")
    assert browser.get(f"{PAGE}/dead", {"before": key}).status_code == 200
