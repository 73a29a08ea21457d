"""Briefings through their real deeds: frozen figures, two people, conclusions that become tasks."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from gege.boards.indicators.board import board_of
from gege.kernel.ids import new_uid
from gege.staff.api import Actor
from gege.supervision import api as supervision
from gege.supervision.api import (
    Briefing,
    BriefingState,
    Concluded,
    Conclusion,
    NewOrder,
    Order,
    OrderKind,
    Span,
)
from gege.supervision.errors import Invalid, NotFound, Refused, Stale
from gege.trail.api import Entry, verify
from gege.trail.heads import known_heads
from tests.cast import COUNTY, GRID, HOUSING, NEIGHBOUR_GRID, OTHER_TOWN, TOWN
from tests.matters.play import CALLER, Play

pytestmark = pytest.mark.row("R-070")


def drafted(play: Play, by: Actor | None = None, span: Span = Span.WEEK) -> Briefing:
    """The briefing of the last week or month that is over, by the county's dispatcher."""
    days = supervision.last_whole(span, play.now.date())
    writer = by or play.cast.county_dispatcher
    return supervision.draft_briefing(span, days.first, by=writer, now=play.now)


def concluded(play: Play, one: Briefing, **entry: Any) -> Conclusion:
    values = {"chapter": "mechanism", "words": "路面坑洼集中出现，应集中整治"} | entry
    by = play.cast.county_dispatcher
    return supervision.conclude(one.uid, Concluded(**values), by=by, now=play.now)


TASK = {"kind": OrderKind.FOLLOW_UP, "to": HOUSING, "task": "请排查并书面答复", "days": 5}


def trail_of(one: Briefing) -> list[str]:
    rows = Entry.objects.filter(stream=one.stream).order_by("seq")
    return list(rows.values_list("deed", flat=True))


def last_week(play: Play) -> Play:
    """Six matters of last week, one of them settled; one declined counts nowhere."""
    play.at("2026-11-18 09:00")
    for _more in range(3):
        play.report()
    operator = play.cast.township_operator
    play.report(by=operator, grid_code=NEIGHBOUR_GRID, kind="C01", title="垃圾未清")
    play.closed(kind="A04", title="下水道堵塞", who=CALLER)
    play.report(kind="G01", title="希望多修步道", who=CALLER)
    return play.at("2026-11-24 09:00")


def test_a_briefing_goes_its_whole_way(play: Play) -> None:
    cast = last_week(play).cast
    play.forget_notices()
    one = drafted(play)
    assert (one.area_code, one.first, one.last, one.state, one.number) == (
        COUNTY,
        date(2026, 11, 16),
        date(2026, 11, 22),
        "draft",
        1,
    )
    assert one.figures["totals"] | {"closed": 0} == {
        "reported": 6,
        "closed": 0,
        "open": 6 - one.figures["totals"]["closed"],
        "reopened": 0,
        "before": 0,
        "year": None,
    }
    writer, supervisor = cast.county_dispatcher, cast.county_supervisor
    words = {"opening": "本周情况平稳。", "mechanism": "按期办结。"}
    supervision.write_words(one.uid, words, by=writer, now=play.now)
    concluded(play, one, **TASK)
    supervision.propose_briefing(one.uid, by=writer, now=play.now)
    with pytest.raises(Refused) as refused:
        supervision.publish_briefing(one.uid, by=writer, now=play.now)
    assert refused.value.word == "own_words"
    assert Order.objects.count() == 0
    done = supervision.publish_briefing(one.uid, by=supervisor, now=play.now)
    assert (done.state, done.published_by, done.words) == ("published", "周监管", words)
    [order] = Order.objects.all()
    assert (order.origin, order.to_unit_id, order.words, order.limit_amount) == (
        "briefing",
        cast.unit_id(HOUSING),
        "请排查并书面答复",
        5,
    )
    [row] = Conclusion.objects.all()
    assert (row.order, row.task_words, order.title) == (order, "", row.words)
    assert trail_of(one) == [
        f"briefing_{deed}" for deed in ("draft", "write", "conclude", "propose", "publish")
    ]
    told = play.told()
    assert (HOUSING, "order_issued") in told
    assert {unit for unit, word in told if word == "briefing_published"} >= {
        TOWN,
        OTHER_TOWN,
        HOUSING,
    }
    assert verify(key=b"a key of the tests, long enough.").broken is None
    assert f"briefing:{one.uid}" in {stream for stream, _seq, _hash in known_heads()}


