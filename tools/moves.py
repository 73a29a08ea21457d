"""Write the table of all moves of a matter from the code, in both languages.

    python tools/moves.py            write docs/moves.md and docs/moves.zh-CN.md
    python tools/moves.py --check    write nothing; end with 1 when a file is stale

Who may make a move from which state is the table of `gege/matters/rules/moves.py`; what is asked
are the fields of the desk's form; why a move may be refused is found by asking the rules. The
Chinese words are those on screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gege.config.settings")

import django
from django import forms
from django.utils import translation

django.setup()

# Below `setup`: forms and words need the settings.
from gege.desk.matter.forms import FORMS  # noqa: E402
from gege.desk.matter.labels import button  # noqa: E402
from gege.matters.api import TABLE, Facts, Move, Standing, State, Tier, may, names  # noqa: E402
from gege.matters.api import words as w  # noqa: E402
from gege.matters.rules.moves import Rule  # noqa: E402
from gege.staff.api import POST_ROLES, Role, role_name  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
COMMAND: Final = "python tools/moves.py"


@dataclass(frozen=True)
class Words:
    """What the document says around the words of the platform."""

    file: str
    other: str
    language: str
    title: str
    lead: str
    heads: tuple[str, ...]
    holder: str
    instructor: str
    above: str
    in_scope: str
    reporter: str
    any_state: str
    open_states: str
    stays: str
    own_way: str
    nothing: str
    if_you_like: str
    while_held: str
    comma: str
    colon: str
    bracket: str


ENGLISH = Words(
    file="moves.md",
    other="[中文](moves.zh-CN.md)",
    language="en",
    title="Every move of a matter",
    lead=(
        "A move stands in this table or it does not exist. A matter begins with a report, which "
        "everybody but the electronic supervisor and the administrator may make; each person then "
        "sees only the moves that they may make now. *Holder* is the unit that holds the matter, "
        "*instructor* the unit that gave the instruction, *above* a centre or station above the "
        "holder, *within reach* everybody who may read the matter, *reporter* "
        "a resident on the portal, on what they reported themselves. Where nobody has to verify or "
        "to be called back, the way is shorter; a second return waits for the county's ruling."
    ),
    heads=("move", "from", "to", "who", "what is asked", "refused when"),
    holder="holder",
    instructor="instructor",
    above="above",
    in_scope="within reach",
    reporter="reporter",
    any_state="any",
    open_states="any open",
    stays="stays",
    own_way="(no page: a button)",
    nothing="nothing",
    if_you_like="if you like",
    while_held=" (while held by: %s)",
    comma=", ",
    colon=": ",
    bracket=" (%s)",
)
CHINESE = Words(
    file="moves.zh-CN.md",
    other="[English](moves.md)",
    language="zh-hans",
    title="事项的全部操作",
    lead=(
        "表里有的操作才存在。事项从上报开始，除电子监察员和系统管理员外人人都可以上报；此后每个人只看到自己"
        "此刻能做的操作。*承办*指当前承办单位，*派遣*指下达指令的单位，*上级*指承办单位之上的社区站或中心，"
        "*辖区*指能看到事项的人，*报告人*指在居民门户上处理自己所报事项的居民。不需要核查或回访的，步骤会更短；第二次退单由县中心裁定。"
    ),
    heads=("操作", "状态", "之后", "谁可以做", "要填什么", "什么时候不行"),
    holder="承办",
    instructor="派遣",
    above="上级",
    in_scope="辖区",
    reporter="报告人",
    any_state="任何状态",
    open_states="任何未结状态",
    stays="不变",
    own_way="（直接点按钮）",
    nothing="不用填",
    if_you_like="选填",
    while_held="（当前由%s承办）",
    comma="、",
    colon="：",
    bracket="（%s）",
)


def main(arguments: Sequence[str] | None = None, folder: Path = ROOT / "docs") -> int:
    """Write the documents or check them; see the head of this file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, tell what is stale")
    asked = parser.parse_args(arguments)
    stale = 0
    for words in (ENGLISH, CHINESE):
        path, text = folder / words.file, document(words)
        if asked.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.name} is not what the code says; run `{COMMAND}`.", file=sys.stderr)
                stale = 1
        else:
            path.write_text(text, encoding="utf-8")
    return stale


