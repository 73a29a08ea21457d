"""The stages of an import and the states of its rows (issue 5 point 4)."""

from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where an import is. The platform works while it is in one of `WORKING`."""

    MAPPING = "mapping"
    """A person says what the columns are."""
    CHECKING = "checking"
    MATCHING = "matching"
    COMPARING = "comparing"
    PREVIEW = "preview"
    """A person decides what is doubtful, and applies."""
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


WORKING: Final = frozenset(
    {Stage.CHECKING, Stage.MATCHING, Stage.COMPARING, Stage.APPLYING, Stage.UNDOING}
)
FROM: Final = {
    "map": frozenset({Stage.MAPPING, Stage.PREVIEW}),
    "decide": frozenset({Stage.PREVIEW, Stage.APPLIED}),
    "apply": frozenset({Stage.PREVIEW, Stage.APPLIED}),
    "undo": frozenset({Stage.APPLIED}),
    "drop": frozenset({Stage.MAPPING, Stage.PREVIEW}),
}
"""From which stages a person's deed is possible. What is worked on is waited for; what was left
undecided may be decided and applied later."""


class RowState(StrEnum):
    """What becomes of one row."""

    READ = "read"
    """It can be read; whom it is about is not looked for yet."""
    FAULTY = "faulty"
    REPEATED = "repeated"
    """The same line stands further up in the file."""
    TWICE = "twice"
    """A line further up has the same document or code, and says something else."""
    JOINED = "joined"
    """It belongs to a line further up: another member of one household."""
    NEW = "new"
    KNOWN = "known"
    """Certain, or decided by a person; not compared yet."""
    CHANGE = "change"
    SAME = "same"
    LIKELY = "likely"
    REVIEW = "review"
    SKIPPED = "skipped"
    APPLIED = "applied"
    REFUSED = "refused"
    """It could not be applied any more: what it is about ended or changed meanwhile."""
    UNDONE = "undone"
    KEPT = "kept"
    """It was applied and could not be taken back."""


OPEN: Final = frozenset({RowState.LIKELY, RowState.REVIEW})
"""A person has to decide."""
TO_APPLY: Final = frozenset({RowState.NEW, RowState.CHANGE})
WRONG: Final = frozenset({RowState.FAULTY, RowState.TWICE, RowState.REFUSED})
"""What the list of faults names."""
MATCHED: Final = frozenset(
    {RowState.NEW, RowState.KNOWN, RowState.LIKELY, RowState.REVIEW, RowState.CHANGE,
     RowState.SAME, RowState.SKIPPED}
)  # fmt: skip

UNDO_DAYS: Final = 30
"""Days after the applying in which an import can be taken back; the file is kept as long."""
UNAPPLIED_DAYS: Final = 30
"""Days after which an import that nobody applied is dropped."""
ROWS_AT_ONCE: Final = 300
"""A file of so many rows is worked on while its person waits; larger ones by the worker."""


def may(deed: str, stage: str) -> bool:
    """Tell whether a person's deed is possible at a stage."""
    return stage in FROM[deed]