def test_no_conclusion_is_published_without_a_task(play: Play) -> None:
    cast = last_week(play).cast
    one = drafted(play)
    row = concluded(play, one)
    with pytest.raises(Refused) as refused:
        supervision.propose_briefing(one.uid, by=cast.county_dispatcher, now=play.now)
    assert (refused.value.word, row.has_task) == ("conclusion_without_task", False)
    entry = NewOrder(OrderKind.FOLLOW_UP, HOUSING, "请书面答复", title="督办")
    order = supervision.issue(entry, by=cast.county_supervisor, now=play.now)
    by = cast.county_dispatcher
    linked = Concluded("base", "另有结论", order=str(order.uid))
    supervision.conclude(one.uid, linked, conclusion=row.uid, by=by, now=play.now)
    supervision.propose_briefing(one.uid, by=by, now=play.now)
    # Put past the deeds: the publishing itself looks again.
    Conclusion.objects.create(briefing=one, chapter="base", words="无任务", at=play.now)
    with pytest.raises(Refused) as refused:
        supervision.publish_briefing(one.uid, by=cast.county_supervisor, now=play.now)
    assert refused.value.word == "conclusion_without_task"
    Conclusion.objects.filter(words="无任务").delete()
    supervision.publish_briefing(one.uid, by=cast.county_supervisor, now=play.now)
    row.refresh_from_db()
    assert (row.order, row.words, Order.objects.count()) == (order, "另有结论", 1)


def test_orders_are_the_supervisions_and_a_request_is_anybodys(play: Play) -> None:
    cast = last_week(play).cast
    one = supervision.draft_briefing(
        Span.WEEK, date(2026, 11, 18), by=cast.county_supervisor, now=play.now
    )
    entry = Concluded("base", "应集中整治", **TASK)
    row = supervision.conclude(one.uid, entry, by=cast.county_supervisor, now=play.now)
    supervision.propose_briefing(one.uid, by=cast.county_supervisor, now=play.now)
    with pytest.raises(Refused) as refused:
        supervision.publish_briefing(one.uid, by=cast.county_dispatcher, now=play.now)
    assert refused.value.word == "orders_of_the_supervision"
    entry = Concluded("base", "应集中整治", **(TASK | {"kind": OrderKind.COORDINATION}))
    supervision.conclude(
        one.uid, entry, conclusion=row.uid, by=cast.county_supervisor, now=play.now
    )
    assert Briefing.objects.get().state == "draft"  # words that changed are proposed again
    supervision.propose_briefing(one.uid, by=cast.county_supervisor, now=play.now)
    supervision.publish_briefing(one.uid, by=cast.county_dispatcher, now=play.now)
    assert Order.objects.get().kind == "coordination"


def test_a_published_briefing_changes_by_a_new_version_only(play: Play) -> None:
    cast = last_week(play).cast
    writer, supervisor = cast.county_dispatcher, cast.county_supervisor
    one = drafted(play)
    concluded(play, one, **TASK)
    supervision.propose_briefing(one.uid, by=writer, now=play.now)
    supervision.publish_briefing(one.uid, by=supervisor, now=play.now)
    with pytest.raises(Refused):
        supervision.write_words(one.uid, {"opening": "改"}, by=writer, now=play.now)
    with pytest.raises(Refused) as refused:
        drafted(play)
    assert refused.value.word == "drafted_already"
    two = supervision.revise_briefing(one.uid, by=writer, now=play.now)
    with pytest.raises(Refused):
        supervision.revise_briefing(one.uid, by=writer, now=play.now)
    assert (two.number, two.figures, Briefing.objects.get(pk=one.pk).state) == (
        2,
        one.figures,
        "published",
    )
    supervision.write_words(two.uid, {"opening": "更正"}, by=writer, now=play.now)
    supervision.propose_briefing(two.uid, by=writer, now=play.now)
    supervision.publish_briefing(two.uid, by=supervisor, now=play.now)
    assert list(Briefing.objects.order_by("number").values_list("state", flat=True)) == [
        "replaced",
        "published",
    ]
    orders = Conclusion.objects.order_by("id").values_list("order_id", flat=True)
    assert list(orders) == [Order.objects.get().pk] * 2
    assert trail_of(one)[-2:] == ["briefing_revise", "briefing_replace"]


