"""What `gege doctor` says of the keys that seal registers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from gege.config import findings
from gege.config.findings import State, data_keys
from gege.kernel.keyring import Use, make_ring, new_secret, ring_at, rotated, with_new, write_ring

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    kept = tmp_path / "data_keys.json"
    make_ring(kept, "sm4", on=NOW.date())
    monkeypatch.setattr(settings, "GEGE_KEYS", kept)
    return kept


def test_keys_that_work_are_named(path: Path) -> None:
    found = data_keys(NOW)
    seal, mark = (key.id for key in ring_at(path).keys)
    assert (found.state, found.says) == (State.WELL, f"{seal} (sm4), {mark} (sm3) work.")


def test_a_change_that_is_not_finished_is_noticed(path: Path) -> None:
    ring = ring_at(path)
    old = ring.active(Use.SEAL).id
    changed = with_new(ring, Use.SEAL, "sm4", on=NOW.date(), secret=new_secret(), tail="new")
    write_ring(path, rotated(changed, Use.SEAL))
    found = data_keys(NOW)
    assert found.state is State.NOTICE
    assert f"{old} wait for `gege keys reseal`" in found.says
    assert "gege keys check" in found.mend


def test_a_missing_file_is_wrong(path: Path) -> None:
    path.unlink()
    found = data_keys(NOW)
    assert (found.state, "is not there" in found.says) == (State.WRONG, True)


def test_a_machine_without_the_ciphers_is_wrong(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "offered", lambda name: name != "sm4")
    found = data_keys(NOW)
    assert (found.state, found.says) == (State.WRONG, "OpenSSL on this machine has no SM4.")
    assert "GEGE_CIPHER=aes" in found.mend
