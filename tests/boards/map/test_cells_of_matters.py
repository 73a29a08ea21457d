"""Property: in cells of any zoom and part, matters sum to exactly the list they are taken from."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gege.boards.figures import Base
from gege.boards.map.cells import NETS, behind, nowhere, of_period, open_now
from gege.boards.map.lattice import COARSEST, FINEST, Box, cell_of
from gege.boards.map.listing import codes_of
from gege.boards.map.outlines import outlines
from gege.boards.map.steps import Stride, begin_of, steps_of
from gege.boards.period import Period
from gege.boards.queries import LIGHTS, in_period, seen
from gege.matters.api import LOCAL, Matter, State, light_condition, open_rows, words
from gege.territory.api import load_atlas
from tests.cast import COUNTY, GRID, NEIGHBOUR_GRID, OTHER_GRID, TOWN
from tests.matters.play import Play

PERIOD = Period(date(2026, 11, 1), date(2026, 11, 30))
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
TICK = timedelta(microseconds=1)
EDGE = 106.28

MOMENTS = st.sampled_from(
    [PERIOD.start - TICK, PERIOD.start, PERIOD.end - TICK, PERIOD.end]
) | st.integers(-30, 800).map(lambda hour: PERIOD.start + timedelta(hours=hour))
PLACES = st.none() | st.tuples(
    st.floats(EDGE, EDGE + 0.02) | st.sampled_from([EDGE, 107.9, -180.0, 180.0]),
    st.floats(30.34, 30.36) | st.sampled_from([30.34, -90.0, 89.9]),
)
ROWS = st.fixed_dictionaries(
    {
        "state": st.sampled_from([State.REPORTED, State.HANDLING, State.CLOSED, State.DECLINED]),
        "area_code": st.sampled_from([GRID, NEIGHBOUR_GRID, OTHER_GRID, TOWN, COUNTY]),
        "family": st.sampled_from(list(words.Family)),
        "reported_at": MOMENTS,
        "place": PLACES,
        "due": st.none() | st.integers(-90, 90),
    }
)
BOXES = st.none() | st.tuples(
    st.floats(106.0, 106.4), st.floats(30.2, 30.5), st.floats(0.001, 0.3), st.floats(0.001, 0.3)
).map(lambda one: Box(one[0], one[1], one[0] + one[2], one[1] + one[3]))


def kept(model: Matter, rows: list[dict[str, Any]]) -> None:
    """Write rows as they are told, within what the table allows."""
    made = []
    for row in rows:
        ended, due = row["state"] in words.ENDED, row["due"]
        place = row["place"] or (None, None)
        instructed = row["reported_at"] if due is not None else None
        made.append(
            Matter(
                title="路面有坑", kind=model.kind, intent=model.intent, channel=model.channel,
                rulebook=model.rulebook, place_label=model.place_label, holder_id=model.holder_id,
                first_time=model.first_time, recorded_at=row["reported_at"], lng=place[0],
                lat=place[1], state=row["state"], area_code=row["area_code"],
                family=row["family"], reported_at=row["reported_at"],
                closed_at=row["reported_at"] if ended else None, instructed_at=instructed,
                due_at=instructed and instructed + timedelta(hours=abs(due)),
            )
        )  # fmt: skip
    Matter.objects.bulk_create(made)


@pytest.mark.row("R-051")
@settings(
    max_examples=20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=14),
    level=st.integers(COARSEST, FINEST),
    box=BOXES,
    stride=st.sampled_from(list(Stride)),
)
def test_cells_sum_to_the_list_whatever_the_zoom(
    play: Play, rows: list[dict[str, Any]], level: int, box: Box | None, stride: Stride
) -> None:
    with transaction.atomic():
        model = play.report()
        kept(model, rows)
        atlas, scope = load_atlas(), seen(play.cast.county_supervisor)
        lines, codes = outlines(atlas), codes_of(atlas)
        steps = steps_of(PERIOD, stride)
        found = of_period(scope, PERIOD, steps, level, box, lines)
        listed = in_period(scope, Base.REPORTED, PERIOD)
        assert found.total == listed.count()
        assert found.nowhere == nowhere(listed, lines, codes).count()
        whole = of_period(scope, PERIOD, steps, level, None, lines)
        assert (whole.beyond, whole.total, whole.nowhere) == (0, found.total, found.nowhere)
        for cell, one in whole.found.items():
            there = behind(listed, cell, lines, codes)
            assert there.count() == one.total, cell
            for net, columns in zip(NETS, one.counts, strict=True):
                days = there.filter(family=net).values_list("reported_at", flat=True)
                held = Counter(steps.numbers()[day_of(one, stride)] for one in days)
                assert columns == [held[number] for number in range(len(steps.spans))]
        # What is in the part looked at is what the whole has there.
        assert {cell: one.counts for cell, one in found.found.items()} == {
            cell: one.counts for cell, one in whole.found.items() if cell in found.found
        }
        coarse = whole.coarser() if level > COARSEST else whole
        assert coarse.total == whole.total
        lit = open_now(scope, NOW, level, box, lines)
        held_open = open_rows(scope)
        assert lit.total == held_open.count()
        all_lit = open_now(scope, NOW, level, None, lines)
        for cell, one in all_lit.found.items():
            there = behind(held_open, cell, lines, codes)
            for column, light in enumerate(LIGHTS):
                number = sum(counts[column] for counts in one.counts)
                assert there.filter(light_condition(light, NOW)).count() == number
        transaction.set_rollback(True)


def day_of(moment: datetime, stride: Stride) -> date:
    """The day that the step of a moment begins on, counted without the database."""
    return begin_of(moment.astimezone(LOCAL).date(), stride)


def test_the_middle_of_a_cell_is_never_finer_than_ten_metres(play: Play) -> None:
    matter = play.report()
    Matter.objects.filter(pk=matter.pk).update(lng=106.2834567, lat=30.3454321)
    lines = outlines(load_atlas())
    found = of_period(
        seen(play.cast.county_supervisor), PERIOD, steps_of(PERIOD, Stride.DAY), FINEST, None, lines
    )
    (one,) = found.found.values()
    assert one.middle == (106.2835, 30.3454)
    assert one.cell == cell_of(106.2834567, 30.3454321, FINEST)
