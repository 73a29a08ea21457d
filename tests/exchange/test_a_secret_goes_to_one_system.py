"""Who changes where a source is has its secret sent to nobody else (R-044)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gege.exchange.actions.keep_source import Terms, amend_source, open_source, secret_of
from gege.exchange.errors import Invalid
from gege.exchange.models import Source
from gege.territory.api import read_editions
from tests.cast import HOUSING, Cast
from tests.openapi.hooks import HOME
from tests.registers.keeping_records import NOW

pytestmark = pytest.mark.row("R-044")


def test_a_kept_secret_stays_with_the_system_it_was_written_for(
    county: Cast, settings: Any
) -> None:
    settings.GEGE_CALL_NETWORKS, settings.GEGE_CALL_HTTP = HOME, True
    terms = Terms(
        name="房屋库", unit_code=HOUSING, sheet="building", kind="pages",
        address="http://127.0.0.1:8801/rows", columns="id, name", key_column="id", secret="s1",
    )  # fmt: skip
    about: dict[str, Any] = {"by": county.administrator, "now": NOW, "editions": read_editions()}
    uid = open_source(terms, **about).uid
    kept = replace(terms, secret="")
    amend_source(uid, replace(kept, address="http://127.0.0.1:8801/other"), **about)
    for other in ({"address": "http://127.0.0.1:8802/rows"}, {"figures": "http://127.0.0.2/x"}):
        with pytest.raises(Invalid) as caught:
            amend_source(uid, replace(kept, **other), **about)
        assert (caught.value.field, caught.value.word) == ("secret", "secret_again")
    one = Source.objects.get()
    assert (one.place["address"], secret_of(one)) == ("http://127.0.0.1:8801/other", "s1")
    moved = replace(terms, address="http://127.0.0.1:8802/rows", secret="s2")
    assert secret_of(amend_source(uid, moved, **about)) == "s2"
