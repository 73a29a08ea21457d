"""What a call-taker writes down, and what stays of it when something breaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from gege.hotline.calls import step
from gege.hotline.calls.callers import caller_of
from gege.hotline.calls.entering import enter_call
from gege.hotline.calls.errors import Invalid, NotFound, Refused
from gege.hotline.calls.writing import (
    Answer,
    Person,
    Source,
    Story,
    add,
    answer,
    handed_over,
    name_caller,
    note_call,
    nothing_wanted,
    report,
    take_call,
    urge,
)
from gege.hotline.models import Call
from gege.hotline.rules.call_table import ReplyRoute, Standing
from gege.matters import api as matters
from gege.matters.api import Matter, Remark, Reporting
from gege.notices.api import Delivery, Message
from gege.portal.models import Ticket
from gege.services.api import Article, Text, publish_article, write_article
from gege.staff.api import Actor
from gege.trail.api import AccessLine, Entry
from tests.cast import COUNTY, GRID, HOUSING, Cast
from tests.hotline.calls.conftest import CALLER, Exchange
from tests.matters.play import Play

STORY = Story("路灯不亮", "A01", grid_code=GRID, address="东街3号")
NAMED = Person(Standing.NAMED, "居民甲", route=ReplyRoute.CALL)


@pytest.fixture
def by(exchange: Exchange) -> Actor:
    return exchange.play.cast.hotline_operator


def everything() -> str:
    """Every row of every table, as text: what anybody with the database could read."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [str(row[0]) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.row("R-072")
@pytest.mark.row("R-054")
def test_a_report_goes_the_ordinary_way_and_has_number_and_code(
    exchange: Exchange, by: Actor
) -> None:
    call = exchange.talk()
    done = report(call.uid, STORY, NAMED, by=by, now=exchange.play.now)
    matter, row = Matter.objects.get(), Reporting.objects.get()
    assert (matter.channel, matter.area_code, matter.holder.code) == ("hotline", GRID, GRID)
    assert (row.name, row.phone, row.wants_callback, row.by_text) == ("居民甲", CALLER, True, False)
    assert (done.call.given, done.call.matter_id, done.call.topic) == ("reported", matter.pk, "A01")
    assert (len(done.code.replace(" ", "")), Ticket.objects.get().matter_id) == (10, matter.pk)
    assert not Delivery.objects.exists()
    line = Entry.objects.filter(stream=call.stream).order_by("-seq")[0]
    assert (line.deed, line.name) == ("report", "何热线")
    assert matter.number in line.payload


@pytest.mark.row("R-077")
def test_an_anonymous_caller_leaves_no_trace_of_the_number_anywhere(
    exchange: Exchange, by: Actor, caplog: Any
) -> None:
    call = exchange.talk()
    assert call.sealed
    unnamed = Person(Standing.ANONYMOUS, route=ReplyRoute.QUERY)
    report(call.uid, STORY, unnamed, by=by, now=exchange.play.now)
    exchange.play.wait(minutes=1)
    # The telephone system goes on telling of it, and repeats what it told.
    exchange.tell("ended", **{"from": CALLER})
    exchange.send(exchange.event("ringing", **{"from": CALLER}))
    call.refresh_from_db()
    assert (call.sealed, call.number_mark, call.number_shown, call.given) == (
        "",
        "",
        "",
        "reported",
    )
    assert (Reporting.objects.get().anonymous, Reporting.objects.get().phone) == (True, "")
    left = everything()
    assert Matter.objects.get().title in left
    for trace in (CALLER, CALLER[-8:], "100****0155"):
        assert trace not in left
        assert trace not in caplog.text
    with pytest.raises(Refused) as refused:
        name_caller(call.uid, NAMED, by=by, now=exchange.play.now)
    assert refused.value.word == "anonymous_for_good"


def test_a_named_callers_number_would_be_found_by_the_same_looks(
    exchange: Exchange, by: Actor
) -> None:
    report(exchange.talk().uid, STORY, NAMED, by=by, now=exchange.play.now)
    left = everything()
    assert [one in left for one in (CALLER, "100****0155")] == [True, True]


@pytest.mark.row("R-077")
def test_a_confidential_caller_is_kept_from_the_matters_readers(
    exchange: Exchange, by: Actor
) -> None:
    call = exchange.talk()
    secret = Person(Standing.CONFIDENTIAL, "钟不露", route=ReplyRoute.CALL)
    report(call.uid, STORY, secret, by=by, now=exchange.play.now)
    row = Reporting.objects.get()
    assert (row.confidential, row.phone, row.wants_callback) == (True, CALLER, True)
    supervisor = exchange.play.cast.client("county_supervisor")
    page = supervisor.get(call.get_absolute_url())
    assert page.status_code == 200
    assert "0155" not in page.text
    assert supervisor.get(f"{call.get_absolute_url()}/caller").status_code == 404
    assert "0155" not in supervisor.get("/hotline/calls").text


