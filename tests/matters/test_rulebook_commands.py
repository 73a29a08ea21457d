"""`gege matters show-rulebook` and `publish-rulebook`: the first rulebook of a new county."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gege.matters.api import current_rulebook, default_rulebook, to_json
from gege.matters.commands import matters
from gege.territory.api import read_editions

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(matters, list(words))


@pytest.mark.row("R-086")
def test_a_new_county_starts_with_the_defaults() -> None:
    assert run("show-rulebook").exit_code == 1
    done = run("publish-rulebook", "--note", "first")
    assert (done.exit_code, done.output.split(": ")[1]) == (0, "56 kinds of matter.\n")
    shown = json.loads(run("show-rulebook").output)
    assert shown == json.loads(json.dumps(to_json(default_rulebook())))


def test_what_was_shown_can_be_changed_and_published(tmp_path: Path) -> None:
    document = json.loads(run("show-rulebook", "--defaults").output)
    document["thresholds"]["reopen_days"] = 30
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run("publish-rulebook", str(file), "--note", "thirty days").exit_code == 0
    assert current_rulebook(read_editions()).thresholds.reopen_days == 30


@pytest.mark.parametrize("text", ["no", '{"kinds": [{}]}', '{"kinds": [], "limits": []}'])
def test_what_is_no_rulebook_is_refused_in_words(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text, encoding="utf-8")
    refused = run("publish-rulebook", str(file), "--note", "x")
    assert (refused.exit_code, refused.output.startswith("Error: ")) == (1, True)
    assert run("show-rulebook").exit_code == 1
