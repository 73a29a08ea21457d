"""What the interface can do: one table that requests are read by and the schema is written from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.utils.functional import Promise

Json = dict[str, Any]
MOST_WHOLE: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a body or a query. `kind`: text, whole, number, flag, moment, day, file."""

    name: str
    about: Promise | str
    kind: str = "text"
    needed: bool = False
    least: int = 0
    most: int = 200
    choices: tuple[str, ...] = ()
    pattern: str = ""

    def schema(self) -> Json:
        """Return it as JSON Schema."""
        found: Json = {"description": str(self.about)}
        if self.kind in ("whole", "number"):
            name = "integer" if self.kind == "whole" else "number"
            return found | {"type": name, "minimum": self.least, "maximum": self.most}
        if self.kind == "flag":
            return found | {"type": "boolean"}
        if self.kind == "file":
            return found | {"type": "string", "contentMediaType": "application/octet-stream"}
        found["type"] = "string"
        if self.kind in ("moment", "day"):
            return found | {"format": "date-time" if self.kind == "moment" else "date"}
        if self.choices:
            return found | {"enum": list(self.choices)}
        if self.pattern:
            found["pattern"] = f"^{self.pattern}$"
        return found | {"minLength": self.least, "maxLength": self.most}


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked: its address, the right it needs, what it takes and answers.

    `form` says that its body is multipart; `change`, that it takes an idempotency key; `answer` is
    the name of a shape of `shapes.py`.
    """

    method: str
    path: str
    name: str
    about: Promise | str
    view: Callable[..., HttpResponseBase]
    answer: str
    right: str = ""
    query: tuple[Entry, ...] = ()
    body: tuple[Entry, ...] = ()
    form: bool = False
    change: bool = False
    status: int = 200
    binary: bool = False
