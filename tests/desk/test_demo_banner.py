"""Visitors of the demonstration are told that nothing in it is real."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast

SAID = "演示数据，均为虚构"


@pytest.mark.row("R-011")
@pytest.mark.parametrize("demo", [True, False])
def test_every_page_says_so_in_the_demonstration_and_nowhere_else(
    cast: Cast, settings: Any, demo: bool
) -> None:
    settings.GEGE_DEMO = demo
    pages = [Client().get("/login"), cast.client("administrator").get("/people")]
    assert [SAID in page.content.decode() for page in pages] == [demo, demo]
