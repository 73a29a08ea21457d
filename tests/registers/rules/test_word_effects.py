"""What a word does to a value: the table, and what holds whatever is said in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gege.registers.rules.declaration import Side
from gege.registers.rules.saying import Effect, Standing, Verified, effect_of, verified_after
from gege.registers.rules.settling import How, may_settle

F, D, R, BOTH = Side.FIELD, Side.DEPARTMENT, Side.RESIDENT, Side.BOTH
U, BY_F, BY_D, Q = Verified


@pytest.mark.row("R-044")
@pytest.mark.parametrize(
    ("standing", "value", "side", "authority", "effect", "verified"),
    [
        (None, "a", F, BOTH, Effect.STANDS, U),
        (None, "a", D, D, Effect.STANDS, BY_D),
        (Standing("a", F, U), "a", F, BOTH, Effect.REPEATS, U),
        (Standing("a", F, U), "a", D, BOTH, Effect.CONFIRMS, BY_D),
        (Standing("a", D, U), "a", F, BOTH, Effect.CONFIRMS, BY_F),
        (Standing("a", F, U), "b", F, BOTH, Effect.STANDS, U),
        (Standing("a", F, BY_D), "b", F, BOTH, Effect.QUESTIONS, Q),
        (Standing("a", F, U), "b", D, BOTH, Effect.QUESTIONS, Q),
        (Standing("a", F, U), "b", D, D, Effect.SETTLES, BY_D),
        (Standing("a", D, BY_D), "b", F, D, Effect.QUESTIONS, Q),
        (Standing("a", F, BY_D), "b", R, R, Effect.SETTLES, BY_F),
        (Standing("a", F, U), None, D, BOTH, Effect.QUESTIONS, Q),
        (Standing(None, F, U), "a", D, BOTH, Effect.STANDS, U),
    ],
)
def test_a_word_stands_confirms_settles_or_asks(
    standing: Standing | None,
    value: str | None,
    side: Side,
    authority: Side,
    effect: Effect,
    verified: Verified,
) -> None:
    found = effect_of(standing, value, side, authority)
    assert (found, verified_after(found, side, standing, authority)) == (effect, verified)


sides = some.sampled_from([F, D, R])
values = some.sampled_from(["a", "b", None])


@given(some.lists(some.tuples(sides, values), max_size=12), sides | some.just(BOTH))
def test_a_value_that_is_verified_was_said_by_two_sides_or_by_its_source(
    words: list[tuple[Side, str | None]], authority: Side
) -> None:
    standing: Standing | None = None
    said: dict[str | None, set[Side]] = {}
    for side, value in words:
        said.setdefault(value, set()).add(side)
        effect = effect_of(standing, value, side, authority)
        verified = verified_after(effect, side, standing, authority)
        if effect in (Effect.STANDS, Effect.SETTLES):
            standing = Standing(value, side, verified)
        elif standing is not None:
            standing = Standing(standing.value, standing.side, verified)
        assert standing is not None
        if standing.verified in (BY_F, BY_D) and standing.value is not None:
            sides_of_it = said[standing.value]
            assert len(sides_of_it) > 1 or authority in sides_of_it


@pytest.mark.parametrize(
    ("role", "standing", "proposed", "chosen", "how"),
    [
        ("grid_worker", F, D, True, How.GAVE_WAY),
        ("grid_worker", F, D, False, None),
        ("department_officer", F, D, False, How.GAVE_WAY),
        ("department_officer", F, D, True, None),
        ("station_clerk", D, F, False, How.GAVE_WAY),
        ("township_operator", F, D, False, How.RULED),
        ("county_supervisor", F, D, True, How.RULED),
        ("grid_worker", F, F, True, How.GAVE_WAY),
        ("department_officer", F, R, True, How.AGREED),
        ("electronic_supervisor", F, D, True, None),
        ("administrator", F, D, True, None),
    ],
)
def test_nobody_settles_for_their_own_word_but_those_above(
    role: str, standing: Side, proposed: Side, chosen: bool, how: How | None
) -> None:
    found = may_settle(role=role, standing=standing, proposed=proposed, proposed_chosen=chosen)
    assert found == how
