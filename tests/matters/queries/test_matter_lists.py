"""Lists of matters: scope first, filters that never widen, lights as SQL."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.matters import api as matters
from gege.matters.api import Box, Filter, Light, Matter, Order, State, light_of
from gege.matters.rules.words import ENDED
from tests.cast import COMMUNITY, GRID, OTHER_COMMUNITY, OTHER_GRID, TOWN
from tests.matters.play import Play


@pytest.mark.row("R-091")
def test_the_light_in_sql_is_the_light_of_the_rule_for_every_state_and_moment(play: Play) -> None:
    template = play.report()
    due, warn = play.now, play.now - timedelta(hours=4)
    minute = timedelta(minutes=1)
    marks = [warn - minute, warn, due - minute, due, due + minute, due + timedelta(days=9)]
    rows = []
    for state, has_due, has_warn, settled in product(State, (1, 0), (1, 0), (None, *marks)):
        values = {
            field.attname: template.__dict__[field.attname]
            for field in Matter._meta.concrete_fields
            if not field.primary_key
            and field.attname not in ("search", "township_code", "community_code")
        }
        values |= {
            "uid": matters.Matter().uid,
            "state": state,
            "instructed_at": warn - timedelta(days=1),
            "due_at": due if has_due else None,
            "warn_at": warn if has_warn and has_due else None,
            "settled_at": settled,
            "parent_id": template.pk if state is State.MERGED else None,
            "paused_at": play.now if state is State.PAUSED else None,
            "closed_at": play.now if state in ENDED else None,
            "search": "",
        }
        rows.append(Matter(**values))
    Matter.objects.bulk_create(rows)
    everything = list(Matter.objects.defer("search"))
    for now in marks:
        for light in Light:
            condition = matters.light_condition(light, now)
            found = set(Matter.objects.filter(condition).values_list("pk", flat=True))
            assert found == {one.pk for one in everything if light_of(one.clock, now) is light}


def test_a_filter_left_empty_never_widens_what_is_seen(play: Play) -> None:
    mine, theirs = play.report(), play.report(by=play.cast.stranger, grid_code=OTHER_GRID)
    for box in Box:
        rows = matters.matters(play.cast.station_clerk, Filter(box=box), now=play.now)
        assert theirs not in rows
    for area in (OTHER_COMMUNITY, OTHER_GRID, "511", "nonsense", "990000"):
        chosen = Filter(box=Box.ALL, area_code=area)
        assert list(matters.matters(play.cast.station_clerk, chosen, now=play.now)) == []
    for area in ("511622", TOWN, COMMUNITY, GRID):
        chosen = Filter(box=Box.ALL, area_code=area)
        assert list(matters.matters(play.cast.station_clerk, chosen, now=play.now)) == [mine]
    odd = Filter(box=Box.ALL, light="pink")
    assert list(matters.matters(play.cast.station_clerk, odd, now=play.now)) == []


def test_words_are_found_and_hostile_words_do_no_harm(play: Play) -> None:
    matter = play.report(title="路灯B12不亮", address="解放路5号")
    clerk = play.cast.station_clerk

    def found(text: str) -> list[Matter]:
        return list(matters.page(clerk, Filter(box=Box.ALL, text=text), now=play.now).rows)

    for text in ("路灯", "灯", "b12", "Ｂ12 路灯", "解放路", "第1网格", matter.number):
        assert found(text) == [matter], text
    for text in ("窗户", "' | '", "路灯' & !'x", "\\'); --", "%", "😀", "\x00"):
        assert found(text) == [], text
    assert found("   ") == [matter]


def test_pages_follow_each_other_by_key_without_loss_or_repetition(play: Play) -> None:
    made = [play.wait(minutes=1).report().pk for _ in range(7)]
    clerk = play.cast.station_clerk
    for order in Order:
        seen: list[int] = []
        key, rounds = "", 0
        while rounds < 9:
            chosen = Filter(box=Box.OPEN, order=order)
            page = matters.page(clerk, chosen, now=play.now, after=key, size=3)
            seen += [one.pk for one in page.rows]
            key, rounds = page.next_key, rounds + 1
            if not page.more:
                break
        assert (sorted(seen), len(seen)) == (made, 7)
    for broken in ("x", "_", "_9e9", "2026_1", "_" + "9" * 40, "'; --_1"):
        page = matters.page(
            clerk, Filter(box=Box.OPEN, order=Order.DUE), now=play.now, after=broken
        )
        assert page.more is False


def test_a_page_costs_one_statement_with_one_row_and_with_many(play: Play) -> None:
    for _ in range(2):
        play.report()
        with CaptureQueriesContext(connection) as captured:
            matters.page(play.cast.station_clerk, Filter(box=Box.OPEN), now=play.now)
        assert len(captured) == 1


def test_the_boxes_count_what_waits(play: Play) -> None:
    play.accepted()
    watched = play.report()
    matters.watch(watched.number, on=True, by=play.cast.grid_worker)
    play.now += timedelta(days=30)
    assert matters.counts(play.cast.grid_worker, now=play.now) == {
        Box.MINE: 2,
        Box.NEAR_DUE: 0,
        Box.OVERDUE: 1,
        Box.WATCHED: 1,
    }
    matters.watch(watched.number, on=False, by=play.cast.grid_worker)
    assert matters.counts(play.cast.grid_worker, now=play.now)[Box.WATCHED] == 0


def test_the_page_of_a_matter_costs_the_same_with_a_long_life(play: Play) -> None:
    def cost(matter: Matter) -> int:
        with CaptureQueriesContext(connection) as captured:
            page = matters.matter_page(matter.number, by=play.cast.county_supervisor, now=play.now)
            parts = (
                page.moves, page.steps, page.reporters, page.remarks, page.files,
                page.instructions, page.extensions, page.pauses, page.duplicates, page.watched,
            )  # fmt: skip
            assert parts is not None
        return len(captured)

    assert cost(play.report()) <= 12
    assert cost(play.in_hand()) <= 14
    assert cost(play.verified()) <= 14


def test_a_matter_is_found_by_the_beginning_of_its_number(play: Play) -> None:
    today = [play.report(title=f"今天第{n}件") for n in range(3)]
    other = play.wait(days=1).report(title="明天的")

    def found(text: str) -> list[Matter]:
        chosen = Filter(box=Box.ALL, text=text, order=Order.OLDEST)
        return list(matters.page(play.cast.grid_worker, chosen, now=play.now).rows)

    day = today[0].number[:8]
    beginnings = (today[0].number[:length] for length in range(len(today[0].number), 8, -1))
    alike = next(one for one in beginnings if all(row.number.startswith(one) for row in today))
    assert found(day) == found(f"{day}-") == found(alike) == today
    assert found(other.number[:8]) == [other]
    for matter in today:
        beginning = matter.number[:-1]  # all but the check digit: one serial, or ten times it
        assert matter in found(beginning)
        assert found(beginning.replace("-", "")) == found(beginning)
    assert found("20261324") == []
    assert found(f"{day}-9") == []
    stranger = Filter(box=Box.ALL, text=day)
    assert matters.page(play.cast.stranger, stranger, now=play.now).rows == ()
