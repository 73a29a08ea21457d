"""A page is closed until it says who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import told

access = pytest.importorskip("gege.staff.access", reason="the staff room is not there yet")


def test_every_address_says_who_may_open_it() -> None:
    silent = [
        f"{address or '/'}  ({view.__module__}.{getattr(view, '__qualname__', view)})"
        for address, view in _views(get_resolver())
        if access.access_of(view) is None
    ]
    assert silent == [], told(
        silent,
        "Mark the view with open_to(...), open_to_signed_in, open_to_own_account or "
        "open_to_everyone of gege.staff.access.",
    )


def _views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.callback
