"""Triage help: how well kinds and departments are told from words, against the most frequent.

Two sources. The simulation, whose sentences are templates for each kind: as they stand the task is
trivial, so it is made harder by slips of the pen, by titles alone, by wrong labels in the past, and
by sentences that were never learnt from. And a month of real requests (Boston 311, July 2011), when
the shared data are there: what is predicted from what stands beside each line, for most of its
texts were written after the request, and its titles mostly are the names of the types.
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from gege.matters.rules.triage_help.judging import Judged, judge
from gege.matters.rules.triage_help.learning import (
    HELD_OUT,
    Example,
    certainties,
    learn,
    learn_and_judge,
)
from gege.simulate.sentences import STORIES
from gege.simulate.sentences.places import place_words

REAL = Path(__file__).resolve().parents[2] / "shared/data/requests/boston311_2011_07.csv"
MATTERS = 4_000
_COMMON = "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下"


def simulated(
    number: int,
    *,
    seed: int = 7,
    slips: float = 0.0,
    titles_only: bool = False,
    variants: slice = slice(None),
) -> list[Example]:
    """Return matters as the simulation words them, kinds as unevenly as it draws them."""
    luck = random.Random(seed)
    kinds = sorted(STORIES)
    weights = [1 / (1 + luck.random() * 9) for _one in kinds]
    found = []
    for _one in range(number):
        kind = luck.choices(kinds, weights)[0]
        where, story = place_words(luck), STORIES[kind]
        title = luck.choice(story.titles[variants]).format(where=where)
        told = "" if titles_only else luck.choice(story.tells[variants]).format(where=where)
        found.append(Example(slipped(title, slips, luck), slipped(told, slips, luck), kind))
    return found


def slipped(text: str, share: float, luck: random.Random) -> str:
    """Return a text in which a share of the signs were left out, exchanged or added to."""
    out = []
    for sign in text:
        chance = luck.random()
        if chance >= share:
            out.append(sign)
        elif chance >= share * 2 / 3:
            out += [sign, luck.choice(_COMMON)]
        elif chance >= share / 3:
            out.append(luck.choice(_COMMON))
    return "".join(out)


def mixed_up(examples: Sequence[Example], share: float, seed: int = 3) -> list[Example]:
    """Return examples of which a share of the older was settled wrongly; the newest are true."""
    luck = random.Random(seed)
    labels = sorted({one.label for one in examples})
    cut = len(examples) - round(len(examples) * HELD_OUT)
    wrong = [
        replace(one, label=luck.choice(labels)) if luck.random() < share else one
        for one in examples[:cut]
    ]
    return [*wrong, *examples[cut:]]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the real requests in the order of their opening."""
    with path.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["open_dt"])


def real(
    rows: Iterable[dict[str, str]], told: Callable[[dict[str, str]], str], label: str
) -> list[Example]:
    """Return requests with a text as examples of a column."""
    return [Example(text, "", row[label]) for row in rows if (text := told(row).strip())]


def closing(row: dict[str, str]) -> str:
    """Return what was written at the end, without the words that the system puts before it."""
    text = row["closure_reason"]
    for word in ("Case Closed", "Case Resolved", "Case Noted", "Case Scheduled", "Case Invalid"):
        text = text.replace(word, " ")
    return text


def at_opening(row: dict[str, str]) -> str:
    """Return what is known at the opening and names no type: the place, the way it came in."""
    hour = row["open_dt"][11:13]
    return f"{row['source']} {row['neighborhood']} {row['location_street_name']} hour {hour}"


def title(row: dict[str, str]) -> str:
    """Return the title; nine in ten are the name of the type, so nothing is guessed from it."""
    return row["case_title"]


def own_title(row: dict[str, str]) -> str:
    """Return a title only where somebody wrote one that is not the name of the type."""
    return row["case_title"] if row["case_title"] != row["type"] else ""


QUESTIONS: tuple[tuple[str, Callable[[dict[str, str]], str], str], ...] = (
    ("real, title -> department (titles are types: leaks)", title, "department"),
    ("real, own titles only -> type", own_title, "type"),
    ("real, own titles only -> department", own_title, "department"),
    ("real, place and way alone -> type (known at opening)", at_opening, "type"),
    ("real, place and way alone -> department", at_opening, "department"),
    ("real, closing words -> type (written afterwards)", closing, "type"),
    ("real, closing words -> queue (written afterwards)", closing, "queue"),
    ("real, closing words -> department (written afterwards)", closing, "department"),
)
"""What is predicted from what: only own titles and place and way are known when a clerk triages."""


def measure() -> None:
    """Print a table: macro-F1, top three and first, each beside the most frequent."""
    print(f"{'':58}{'macro-F1':>16}{'top 3':>16}{'first':>16}{'n':>8}{'s':>7}")
    _tell("simulated, as worded (templates: trivial)", simulated(MATTERS))
    for share in (0.1, 0.3, 0.5):
        _tell(f"simulated, {share:.0%} of signs slipped", simulated(MATTERS, slips=share))
    short = simulated(MATTERS, titles_only=True, slips=0.3)
    _tell("simulated, titles alone, 30% slipped", short)
    for share in (0.1, 0.3):
        wrong = mixed_up(simulated(MATTERS, slips=0.3), share)
        _tell(f"simulated, 30% slipped, {share:.0%} settled wrongly before", wrong)
    _line("simulated, sentences never learnt from", never_seen(), 0.0)
    if not REAL.is_file():
        print(f"no real requests: {REAL.name} is not there")
        return
    rows = rows_of(REAL)
    for name, told, label in QUESTIONS:
        _tell(name, real(rows, told, label))


def never_seen() -> Judged:
    """Learn from two of three sentences of each kind, and ask for the third."""
    known = simulated(MATTERS, variants=slice(0, 2))
    asked = simulated(MATTERS // 4, variants=slice(2, 3), seed=11)
    head = learn(known)
    truth = [one.label for one in asked]
    return judge(
        head.labels, certainties(head, asked), truth, learnt_from=[one.label for one in known]
    )


def _tell(name: str, examples: Sequence[Example]) -> None:
    start = time.perf_counter()
    _head, one = learn_and_judge(examples)
    _line(name, one, time.perf_counter() - start)


def _line(name: str, one: Judged, seconds: float) -> None:
    pairs = (
        (one.macro_f1, one.base_macro_f1),
        (one.top, one.base_top),
        (one.first, one.base_first),
    )
    told = "".join(f"{f'{mine:.3f} ({base:.3f})':>16}" for mine, base in pairs)
    print(f"{name:58}{told}{one.learnt_from + one.held_out:8}{seconds:7.1f}", flush=True)
