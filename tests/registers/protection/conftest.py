"""Keys of their own for tests that change them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from gege.kernel.keyring import make_ring
from tests.cast import cast, committed_cast, ledger_that_can_be_emptied


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of keys that the test may change."""
    path = tmp_path / "data_keys.json"
    make_ring(path, "sm4", on=date(2026, 1, 1))
    monkeypatch.setattr(settings, "GEGE_KEYS", path)
    return path


__all__ = ["cast", "committed_cast", "ledger_that_can_be_emptied"]
