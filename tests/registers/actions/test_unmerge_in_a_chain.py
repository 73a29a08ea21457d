"""What came by way of another record goes back, and the last one stays what it was."""

from __future__ import annotations

from datetime import date

import pytest

from gege.registers.models import Record
from tests.cast import Cast
from tests.registers.actions.merging import Twice, one_of, two_again
from tests.registers.keeping_records import go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-044")]
LONG_AGO = date(2020, 1, 1)


def test_the_last_of_a_chain_keeps_its_own_first_day(cast: Cast) -> None:
    go_live()
    twice = Twice(cast)
    first, second = twice.other, twice.kept
    third = twice.home.person(cast.grid_worker, name="王小敏", phone="10000000005")
    Record.objects.filter(pk=third.pk).update(valid_from=LONG_AGO)
    one_of(second, first, cast.station_clerk)
    one_of(third, second, cast.station_clerk)
    two_again(first, cast.station_clerk)
    third.refresh_from_db()
    assert (third.valid_from, third.merged_into_id) == (LONG_AGO, None)
