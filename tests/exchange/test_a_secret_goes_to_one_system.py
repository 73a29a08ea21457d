"""Who changes where a source is has its secret sent to nobody else (R-044)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gege.exchange.actions.keep_source import Terms, amend_source, open_source, secret_of
from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Source
from gege.exchange.rules.sources import host_of, is_host
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


def test_a_secret_of_the_environment_goes_only_to_the_host_it_was_set_for(
    county: Cast, settings: Any
) -> None:
    """An administrator who knows no secret has none sent to a system of their own."""
    settings.GEGE_CALL_NETWORKS, settings.GEGE_CALL_HTTP = HOME, True
    settings.GEGE_SOURCE_SECRETS = {
        "GEGE_SOURCE_HOUSING": "s1",
        "GEGE_SOURCE_HOUSING_HOST": "127.0.0.1:8801",
        "GEGE_SOURCE_LONELY": "s2",
    }
    terms = Terms(
        name="房屋库", unit_code=HOUSING, sheet="building", kind="pages",
        address="http://127.0.0.1:8801/rows", columns="id, name", key_column="id",
        secret_name="GEGE_SOURCE_HOUSING",
    )  # fmt: skip
    about: dict[str, Any] = {"by": county.administrator, "now": NOW, "editions": read_editions()}
    one = open_source(terms, **about)
    assert secret_of(one) == "s1"
    for other, word in (
        ({"address": "http://127.0.0.1:8802/rows"}, "secret_of_another_host"),
        ({"address": "http://127.0.0.2:8801/rows"}, "secret_of_another_host"),
        ({"figures": "http://127.0.0.2:8801/x"}, "secret_of_another_host"),
        ({"secret_name": "GEGE_SOURCE_LONELY"}, "secret_without_host"),
        ({"secret_name": "GEGE_SOURCE_HOUSING_HOST"}, "secret_name_form"),
    ):
        with pytest.raises(Invalid) as caught:
            amend_source(one.uid, replace(terms, **other), **about)
        assert (caught.value.field, caught.value.word) == ("secret_name", word), other
    # Whatever came into the table otherwise: it is asked again before the secret is used.
    Source.objects.update(place={**one.place, "address": "http://127.0.0.2:8801/rows"})
    with pytest.raises(Refused, match="secret_of_another_host"):
        secret_of(Source.objects.get())
    settings.GEGE_SOURCE_SECRETS["GEGE_SOURCE_HOUSING_HOST"] = "127.0.0.2"
    assert secret_of(Source.objects.get()) == "s1"


@pytest.mark.parametrize(
    ("address", "meant", "fits"),
    [
        ("postgresql://r@DB.Housing.example/p", "db.housing.example", True),
        ("postgresql://r@db.housing.example:5433/p", "db.housing.example:5432", False),
        ("postgresql://r@db.housing.example/p", "db.housing.example:5432", True),
        ("https://db.housing.example.evil.example/p", "db.housing.example", False),
        ("https://db.housing.example/p", "", False),
        ("https://db.housing.example/p", "db.housing.example:x", False),
    ],
)
def test_a_host_is_compared_whole(address: str, meant: str, fits: bool) -> None:
    assert is_host(host_of(address), meant) is fits
