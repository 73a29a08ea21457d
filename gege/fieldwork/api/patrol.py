"""Patrols, excuses and suggested rounds."""

from gege.fieldwork.actions.check_in import check_in
from gege.fieldwork.actions.end_patrol import end_patrol
from gege.fieldwork.actions.excusing import AHEAD_DAYS, DECIDERS, decide_excuse, excuse
from gege.fieldwork.actions.found_on import found_on
from gege.fieldwork.actions.patrol_timers import end_forgotten, forget_tracks
from gege.fieldwork.actions.reveal_track import TrackFix, may_see_track, reveal_track
from gege.fieldwork.actions.start_patrol import start_patrol
from gege.fieldwork.actions.suggest_round import suggest_round
from gege.fieldwork.actions.track import Kept, track
from gege.fieldwork.models import Excuse, Patrol
from gege.fieldwork.queries.days import (
    Completion,
    DayPage,
    DayTally,
    GridDay,
    HalfLine,
    completion,
    day_of_grid,
    is_service_day,
    patrols_of_day,
)
from gege.fieldwork.queries.patrols import (
    ExcusePage,
    Passed,
    PatrolLine,
    PatrolPage,
    RoundLine,
    excuse_by_uid,
    excuses_of_grid,
    excuses_page,
    excuses_waiting,
    open_patrol,
    passed_on,
    patrol_page,
    recent_patrols,
    rounds_of,
)
from gege.fieldwork.rules.patrols import Counts, Fix, Standing

__all__ = [
    "AHEAD_DAYS",
    "DECIDERS",
    "Completion",
    "Counts",
    "DayPage",
    "DayTally",
    "Excuse",
    "ExcusePage",
    "Fix",
    "GridDay",
    "HalfLine",
    "Kept",
    "Passed",
    "Patrol",
    "PatrolLine",
    "PatrolPage",
    "RoundLine",
    "Standing",
    "TrackFix",
    "check_in",
    "completion",
    "day_of_grid",
    "decide_excuse",
    "end_forgotten",
    "end_patrol",
    "excuse",
    "excuse_by_uid",
    "excuses_of_grid",
    "excuses_page",
    "excuses_waiting",
    "forget_tracks",
    "found_on",
    "is_service_day",
    "may_see_track",
    "open_patrol",
    "passed_on",
    "patrol_page",
    "patrols_of_day",
    "recent_patrols",
    "reveal_track",
    "rounds_of",
    "start_patrol",
    "suggest_round",
    "track",
]
