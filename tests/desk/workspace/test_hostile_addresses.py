"""Whatever stands in the address of a list: an answer, never more than may be seen."""

from __future__ import annotations

from itertools import product
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gege.desk.workspace.filters import PARAMETERS
from tests.cast import OTHER_GRID, OTHER_TOWN
from tests.desk.workspace.conftest import Desk, Scene

NASTY = (
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "x" * 10_000,
    "9" * 10_000,
    "\x00",
    "%",
    "١٢٣",
    "１２",
    "null",
    "2026-13-40",
    "9999-12-31",
    "0001-01-01",
    "20261301",
    "🙂",
)
KEYS = (
    "_",
    "-1",
    "_99999999999999999999",
    "2026-11-24_1",
    "2026-11-24T09:00:00_1",
    "2026-99-99T09:00:00+08:00_1",
    "none_1",
    "none_x",
)
NEVER_READ = ("box", "state", "light", "family", "channel", "holder", "area", "since", "until")


def test_a_value_that_means_nothing_shows_nothing(desk: Desk, scene: Scene) -> None:
    client = desk.client("county_dispatcher")
    for name, value in product(NEVER_READ, NASTY):
        response = client.get("/matters", {"box": "all", name: value})
        assert (response.status_code, response.context["rows"]) == (200, []), (name, value[:20])
        assert "<script>alert" not in response.content.decode()


def test_an_area_beyond_the_own_is_no_area(desk: Desk, scene: Scene) -> None:
    client = desk.client("township_operator")
    for area in (OTHER_TOWN, OTHER_GRID, "511622", "5116", "511623"):
        response = client.get("/matters", {"box": "all", "area": area})
        assert (response.context["rows"], len(response.context["unreadable"])) == ([], 1), area


def test_a_hostile_search_finds_nothing_and_breaks_nothing(desk: Desk, scene: Scene) -> None:
    client = desk.client("county_dispatcher")
    for value in (*NASTY, "99991231-0000010", "'; DROP TABLE matters_matter; --", "a & !b | (c"):
        response = client.get("/matters", {"q": value})
        assert (response.status_code, response.context["rows"]) == (200, []), value[:20]


def test_a_bad_key_shows_no_more_than_the_list_holds(desk: Desk, scene: Scene) -> None:
    client = desk.client("station_clerk")
    whole = scene.numbers("grid", "station", "township", "county", "department")
    for key, order in product((*NASTY, *KEYS), ("due", "newest", "oldest", "'")):
        address = {"box": "open", "order": order, "after": key}
        response = client.get("/matters", address)
        assert response.status_code == 200
        assert {row.number for row in response.context["rows"]} <= whole


def test_an_export_of_nothing_readable_is_empty(desk: Desk, scene: Scene) -> None:
    response = desk.client("county_dispatcher").get("/matters/export.xlsx", {"state": "'"})
    assert response.status_code == 200


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.sampled_from((*PARAMETERS, "after")),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(("mine", "all", "open", "handling", "red", "due", "511622", "1_1")),
        ),
        max_size=6,
    )
)
def test_no_address_shows_what_lies_elsewhere(
    desk: Desk, scene: Scene, said: dict[str, str]
) -> None:
    query = urlencode({name: value.encode("utf-8", "replace") for name, value in said.items()})
    response = desk.client("stranger").get(f"/matters?{query}")
    assert response.status_code in (200, 302)
    if response.status_code == 200:
        shown = {row.number for row in response.context["rows"]}
        assert shown <= {scene.elsewhere.number}
