"""A rulebook as JSON and back: how editions are kept and how a county moves its own."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gege.kernel.working_time import NearDue, TimeUnit
from gege.matters.rules.rulebook import Kind, LimitRow, Rulebook, Thresholds
from gege.matters.rules.words import Entry, Family, FirstTime, Intent, Nature, Severity, Stage


def to_json(book: Rulebook) -> dict[str, Any]:
    """Return the document that is kept; the edition number stands on its row."""
    return {
        "kinds": [asdict(kind) | {"leads": list(kind.leads)} for kind in book.kinds],
        "limits": [asdict(row) for row in book.limits],
        "thresholds": asdict(book.thresholds),
    }


def from_json(number: int, document: Mapping[str, Any]) -> Rulebook:
    """Build an edition from its document.

    Raises ValueError naming the entry that cannot be read. Fields that a later version added
    take their defaults, so an old edition stays readable.
    """
    try:
        thresholds = dict(document.get("thresholds", {}))
        near_due = NearDue(**thresholds.pop("near_due", {}))
        return Rulebook(
            number=number,
            kinds=tuple(kind_from(one) for one in document["kinds"]),
            limits=tuple(limit_from(one) for one in document["limits"]),
            thresholds=Thresholds(near_due=near_due, **thresholds),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is not a rulebook: {error}") from error


def kind_from(entry: Mapping[str, Any]) -> Kind:
    """Build one kind; raises ValueError for a word that is not in its vocabulary."""
    plain = dict(entry)
    return Kind(
        **{
            **plain,
            "nature": Nature(plain["nature"]),
            "family": Family(plain["family"]),
            "intent": Intent(plain["intent"]),
            "first_time": FirstTime(plain["first_time"]),
            "entry": Entry(plain.get("entry", Entry.LOCALITY)),
            "severity": Severity(plain.get("severity", Severity.NORMAL)),
            "leads": tuple(plain.get("leads", ())),
        }
    )


def limit_from(entry: Mapping[str, Any]) -> LimitRow:
    """Build one line of the limit table."""
    plain = dict(entry)
    return LimitRow(
        **{
            **plain,
            "stage": Stage(plain["stage"]),
            "unit": TimeUnit(plain["unit"]),
            "amount": int(plain["amount"]),
        }
    )