@pytest.mark.parametrize(
    ("person", "field", "word"),
    [
        (
            Person(Standing.ANONYMOUS, route=ReplyRoute.CALL),
            "reply_route",
            "anonymous_is_not_reached",
        ),
        (Person(Standing.ANONYMOUS, "张三"), "standing", "anonymous_with_name"),
        (Person(Standing.CONFIDENTIAL), "standing", "nobody_to_keep"),
        (Person(number="12"), "number", "not_a_number"),
        (Person(number="0826-6212345", route=ReplyRoute.SMS), "number", "text_needs_mobile"),
        (Person(name="x" * 61), "name", "too_long"),
        (Person(name="张三", route=ReplyRoute.CALL), "number", "callback_needs_phone"),
    ],
)
def test_who_calls_and_how_they_hear_must_agree(
    exchange: Exchange, by: Actor, person: Person, field: str, word: str
) -> None:
    call = exchange.talk(number=None)
    before = Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        report(call.uid, STORY, person, by=by, now=exchange.play.now)
    assert (refused.value.field, refused.value.word) == (field, word)
    assert (Entry.objects.count(), Matter.objects.count()) == (before, 0)


def test_whoever_wants_a_text_gets_the_number_at_once(exchange: Exchange, by: Actor) -> None:
    texts = Person(Standing.NAMED, route=ReplyRoute.SMS)
    report(exchange.talk().uid, STORY, texts, by=by, now=exchange.play.now)
    message = Message.objects.get(by_phone=True)
    assert (message.template, message.values) == ("resident_opened_with_code", {})
    assert Reporting.objects.get().by_text


def article(cast: Cast, now: Any) -> Article:
    text = Text(
        kind="guide",
        title="路灯报修怎么办",
        body="拨打热线，说明位置。",
        owner_id=cast.unit_id(COUNTY),
        valid_from=now.date() - timedelta(days=9),
        review_on=now.date() + timedelta(days=90),
    )
    written = write_article(text, by=cast.county_supervisor, now=now)
    publish_article(written.uid, note="首发", by=cast.county_supervisor, now=now)
    return Article.objects.get()


@pytest.mark.row("R-072")
@pytest.mark.row("R-103")
def test_an_answer_at_once_is_closed_by_the_rule_of_questions(
    exchange: Exchange, by: Actor
) -> None:
    now, call = exchange.play.now, exchange.talk()
    with pytest.raises(Invalid) as short:
        answer(call.uid, Answer("好的"), by=by, now=now)
    assert (short.value.field, short.value.word) == ("answer", "answer_too_short")
    known = article(exchange.play.cast, now)
    with pytest.raises(Invalid) as stale:
        answer(call.uid, Answer(source=Source(known.uid, 2)), by=by, now=now)
    assert stale.value.word == "article_moved_on"
    with pytest.raises(Invalid) as unknown:
        answer(call.uid, Answer(source=Source(uuid4(), 1)), by=by, now=now)
    assert unknown.value.word == "no_such_article"
    done = answer(
        call.uid, Answer(question="路灯坏了找谁", source=Source(known.uid, 1)), by=by, now=now
    )
    assert (done.given, done.article_uid, done.article_version) == ("answered", known.uid, 1)
    assert (done.note, Matter.objects.count()) == ("路灯坏了找谁", 0)


def test_what_is_known_already_is_added_to_and_urged(exchange: Exchange, by: Actor) -> None:
    play = exchange.play
    matter = play.dispatched()
    play.forget_notices()
    first, second = exchange.talk("c1"), exchange.talk("c2")
    add(first.uid, matter.number, "昨晚又漏水了", NAMED, by=by, now=play.now)
    assert Remark.objects.get(words="昨晚又漏水了").public is False
    urge(second.uid, matter.number, "三天没人来", NAMED, by=by, now=play.now)
    assert play.told() == [(HOUSING, "resident_added"), (HOUSING, "urged")]
    given = {one.ref: (one.given, one.matter_id) for one in Call.objects.all()}
    assert given == {"c1": ("added", matter.pk), "c2": ("urged", matter.pk)}
    third = exchange.talk("c3")
    with pytest.raises(matters.NotFound):
        add(third.uid, "20261124-9999999", "没有这件", NAMED, by=by, now=play.now)
    third.refresh_from_db()
    assert third.given == ""


