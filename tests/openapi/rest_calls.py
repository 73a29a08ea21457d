"""Calling the REST interface as another system does."""

from __future__ import annotations

from typing import Any

from django.test import Client as Browser

from tests.cast import HOUSING
from tests.openapi.conftest import Opener, System

BUREAU = {
    "name": "县住建局系统", "unit_code": HOUSING, "role": "department_officer",
    "reports": True, "reads": True, "moves": True, "public": False,
}  # fmt: skip


def bureau(open_system: Opener, **terms: Any) -> System:
    """The housing bureau's own system, with every right."""
    return open_system(**BUREAU | terms)


def get(system: System | None, path: str, **query: Any) -> Any:
    head = system.head if system else {"HTTP_ACCEPT_LANGUAGE": "en"}
    return Browser().get(f"/api/v1/{path}", query, **head)


def post(system: System | None, path: str, body: Any, **more: Any) -> Any:
    head = (system.head if system else {}) | more
    return Browser().post(f"/api/v1/{path}", body, "application/json", **head)
