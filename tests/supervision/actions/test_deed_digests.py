"""Digests of opinions: to the department of the topic, with an order that asks for an answer."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from gege.staff.api import SYSTEM
from gege.supervision import api as supervision
from gege.supervision.api import Digest, Order, Topic, TopicLine, TopicRules
from gege.supervision.errors import Invalid, NotFound, Refused
from gege.trail.api import Entry, NotPublished
from tests.cast import CIVIL_AFFAIRS, HOUSING
from tests.matters.play import CALLER, Play

pytestmark = pytest.mark.row("R-101")

OCTOBER = date(2026, 10, 1)


def in_october(play: Play) -> Play:
    """Four opinions on the town, one that no department has, and a matter that is none."""
    play.at("2026-09-20 09:00").report(kind="G01", title="九月的意见")
    play.at("2026-10-12 09:00")
    for _more in range(3):
        play.report(kind="G01", title="希望多修步道", who=CALLER)
    play.report(kind="G01", title="请致电13800138000", description="张三家门口")
    play.report(kind="G03", title="盼社区门诊延时")
    play.report()
    return play.at("2026-11-02 09:00")


def made(play: Play) -> supervision.Made:
    by = play.cast.county_supervisor
    return supervision.make_digests(OCTOBER, by=by, now=play.now)


def test_a_digest_goes_to_the_department_with_an_order_and_is_answered(play: Play) -> None:
    cast = in_october(play).cast
    play.forget_notices()
    done = made(play)
    [digest] = done.digests
    assert done.nobody == (Topic.MEDICAL,)  # no health bureau in this county
    order = digest.order
    assert (digest.topic, digest.counted, order.to_unit_id, order.origin, order.kind) == (
        "urban",
        4,
        cast.unit_id(HOUSING),
        "digest",
        "follow_up",
    )
    assert (order.limit_amount, order.title) == (10, "2026年10月群众意见专题：城市建设（4条）")
    assert play.told() == [(HOUSING, "order_issued")]
    officer = cast.department_officer
    supervision.reply(order.uid, words="明年新修三处步道", by=officer, now=play.wait(days=2).now)
    page = supervision.digest_page(digest.uid, by=cast.electronic_supervisor)
    assert page.answer is not None
    assert (page.answer.words, page.digest.order.state) == ("明年新修三处步道", "replied")
    supervision.close(order.uid, result="已采纳", by=cast.county_supervisor, now=play.now)
    assert made(play).digests == ()  # once a month
    assert Entry.objects.filter(stream=digest.stream).count() == 1


def test_a_digest_tells_what_was_said_and_not_who(play: Play) -> None:
    [digest] = made(in_october(play)).digests
    figures = digest.figures
    assert (figures["before"], figures["closed"], figures["elsewhere"]) == (1, 0, 0)
    assert [place["now"] for place in figures["places"]] == [4]
    said = json.dumps(figures, ensure_ascii=False)
    assert "希望多修步道" in said
    assert not any(word in said for word in ("13800138000", "张三", "居民甲", "王网格"))


def test_only_its_department_and_the_county_read_it(play: Play) -> None:
    cast = in_october(play).cast
    [digest] = made(play).digests
    others = (cast.other_department_officer, cast.town_branch_officer, cast.township_operator)
    blind = (cast.station_clerk, cast.grid_worker, cast.administrator, cast.stranger)
    for by in (*others, *blind):
        with pytest.raises(NotFound):
            supervision.digest_page(digest.uid, by=by)
        assert not supervision.digests(by).exists()
    for by in (cast.county_dispatcher, cast.department_officer):
        assert supervision.digests(by).get() == digest


def test_the_topics_are_data(play: Play) -> None:
    cast = in_october(play).cast
    rules = supervision.current_topic_rules()
    lines = {**rules.lines, Topic.MEDICAL: TopicLine(("G03",), CIVIL_AFFAIRS)}
    by = cast.administrator.signature()
    supervision.publish_topic_rules(TopicRules(5, lines), note="暂由民政", by=by, now=play.now)
    with pytest.raises(NotPublished, match="changes_nothing"):
        supervision.publish_topic_rules(TopicRules(5, lines), note="再来", by=by, now=play.now)
    with pytest.raises(NotPublished, match="rules"):
        supervision.publish_topic_rules(TopicRules(61, lines), note="太久", by=by, now=play.now)
    found = {digest.topic: digest for digest in made(play).digests}
    assert set(found) == {"urban", "medical"}
    medical = found["medical"]
    assert (medical.unit_id, medical.order.limit_amount) == (cast.unit_id(CIVIL_AFFAIRS), 5)


def test_the_platform_makes_them_in_the_first_days_of_a_month(play: Play) -> None:
    in_october(play).at("2026-11-12 00:20")
    assert supervision.make_last_digests(now=play.now) == 0
    play.at("2026-11-01 00:20")
    assert supervision.make_last_digests(now=play.now) == 1
    assert supervision.make_last_digests(now=play.now) == 0
    assert Order.objects.get().by_name == SYSTEM.name


def test_months_that_cannot_be_and_people_who_may_not(play: Play) -> None:
    by = play.cast.county_supervisor
    for month in (play.now.date(), date(2999, 1, 1), date(2001, 1, 1)):
        with pytest.raises(Invalid):
            supervision.make_digests(month, by=by, now=play.now)
    for other in (play.cast.county_dispatcher, play.cast.electronic_supervisor):
        with pytest.raises(Refused):
            supervision.make_digests(OCTOBER, by=other, now=play.now)


def test_a_digest_leaves_nothing_where_the_trail_breaks(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_october(play)
    before = Entry.objects.count()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.digests.make.record", broken)
    with pytest.raises(RuntimeError):
        made(play)
    assert (Digest.objects.count(), Order.objects.count()) == (0, 0)
    assert Entry.objects.count() == before
