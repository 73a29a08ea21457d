"""Who keeps the camera register, and where its deeds lead (R-053; decision 0049)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.supervision.rules.camera_words import CameraDeed, CameraState
from gege.supervision.rules.orders import SUPERVISOR

S, D = CameraState, CameraDeed

OFFICER: Final = "department_officer"
MOST_RETENTION: Final = 3650


class CameraRefusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `camera_names.py`."""

    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_camera_state"


@dataclass(frozen=True, slots=True)
class CameraRule:
    """One row: in which states a deed is possible, and where it leads. `to` None: it stays."""

    deed: CameraDeed
    states: frozenset[CameraState]
    to: CameraState | None = None


_STANDING: Final = frozenset({S.IN_USE, S.OUT_OF_ORDER})

CAMERA_TABLE: Final = (
    CameraRule(D.AMEND, _STANDING),
    CameraRule(D.ATTACH, _STANDING),
    CameraRule(D.SUSPEND, frozenset({S.IN_USE}), S.OUT_OF_ORDER),
    CameraRule(D.RESUME, frozenset({S.OUT_OF_ORDER}), S.IN_USE),
    CameraRule(D.REMOVE, _STANDING, S.REMOVED),
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """How a person stands to a camera: `keeping` is a department that keeps the whole register
    (the police), `owning` works at the unit that owns the camera."""

    role: str
    keeping: bool
    owning: bool

    @property
    def keeps(self) -> bool:
        if self.role == SUPERVISOR:
            return True
        return self.role == OFFICER and (self.keeping or self.owning)


def may_register(keeper: Keeper) -> CameraRefusal | None:
    """Return None when a person may put a camera into the register, else why not."""
    return None if keeper.keeps else CameraRefusal.NOT_YOURS


def may_change(deed: CameraDeed, state: CameraState, keeper: Keeper) -> CameraRefusal | None:
    """Return None when a deed is possible, else why not."""
    if not keeper.keeps:
        return CameraRefusal.NOT_YOURS
    if not any(row.deed is deed and state in row.states for row in CAMERA_TABLE):
        return CameraRefusal.WRONG_STATE
    return None


def camera_deeds(state: CameraState, keeper: Keeper) -> tuple[CameraDeed, ...]:
    """Return every deed this person may do now, in the order of the table."""
    return tuple(row.deed for row in CAMERA_TABLE if may_change(row.deed, state, keeper) is None)


def camera_leads_to(deed: CameraDeed, state: CameraState) -> CameraState:
    """Return where a possible deed leads; raises LookupError for one that is not."""
    for row in CAMERA_TABLE:
        if row.deed is deed and state in row.states:
            return row.to or state
    raise LookupError(f"{deed} is not possible from {state}")
