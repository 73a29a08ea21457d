"""On which words a decision about a pair rests: whichever stands instead reopens the question."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from gege.registers.models import Pair, Record
from gege.registers.queries.cells import FIELD_OF, RESIDENT
from gege.registers.rules.merging import Decision

_LENGTH: Final = 52
_COMPARED: Final = frozenset(FIELD_OF.values())


def rests_on(pair: Pair) -> str:
    """Return a mark of the statements that stand in what is compared of both records.

    It names statements and no value, so it outlives a change of keys.
    """
    return _mark(pair, _standing((pair.one_id, pair.other_id)))


def still_apart(keys: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of some pairs that somebody decided are different, as long as that rests."""
    rows = Pair.objects.filter(how=Decision.DIFFERENT, one_id__in={key[0] for key in keys})
    apart = [one for one in rows if (one.one_id, one.other_id) in keys]
    standing = _standing({pk for one in apart for pk in (one.one_id, one.other_id)})
    return {(one.one_id, one.other_id) for one in apart if one.rests_on == _mark(one, standing)}


def _standing(ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    return dict(Record.objects.filter(pk__in=list(ids)).values_list("pk", "standing"))


def _mark(pair: Pair, standing: Mapping[int, Mapping[str, Any]]) -> str:
    said = [
        f"{pk}.{name}.{kept[0]}"
        for pk in (pair.one_id, pair.other_id)
        for name, kept in sorted(standing[pk].items())
        if pair.sheet != RESIDENT or name in _COMPARED
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:_LENGTH]
