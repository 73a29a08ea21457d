"""Whoever chose a text is asked by text; their answer is the callback's outcome (R-077, R-110)."""

from __future__ import annotations

from typing import Any

import pytest

from gege.hotline.callbacks.asking import answers_over, ask_by_text
from gege.hotline.callbacks.deeds import take
from gege.hotline.callbacks.gather import gather
from gege.hotline.models import Callback, InboundText
from gege.hotline.rules.incoming import Incoming
from gege.hotline.texts.receive import receive
from gege.matters.api import Matter, Who
from gege.notices.api import Delivery, unseal
from gege.trail.api import Entry
from tests.hotline.conftest import RESIDENT
from tests.matters.play import Play

BY_TEXT = Who(anonymous=False, phone=RESIDENT, wants_callback=True, by_text=True)


@pytest.fixture
def texting(play: Play, settings: Any) -> Play:
    settings.GEGE_SMS_URL = "http://127.0.0.1:1"
    return play


def asked(play: Play) -> tuple[Matter, Callback]:
    """A verified matter whose reporter was asked by text."""
    matter = play.verified(who=BY_TEXT)
    gather(now=play.now)
    assert ask_by_text(now=play.now) == 1
    return matter, Callback.objects.get(matter=matter)


def answered(play: Play, words: str, sender: str = RESIDENT) -> InboundText:
    key = f"k{InboundText.objects.count()}"
    return receive(Incoming(key, sender, words), now=play.wait(minutes=1).now)


def sent() -> list[tuple[str, dict[str, Any]]]:
    rows = Delivery.objects.filter(account_id=None).order_by("id").select_related("message")
    return [
        (one.message.template, unseal(one.sealed, "notices.delivery")["values"]) for one in rows
    ]


@pytest.mark.row("R-077")
def test_a_resident_who_chose_a_text_is_asked_by_text(texting: Play) -> None:
    matter, one = asked(texting)
    assert (one.state, one.asked_at) == ("asked", texting.now)
    assert sent()[-1] == (
        "resident_ask",
        {"number": matter.number, "line": "6666880 帮帮你", "by": sent()[-1][1]["by"]},
    )
    assert RESIDENT not in one.phone_mark
    assert ask_by_text(now=texting.now) == 0


@pytest.mark.parametrize(
    ("words", "state", "contact", "rating", "solved"),
    [
        ("1", "verified", "confirmed", "satisfied", "yes"),
        ("２", "verified", "confirmed", "basically_satisfied", "yes"),
        ("解决了，谢谢", "verified", "confirmed", "satisfied", "yes"),
        ("3 晚上还是不亮", "handling", "unsolved", "dissatisfied", "no"),
        ("还没修好", "handling", "unsolved", "dissatisfied", "no"),
    ],
)
def test_a_digit_or_plain_words_are_the_outcome(
    texting: Play, words: str, state: str, contact: str, rating: str, solved: str
) -> None:
    matter, one = asked(texting)
    text = answered(texting, words)
    matter.refresh_from_db()
    one.refresh_from_db()
    assert (text.outcome, text.number) == ("answered", matter.number)
    assert (matter.state, matter.contact, matter.satisfaction) == (state, contact, rating)
    assert (one.state, one.solved, one.satisfaction, one.phone_mark) == (
        "reached", solved, rating, "",
    )  # fmt: skip
    assert sent()[-1] == ("text_answered", {"number": matter.number})
    assert Matter.objects.count() == 1, "an answer opens no matter"
    assert [entry.deed for entry in Entry.objects.filter(stream=one.stream)] == ["ask", "answer"]
    assert answered(texting, words).outcome != "answered"


def test_whoever_does_not_want_to_be_asked_is_left_alone(texting: Play) -> None:
    matter, one = asked(texting)
    answered(texting, "4")
    matter.refresh_from_db()
    one.refresh_from_db()
    assert (one.state, one.satisfaction, matter.contact) == ("refused", "", "declined")


def test_what_is_not_clear_is_asked_once_more_and_left_to_a_person(texting: Play) -> None:
    matter, one = asked(texting)
    assert answered(texting, "什么时候再来看看？").outcome == "unclear"
    one.refresh_from_db()
    assert (one.state, one.heard) == ("asked", "什么时候再来看看?")
    assert sent()[-1] == ("text_unclear", {"number": matter.number})
    assert answered(texting, "2").outcome == "answered"


def test_without_an_answer_in_time_a_person_calls(texting: Play) -> None:
    matter, one = asked(texting)
    assert one.answer_by is not None
    assert texting.now < one.answer_by < one.due_at
    texting.now = one.answer_by
    assert answers_over(now=texting.now) == 1
    one.refresh_from_db()
    assert (one.state, one.phone_mark, one.by_text) == ("waiting", "", True)
    assert ask_by_text(now=texting.now) == 0, "nobody is asked twice"
    assert answered(texting, "1").outcome != "answered"
    take(one.uid, by=texting.cast.hotline_operator, now=texting.now)
    matter.refresh_from_db()
    assert matter.contact == ""


def test_somebody_elses_digit_and_a_report_are_no_answers(texting: Play) -> None:
    matter, one = asked(texting)
    assert answered(texting, "1", "10000000177").outcome == "helped"
    assert answered(texting, f"查询 {matter.number}").outcome == "told"
    long = "东街三号门口的垃圾三天没有人收，味道很大，苍蝇很多，老人孩子都受不了，请安排人来清理"
    assert answered(texting, long).outcome == "opened"
    one.refresh_from_db()
    assert one.state == "asked"


def test_two_matters_of_one_number_are_asked_one_after_the_other(texting: Play) -> None:
    first, _one = asked(texting)
    second = texting.verified(who=BY_TEXT)
    gather(now=texting.now)
    assert ask_by_text(now=texting.now) == 0
    assert answered(texting, "1").number == first.number
    assert ask_by_text(now=texting.now) == 0, "the same digit again would be the same text"
    assert ask_by_text(now=texting.wait(minutes=31).now) == 1
    assert answered(texting, "1").number == second.number


def test_nobody_is_asked_at_night_or_without_a_gateway(texting: Play, settings: Any) -> None:
    texting.verified(who=BY_TEXT)
    gather(now=texting.now)
    night = texting.now.replace(hour=22)
    assert ask_by_text(now=night) == 0
    settings.GEGE_SMS_URL = ""
    assert ask_by_text(now=texting.now) == 0
    assert Callback.objects.get().state == "waiting"


def test_an_answer_after_the_matter_moved_on_is_refused_and_nothing_is_kept(texting: Play) -> None:
    matter, one = asked(texting)
    Matter.objects.filter(pk=matter.pk).update(state="handling")
    assert answered(texting, "1").outcome == "refused"
    one.refresh_from_db()
    assert (one.state, one.solved) == ("asked", "")
    gather(now=texting.now)
    one.refresh_from_db()
    assert (one.state, one.phone_mark) == ("dropped", "")
