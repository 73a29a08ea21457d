"""The people of the demonstration county: everybody invented, everybody with a post.

130 workers were hired for 116 grids (R-034): one has left since and his grid is vacant, fourteen
are the reserve that stands in for others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from gege.kernel.area_codes import Level
from gege.simulate.demonstration.logins import LOGINS, password_of
from gege.simulate.sentences.places import staff_name
from gege.staff.api import SYSTEM, Role, create_account, give_post
from gege.territory.api import AreaFacts, Atlas, UnitFacts, load_atlas

RESERVE: Final = 14
CLERKS: Final = 2
OPERATORS_OF_THE_SEAT: Final = 3
COUNTY: Final = (
    (Role.COUNTY_DISPATCHER, "paiqian", "派", 3),
    (Role.COUNTY_SUPERVISOR, "jianguan", "督", 2),
    (Role.HOTLINE_OPERATOR, "rexian", "线", 3),
    (Role.ELECTRONIC_SUPERVISOR, "jiancha", "察", 1),
    (Role.ADMINISTRATOR, "guanli", "管", 2),
)
FIRST_DEPARTMENT: Final = "zhujian"
"""Its officer is bumen01."""


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody to be hired; without a unit into the reserve."""

    login_name: str
    name: str
    phone: str
    role: Role
    unit: UnitFacts | None


def hire_everybody(*, now: datetime, since: date) -> dict[str, int]:
    """Open all accounts and give all posts; return account ids by log-in name.

    Whoever has no log-in of the demonstration cannot log in until an administrator says so.
    """
    found: dict[str, int] = {}
    for one in _hires(load_atlas()):
        password = password_of(one.login_name)
        opened = create_account(
            by=SYSTEM,
            now=now,
            login_name=one.login_name,
            display_name=one.name,
            phone=one.phone,
            password=password,
            must_change_password=password is None,
            may_log_in=password is not None,
        )
        found[one.login_name] = opened.account.pk
        if one.unit is not None:
            give_post(
                by=SYSTEM,
                now=now,
                account_id=opened.account.pk,
                role=one.role,
                unit_id=one.unit.id,
                valid_from=since,
            )
    return found


def _hires(atlas: Atlas) -> Iterator[Hire]:
    number = 0

    def hire(login: str, mark: str, role: Role, unit: UnitFacts | None) -> Hire:
        nonlocal number
        number += 1
        return Hire(login, staff_name(number - 1, mark), f"1000000{number:04d}", role, unit)

    for login, role, unit in _grid_workers(atlas):
        yield hire(login, "格", role, unit)
    for login, role, unit in _clerks(atlas):
        yield hire(login, "站", role, unit)
    for login, role, unit in _operators(atlas):
        yield hire(login, "镇", role, unit)
    county = atlas.county()
    centre = atlas.platform_unit(county.code) if county else None
    for role, prefix, mark, many in COUNTY:
        for count in range(1, many + 1):
            yield hire(f"{prefix}{count:02d}", mark, role, centre)
    for login, role, unit in _officers(atlas):
        yield hire(login, "局", role, unit)


Line = tuple[str, Role, UnitFacts | None]


def _grid_workers(atlas: Atlas) -> Iterator[Line]:
    grids = atlas.areas(Level.GRID)
    for count, grid in enumerate((g for g in grids if g.pilot), 1):
        yield f"wangge{count:02d}", Role.GRID_WORKER, atlas.platform_unit(grid.code)
    for count in range(1, RESERVE + 1):
        yield f"yubei{count:02d}", Role.GRID_WORKER, None
    for count, grid in enumerate((g for g in grids if not g.pilot), 1):
        yield f"waiwangge{count:02d}", Role.GRID_WORKER, atlas.platform_unit(grid.code)


def _clerks(atlas: Atlas) -> Iterator[Line]:
    """Two clerks to a station: whoever instructs a grid does not verify its work."""
    stranger = next(one for one in LOGINS if one.login_name == "waizhen01")
    count = 0
    for community in atlas.areas(Level.COMMUNITY):
        unit = atlas.platform_unit(community.code)
        for _ in range(CLERKS):
            count += 1
            login = f"shequ{count:02d}"
            if community.code == stranger.code and _ == 0:
                login = stranger.login_name
            yield login, Role.STATION_CLERK, unit


def _operators(atlas: Atlas) -> Iterator[Line]:
    count = 0
    for township in atlas.areas(Level.TOWNSHIP):
        unit = atlas.platform_unit(township.code)
        for _ in range(_operators_of(atlas, township)):
            count += 1
            yield f"xiangzhen{count:02d}", Role.TOWNSHIP_OPERATOR, unit


def _operators_of(atlas: Atlas, township: AreaFacts) -> int:
    communities = len(atlas.children(township.code))
    return OPERATORS_OF_THE_SEAT if communities > 2 else 2 if communities else 1


def _officers(atlas: Atlas) -> Iterator[Line]:
    """One officer to a department; the first log-in belongs to housing and construction."""
    units = sorted(atlas.departments(), key=lambda u: (u.code != FIRST_DEPARTMENT, u.code))
    for count, unit in enumerate(units, 1):
        yield f"bumen{count:02d}", Role.DEPARTMENT_OFFICER, unit
