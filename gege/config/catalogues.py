"""The compiled message catalogues: which stand, which are older than their source.

`python -m gege.config.catalogues` compiles them, at set-up; it needs no gettext programs.
"""

from pathlib import Path
from typing import Final

import polib

PACKAGE: Final = Path(__file__).resolve().parents[1]


def sources(package: Path = PACKAGE) -> list[Path]:
    """Return every room's catalogue."""
    return sorted(package.glob("*/locale/*/LC_MESSAGES/django.po"))


def stale(package: Path = PACKAGE) -> list[Path]:
    """Return the catalogues that are not compiled, or changed since."""
    return [source for source in sources(package) if not _is_compiled(source)]


def compile_stale(package: Path = PACKAGE) -> None:
    """Compile every catalogue that is older than its source.

    Raises ValueError for a catalogue that cannot be read or has a text twice, with its place;
    the others are compiled all the same.
    """
    unread: list[str] = []
    for source in stale(package):
        target = source.with_suffix(".mo")
        draft = target.with_suffix(".mo.new")
        try:
            polib.pofile(str(source), check_for_duplicates=True).save_as_mofile(str(draft))
        except (OSError, ValueError) as error:
            unread.append(str(error))
        else:
            draft.replace(target)
    if unread:
        raise ValueError("\n".join(unread))


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns


if __name__ == "__main__":
    compile_stale()