def test_who_wrote_the_first_version_does_not_publish_the_second(play: Play) -> None:
    cast = last_week(play).cast
    writer, supervisor = cast.county_dispatcher, cast.county_supervisor
    one = drafted(play)
    entry = Concluded("base", "应集中整治", **(TASK | {"kind": OrderKind.COORDINATION}))
    supervision.conclude(one.uid, entry, by=writer, now=play.now)
    supervision.propose_briefing(one.uid, by=writer, now=play.now)
    supervision.publish_briefing(one.uid, by=supervisor, now=play.now)
    two = supervision.revise_briefing(one.uid, by=supervisor, now=play.now)
    assert two.writers == [writer.account_id]
    supervision.write_words(two.uid, {"opening": "更正"}, by=supervisor, now=play.now)
    supervision.propose_briefing(two.uid, by=supervisor, now=play.now)
    for by in (writer, supervisor):  # the one wrote what stands in it still, the other the rest
        assert supervision.briefing_page(two.uid, by=by).own_words
        with pytest.raises(Refused) as refused:
            supervision.publish_briefing(two.uid, by=by, now=play.now)
        assert refused.value.word == "own_words"
    assert Briefing.objects.get(pk=one.pk).state == "published"
    # What is discarded stands nowhere: the next begins with the words of the published one only.
    supervision.discard_briefing(two.uid, by=writer, now=play.now)
    again = supervision.revise_briefing(one.uid, by=writer, now=play.now)
    assert (again.writers, again.words) == ([writer.account_id], one.words)
    supervision.write_words(again.uid, {"opening": "更正"}, by=writer, now=play.now)
    supervision.propose_briefing(again.uid, by=writer, now=play.now)
    assert not supervision.briefing_page(again.uid, by=supervisor).own_words
    supervision.publish_briefing(again.uid, by=supervisor, now=play.now)
    third = supervision.revise_briefing(again.uid, by=supervisor, now=play.now)
    assert third.writers == [writer.account_id]


@pytest.mark.row("R-005", "R-110")
def test_board_and_briefing_say_one_number(play: Play) -> None:
    cast = last_week(play).cast
    days = {"since": "2026-11-16", "until": "2026-11-22"}
    for by in (cast.county_supervisor, cast.township_operator, cast.strange_township_operator):
        writer = cast.county_dispatcher if by is cast.county_supervisor else by
        told = drafted(play, writer).figures["indicators"]
        board = board_of(by, days, now=play.now)
        shown = {
            line.measured.indicator.code: (
                line.measured.of,
                line.measured.counted if line.measured.indicator.share else None,
                line.measured.median and line.measured.median.total_seconds(),
            )
            for section in (*board.shares, *board.times)
            for line in section.lines
        }
        assert {one["code"]: (one["of"], one["counted"], one["median"]) for one in told} == shown
        assert (by is cast.strange_township_operator) is not any(of for of, *_ in shown.values())


def test_a_township_reads_its_own_and_what_the_county_published(play: Play) -> None:
    cast = last_week(play).cast
    county, town = drafted(play), drafted(play, cast.township_operator)
    assert town.figures["totals"]["reported"] == 6
    assert [place["code"] for place in town.figures["places"]] == [GRID[:12], ""]

    def read(by: Actor) -> set[str]:
        return {one.area_code for one in supervision.visible_briefings(by)}

    assert read(cast.county_dispatcher) == {COUNTY}
    assert read(cast.township_operator) == {TOWN}
    assert read(cast.strange_township_operator) == set()
    supervision.propose_briefing(town.uid, by=cast.township_operator, now=play.now)
    assert read(cast.county_supervisor) == {COUNTY, TOWN}
    supervision.publish_briefing(town.uid, by=cast.county_supervisor, now=play.now)
    supervision.propose_briefing(county.uid, by=cast.county_dispatcher, now=play.now)
    supervision.publish_briefing(county.uid, by=cast.county_supervisor, now=play.now)
    assert read(cast.strange_township_operator) == {COUNTY}
    assert read(cast.station_clerk) == {COUNTY, TOWN}
    assert read(cast.stranger) == {COUNTY}
    assert read(cast.department_officer) == {COUNTY}
    assert read(cast.electronic_supervisor) == {COUNTY, TOWN}
    assert read(cast.grid_worker) == read(cast.administrator) == set()
    with pytest.raises(NotFound):
        supervision.briefing_page(town.uid, by=cast.strange_township_operator)


def test_what_a_single_matter_would_tell_is_not_told(play: Play) -> None:
    last_week(play)
    figures = drafted(play).figures
    assert [(one["code"], one["now"]) for one in figures["kinds"]] == [("B01", 3), ("", 3)]
    said = json.dumps(figures, ensure_ascii=False)
    assert not any(word in said for word in ("居民甲", "10000000001", "希望多修步道", "王网格"))


def test_disputes_are_told_by_community_and_never_by_grid(play: Play) -> None:
    play.at("2026-10-01 09:00")
    play.report(kind="E01", title="邻里纠纷")
    play.at("2026-11-18 09:00")
    for _more in range(5):
        play.report(kind="E01", title="邻里纠纷")
        play.report(kind="C01", title="垃圾未清")
    play.at("2026-11-24 09:00")
    hot = drafted(play).figures["hotspots"]
    assert {(one["kind"], one["place"]) for one in hot} == {("E01", GRID[:12]), ("C01", GRID)}


