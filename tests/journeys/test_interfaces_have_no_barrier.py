"""The pages of interface clients, and the one that describes the interface, by axe."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import LOOKS, SIZES, problems
from tests.openapi.conftest import opened

PAGES = (
    "/setup/interfaces",
    "/setup/interfaces/new",
    "/setup/interfaces/{uid}",
    "/setup/interfaces/{uid}/change",
    "/setup/interfaces/{uid}/token",
    "/setup/interfaces/{uid}/end",
    "/api/v1/docs",
)


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_interfaces_have_no_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    account = county.cast.account("administrator")
    account.language = language
    account.save(update_fields=["language"])
    uid = opened(county.cast).client.uid
    opened(county.cast, name="即将到期的系统", days=3)
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    person = county.person("administrator", **window)
    found: list[str] = []
    for path in PAGES:
        person.visit(path.format(uid=uid))
        found += problems(person.page, path, language)
        person.shot(f"{size}-{language}-{path.strip('/').replace('/', '-')}")
    # The token is told once, whole, on a telephone too.
    person.visit(f"/setup/interfaces/{uid}/token")
    person.page.click("button.is-first")
    person.page.wait_for_selector(".token")
    found += problems(person.page, "the token", language)
    assert found == [], "\n".join(["", *found])
