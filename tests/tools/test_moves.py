"""The table of all moves is what the code says today."""

from __future__ import annotations

from pathlib import Path

import pytest

from gege.matters.api import TABLE, Move, names
from tools import moves


def test_the_documents_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert (moves.main(["--check"]), capsys.readouterr().err) == (0, "")


def test_a_stale_or_missing_document_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "moves.md").write_text("old", encoding="utf-8")
    assert moves.main(["--check"], folder=tmp_path) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in told] == ["moves.md", "moves.zh-CN.md"]
    assert moves.main([], folder=tmp_path) == moves.main(["--check"], folder=tmp_path) == 0


@pytest.mark.row("R-062")
@pytest.mark.parametrize("words", [moves.ENGLISH, moves.CHINESE])
def test_every_row_of_the_table_has_its_line(words: moves.Words) -> None:
    lines = [line for line in moves.document(words).splitlines() if line.startswith("| **")]
    assert len(lines) == len(TABLE)


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        (Move.NOTE, []),
        (Move.ESCALATE, ["instructed_from_above"]),
        (Move.RETURN, ["self_instructed", "ruling_is_final", "return_too_late"]),
        (Move.VERIFY, ["verified_by_handler", "verified_by_dispatcher"]),
        (Move.EXTEND, ["own_extension", "no_extension_asked", "another_decides"]),
    ],
)
def test_the_refusals_of_a_move_are_found_by_asking_the_rules(
    move: Move, expected: list[str]
) -> None:
    assert moves.refusals_of(move) == expected


def test_every_refusal_has_its_sentence() -> None:
    lacking = [
        word for move in Move for word in moves.refusals_of(move) if word not in names.PROBLEMS
    ]
    assert lacking == []
