"""`gege matters …`"""

import csv
import json
from pathlib import Path

import click

MOST_BYTES = 200 * 1024 * 1024


@click.group()
def matters() -> None:
    """What was reported."""


@matters.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON document that says which column means what.",
)
@click.option("--dry-run", is_flag=True, help="Read and report only; save nothing.")
def import_file(file: Path, mapping_file: Path, *, dry_run: bool) -> None:
    """Take over another system's requests from a CSV file (docs/importing.md)."""
    from django.utils import timezone, translation  # inline: needs Django set up

    from gege.matters.actions.import_matters import import_matters  # inline: needs Django set up
    from gege.matters.errors import MatterError  # inline: with its deed
    from gege.matters.names import sentence_of  # inline: needs Django set up
    from gege.matters.rules.importing import mapping_from, read_rows  # inline: with its deed
    from gege.staff.api import SYSTEM  # inline: needs Django set up

    now = timezone.now()
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"{file.name} is larger than {MOST_BYTES // 1024**2} MB.")
    try:
        how = mapping_from(json.loads(mapping_file.read_text(encoding="utf-8")))
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reading = read_rows(csv.DictReader(stream), how, now)
    except (ValueError, csv.Error) as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    for dirt in reading.dirt:
        what = "left out" if dirt.fatal else "taken"
        click.echo(f"line {dirt.line} ({dirt.ref}): {dirt.word} {dirt.value} - {what}", err=True)
    if dry_run:
        click.echo(f"{len(reading.rows)} rows can be taken, {len(reading.dirt)} remarks.")
        return
    try:
        done = import_matters(reading.rows, how, by=SYSTEM, now=now)
    except MatterError as error:
        with translation.override("en"):
            said = f"{sentence_of(error)} {error.values.get('value', '')}".strip()
        raise click.ClickException(f"{mapping_file.name}: {said}") from error
    click.echo(
        f"{done.new} matters imported, {done.known} known already, "
        f"{len({dirt.line for dirt in reading.dirt if dirt.fatal})} rows left out."
    )


@matters.command("show-rulebook")
@click.option("--defaults", is_flag=True, help="What a new county starts with.")
def show_rulebook(*, defaults: bool) -> None:
    """Write the rulebook in force as JSON: kinds, limits, routes, thresholds."""
    from gege.matters.books import current_rulebook  # inline: needs Django set up
    from gege.matters.default_rulebook import default_rulebook  # inline: needs Django set up
    from gege.matters.rules.rulebook_text import to_json  # inline: with its reader
    from gege.territory.api import read_editions  # inline: needs Django set up

    try:
        book = default_rulebook() if defaults else current_rulebook(read_editions())
    except LookupError as error:
        raise click.ClickException(
            "No rulebook is in force; --defaults shows the first."
        ) from error
    click.echo(json.dumps(to_json(book), ensure_ascii=False, indent=2))


@matters.command("publish-rulebook")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--note", required=True, help="Why, in a few words; it stands with the edition.")
def publish(file: Path | None, note: str) -> None:
    """Publish FILE (JSON) as the next edition; without FILE what a new county starts with."""
    from django.utils import timezone, translation  # inline: needs Django set up

    from gege.matters.actions.publish_rulebook import publish_rulebook  # inline: needs Django
    from gege.matters.default_rulebook import default_rulebook  # inline: needs Django set up
    from gege.matters.errors import MatterError  # inline: with its deed
    from gege.matters.names import sentence_of  # inline: needs Django set up
    from gege.matters.rules.rulebook_text import from_json  # inline: with its deed
    from gege.staff.api import SYSTEM  # inline: needs Django set up

    try:
        book = from_json(0, json.loads(file.read_text(encoding="utf-8-sig"))) if file else None
        book = book or default_rulebook()
        number = publish_rulebook(book, note=note, by=SYSTEM, now=timezone.now())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except MatterError as error:
        with translation.override("en"):
            raise click.ClickException(sentence_of(error)) from error
    click.echo(f"Edition {number} is in force: {len(book.live_kinds)} kinds of matter.")


@matters.command("learn")
def learn() -> None:
    """Learn kinds and departments anew from closed matters, as the nightly job does."""
    from django.utils import timezone  # inline: needs Django set up

    from gege.matters.actions.learn import learn_triage  # inline: needs Django set up
    from gege.staff.api import SYSTEM  # inline: needs Django set up

    row = learn_triage(by=SYSTEM, now=timezone.now())
    for asked, one in row.figures.items():
        click.echo(
            f"{asked}: {one['learnt_from'] + one['held_out']} examples, {one['verdict']}, "
            f"macro-F1 {one['macro_f1']:.3f} ({one['base_macro_f1']:.3f} by the most frequent), "
            f"among the first three {one['top']:.3f} ({one['base_top']:.3f})"
        )


commands: list[click.Command] = [matters]
