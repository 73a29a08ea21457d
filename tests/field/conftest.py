"""The county with its rules, and the first worker with a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.field.phone import Phone, phone_of
from tests.matters.conftest import set_up_once


@pytest.fixture
def county(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    """The cast with rulebook and calendar in force, and a folder for pictures of its own."""
    settings.MEDIA_ROOT = tmp_path
    set_up_once()
    return cast


@pytest.fixture
def phone(county: Cast) -> Phone:
    return phone_of(county)
