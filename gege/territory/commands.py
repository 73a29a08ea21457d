"""`gege territory …` and `gege calendar …`"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from django.db import transaction
from django.utils import timezone

from gege.kernel.area_codes import Level
from gege.kernel.working_time import CalendarDay, DayKind
from gege.territory.actions.import_divisions import import_divisions, read_divisions
from gege.territory.actions.import_grids import import_grids, read_grids
from gege.territory.actions.set_calendar import load_years, set_calendar_days
from gege.territory.actions.units import open_department
from gege.territory.editions import load_atlas
from gege.territory.messages import explain
from gege.territory.queries import calendar_days, pilot_units_lacking, unannounced_years
from gege.territory.rules.division_report import division_report
from gege.territory.rules.divisions import DivisionPlan
from gege.territory.rules.drawings import MOST_BYTES as LARGEST
from gege.territory.rules.grid_plan import check_coverage
from gege.territory.rules.problems import Problem, RefusedError, problem
from gege.territory.rules.sheets import Line, SourceFile, read_sheet
from gege.territory.rules.topology import DEFAULT_TOLERANCE_M
from gege.trail.api import Signature

OPERATOR = Signature(None, "command line", "command line", "administrator", None, "")
MOST_SHOWN = 200
A_DAY = click.DateTime(formats=["%Y-%m-%d"])
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WORKLOAD_COLUMNS = {"code": ("code", "代码"), "workload": ("workload", "工作量")}
DEPARTMENT_COLUMNS = {
    "code": ("code", "代码"),
    "name": ("name", "名称"),
    "short": ("short", "简称"),
    "name_en": ("name_en", "英文名称"),
    "area": ("area", "区划代码"),
    "parent": ("parent", "上级部门"),
    "phone": ("phone", "值班电话"),
    "leader": ("leader", "分管领导"),
    "contact": ("contact", "联络员"),
}
NOTICE_COLUMNS = {"date": ("date", "日期"), "kind": ("kind", "类型"), "name": ("name", "名称")}


@click.group()
def territory() -> None:
    """Townships, communities, grids and offices."""


@territory.command("import-divisions")
@click.argument("files", nargs=-1, required=True, type=A_FILE)
@click.option("--on", type=A_DAY, help="The day it takes effect (today).")
@click.option("--county-name", default="", help="Opens the county when it is not there yet.")
@click.option("--successors", type=A_FILE, help="CSV old_code,new_code of areas that end.")
@click.option("--suggest", type=click.Path(path_type=Path), help="Write likely successors here.")
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
def import_divisions_command(
    files: Sequence[Path],
    on: datetime | None,
    county_name: str,
    successors: Path | None,
    suggest: Path | None,
    yes: bool,
) -> None:
    """Bring townships and committees to the state of CSV lists (code, name)."""
    plan = read_divisions(
        [_source(path) for path in files],
        county_name=county_name,
        succession=_source(successors) if successors else None,
    )
    if suggest:
        _write_suggestions(plan, suggest)
    _stop_on(plan.problems)
    click.echo(
        f"new {len(plan.new)}, renamed {len(plan.renamed)}, "
        f"unchanged {plan.kept}, gone {len(plan.gone)}"
    )
    for renaming in plan.renamed:
        division = renaming.division
        click.echo(f"  {division.code} {renaming.before_zh} > {division.official_zh}")
    orphaned = len({a.code for a in plan.gone} - {s.old for s in plan.successions})
    if orphaned:
        click.echo(f"  {orphaned} of the gone have no successor; --suggest FILE lists likely ones")
    _ask(yes)
    try:
        import_divisions(plan=plan, on=_day(on), by=OPERATOR, now=timezone.now())
    except RefusedError as error:
        _stop_on(error.problems)
    click.echo("Imported.")


@territory.command("import-grids")
@click.argument("files", nargs=-1, required=True, type=A_FILE)
@click.option("--crs", required=True, help="wgs84, gcj02, bd09 or cgcs2000.")
@click.option("--on", type=A_DAY, help="The day it takes effect (today).")
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 50),
    default=DEFAULT_TOLERANCE_M,
    show_default=True,
    help="Metres: narrower gaps and overlaps are let pass.",
)
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
def import_grids_command(
    files: Sequence[Path], crs: str, on: datetime | None, tolerance: float, yes: bool
) -> None:
    """Bring the grids of communities to the state of GeoJSON drawings."""
    plan = read_grids([_source(path) for path in files], crs, tolerance)
    _stop_on(plan.problems)
    click.echo(
        f"communities {len(plan.communities)}: new grids {len(plan.new)}, "
        f"redrawn {len(plan.redrawn)}, unchanged {plan.kept}, gone {len(plan.gone)}"
    )
    _ask(yes)
    try:
        import_grids(plan=plan, on=_day(on), by=OPERATOR, now=timezone.now())
    except RefusedError as error:
        _stop_on(error.problems)
    click.echo("Imported.")


@territory.command("import")
@click.argument("files", nargs=-1, required=True, type=A_FILE)
@click.option("--crs", help="Of the drawings: wgs84, gcj02, bd09 or cgcs2000.")
@click.option("--on", type=A_DAY, help="The day it takes effect (today).")
@click.option("--county-name", default="", help="Opens the county when it is not there yet.")
@click.option("--yes", is_flag=True, help="Carry it out without asking.")
@click.pass_context
def import_command(
    context: click.Context,
    files: Sequence[Path],
    crs: str | None,
    on: datetime | None,
    county_name: str,
    yes: bool,
) -> None:
    """Import divisions from .csv and grids from .geojson or .json, all of it or nothing.

    Divisions come first: the drawings may lie in communities that the same import opens. For
    successors and tolerances use import-divisions and import-grids.
    """
    lists = [path for path in files if path.suffix.lower() == ".csv"]
    drawings = [path for path in files if path.suffix.lower() in (".geojson", ".json")]
    strange = [path.name for path in files if path not in (*lists, *drawings)]
    if strange:
        raise click.UsageError(f"{strange[0]} is neither .csv nor .geojson or .json.")
    if drawings and not crs:
        raise click.UsageError("Say with --crs in which coordinates the drawings are.")
    with transaction.atomic():
        if lists:
            given = {"on": on, "county_name": county_name, "successors": None, "suggest": None}
            context.invoke(import_divisions_command, files=lists, yes=yes, **given)
        if drawings:
            narrow = DEFAULT_TOLERANCE_M
            context.invoke(
                import_grids_command, files=drawings, crs=crs, on=on, tolerance=narrow, yes=yes
            )


@territory.command("import-departments")
@click.argument("file", type=A_FILE)
@click.option("--on", type=A_DAY, help="The day they are there from (today).")
def import_departments(file: Path, on: datetime | None) -> None:
    """Open departments from CSV code,name,short,name_en,area,parent,phone,leader,contact.

    A code is a short word of Latin letters, the one that the rulebook names; without an area it is
    a department of the county. What is there already is passed over: the file may be read again.
    """
    atlas = load_atlas()
    county = atlas.county()
    if county is None:
        raise click.ClickException("There is no county yet: import its divisions first.")
    lines, problems = read_sheet(_source(file), DEPARTMENT_COLUMNS, ("code", "name"))
    _stop_on(problems)
    known, opened = 0, 0
    with transaction.atomic():
        for line in lines:
            if atlas.unit_by_code(line.values["code"]):
                known += 1
                continue
            try:
                _open_department(line, county.code, _day(on))
            except RefusedError as error:
                _stop_on([replace(one, where=line.where) for one in error.problems])
            opened += 1
    click.echo(f"departments opened {opened}, there already {known}")


@territory.command("check")
@click.option("--tolerance", type=click.FloatRange(0, 50), default=DEFAULT_TOLERANCE_M)
def check_territory(tolerance: float) -> None:
    """Is the county covered without gap or overlap, and does every office have its contacts?"""
    atlas = load_atlas()
    problems = check_coverage(atlas, tolerance)
    for loop in atlas.succession_loops():
        problems.append(problem("succession_loop", loop[0].code, successor=loop[-1].code))
    lacking = pilot_units_lacking(atlas)
    for unit, gaps in lacking:
        click.echo(f"{unit.code} {unit.name_zh}: no {', '.join(gaps)}", err=True)
    _stop_on(problems)
    if lacking:
        raise SystemExit(1)
    grids = len(atlas.areas(Level.GRID))
    click.echo(f"Well: {grids} grids, {len(atlas.units())} units.")


@territory.command("report")
@click.option("--workload", type=A_FILE, help="CSV code,workload: one number per grid.")
def report_division(workload: Path | None) -> None:
    """Each grid against the four principles of division; outliers carry a star."""
    lines: list[Line] = []
    problems: list[Problem] = []
    if workload:
        lines, problems = read_sheet(_source(workload), WORKLOAD_COLUMNS, ("code", "workload"))
    loads: dict[str, float] = {}
    for line in lines:
        try:
            loads[line.values["code"]] = float(line.values["workload"])
        except ValueError:
            problems.append(problem("not_a_number", line.where, given=line.values["workload"][:20]))
    _stop_on(problems)
    for one in division_report(load_atlas(), loads):
        load = "" if one.workload_percent is None else f"  workload {one.workload_percent:+d} %"
        drawn = "not drawn" if one.area_m2 is None else f"{one.area_m2} m2"
        away = "" if one.distance_m is None else f"  {one.distance_m} m to the station"
        star = f"  * {', '.join(one.outliers)}" if one.outliers else ""
        click.echo(f"{one.grid.code} {one.grid.name_zh}  {drawn}{away}{load}{star}")


@territory.command("list")
@click.argument("code", default="")
def list_areas(code: str) -> None:
    """The areas under a code, or the county with its townships and departments."""
    atlas = load_atlas()
    county = atlas.county()
    top = atlas.area(code) if code else county
    if top is None:
        click.echo(f"no such area: {code}" if code else "no county yet", err=True)
        raise SystemExit(1)
    click.echo(f"{top.code} {top.name_zh}")
    for area in atlas.children(top.code):
        below = len(atlas.children(area.code))
        click.echo(f"  {area.code} {area.name_zh}" + (f" ({below})" if below else ""))
    for unit in atlas.departments(top.code):
        click.echo(f"  {unit.code} {unit.name_zh}")


@click.group()
def calendar() -> None:
    """The working calendar."""


@calendar.command("load")
@click.argument("years", nargs=-1, type=int)
def load(years: Sequence[int]) -> None:
    """Fill years (last, this and next) from known notices, provisionally where there is none."""
    today = timezone.localdate()
    wanted = list(years) or [today.year - 1, today.year, today.year + 1]
    try:
        loaded = load_years(years=wanted, by=OPERATOR, now=timezone.now())
    except RefusedError as error:
        _stop_on(error.problems)
        raise
    for year, announced in loaded.items():
        click.echo(f"{year}: {'announced' if announced else 'provisional'}")


@calendar.command("enter")
@click.argument("file", type=A_FILE)
@click.option("--source", required=True, help="The notice, with its number.")
def enter(file: Path, source: str) -> None:
    """Enter a notice for whole years: CSV date,kind,name (holiday or adjusted_workday)."""
    lines, problems = read_sheet(_source(file), NOTICE_COLUMNS, ("date", "kind"))
    days: list[CalendarDay] = []
    for line in lines:
        try:
            day = date.fromisoformat(line.values["date"])
            kind = DayKind(line.values["kind"])
        except ValueError as error:
            problems.append(problem("bad_day", line.where, why=str(error)))
            continue
        days.append(CalendarDay(day, kind, provisional=False, name=line.values.get("name", "")))
    _stop_on(problems)
    try:
        changed = set_calendar_days(
            days=days, source=source, whole_years=True, by=OPERATOR, now=timezone.now()
        )
    except RefusedError as error:
        _stop_on(error.problems)
        raise
    click.echo(f"{changed} days changed.")


@calendar.command("show")
@click.argument("year", type=int, required=False)
def show(year: int | None) -> None:
    """The holidays and adjusted workdays of a year."""
    rows = calendar_days(year or timezone.localdate().year)
    if not rows:
        click.echo("Nothing is stored for this year; `gege calendar load` fills it.")
    for row in rows:
        if row.kind in ("holiday", "adjusted_workday"):
            click.echo(f"{row.date} {row.kind} {row.name}".rstrip())
    provisional = sum(row.provisional for row in rows)
    if provisional:
        click.echo(f"{provisional} of {len(rows)} days are provisional: no notice yet.")


@calendar.command("check")
def check_calendar() -> None:
    """Ends with 1 when this year, or from 1 November the next, has no notice yet."""
    missing = unannounced_years(timezone.localdate())
    for year in missing:
        click.echo(f"{year}: no notice entered; deadlines across it are provisional", err=True)
    if missing:
        raise SystemExit(1)
    click.echo("The calendar is announced as far as it must be.")


def _open_department(line: Line, county: str, on: date) -> None:
    given = line.values
    open_department(
        code=given["code"],
        area_code=given.get("area") or county,
        name_zh=given["name"],
        name_en=given.get("name_en", ""),
        short_zh=given.get("short") or given["name"],
        parent_code=given.get("parent", ""),
        duty_phone=given.get("phone", ""),
        responsible_leader=given.get("leader", ""),
        contact_officer=given.get("contact", ""),
        on=on,
        by=OPERATOR,
        now=timezone.now(),
    )


def _source(path: Path) -> SourceFile:
    """The file, or as much of it as shows that it is too big."""
    with path.open("rb") as file:
        return SourceFile(path.name, file.read(LARGEST + 1))


def _day(on: datetime | None) -> date:
    return on.date() if on else timezone.localdate()


def _ask(yes: bool) -> None:
    if not yes and not (sys.stdin.isatty() and click.confirm("Carry this out?")):
        click.echo("Nothing was changed; --yes carries it out.")
        raise SystemExit(0)


def _stop_on(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    for one in problems[:MOST_SHOWN]:
        click.echo(explain(one), err=True)
    if len(problems) > MOST_SHOWN:
        click.echo(f"… and {len(problems) - MOST_SHOWN} more", err=True)
    click.echo("Nothing was saved.", err=True)
    raise SystemExit(1)


def _write_suggestions(plan: DivisionPlan, path: Path) -> None:
    names = {a.code: a.name_zh for a in plan.gone}
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["old_code", "new_code", "note"])
        writer.writerows([s.old, s.new, names[s.old]] for s in plan.suggestions)
    click.echo(f"{len(plan.suggestions)} likely successors in {path.name}; read them first.")


commands: list[click.Command] = [territory, calendar]
