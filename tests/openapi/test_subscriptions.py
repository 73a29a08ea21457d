"""Who may have what told where: addresses, rights, the ledger, rolled back with it."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest
from django.utils import timezone

from gege.openapi.actions import client_step
from gege.openapi.actions.subscribe import (
    Wish,
    amend_subscription,
    drop_webhook,
    end_subscription,
    new_webhook_secret,
    pause_subscription,
    ping,
    resume_subscription,
    retry_all,
    retry_webhook,
    subscribe,
)
from gege.openapi.errors import Invalid, NotFound, Refused
from gege.openapi.models import Delivery, OpinionPlatform, Subscription
from gege.openapi.opinion.platform import Ways, amend_platform, connect, disconnect
from gege.openapi.rules.calling import may_call, target_of
from gege.openapi.rules.webhooks import DeliveryState, Kind, kind_of
from gege.trail.api import Entry
from tests.cast import Cast
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import Opener
from tests.openapi.hooks import HOME
from tests.openapi.opinions import CLIENT
from tests.openapi.rest_calls import bureau

NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("from_now_on")
ADDRESS = "http://127.0.0.1:9/hooks"
WISH = Wish(ADDRESS, ("matter.closed",))


@pytest.fixture(autouse=True)
def operator(settings: Any) -> None:
    settings.GEGE_CALL_HTTP = True
    settings.GEGE_CALL_NETWORKS = HOME


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "::127.0.0.1",
        "nonsense", "",
    ],
)  # fmt: skip
def test_nothing_inside_is_called_that_nobody_allowed(address: str) -> None:
    assert not may_call(address, ())


def test_public_addresses_and_named_networks_are_called() -> None:
    assert may_call("114.114.114.114", ())
    assert may_call("2400:3200::1", ())
    assert may_call("::ffff:114.114.114.114", ())
    named = (ip_network("10.20.0.0/16"), ip_network("fd12::/64"))
    assert may_call("10.20.3.4", named)
    assert may_call("::ffff:10.20.3.4", named)
    assert may_call("fd12::9", named)
    assert not may_call("10.21.3.4", named)
    assert not may_call("127.0.0.1", named)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "address_form"),
        ("hooks", "address_form"),
        ("ftp://example.org/", "address_form"),
        ("file:///etc/passwd", "address_form"),
        ("https://", "address_form"),
        ("https://user:word@example.org/", "address_form"),
        ("https://example.org:99999/", "address_form"),
        ("https://example.org:0/", "address_form"),
        ("https://example.org/#part", "address_form"),
        ("https://exa mple.org/", "address_form"),
        ("https://example.org/\r\nx: y", "address_form"),
        ("https://县.example.org/", "address_form"),
        ("https://[::1", "address_form"),
        ("http://example.org/", "address_plain"),
        ("https://example.org/" + "x" * 500, "address_form"),
    ],
)
def test_an_address_that_is_none_is_told_so(address: str, word: str) -> None:
    assert target_of(address, plain=False) == word


def test_an_address_is_taken_in_its_parts() -> None:
    found = target_of("https://hooks.example.org:8443/a?b=c", plain=False)
    assert not isinstance(found, str)
    assert (found.host, found.port, found.path) == ("hooks.example.org", 8443, "/a?b=c")
    assert found.name == "hooks.example.org:8443"


def test_a_subscription_needs_an_address_events_and_a_client_that_reads(
    cast: Cast, open_system: Opener, settings: Any
) -> None:
    system, by = bureau(open_system), cast.administrator

    def refused(wish: Wish, uid: Any = None) -> str:
        with pytest.raises((Invalid, Refused, NotFound)) as caught:
            subscribe(uid or system.client.uid, wish, by=by, now=NOW)
        return str(caught.value)

    assert refused(Wish(ADDRESS, ())) == "no_event"
    assert refused(Wish(ADDRESS, ("matter.unknown",))) == "no_event"
    assert refused(Wish("http://10.0.0.7/", ("matter.closed",))) == "address_inside"
    assert refused(Wish("http://no-such-host.invalid/", ("matter.closed",))) == "address_unknown"
    blind = open_system(name="只上报")
    assert refused(WISH, blind.client.uid) == "telling_needs_reading"
    settings.GEGE_CALL_HTTP = False
    assert refused(WISH) == "address_plain"
    settings.GEGE_CALL_HTTP = True
    with pytest.raises(Refused, match="not_your_role"):
        subscribe(system.client.uid, WISH, by=cast.county_supervisor, now=NOW)
    assert Subscription.objects.count() == 0
    for _ in range(10):
        subscribe(system.client.uid, WISH, by=by, now=NOW)
    assert refused(WISH) == "too_many_subscriptions"


def test_a_name_with_one_address_inside_is_not_called(
    cast: Cast, open_system: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name may answer with a public and a private address; the first is no excuse."""
    answers = [(2, 1, 6, "", ("114.114.114.114", 443)), (2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("gege.openapi.calling.socket.getaddrinfo", lambda *_, **__: answers)
    wish = Wish("https://two.example.org/", ("matter.closed",))
    with pytest.raises(Invalid, match="address_inside"):
        subscribe(bureau(open_system).client.uid, wish, by=cast.administrator, now=NOW)


def test_every_deed_is_rolled_back_with_its_line(
    play: Play, open_system: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, by = bureau(open_system), play.cast.administrator
    one, _secret = subscribe(system.client.uid, WISH, by=by, now=NOW)
    dead = ping(one.uid, by=by, now=NOW)
    Delivery.objects.filter(pk=dead.pk).update(state=DeliveryState.DEAD)
    county = open_system(**CLIENT)
    ways = Ways(PLAIN)
    platform = connect(county.client.uid, ways, by=by, now=NOW)

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger cannot be written")

    monkeypatch.setattr(client_step, "record", broken)
    told = {"by": by, "now": NOW}
    deeds: list[Callable[[], Any]] = [
        lambda: subscribe(system.client.uid, WISH, **told),
        lambda: amend_subscription(one.uid, Wish(ADDRESS, ("matter.late",)), **told),
        lambda: new_webhook_secret(one.uid, overlap=True, **told),
        lambda: pause_subscription(one.uid, reason="试一试", **told),
        lambda: resume_subscription(one.uid, **told),
        lambda: end_subscription(one.uid, reason="试一试", **told),
        lambda: ping(one.uid, **told),
        lambda: retry_webhook(dead.uid, **told),
        lambda: retry_all(one.uid, **told),
        lambda: drop_webhook(dead.uid, reason="试一试", **told),
        lambda: amend_platform(platform.uid, Ways(PLAIN, page_size=7), **told),
        lambda: disconnect(platform.uid, reason="试一试", **told),
    ]

    def everything() -> list[Any]:
        tables = (Subscription, Delivery, OpinionPlatform)
        return [list(each.objects.order_by("id").values()) for each in tables]

    before, lines = everything(), Entry.objects.count()
    for deed in deeds:
        with pytest.raises(RuntimeError, match="ledger"):
            deed()
        assert everything() == before
    assert Entry.objects.count() == lines


def test_an_ended_subscription_does_nothing_more(cast: Cast, open_system: Opener) -> None:
    system, by = bureau(open_system), cast.administrator
    one, _secret = subscribe(system.client.uid, WISH, by=by, now=NOW)
    waiting = ping(one.uid, by=by, now=NOW)
    end_subscription(one.uid, reason="系统停用", by=by, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == DeliveryState.DROPPED
    for deed in (resume_subscription, ping, retry_all):
        with pytest.raises(Refused, match="subscription_ended"):
            deed(one.uid, by=by, now=NOW)
    deeds = list(Entry.objects.filter(stream=one.stream).values_list("deed", flat=True))
    assert sorted(deeds) == ["open", "ping", "revoke"]


def test_a_county_has_one_opinion_platform(play: Play, open_system: Opener) -> None:
    by = play.cast.administrator
    first = open_system(**CLIENT)
    one = connect(first.client.uid, Ways(PLAIN), by=by, now=NOW)
    second = open_system(**CLIENT | {"name": "第二个平台"})
    with pytest.raises(Refused, match="one_platform"):
        connect(second.client.uid, Ways(PLAIN), by=by, now=NOW)
    with pytest.raises(Invalid, match="address_needed"):
        amend_platform(one.uid, Ways(PLAIN, fetches=True), by=by, now=NOW)
    with pytest.raises(Invalid, match="unknown_kind"):
        amend_platform(one.uid, Ways("nothing"), by=by, now=NOW)
    with pytest.raises(Invalid, match="address_inside"):
        amend_platform(one.uid, Ways(PLAIN, address="http://10.0.0.7"), by=by, now=NOW)
    changed = amend_platform(one.uid, Ways(PLAIN, address="http://127.0.0.1:9", key="k"),
                             by=by, now=NOW)  # fmt: skip
    assert "k" != changed.key != ""
    disconnect(one.uid, reason="换平台", by=by, now=NOW)
    assert connect(second.client.uid, Ways(PLAIN), by=by, now=NOW).pk != one.pk
    bureau_client = bureau(open_system).client
    disconnect(OpinionPlatform.objects.latest("id").uid, reason="换平台", by=by, now=NOW)
    with pytest.raises(Invalid, match="opinions_need_county"):
        connect(bureau_client.uid, Ways(PLAIN), by=by, now=NOW)
    assert connect(first.client.uid, Ways(PLAIN), by=by, now=NOW).pk == one.pk


@pytest.mark.parametrize(
    ("deed", "after", "kind"),
    [
        ("report", {"state": "reported"}, Kind.ARRIVED),
        ("import", {"state": "closed"}, None),
        ("dispatch", {"state": "dispatched"}, Kind.DISPATCHED),
        ("return", {"state": "returned"}, Kind.RETURNED),
        ("complete", {"state": "completed"}, Kind.COMPLETED),
        ("complete", {"state": "closed"}, Kind.CLOSED),
        ("merge", {"state": "merged"}, Kind.CLOSED),
        ("escalate", {"holder": "x"}, Kind.STATE),
        ("extend", {"due_at": "x"}, Kind.DUE),
        ("reply", {}, Kind.ANSWERED),
        ("note", {}, Kind.ADDED),
        ("overdue", {}, Kind.LATE),
        ("urge", {}, None),
        ("chain_answered", {}, None),
    ],
)
def test_each_line_of_the_trail_is_one_kind_of_event(
    deed: str, after: dict[str, Any], kind: Kind | None
) -> None:
    assert kind_of(deed, after) == kind
