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
    """One entry of a body or a query. `kind`: text, whole, number, flag, moment, day, file; texts
    and rows are lists of at most `items`, rows of objects with `parts`."""

    name: str
    about: Promise | str
    kind: str = "text"
    needed: bool = False
    least: int = 0
    most: int = 200
    choices: tuple[str, ...] = ()
    pattern: str = ""
    items: int = 0
    parts: tuple["Entry", ...] = ()

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
        if self.kind in ("texts", "rows"):
            one = {"type": "string", "minLength": self.least, "maxLength": self.most}
            shape = object_of(self.parts) if self.parts else one
            return found | {"type": "array", "maxItems": self.items, "items": shape}
        found["type"] = "string"
        if self.kind in ("moment", "day"):
            return found | {"format": "date-time" if self.kind == "moment" else "date"}
        if self.choices:
            return found | {"enum": list(self.choices)}
        if self.pattern:
            found["pattern"] = f"^{self.pattern}$"
        return found | {"minLength": self.least, "maxLength": self.most}


def object_of(entries: tuple[Entry, ...], *, more: bool = False) -> Json:
    """Return the schema of an object with these entries, and with `more` others beside them."""
    return {
        "type": "object",
        "properties": {entry.name: entry.schema() for entry in entries},
        "required": [entry.name for entry in entries if entry.needed],
        "additionalProperties": more,
    }


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked: its address, the right it needs, what it takes and answers.

    `form` says that its body is multipart; `change`, that it has a body; `keyed`, that it takes an
    idempotency key then; `lenient`, that entries nobody knows are left out and told, not refused;
    `answer` is the name of a shape of
    `shapes.py`, `also` are further statuses with it, `refuses` statuses
    that a reading may be refused with besides the usual ones.
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
    keyed: bool = True
    lenient: bool = False
    also: tuple[int, ...] = ()
    refuses: tuple[str, ...] = ()
