"""Every problem has its sentence, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
from django.utils import translation

import gege.territory
from gege.territory.messages import SENTENCES, explain
from gege.territory.rules.problems import problem

ROOM = Path(gege.territory.__file__).parent
CATALOGUE = ROOM / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\((\w+)\)s")


def kinds_in_code() -> set[str]:
    return {
        str(node.args[0].value)
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"problem", "refused"}
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_problem_in_the_code_has_a_sentence() -> None:
    in_variables = {"row_cut", "row_too_long", "no_community", "no_such_area"}
    assert kinds_in_code() | in_variables == set(SENTENCES)


def test_every_sentence_is_translated_with_the_same_places() -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    with translation.override("en"):
        words = [str(sentence) for sentence in SENTENCES.values()]
    assert set(words) <= set(catalogue)
    for english in words:
        assert sorted(PLACE.findall(catalogue[english])) == sorted(PLACE.findall(english))


def test_a_problem_reads_as_a_sentence_with_its_place() -> None:
    told = explain(problem("overlap", "511622100001001 第1网格", other="第2网格", area=12))
    assert told.startswith("511622100001001 第1网格: ")
    assert "第2网格" in told
