"""A text becomes a matter, a note or an answer: once (R-064, R-077, R-054)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.hotline.models import InboundText
from gege.hotline.rules.incoming import ANSWERS_PER_HOUR, STRANGER_PER_HOUR, Incoming
from gege.hotline.texts import receive as deed
from gege.hotline.texts.receive import PURPOSE, forget_texts, receive
from gege.matters.api import Matter, Remark, Reporting
from gege.notices.api import Delivery, Message, unseal
from gege.notices.planning import PURPOSE as DELIVERY
from gege.trail.api import Entry
from tests.cast import GRID
from tests.hotline.conftest import RESIDENT, WORKER
from tests.matters.play import Play

LINE = {"line": "6666880 帮帮你", "danger": "110、119、120、122"}
"""What an answer says of the line where nothing was set."""


def text(play: Play, words: str, sender: str = RESIDENT, key: str = "") -> InboundText:
    key = key or f"k{InboundText.objects.count()}"
    return receive(Incoming(key, sender, words), now=play.now)


def answers() -> list[tuple[str, dict[str, Any] | None]]:
    """Template and values of every answer, the oldest first."""
    rows = Delivery.objects.filter(account_id=None).order_by("id").select_related("message")
    return [(one.message.template, unseal(one.sealed, DELIVERY)["values"]) for one in rows]


@pytest.mark.row("R-064")
def test_a_handsets_text_opens_a_matter_in_its_grid(handsets: Play) -> None:
    row = text(handsets, "上报#路灯不亮#东街3号#昨晚起不亮。很黑", WORKER)
    matter = Matter.objects.get()
    assert (row.outcome, row.number, row.shown) == ("opened", matter.number, "王网格")
    assert (matter.kind, matter.area_code, matter.channel, matter.title, matter.address) == (
        "A01", GRID, "sms", "昨晚起不亮", "东街3号",
    )  # fmt: skip
    assert matter.reported_by_id == handsets.cast.grid_worker.account_id
    assert answers() == [("text_opened", {"number": matter.number, **LINE})]


@pytest.mark.row("R-077")
@pytest.mark.row("R-054")
def test_a_residents_text_opens_an_item_and_gets_its_number(handsets: Play) -> None:
    row = text(handsets, "小区门口的垃圾三天没人收")
    matter = Matter.objects.get()
    assert (row.outcome, row.account_id, row.shown) == ("opened", None, "100****0109")
    assert (matter.placed, matter.channel, matter.kind) == (False, "sms", "G06")
    reporter = Reporting.objects.get()
    assert (reporter.phone, reporter.anonymous) == (RESIDENT, False)
    assert (reporter.wants_callback, reporter.by_text) == (True, True)
    sealed = Delivery.objects.get()
    assert unseal(sealed.sealed, DELIVERY)["phone"] == RESIDENT
    assert RESIDENT not in sealed.sealed
    assert Message.objects.get(id=sealed.message_id).values == {}


def test_the_same_text_twice_is_one_matter(handsets: Play) -> None:
    first = text(handsets, "路灯不亮了", key="a")
    assert text(handsets, "路灯不亮了", key="a") == first
    handsets.wait(minutes=5)
    again = text(handsets, "路灯不亮了", key="b")
    assert (again.outcome, again.number) == ("repeated", first.number)
    assert Matter.objects.count() == 1
    assert answers() == [
        ("text_opened", {"number": first.number, **LINE}),
        ("text_repeated", {"number": first.number}),
    ]
    handsets.wait(minutes=31)
    assert text(handsets, "路灯不亮了", key="c").outcome == "opened"
    assert text(handsets, "路灯不亮了", WORKER, key="d").outcome == "opened"
    assert Matter.objects.count() == 3


def test_words_are_added_and_states_told_to_whom_they_belong(handsets: Play) -> None:
    number = text(handsets, "路灯不亮了").number
    assert text(handsets, f"补充 {number} 还是不亮").outcome == "noted"
    assert list(Remark.objects.values_list("words", "public")) == [("还是不亮", False)]
    assert text(handsets, f"查询 {number}").outcome == "told"
    assert answers()[2][0] == "text_state"
    assert answers()[2][1]["state"].startswith("待受理 · 武胜县")  # type: ignore[index]


def test_another_persons_matter_looks_like_none(handsets: Play) -> None:
    number = text(handsets, "路灯不亮了").number
    for sender in ("10000000177", WORKER):
        for words in (f"查询 {number}", f"补充 {number} 我也是"):
            row = text(handsets, words, sender)
            assert (row.outcome, row.number, row.reason) == ("refused", "", "not_found")
    assert Remark.objects.count() == 0
    assert {one[0] for one in answers()[1:]} == {"text_unknown"}


def test_a_refused_deed_leaves_the_text_and_its_reason(handsets: Play) -> None:
    number = text(handsets, "路灯不亮了").number
    closed = {"state": "declined", "closed_at": handsets.now, "step_due_at": None}
    Matter.objects.update(**closed, next_step_at=None)
    row = text(handsets, f"补充 {number} 又坏了")
    assert row.outcome == "refused"
    assert row.reason
    assert Remark.objects.count() == 0
    assert answers()[-1][0] == "text_refused"


def test_floods_of_a_number_are_kept_out_and_not_answered(handsets: Play) -> None:
    for turn in range(STRANGER_PER_HOUR + 3):
        text(handsets, f"垃圾没人收{turn}")
    outcomes = list(InboundText.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == ["opened"] * STRANGER_PER_HOUR + ["limited"] * 3
    assert InboundText.objects.filter(outcome="limited", sealed="").count() == 3
    assert Matter.objects.count() == STRANGER_PER_HOUR
    handsets.wait(minutes=61)
    assert text(handsets, "又来了").outcome == "opened"


def test_a_machine_that_answers_every_answer_is_not_answered_for_ever(handsets: Play) -> None:
    for _turn in range(ANSWERS_PER_HOUR + 5):
        text(handsets, "帮助", WORKER)
    assert len(answers()) == ANSWERS_PER_HOUR


def test_whoever_does_not_act_is_a_resident(handsets: Play) -> None:
    from gege.staff.api import Account

    Account.objects.filter(id=handsets.cast.administrator.account_id).update(phone="10000000188")
    assert text(handsets, "路灯不亮了", "10000000188").account_id is None


def test_a_number_of_two_accounts_is_nobodys(handsets: Play) -> None:
    from gege.staff.api import Account

    Account.objects.filter(id=handsets.cast.county_dispatcher.account_id).update(phone=WORKER)
    assert text(handsets, "路灯不亮了", WORKER).account_id is None


def test_sender_and_words_are_forgotten_after_thirty_days(handsets: Play) -> None:
    row = text(handsets, "路灯不亮了")
    content = {"sender": RESIDENT, "text": "路灯不亮了"}
    assert unseal(row.sealed, PURPOSE) == content
    assert forget_texts(now=handsets.now + timedelta(days=29)) == 0
    assert forget_texts(now=handsets.now + timedelta(days=30)) == 1
    assert InboundText.objects.get().sealed == ""


def test_when_the_answer_fails_nothing_stays(
    handsets: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **entries: object) -> None:
        raise RuntimeError("broken")

    before = Entry.objects.count()
    monkeypatch.setattr(deed, "post", broken)
    with pytest.raises(RuntimeError, match="broken"):
        text(handsets, "路灯不亮了")
    assert (Matter.objects.count(), InboundText.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE matters_matter; --",
        "%(number)s %s {{ 7*7 }}",
        "\u202e反了\u202c",
        "😀" * 500,
        "a" * 2000,
    ],
)
def test_hostile_words_are_only_words(handsets: Play, words: str) -> None:
    assert text(handsets, words).outcome == "opened"
    assert Matter.objects.count() == 1
