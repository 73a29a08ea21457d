"""A silent officer: the chain runs to the principal, on a clock that the test holds (R-075)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from gege.matters import api as matters
from gege.matters.api import Matter
from gege.notices import api as notices
from gege.notices import chains
from gege.notices.api import Chain, Delivery, Message, Notice, NoticeRules, run_chains
from gege.staff.api import SYSTEM, Account, Role
from gege.territory.api import AREAS, bump
from gege.territory.models import Unit
from gege.trail.api import Entry, verify
from tests.cast import HOUSING, add_person
from tests.matters.conftest import play
from tests.matters.play import Play

__all__ = ["play"]

FIRST, SECOND, PRINCIPAL = "10000000201", "10000000202", "0826-6210000"
URGENT = {"severity": "urgent"}


@pytest.fixture
def officers(play: Play, settings: Any) -> Play:
    """Two officers at the housing bureau, its principal in the directory, and an SMS gateway."""
    settings.GEGE_SMS_URL = "http://127.0.0.1:9/cgi-bin/sendsms"
    second = add_person(
        "second-officer", "钱二", Role.DEPARTMENT_OFFICER, play.cast.unit_id(HOUSING)
    )
    for actor, phone in ((play.cast.department_officer, FIRST), (second, SECOND)):
        Account.objects.filter(id=actor.account_id).update(phone=phone)
    Unit.objects.filter(id=play.cast.unit_id(HOUSING)).update(
        responsible_leader="赵局长", duty_phone=PRINCIPAL
    )
    bump(AREAS)
    # By SMS to everybody at once is another rule; here each is tried in turn.
    notices.publish_notice_rules(
        NoticeRules(by_sms=()), note="one after another", by=SYSTEM.signature(), now=play.now
    )
    return play


def instructed(play: Play) -> Matter:
    """An urgent matter that the housing bureau was instructed to handle just now."""
    matter = play.dispatched(**URGENT)
    notices.deliver(now=play.now)
    # What was written on the way is history: only the instruction is looked at.
    Chain.objects.exclude(message__template="instructed").delete()
    Delivery.objects.all().delete()
    run_chains(now=play.now)
    return matter


def tried() -> list[tuple[str, str, str]]:
    rows = Delivery.objects.order_by("id").values_list("shown", "channel", "state")
    return [(shown, str(channel), str(state)) for shown, channel, state in rows]


def told(matter: Matter) -> list[tuple[str, str]]:
    """What the chain wrote into the matter's trail: deed and whom."""
    rows = Entry.objects.filter(stream=matter.stream, deed__startswith="chain").order_by("seq")
    return [(one.deed, json.loads(one.payload).get("words", "")) for one in rows]


@pytest.mark.row("R-075")
def test_a_silent_officer_is_followed_by_the_next_and_at_last_by_the_principal(
    officers: Play,
) -> None:
    matter = instructed(officers)
    expected = [
        ("周干事", "sms", "queued"),
        ("周干事", "voice", "sent"),
        ("钱二", "sms", "queued"),
        ("钱二", "voice", "sent"),
        (f"赵局长 ({officers.cast.units[HOUSING].name_zh})", "voice", "sent"),
    ]
    first = Account.objects.get(id=officers.cast.department_officer.account_id).display_name
    expected = [(name.replace("周干事", first), *rest) for name, *rest in expected]  # type: ignore[misc]
    for step in range(5):
        officers.wait(minutes=9, seconds=59)
        run_chains(now=officers.now)
        assert tried() == expected[:step]
        officers.wait(seconds=1)
        run_chains(now=officers.now)
        assert tried() == expected[: step + 1]
    officers.wait(minutes=10)
    run_chains(now=officers.now)
    message = Message.objects.get(template="instructed")
    assert (message.state, message.error) == ("dead", "nobody_answered")
    assert told(matter) == [
        ("chain_sms", first),
        ("chain_voice", first),
        ("chain_sms", "钱二"),
        ("chain_voice", "钱二"),
        ("chain_voice", f"赵局长 ({officers.cast.units[HOUSING].name_zh})"),
        ("chain_nobody", ""),
    ]
    assert verify(key=b"k" * 32).broken is None
    officers.wait(days=2)
    run_chains(now=officers.now)
    assert len(tried()) == 5


def test_an_answer_in_the_platform_ends_the_chain_and_stands_in_the_trail(officers: Play) -> None:
    matter = instructed(officers)
    officers.wait(minutes=10)
    run_chains(now=officers.now)
    account = officers.cast.department_officer.account_id or 0
    mine = Notice.objects.get(message__template="instructed", account_id=account)
    assert notices.acknowledge(account, mine.pk, now=officers.now)
    officers.wait(hours=5)
    run_chains(now=officers.now)
    assert Chain.objects.get().ended_how == "answered"
    assert [one[1:] for one in tried()] == [("sms", "given_up")]
    assert [deed for deed, _who in told(matter)] == ["chain_sms", "chain_answered"]


