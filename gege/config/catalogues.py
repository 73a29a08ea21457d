"""The compiled message catalogues: which stand, which are older than their source."""

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[1]


def sources(package: Path = PACKAGE) -> list[Path]:
    """Return every room's catalogue."""
    return sorted(package.glob("*/locale/*/LC_MESSAGES/django.po"))


def stale(package: Path = PACKAGE) -> list[Path]:
    """Return the catalogues that are not compiled, or changed since."""
    return [source for source in sources(package) if not _is_compiled(source)]


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns
