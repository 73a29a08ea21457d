"""How one key follows another, and the file that keeps them."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gege.kernel.keyring import (
    KeysError,
    Ring,
    State,
    Use,
    ciphers,
    fault_of,
    first_ring,
    make_ring,
    retired,
    ring_at,
    rotated,
    with_new,
    write_ring,
)

DAY = date(2026, 11, 25)


def ring() -> Ring:
    return first_ring("sm4", on=DAY, secrets=[b"s" * 32, b"m" * 32], tails=["abc", "xyz"])


def states(of: Ring) -> dict[str, str]:
    return {key.id: str(key.state) for key in of.keys}


def test_a_key_waits_works_grows_old_and_retires() -> None:
    waits = with_new(ring(), Use.SEAL, "sm4", on=DAY, secret=b"t" * 32, tail="def")
    assert states(waits) == {"k1abc": "active", "b1xyz": "active", "k2def": "waiting"}
    later = rotated(waits, Use.SEAL)
    assert states(later) == {"k1abc": "old", "b1xyz": "active", "k2def": "active"}
    last = retired(later, "k1abc")
    assert states(last) == {"k1abc": "retired", "b1xyz": "active", "k2def": "active"}
    assert [key.secret for key in last.keys if key.id == "k1abc"] == [b""]


def test_a_number_is_never_given_twice() -> None:
    keys = ring()
    for tail in ("aaa", "bbb"):
        keys = with_new(keys, Use.SEAL, "sm4", on=DAY, secret=b"t" * 32, tail=tail)
        keys = rotated(keys, Use.SEAL)
    keys = retired(retired(keys, "k1abc"), "k2aaa")
    again = with_new(keys, Use.SEAL, "sm4", on=DAY, secret=b"u" * 32, tail="ccc")
    assert again.keys[-1].id == "k4ccc"


def test_one_key_waits_at_a_time() -> None:
    waits = with_new(ring(), Use.MARK, "sm4", on=DAY, secret=b"t" * 32, tail="def")
    with pytest.raises(KeysError, match="b2def waits already"):
        with_new(waits, Use.MARK, "sm4", on=DAY, secret=b"u" * 32, tail="ghi")


def test_without_a_waiting_key_nothing_rotates() -> None:
    with pytest.raises(KeysError, match="gege keys new seal"):
        rotated(ring(), Use.SEAL)


@pytest.mark.parametrize("key_id", ["k1abc", "k9zzz"])
def test_only_an_old_key_retires(key_id: str) -> None:
    with pytest.raises(KeysError):
        retired(ring(), key_id)


def test_a_key_shows_no_secret() -> None:
    key = ring().keys[0]
    assert repr(key) == "<key k1abc sm4 active>"
    assert len(key.print) == 8
    assert key.print != ring().keys[1].print


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "data_keys.json"
    assert make_ring(path, "sm4", on=DAY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = ring_at(path)
    assert not make_ring(path, "sm4", on=DAY)
    assert ring_at(path) == made
    assert [(key.use, key.algorithm, key.state) for key in made.keys] == [
        (Use.SEAL, "sm4", State.ACTIVE),
        (Use.MARK, "sm3", State.ACTIVE),
    ]
    assert [one.name for one in path.parent.iterdir()] == ["data_keys.json"]


def test_many_that_start_at_once_agree_on_one_ring(tmp_path: Path) -> None:
    path = tmp_path / "data_keys.json"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_ring(path, "sm4", on=DAY), range(8)))
    assert made.count(True) == 1
    assert ring_at(path).active(Use.SEAL).id.startswith("k1")


def test_a_running_process_takes_up_a_changed_file(tmp_path: Path) -> None:
    path = tmp_path / "data_keys.json"
    make_ring(path, "aes", on=DAY)
    first = ring_at(path)
    later = with_new(first, Use.SEAL, "aes", on=DAY, secret=b"t" * 32, tail="def")
    write_ring(path, later)
    assert ring_at(path) == later
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "data_keys.json"
    make_ring(path, "sm4", on=DAY)
    path.chmod(mode)
    with pytest.raises(KeysError, match=f"read by others.*chmod 600 {path}"):
        ring_at(path)
    assert fault_of(path) != ""


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match="is not there"):
        ring_at(tmp_path / "none.json")


@pytest.mark.parametrize(
    "spoiled",
    [
        "",
        "{}",
        "[]",
        '{"form": 2, "keys": []}',
        '{"form": 1, "keys": [{"id": "k1abc"}]}',
        '{"form": 1, "keys": [{"id": "k1abc", "use": "seal", "algorithm": "sm4", '
        '"state": "active", "made_on": "2026-11-25", "secret": "c2hvcnQ="}]}',
        '{"form": 1, "keys": [{"id": "b1abc", "use": "seal", "algorithm": "sm4", '
        '"state": "active", "made_on": "2026-11-25", "secret": "c2hvcnQ="}]}',
        '{"form": 1, "keys": [{"id": "k1abc", "use": "seal", "algorithm": "rot13", '
        '"state": "retired", "made_on": "2026-11-25", "secret": ""}]}',
    ],
)
def test_a_spoiled_file_is_refused_and_not_repeated(spoiled: str, tmp_path: Path) -> None:
    path = tmp_path / "data_keys.json"
    path.touch(mode=0o600)
    path.write_text(spoiled)
    with pytest.raises(KeysError) as refused:
        ring_at(path)
    assert "c2hvcnQ" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_two_active_keys_are_refused(tmp_path: Path) -> None:
    keys = with_new(ring(), Use.SEAL, "sm4", on=DAY, secret=b"t" * 32, tail="def")
    both = Ring(tuple(replace(key, state=State.ACTIVE) for key in keys.keys))
    with pytest.raises(KeysError, match="both active"):
        write_ring(tmp_path / "data_keys.json", both)
    assert list(tmp_path.iterdir()) == []


def test_no_keys_are_made_for_ciphers_that_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ciphers, "offered", lambda name: name not in ("sm4", "sm3"))
    with pytest.raises(KeysError, match="no SM4"):
        make_ring(tmp_path / "data_keys.json", "sm4", on=DAY)
    assert list(tmp_path.iterdir()) == []
    assert make_ring(tmp_path / "data_keys.json", "aes", on=DAY)
    held = json.loads((tmp_path / "data_keys.json").read_text())
    assert [line["algorithm"] for line in held["keys"]] == ["aes", "sha256"]
