"""The texts in Chinese: collect them from code and templates, compile them, find what is missing.

    python tools/messages.py compile     make the .mo files that are missing or old, as set-up does
    python tools/messages.py collect     add new texts to each room's catalogue, mark gone ones
    python tools/messages.py collect desk    the same for one room
    python tools/messages.py missing     list the texts without Chinese; ends with 1 if any
    python tools/messages.py check       the same, and texts nobody says, and wrong placeholders

Message ids are English. A room's Chinese is gege/<room>/locale/zh_Hans/LC_MESSAGES/django.po; the
rooms' catalogues are one when the platform runs, so a text said in two rooms needs one entry.
Needs no gettext programs.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from gege.config.catalogues import compile_stale

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gege"
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
METADATA = {
    "Project-Id-Version": "gege",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass
class Text:
    """A text of a room: its id, plural id and context, and the files that say it."""

    msgid: str
    plural: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.msgid


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; see the head of this file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("deed", choices=("compile", "collect", "missing", "check"))
    parser.add_argument("rooms", nargs="*", help="rooms to collect for; all without")
    asked = parser.parse_args(arguments)
    deed = asked.deed
    if deed == "compile":
        compile_stale()
        return 0
    if not settings.configured:
        settings.configure(USE_I18N=True)
    if deed == "collect":
        rooms = asked.rooms or sorted(path.name for path in PACKAGE.iterdir() if path.is_dir())
        for room in rooms:
            collect(PACKAGE / room)
        compile_stale()
    lacking = missing(PACKAGE)
    for text in lacking:
        print(f"{', '.join(sorted(text.files))}: {text.msgid!r}")
    print(f"{len(lacking)} texts have no Chinese.")
    faults = (*unsaid(PACKAGE), *misfilled(PACKAGE), *at_odds(PACKAGE))
    strange = list(faults) if deed == "check" else []
    for fault in strange:
        print(fault)
    return 1 if strange or (lacking and deed in ("missing", "check")) else 0


def texts_of(folder: Path) -> dict[tuple[str | None, str], Text]:
    """Return every text that the Python files and templates under a folder say."""
    found: dict[tuple[str | None, str], Text] = {}
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt"))):
        for text in _texts_in(path):
            kept = found.setdefault(text.key, text)
            kept.files |= text.files
            kept.plural = kept.plural or text.plural
    return found


def collect(room: Path) -> None:
    """Bring a room's catalogue in line with its texts; translations stay."""
    found = texts_of(room)
    place = room / CATALOGUE
    if not found and not place.exists():
        return
    catalogue = polib.pofile(str(place)) if place.exists() else polib.POFile(wrapwidth=98)
    catalogue.metadata = dict(METADATA)
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, text in sorted(found.items(), key=lambda pair: (pair[0][1], pair[0][0] or "")):
        entry = known.get(key)
        if entry is None:
            entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context)
            catalogue.append(entry)
        entry.obsolete = False
        entry.occurrences = [(name, "") for name in sorted(text.files)]
        entry.comment = entry.comment or ""
        if text.plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgstr}
    for key, entry in known.items():
        entry.obsolete = key not in found
    place.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(place))


def missing(package: Path) -> list[Text]:
    """Return the texts that no catalogue has in Chinese."""
    said = {
        (entry.msgctxt, entry.msgid)
        for place in package.glob(f"*/{CATALOGUE}")
        for entry in polib.pofile(str(place))
        if entry.translated() and not entry.obsolete
    }
    return [text for key, text in sorted(texts_of(package).items(), key=str) if key not in said]


def unsaid(package: Path) -> list[str]:
    """Name the entries of each catalogue whose text no room says any more."""
    found = texts_of(package)
    return [
        f"{place.parents[3].name}: nobody says {entry.msgid!r}"
        for place in sorted(package.glob(f"*/{CATALOGUE}"))
        for entry in polib.pofile(str(place))
        if not entry.obsolete and (entry.msgctxt, entry.msgid) not in found
    ]


def at_odds(package: Path) -> list[str]:
    """Name the texts that two rooms say differently in Chinese: only one of them is ever shown."""
    found: dict[tuple[str | None, str], dict[str, str]] = {}
    for place in sorted(package.glob(f"*/{CATALOGUE}")):
        for entry in polib.pofile(str(place)).translated_entries():
            chinese = entry.msgstr or entry.msgstr_plural.get(0, "")
            rooms = found.setdefault((entry.msgctxt, entry.msgid), {})
            rooms[place.parents[3].name] = chinese
    return [
        f"{msgid!r}: {', '.join(f'{room} {words}' for room, words in rooms.items())}"
        for (_, msgid), rooms in found.items()
        if len(set(rooms.values())) > 1
    ]


def misfilled(package: Path) -> list[str]:
    """Name the entries whose Chinese has placeholders that the text has not."""
    wrong = []
    for place in sorted(package.glob(f"*/{CATALOGUE}")):
        for entry in polib.pofile(str(place)).translated_entries():
            chinese = " ".join((entry.msgstr, *entry.msgstr_plural.values()))
            if not _placeholders(chinese) <= _placeholders(f"{entry.msgid} {entry.msgid_plural}"):
                wrong.append(f"{place.parents[3].name}: other placeholders in {entry.msgid!r}")
    return wrong


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _texts_in(path: Path) -> Iterator[Text]:
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in source:
            return
        # Django writes a template as calls among X's; without the margins these read as Python.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _, message, _, context in extract("python", BytesIO(source.encode()), dict(KEYWORDS)):
        parts = [message] if isinstance(message, str) else [part for part in message if part]
        if parts and parts[0]:
            yield Text(parts[0], parts[1] if len(parts) > 1 else "", context, {name})


if __name__ == "__main__":
    sys.exit(main())
