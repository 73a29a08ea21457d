"""Who a matter goes to: graded management, locality first (R-056), as questions over units."""

from collections.abc import Sequence
from dataclasses import dataclass

from gege.kernel.area_codes import is_within
from gege.matters.rules.rulebook import Kind
from gege.matters.rules.words import Entry, Nature, Tier


@dataclass(frozen=True, slots=True)
class UnitView:
    """What routing needs to know of a unit."""

    id: int
    code: str
    tier: Tier
    area_code: str


def entry_tier(kind: Kind, *, in_grid: bool, grid_has_worker: bool, owner: UnitView | None) -> Tier:
    """Return the tier at which a new matter enters.

    | kind enters by | place            | tier                                             |
    | -------------- | ---------------- | ------------------------------------------------ |
    | locality       | grid with worker | grid                                             |
    | locality       | vacant grid      | station                                          |
    | owner          | any grid         | the centre that can instruct the owner           |
    | any            | in no grid       | `unplaced_tier`, on the list of places to find   |
    """
    if not in_grid:
        return Tier.COUNTY
    if kind.entry is Entry.OWNER and owner is not None:
        return Tier.COUNTY if len(owner.area_code) == 6 else Tier.TOWNSHIP
    return Tier.GRID if grid_has_worker else Tier.STATION


def unplaced_tier(area_code: str, *, by_resident: bool) -> Tier:
    """Return the tier that finds the place of a matter in no grid.

    A resident who names a community is answered there: its station knows every house. Whatever
    staff could not place lies beyond their own area, and goes to the county.
    """
    return Tier.STATION if by_resident and len(area_code) == 12 else Tier.COUNTY


def may_lead(by: UnitView, lead: UnitView) -> bool:
    """Tell whether a platform may instruct a unit.

    A platform instructs itself and what lies inside its area; nobody instructs upward, and a
    station instructs no department.
    """
    if by.id == lead.id:
        return True
    if by.tier not in (Tier.STATION, Tier.TOWNSHIP, Tier.COUNTY):
        return False
    if lead.tier is Tier.DEPARTMENT:
        return by.tier is not Tier.STATION and is_within(lead.area_code, by.area_code)
    return len(lead.area_code) > len(by.area_code) and is_within(lead.area_code, by.area_code)


def suggested_leads(
    kind: Kind, owners: Sequence[UnitView], locality: Sequence[UnitView], by: UnitView
) -> list[UnitView]:
    """Return units to instruct, the best first.

    Component: owner first, then locality; event and service: locality first, then owner
    (部件先属主后属地，事件先属地后属主). Of several owners the first in the list leads (首接负责).
    """
    order = [*owners, *locality] if kind.nature is Nature.COMPONENT else [*locality, *owners]
    # The platform itself comes last: it is instructed when nobody below or beside can act.
    order = [unit for unit in order if unit.id != by.id and may_lead(by, unit)]
    return list(dict.fromkeys([*order, by]))


def verifier_tier(handled_by: Tier, *, placed: bool) -> Tier:
    """Return at which tier verification begins: with those who live with the result.

    | handled by                   | verified by          |
    | ---------------------------- | -------------------- |
    | grid                         | station of the place |
    | station                      | township centre      |
    | township, county, department | station of the place |
    | any, in no grid              | county centre        |

    Where nobody at that platform may verify, the deed goes up from there (decision 0009).
    """
    if not placed:
        return Tier.COUNTY
    return Tier.TOWNSHIP if handled_by is Tier.STATION else Tier.STATION
