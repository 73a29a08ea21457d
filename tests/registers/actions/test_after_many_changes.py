"""After an import of a whole township the rules look at everything: that is cheaper."""

from __future__ import annotations

import pytest

import gege.registers.actions.run_rules as running
from gege.registers.queries.comparing.looking import touched_since
from tests.cast import Cast
from tests.registers.keeping_records import Home, go_live


@pytest.mark.row("R-047")
def test_around_many_changes_everything_is_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live()
    Home(cast.grid_worker)
    few = touched_since(0)
    assert few
    assert running._touched(0) == few
    monkeypatch.setattr(running, "MANY", 1)
    assert running._touched(0) is None
    monkeypatch.setattr(running, "ONE_IN", 1)
    assert running._touched(0) == few
