"""From a file to records and back: the whole way of the staged import (R-044, issue 5 point 4)."""

from __future__ import annotations

import pytest

from gege.registers.intake.apply import apply_import
from gege.registers.intake.undo import undo_import
from gege.registers.intake.work import work
from gege.registers.keeping import values_of
from gege.registers.models import ImportRow
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.intake.files import faults, person, previewed, residents, states
from tests.registers.keeping_records import NOW, Home, go_live


@pytest.mark.row("R-044")
def test_a_file_comes_in_and_goes_again(cast: Cast) -> None:
    go_live()
    home = Home(cast.grid_worker)
    by = cast.station_clerk
    one = previewed(
        [
            person("李新来", "19620411", serial=3, phone="13912345678"),
            person("赵坏号", "19620411", serial=5)[:1] + ("511622190001010011",) + ("男", "", "", "解放路12号3栋501"),
        ],
        by,
    )
    print(one.mapping, one.counts, one.failed, states(one), faults(one))
    assert states(one) == [(2, "new"), (3, "faulty")]
    apply_import(one.uid, by=by, now=NOW, editions=read_editions())
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert done.state == "applied", done.failed
    new = residents()[-1]
    assert values_of(new)["name"] == "李新来"
    assert new.area_code == home.dwelling.area_code
    undo_import(one.uid, reason="文件有误", by=by, now=NOW, editions=read_editions())
    done = work(one.uid, clock=lambda: NOW, editions=read_editions())
    assert done.state == "undone"
    assert len(residents()) == 1
    assert ImportRow.objects.filter(state="undone").count() == 1