def test_an_answer_by_text_ends_the_chain(officers: Play) -> None:
    matter = instructed(officers)
    officers.wait(minutes=10)
    run_chains(now=officers.now)
    account = officers.cast.department_officer.account_id or 0
    assert notices.acknowledge_newest(account, now=officers.now) is None  # it was not sent yet
    Delivery.objects.update(state="delivered")
    assert notices.acknowledge_newest(account, now=officers.now) == matter.number
    assert notices.acknowledge_newest(account, now=officers.now) is None
    assert Notice.objects.get(account_id=account, message__template="instructed").acknowledged_at
    assert [one[1:] for one in tried()] == [("sms", "acknowledged")]
    assert Chain.objects.get().ended_how == "answered"


def test_signing_for_the_matter_itself_is_an_answer(officers: Play) -> None:
    matter = instructed(officers)
    officers.wait(minutes=5)
    officers.do(matters.acknowledge, matter, officers.cast.department_officer)
    officers.wait(minutes=5)
    run_chains(now=officers.now)
    assert (Chain.objects.get().ended_how, tried()) == ("moved_on", [])


def test_a_call_that_reached_its_person_is_an_answer(officers: Play) -> None:
    matter = instructed(officers)
    for _turn in range(2):
        officers.wait(minutes=10)
        run_chains(now=officers.now)
    call = Delivery.objects.get(channel="voice")
    by = officers.cast.county_dispatcher.signature()
    for outcome, note, word in (("maybe", "", "outcome"), ("not_reached", "", "reason")):
        with pytest.raises(notices.NotDone, match=word):
            notices.tick_call(call.pk, outcome, note=note, by=by, now=officers.now)
    notices.tick_call(call.pk, notices.REACHED, note="", by=by, now=officers.now)
    with pytest.raises(notices.NotDone, match="gone"):
        notices.tick_call(call.pk, notices.REACHED, note="", by=by, now=officers.now)
    assert Chain.objects.get().ended_how == "answered"
    assert [deed for deed, _who in told(matter)] == ["chain_sms", "chain_voice", "chain_answered"]


def test_a_call_that_reached_nobody_sends_the_chain_on_at_once(officers: Play) -> None:
    matter = instructed(officers)
    for _turn in range(2):
        officers.wait(minutes=10)
        run_chains(now=officers.now)
    call = Delivery.objects.get(channel="voice")
    by = officers.cast.county_dispatcher.signature()
    notices.tick_call(call.pk, notices.NOT_REACHED, note="无人接听", by=by, now=officers.now)
    run_chains(now=officers.now)
    assert tried()[-1] == ("钱二", "sms", "queued")
    assert [deed for deed, _who in told(matter)][-2:] == ["chain_not_reached", "chain_sms"]


def test_an_ordinary_instruction_calls_nobody(officers: Play) -> None:
    officers.dispatched()
    assert not Chain.objects.filter(message__template="instructed").exists()


def test_a_chain_nobody_looked_at_for_a_day_is_history(officers: Play) -> None:
    instructed(officers)
    Chain.objects.update(next_at=officers.now)
    officers.wait(hours=25)
    run_chains(now=officers.now)
    assert (Chain.objects.get().ended_how, tried()) == ("stale", [])


def test_one_chain_that_fails_stops_no_other_and_leaves_nothing(
    officers: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    instructed(officers)
    officers.wait(minutes=10)

    def broken(*args: object, **entries: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("gege.matters.actions.step.record", broken)
    assert run_chains(now=officers.now) == 1
    assert tried() == []
    assert Chain.objects.get().done == []
    monkeypatch.undo()
    officers.wait(minutes=1)
    run_chains(now=officers.now)
    assert len(tried()) == 1


def test_retrying_what_nobody_answered_begins_the_chain_anew(officers: Play) -> None:
    instructed(officers)
    for _turn in range(6):
        officers.wait(minutes=10)
        run_chains(now=officers.now)
    message = Message.objects.get(template="instructed")
    assert notices.retry(message.pk, by=SYSTEM.signature(), now=officers.now)
    chain = Chain.objects.get()
    assert (chain.done, chain.ended_at, chain.started_at) == ([], None, officers.now)


def test_the_batch_is_bounded() -> None:
    assert timedelta(hours=24) == chains.STALE