def document(words: Words) -> str:
    """Return the whole document in one language."""
    with translation.override(words.language):
        lines = [
            f"# {words.title}",
            "",
            f"<!-- Written by {COMMAND}; change the code, not this file. -->",
            "",
            words.other,
            "",
            words.lead,
            "",
            _row(words.heads),
            _row(["---"] * len(words.heads)),
            *(_row(cells) for cells in _rows(words)),
        ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _rows(words: Words) -> Iterator[list[str]]:
    """Yield one row for each row of the table; what a move asks stands at its first."""
    said: set[str] = set()
    for rule in TABLE:
        again = rule.move in said
        said.add(rule.move)
        yield [
            _button(rule),
            _states(rule.states, words),
            str(names.STATES[rule.to]) if rule.to else words.stays,
            _who(rule, words),
            "〃" if again else _asked(rule.move, words),
            "〃" if again else _refused(rule.move, words),
        ]


def _button(rule: Rule) -> str:
    """Return what the button says at each level at which it may be pressed."""
    if rule.tiers == frozenset(Tier):
        return f"**{button(rule.move, Tier.DEPARTMENT)}**"
    said = dict.fromkeys(str(button(rule.move, one)) for one in Tier if one in rule.tiers)
    return " / ".join(f"**{one}**" for one in said)


def _states(states: frozenset[State], words: Words) -> str:
    if states == frozenset(State):
        return words.any_state
    if states == frozenset(w.OPEN):
        return words.open_states
    return words.comma.join(str(names.STATES[one]) for one in State if one in states)


def _who(rule: Rule, words: Words) -> str:
    place = {
        Standing.HOLDER: words.holder,
        Standing.INSTRUCTOR: words.instructor,
        Standing.ABOVE: words.above,
        Standing.IN_SCOPE: words.in_scope,
        Standing.REPORTER: words.reporter,
    }
    standings = set(rule.standings)
    if Standing.IN_SCOPE in standings:
        standings = {Standing.IN_SCOPE}
    where = " / ".join(place[one] for one in Standing if one in standings)
    roles = words.comma.join(role_name(one) for one in _roles_in_order(rule.roles))
    text = f"*{where}*{words.colon}{roles}"
    if rule.tiers != frozenset(Tier) and set(rule.standings) != {Standing.HOLDER}:
        tiers = words.comma.join(str(names.TIERS[one]) for one in Tier if one in rule.tiers)
        text += words.while_held % tiers
    return text


def _roles_in_order(roles: frozenset[str]) -> list[str]:
    return [str(one) for one in (*POST_ROLES, Role.RESIDENT) if str(one) in roles]


def _asked(move: Move, words: Words) -> str:
    """Return the fields of the desk's form of a move."""
    if move not in FORMS:
        return words.own_way
    declared: Mapping[str, forms.Field] = FORMS[move].base_fields
    asked = [
        str(field.label) + ("" if field.required else words.bracket % words.if_you_like)
        for field in declared.values()
        if not field.widget.is_hidden
    ]
    return words.comma.join(asked) or words.nothing


def _refused(move: Move, words: Words) -> str:
    """Return the sentences of a move's own conditions: those the rules give one by one."""
    found = dict.fromkeys(refusals_of(move))
    return " ".join(str(names.PROBLEMS[one]) for one in found)


def refusals_of(move: Move) -> list[str]:
    """Return why a move may be refused beside state, role, standing and tier.

    Every fact is turned alone, from a state of things in which the move is possible.
    """
    flags = [one.name for one in fields(Facts) if isinstance(one.default, bool)]
    found: list[str] = []
    for rule in (row for row in TABLE if row.move is move):
        for role in _roles_in_order(rule.roles):
            plain = Facts(
                next(iter(rule.states)), next(iter(rule.tiers)), role, frozenset(Standing)
            )
            possible = next(
                turned
                for many in range(3)
                for chosen in combinations(flags, many)
                if may(move, turned := _turned(plain, chosen)) is None
            )
            why = (may(move, _turned(possible, (name,))) for name in flags)
            found += [str(one) for one in why if one is not None]
    return list(dict.fromkeys(found))


def _turned(facts: Facts, flags: Sequence[str]) -> Facts:
    values: dict[str, Any] = {name: not getattr(facts, name) for name in flags}
    return replace(facts, **values)


if __name__ == "__main__":
    sys.exit(main())
