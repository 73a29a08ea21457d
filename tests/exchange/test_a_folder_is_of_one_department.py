"""What a department is given lies in its own folder, and in nobody else's (R-043)."""

from __future__ import annotations

from typing import Any

import pytest

from gege.exchange.actions.keep_outlet import Wish, amend_outlet, open_outlet
from gege.exchange.errors import Invalid
from gege.territory.api import read_editions
from tests.cast import HOUSING, Cast
from tests.exchange.asking import System
from tests.exchange.conftest import opened
from tests.exchange.pulling import declare
from tests.registers.keeping_records import NOW

pytestmark = pytest.mark.row("R-043")


def test_nobody_is_given_data_in_the_folder_of_another(county: Cast, system: System) -> None:
    about: dict[str, Any] = {"by": county.administrator, "now": NOW}
    declare(county, kind="folder", folder="zhujian")
    housing = opened(county, name="住建系统", unit_code=HOUSING)

    def tell(to: System, folder: str) -> Any:
        wish = Wish("folder", folder, 60)
        return open_outlet(to.client.uid, "resident", wish, editions=read_editions(), **about)[0]

    outlet = tell(housing, "zhujian")
    for folder in ("zhujian", "shared"):
        if folder == "shared":
            outlet = amend_outlet(outlet.uid, Wish("folder", folder, 60), **about)
        with pytest.raises(Invalid) as caught:
            tell(system, folder)
        assert (caught.value.field, caught.value.word) == ("address", "folder_of_others")
    mine = tell(system, "minzheng")
    with pytest.raises(Invalid, match="folder_of_others"):
        amend_outlet(mine.uid, Wish("folder", "zhujian", 60), **about)
    with pytest.raises(Invalid, match="folder_of_others"):
        declare(county, kind="folder", folder="minzheng", name="另一")