def test_the_platform_drafts_what_is_over_once(play: Play) -> None:
    last_week(play)
    play.forget_notices()
    assert supervision.draft_what_is_over(now=play.now) == 2  # county and town; the other is empty
    assert supervision.draft_what_is_over(now=play.now) == 0
    assert sorted(play.told()) == [(COUNTY, "briefing_drafted"), (TOWN, "briefing_drafted")]
    assert [one.writers for one in Briefing.objects.all()] == [[], []]
    play.wait(days=8)  # the next week had nothing, and the month is over
    assert supervision.draft_what_is_over(now=play.now) == 2
    assert set(Briefing.objects.values_list("span", flat=True)) == {"week", "month"}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"chapter": "fifth"}, "chapter"),
        ({"words": ""}, "words"),
        ({"words": "x" * 501}, "words"),
        ({"words": "请联系10000000001"}, "words"),
        ({"order": "nonsense"}, "order"),
        ({"order": str(new_uid())}, "order"),
        (TASK | {"kind": "gossip"}, "kind"),
        (TASK | {"to": "nobody"}, "to"),
        (TASK | {"to": GRID}, "to"),
        (TASK | {"task": ""}, "task"),
        (TASK | {"task": "x" * 1001}, "task"),
        (TASK | {"days": 251}, "days"),
        (TASK | {"kind": OrderKind.COORDINATION, "to": COUNTY}, "to"),
    ],
)
def test_a_conclusion_that_cannot_be_taken_names_its_entry(
    play: Play, entry: dict[str, Any], field: str
) -> None:
    one = drafted(play)
    with pytest.raises(Invalid) as wrong:
        concluded(play, one, **entry)
    one.refresh_from_db()
    assert (wrong.value.field, Conclusion.objects.count(), one.revision) == (field, 0, 1)


def test_words_and_days_that_cannot_be_taken(play: Play) -> None:
    cast = play.cast
    one = drafted(play)
    by = cast.county_dispatcher
    for words in ({"sixth": "x"}, {"opening": "x" * 4001}, {"base": "身份证11010519491231002X"}):
        with pytest.raises(Invalid):
            supervision.write_words(one.uid, words, by=by, now=play.now)
    with pytest.raises(Stale):
        supervision.write_words(one.uid, {"opening": "x"}, by=by, now=play.now, seen=0)
    with pytest.raises(Invalid):
        supervision.draft_briefing(Span.WEEK, play.now.date(), by=by, now=play.now)
    for stranger in (cast.station_clerk, cast.electronic_supervisor, cast.department_officer):
        with pytest.raises(Refused):
            supervision.draft_briefing(Span.WEEK, date(2026, 11, 9), by=stranger, now=play.now)
    with pytest.raises(NotFound):
        supervision.write_words(one.uid, {"opening": "x"}, by=cast.township_operator, now=play.now)
    assert Briefing.objects.get().words == {}


def test_what_was_counted_stays_until_it_is_counted_again(play: Play) -> None:
    last_week(play)
    one = drafted(play)
    play.report(grid_code=GRID)
    by = play.cast.county_dispatcher
    late = play.now - timedelta(days=4)
    play.now = late
    play.report()
    play.at("2026-11-24 10:00")
    one.refresh_from_db()
    assert one.figures["totals"]["reported"] == 6
    again = supervision.count_again(one.uid, by=by, now=play.now)
    assert again.figures["totals"]["reported"] == 7
    supervision.discard_briefing(one.uid, by=by, now=play.now)
    assert drafted(play).state == BriefingState.DRAFT


@pytest.mark.parametrize("deed", ["draft", "write", "conclude", "propose", "publish", "revise"])
def test_a_deed_leaves_nothing_where_the_trail_breaks(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    cast = play.cast
    by = cast.county_dispatcher
    if deed != "draft":
        one = drafted(play)
        concluded(play, one, **TASK)
    if deed in ("publish", "revise"):
        supervision.propose_briefing(one.uid, by=by, now=play.now)
    if deed == "revise":
        supervision.publish_briefing(one.uid, by=cast.county_supervisor, now=play.now)
    before = _everything()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.briefings.step.record", broken)
    given = {"by": by, "now": play.now}
    deeds = {
        "draft": lambda: drafted(play),
        "write": lambda: supervision.write_words(one.uid, {"base": "x"}, **given),
        "conclude": lambda: concluded(play, one, **TASK),
        "propose": lambda: supervision.propose_briefing(one.uid, **given),
        "publish": lambda: supervision.publish_briefing(
            one.uid, by=cast.county_supervisor, now=play.now
        ),
        "revise": lambda: supervision.revise_briefing(one.uid, **given),
    }
    with pytest.raises(RuntimeError):
        deeds[deed]()
    assert _everything() == before


def _everything() -> tuple[Any, ...]:
    return (
        list(Briefing.objects.order_by("id").values_list("id", "state", "revision", "words")),
        list(Conclusion.objects.order_by("id").values_list("id", "order_id", "task_words")),
        Order.objects.count(),
        Entry.objects.count(),
    )
