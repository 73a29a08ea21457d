"""The secret keys: made once, readable by their owner, the same for all processes."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gege.config.keys import KEY_FILE, KEY_NAMES, kept_keys, make_keys


def test_keys_are_made_once_and_kept(tmp_path: Path) -> None:
    assert kept_keys(tmp_path) == {}
    made = make_keys(tmp_path)
    assert sorted(made) == sorted(KEY_NAMES)
    assert {len(key) for key in made.values()} == {64}
    assert made["SECRET_KEY"] != made["GEGE_TRAIL_KEY"]
    assert make_keys(tmp_path) == kept_keys(tmp_path) == made


def test_only_their_owner_reads_the_keys(tmp_path: Path) -> None:
    make_keys(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_many_that_start_at_once_agree_on_one_set_of_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make_keys, [tmp_path / "new"] * 8))
    assert made == [made[0]] * 8
