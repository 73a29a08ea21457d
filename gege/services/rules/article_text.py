"""What an article says, as it is typed, kept and compared."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """An article as it is written: what it says, who keeps it, and its days."""

    kind: str
    title: str
    body: str
    owner_id: int
    valid_from: date
    review_on: date
    valid_to: date | None = None
    source: str = ""
    keywords: str = ""
    title_en: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the text as plain JSON; `from_json` reads it back."""
        return {
            "kind": self.kind,
            "title": self.title,
            "title_en": self.title_en,
            "body": self.body,
            "source": self.source,
            "keywords": self.keywords,
            "owner_id": self.owner_id,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "review_on": self.review_on.isoformat(),
        }


def from_json(kept: dict[str, Any]) -> Text:
    """Return a text that was kept as JSON."""
    days = {
        name: date.fromisoformat(kept[name]) if kept[name] else None
        for name in ("valid_from", "valid_to", "review_on")
    }
    return Text(**{**kept, **days})