def test_what_came_of_a_call_is_said_once_and_by_its_taker(exchange: Exchange, by: Actor) -> None:
    play, call = exchange.play, exchange.talk()
    dispatcher = play.cast.county_dispatcher
    with pytest.raises(Refused) as elses:
        nothing_wanted(call.uid, "", by=dispatcher, now=play.now)
    assert elses.value.word == "somebody_elses"
    taken = take_call(call.uid, by=dispatcher, now=play.now)
    assert (taken.taker_name, taken.state) == ("吴派遣", "talking")
    nothing_wanted(call.uid, "没人说话", by=dispatcher, now=play.now)
    # Nothing wanted may still become something; what became something may not.
    report(call.uid, STORY, NAMED, by=dispatcher, now=play.now)
    for deed in (nothing_wanted, note_call):
        if deed is note_call:
            deed(call.uid, "补记", by=by, now=play.now)
            continue
        with pytest.raises(Refused) as said:
            deed(call.uid, "", by=dispatcher, now=play.now)
        assert said.value.word == "written_up"
    call.refresh_from_db()
    assert call.note == "没人说话\n补记"


def test_who_was_handed_over_may_still_report(exchange: Exchange, by: Actor) -> None:
    call = exchange.talk()
    handed_over(call.uid, "120 急救", by=by, now=exchange.play.now)
    report(call.uid, STORY, NAMED, by=by, now=exchange.play.now)
    handed_over(call.uid, "110 公安", by=by, now=exchange.play.now)
    call.refresh_from_db()
    assert (call.given, call.handed_to) == ("reported", "110 公安")


def test_a_call_that_only_rings_is_answered_by_taking_it(exchange: Exchange, by: Actor) -> None:
    play, call = exchange.play, exchange.ring()
    with pytest.raises(Refused) as early:
        report(call.uid, STORY, NAMED, by=by, now=play.now)
    assert early.value.word == "wrong_state"
    play.wait(seconds=5)
    taken = take_call(call.uid, by=by, now=play.now)
    # A button is no measurement: how long the caller waited is what the telephone system tells.
    assert (taken.state, taken.waited_seconds) == ("talking", None)
    play.wait(seconds=4)
    exchange.tell("answered")
    assert Call.objects.get().waited_seconds == 9


@pytest.mark.row("R-064")
def test_a_call_by_hand_is_one_call_however_often_it_is_sent(by: Actor, exchange: Exchange) -> None:
    uid, now = uuid4(), exchange.play.now
    for _time in range(2):
        enter_call(
            uid,
            lambda one: report(one, STORY, Person(number=CALLER), by=by, now=now),
            by=by,
            now=now,
        )
    call = Call.objects.get()
    assert (call.came, call.state, call.given, call.waited_seconds) == (
        "hand",
        "ended",
        "reported",
        None,
    )
    assert (Matter.objects.count(), caller_of(call).number) == (1, CALLER)
    with pytest.raises(Refused):
        enter_call(uid, lambda one: one, by=exchange.play.cast.county_dispatcher, now=now)


@pytest.mark.parametrize("who", ["station_clerk", "county_supervisor", "stranger", "administrator"])
def test_whoever_takes_no_calls_finds_none(exchange: Exchange, who: str) -> None:
    call, somebody = exchange.talk(), exchange.play.cast.actor(who)
    with pytest.raises(NotFound):
        nothing_wanted(call.uid, "", by=somebody, now=exchange.play.now)
    with pytest.raises(NotFound):
        enter_call(uuid4(), lambda one: one, by=somebody, now=exchange.play.now)


def test_nothing_stays_of_a_deed_whose_line_cannot_be_written(
    exchange: Exchange, by: Actor, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, lines = exchange.talk(), Entry.objects.count()

    def broken(**_given: Any) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(step, "record", broken)
    with pytest.raises(RuntimeError):
        report(call.uid, STORY, NAMED, by=by, now=play.now)
    with pytest.raises(RuntimeError):
        enter_call(
            uuid4(), lambda one: nothing_wanted(one, "", by=by, now=play.now), by=by, now=play.now
        )
    after = Call.objects.get()
    assert (after.given, after.version, after.standing) == ("", call.version, "")
    assert (Matter.objects.count(), Ticket.objects.count()) == (0, 0)
    assert Entry.objects.count() == lines


@pytest.mark.row("R-077")
def test_a_look_at_the_number_is_written_down(exchange: Exchange) -> None:
    call, client = exchange.talk(), exchange.play.cast.client("hotline_operator")
    address = f"{call.get_absolute_url()}/caller"
    assert CALLER not in client.get(address).text
    assert client.post(address, {"purpose": "x"}).status_code == 422
    shown = client.post(address, {"purpose": "回拨核实地点"})
    assert CALLER in shown.text
    line = AccessLine.objects.get()
    assert (line.subject, line.fields, line.purpose, line.name) == (
        call.stream, "caller.number, caller.name", "回拨核实地点", "何热线",
    )  # fmt: skip
