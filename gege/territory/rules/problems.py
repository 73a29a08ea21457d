"""What is wrong with an import or a deed, by name and place; the words are in `messages`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Detail = str | int | float


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` names the mistake, `where` the place in words a person finds again.

    `where` is a file with its row ("villages.csv:17"), a code or a date. `detail` fills the
    sentence in `gege.territory.messages`.
    """

    kind: str
    where: str = ""
    detail: Mapping[str, Detail] = field(default_factory=lambda: MappingProxyType({}))


class RefusedError(Exception):
    """A deed on the territory was refused; nothing was saved. `problems` is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(f"{p.where}: {p.kind}" if p.where else p.kind for p in self.problems)
        )


def problem(kind: str, where: str = "", **detail: Detail) -> Problem:
    """A problem with its details as keywords."""
    return Problem(kind, where, MappingProxyType(detail))


def refused(kind: str, where: str = "", **detail: Detail) -> RefusedError:
    """The error for a single problem."""
    return RefusedError([problem(kind, where, **detail)])
