"""A suggested round: which points, in which order, within the time there is (R-080).

An orienteering problem: every point has a weight that grows with the days nobody saw it, walking
and looking take time, and the round may end anywhere. A route optimiser (OR-Tools) chooses; it is
bound by numbers of solutions and never by a clock, so the same points give the same round on
every machine (decision 0016).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gege.kernel.coordinates import Point, distance_m

METRES_PER_MINUTE: Final = 70
DETOUR_PERCENT: Final = 130
"""Ways are longer than the straight line between two doors."""
LOOK_SECONDS: Final = 120
MOST_POINTS: Final = 60
"""Those not seen for longest are asked; in three hours nobody passes more."""
OLDEST_DAYS: Final = 60
_SOLUTIONS: Final = 500
_FIRST_SOLUTIONS: Final = (
    "PATH_CHEAPEST_ARC",
    "SAVINGS",
    "PARALLEL_CHEAPEST_INSERTION",
    "LOCAL_CHEAPEST_INSERTION",
    "GLOBAL_CHEAPEST_ARC",
    "ALL_UNPERFORMED",
)
_PER_DAY: Final = 1000
_NEVER: Final = OLDEST_DAYS * 2


@dataclass(frozen=True, slots=True)
class Stop:
    """A point that may be passed. `seen_at` is when somebody last checked in there, or None."""

    uid: str
    place: Point
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SuggestedRound:
    """Points in the order of walking, each with its minute after the start; metres and minutes."""

    stops: tuple[tuple[str, int], ...] = ()
    length_m: int = 0
    minutes: int = 0


def suggest(
    start: Point | None, stops: Sequence[Stop], *, minutes: int, now: datetime
) -> SuggestedRound:
    """Return the round that passes what was not seen for longest; empty without points.

    `start` is the middle of the grid; without one the round begins at the oldest point.
    """
    asked = sorted(stops, key=lambda stop: (-_weight(stop, now), stop.uid))[:MOST_POINTS]
    if not asked:
        return SuggestedRound()
    places = [start or asked[0].place, *(stop.place for stop in asked)]
    metres = [[_walk(a, b) for b in places] for a in places]
    order = _solved(metres, [_weight(stop, now) for stop in asked], minutes * 60)
    at = length = seconds = 0
    found = []
    for node in order:
        length += metres[at][node]
        seconds += _seconds(metres[at][node])
        found.append((asked[node - 1].uid, round(seconds / 60)))
        seconds += LOOK_SECONDS
        at = node
    return SuggestedRound(tuple(found), length, round(seconds / 60))


def _weight(stop: Stop, now: datetime) -> int:
    """Days since somebody was there, at least one; twice the longest for a point nobody saw."""
    if stop.seen_at is None:
        return _NEVER
    return min(max(1, (now - stop.seen_at).days), OLDEST_DAYS)


def _walk(a: Point, b: Point) -> int:
    return round(distance_m(a, b) * DETOUR_PERCENT / 100)


def _seconds(metres: int) -> int:
    return round(metres * 60 / METRES_PER_MINUTE)


def _solved(metres: list[list[int]], weights: list[int], most_seconds: int) -> list[int]:
    """Return the chosen nodes in order. Node 0 is the start; the last one is a virtual end.

    The optimiser climbs from several first solutions, each to its end, and the best is taken.
    """
    # inline: the optimiser is heavy, and only the worker that makes rounds needs it
    from ortools.constraint_solver import pywrapcp

    end = len(metres)
    manager = pywrapcp.RoutingIndexManager(end + 1, 1, [0], [end])
    model = pywrapcp.RoutingModel(manager)
    walking = model.RegisterTransitMatrix(_times(metres))
    model.SetArcCostEvaluatorOfAllVehicles(walking)
    model.AddDimension(walking, 0, most_seconds, True, "time")
    for node, weight in enumerate(weights, start=1):
        model.AddDisjunction([manager.NodeToIndex(node)], weight * _PER_DAY)
    best: Any = None
    for parameters in _searches(pywrapcp):
        solution = model.SolveWithParameters(parameters)
        if solution is not None and (
            best is None or solution.ObjectiveValue() < best.ObjectiveValue()
        ):
            best = solution
    return _nodes(model, manager, best) if best is not None else []


def _times(metres: list[list[int]]) -> list[list[int]]:
    """Return seconds from looking at one place to arriving at another; the end costs no way."""
    end = len(metres)
    rows = [
        [_seconds(way) + (LOOK_SECONDS if one else 0) for way in ways]
        + [LOOK_SECONDS if one else 0]
        for one, ways in enumerate(metres)
    ]
    return [*rows, [0] * (end + 1)]


def _nodes(model: Any, manager: Any, solution: Any) -> list[int]:
    found: list[int] = []
    index = solution.Value(model.NextVar(model.Start(0)))
    while not model.IsEnd(index):
        found.append(manager.IndexToNode(index))
        index = solution.Value(model.NextVar(index))
    return found


def _searches(pywrapcp: Any) -> Iterator[Any]:
    # inline: as above
    from ortools.constraint_solver import routing_enums_pb2 as enums

    for name in _FIRST_SOLUTIONS:
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = getattr(enums.FirstSolutionStrategy, name)
        parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GREEDY_DESCENT
        parameters.solution_limit = _SOLUTIONS
        yield parameters
