"""`python -m bench.million [--lines N] [--apply N]`: a large file through the whole staged import.

A department's file about people of the whole county, one line for each, goes into the installation
that `python -m bench.registers` filled with many. Each stage is a process of its own, so that its
peak of memory is its own; of stages that go in chunks the speed of each tenth is told. Seconds are
those of the processors of the process and of its database together.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.costs import measured, peak_mb, spent
from bench.registers import MANY, NOW, SEED, running
from bench.world import HOME, ROOT, database, enter

RECEIVER = "renshe"
SHEET = "employment_file"
HEADER = ("姓名", "身份证号", "出生日期", "联系电话", "现住址", "养老参保")
COLUMNS = (
    "person/name", "person/number", "person/born", "person/phone", "person/address",
    "pension_insured",
)  # fmt: skip
SHARED = (
    ("resident", ("name", "id_number", "born", "dwelling"), "verification"),
    ("resident", ("name", "phone"), "contact"),
    ("dwelling", ("building", "unit_no", "dwelling_no"), "housing_safety"),
    ("building", ("address",), "housing_safety"),
)
TENTHS = 10
Figures = dict[str, Any]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__)
    options.add_argument("--lines", type=int, default=1_000_000)
    options.add_argument("--residents", type=int, default=840_000, help="who were entered before")
    options.add_argument("--apply", type=int, default=100_000, help="lines that are applied")
    options.add_argument("--home", default=str(HOME / MANY), help=argparse.SUPPRESS)
    options.add_argument("--stage", help=argparse.SUPPRESS)
    options.add_argument("--uid", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.stage:
        _run_stage(given)
        return
    with running(Path(given.home)):
        uid = ""
        for stage in STAGES:
            command = [sys.executable, "-m", "bench.million", *sys.argv[1:]]
            command += ["--stage", stage, "--uid", uid]
            done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            figures: Figures = json.loads(done.stdout.splitlines()[-1])
            uid = figures.pop("uid", uid)
            print(stage, json.dumps(figures, ensure_ascii=False), flush=True)


def _run_stage(given: argparse.Namespace) -> None:
    enter(Path(given.home))
    with database(), measured() as took:
        found = STAGES[given.stage](given)
    found |= {"processor s": round(took.cpu, 1), "clock s": round(took.wall, 1)}
    print(
        json.dumps(found | {"of the database s": round(took.database, 1), "MB": round(peak_mb())})
    )


@dataclass
class Speeds:
    """How far a stage came after which time, told by its pace after each chunk."""

    whole: int
    most: int = 0
    steps: list[tuple[int, float]] = field(default_factory=list)

    def pace(self, chunk: int) -> Any:
        from gege.registers.intake.stepping import Pace

        speeds = self
        speeds.steps.append((0, spent()))

        class Told(Pace):
            @property
            def over(self) -> bool:
                done = speeds.steps[-1][0] + chunk
                speeds.steps.append((done, spent()))
                return bool(speeds.most) and done >= speeds.most

        return Told(lambda: NOW)

    def told(self) -> Figures:
        """Lines a processor second in each tenth of what was done."""
        places = [round(len(self.steps) * tenth / TENTHS) for tenth in range(TENTHS)]
        ends = [*places[1:], len(self.steps) - 1]
        found = []
        for first, last in zip(places, ends, strict=True):
            (few, then), (many, now) = self.steps[first], self.steps[last]
            found.append(round((many - few) / max(now - then, 0.01)))
        return {"lines a processor second, by tenths": found}


def receive(given: argparse.Namespace) -> Figures:
    """Write the file, and take it in: it is read once to be profiled, and sealed."""
    from gege.registers.api import map_columns, receive_file
    from gege.territory.api import read_editions

    by, editions = _officer(), read_editions()
    path = Path(given.home) / "lines.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_lines(given.lines, given.residents))
    _share()
    with path.open("rb") as stream, measured() as took:
        one = receive_file(
            stream, filename="参保.csv", sheet=SHEET, source=RECEIVER, by=by, now=NOW,
            editions=editions, although_there=True,
        )  # fmt: skip
    if one.state != "checking":
        codes = {"pension_insured": {"已参保": "yes", "未参保": "no"}}
        one = map_columns(
            one.uid, columns=COLUMNS, codes=codes, doubts_answered="如文件所载", by=by, now=NOW,
            editions=editions,
        )  # fmt: skip
    found = {"uid": str(one.uid), "lines": one.rows, "file MB": round(path.stat().st_size / 1e6)}
    path.unlink()
    return found | {"lines a processor second": round(one.rows / took.cpu)}


def stage(name: str, chunk: int) -> Callable[[argparse.Namespace], Figures]:
    """Return what runs one stage of the import to its end."""

    def run(given: argparse.Namespace) -> Figures:
        from gege.registers.api import Import, current_contract
        from gege.registers.intake.work import _STEPS
        from gege.territory.api import read_editions

        one = Import.objects.get(uid=UUID(given.uid))
        if one.state != name:
            raise RuntimeError(f"the import is {one.state}: {one.failed} {one.unknown}")
        speeds = Speeds(one.rows, given.apply if name == "applying" else 0)
        with measured() as took:
            _STEPS[name](one, current_contract(read_editions()), speeds.pace(chunk))
        one.refresh_from_db()
        lines = given.apply if name == "applying" else one.rows
        found: Figures = {"state": one.state, "counts": one.counts}
        found["lines a processor second"] = round(min(lines, one.rows) / took.cpu)
        return found | (speeds.told() if len(speeds.steps) > TENTHS else {})

    return run


def begin_applying(given: argparse.Namespace) -> Figures:
    """The deed of a person: the import is to be applied."""
    from gege.registers.api import apply_import
    from gege.territory.api import read_editions

    one = apply_import(UUID(given.uid), by=_officer(), now=NOW, editions=read_editions())
    return {"state": one.state}


def preview(given: argparse.Namespace) -> Figures:
    """The pages of the import as its person opens them: milliseconds."""
    from django.conf import settings
    from django.test import Client

    from bench.registers_read import took_of

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    from django.contrib.auth import get_user_model

    people = get_user_model().objects.filter(pk=_officer().account_id)
    people.update(must_change_password=False)
    client.force_login(people.get())
    base = f"/registers/imports/{given.uid}"
    pages = {
        "the import": base,
        "its lines": f"{base}/lines",
        "lines that change": f"{base}/lines?state=new",
        "lines to decide": f"{base}/lines?state=review",
        "the list": "/registers/imports",
    }
    return {name: round(took_of(client, address), 1) for name, address in pages.items()}


STAGES: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "receive": receive,
    "check": stage("checking", 1_000),
    "match": stage("matching", 1_000),
    "compare": stage("comparing", 1_000),
    "preview": preview,
    "decide": begin_applying,
    "apply": stage("applying", 1_000),
}


def _lines(lines: int, residents: int) -> Iterator[tuple[str, ...]]:
    """Lines about everybody of the registers, and then about people whom nobody knows."""
    from bench.registers_written import unknown
    from gege.kernel.county_day import local_date
    from gege.simulate.population import PLAIN, department_rows, generate
    from gege.simulate.registering.residents import Town

    today = local_date(NOW)
    town = Town.of_atlas(today)
    known = town.households(residents, SEED, today)
    others = generate(lines, SEED + 1, communities=town.communities, today=today)
    strangers = (unknown(family, 200) for family in others)
    rows = department_rows(chain(known, strangers), SEED, replace(PLAIN, absent=0.0))
    for place, row in enumerate(islice(rows, lines)):
        insured = "未参保" if place % 9 == 0 else "已参保"
        yield (row.name, row.number, row.born_on, row.phone, row.address, insured)


def _share() -> None:
    """Let the department read by what it finds people, as the catalogue of the county would."""
    from datetime import timedelta

    from gege.kernel.county_day import local_date
    from gege.registers.api import share
    from gege.staff.api import SYSTEM
    from gege.territory.api import read_editions

    today = local_date(NOW)
    for sheet, names, purpose in SHARED:
        share(
            sheet=sheet,
            fields=names,
            receiver=RECEIVER,
            purpose=purpose,
            basis="社会保险法",
            frequency="monthly",
            valid_from=today,
            valid_until=today + timedelta(days=300),
            by=SYSTEM,
            now=NOW,
            editions=read_editions(),
        )


def _officer() -> Any:
    """Return an officer of the department."""
    from gege.staff.api import Role, actor_for, people_at_units
    from gege.territory.api import load_atlas

    unit = load_atlas().unit_by_code(RECEIVER)
    assert unit is not None
    for person in people_at_units([unit.id], NOW, (Role.DEPARTMENT_OFFICER,))[unit.id]:
        by = actor_for(person.account_id, person.post_id, NOW)
        if by is not None:
            return by
    raise LookupError(f"nobody is an officer of {RECEIVER}")


if __name__ == "__main__":
    main()
