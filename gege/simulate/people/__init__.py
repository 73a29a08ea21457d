"""How each role behaves when a matter is in its hands: one small file per role."""

from gege.matters.api import Tier
from gege.simulate.people import county_centre, department, grid_worker, station_clerk, township
from gege.simulate.stage import Behaviour

CAST: dict[Tier, Behaviour] = {
    Tier.GRID: grid_worker.act,
    Tier.STATION: station_clerk.act,
    Tier.TOWNSHIP: township.act,
    Tier.COUNTY: county_centre.act,
    Tier.DEPARTMENT: department.act,
}
"""Who acts for the unit that holds a matter, by the unit's tier."""
