"""Whether an article holds the words of a search, as a condition of the database."""

from collections.abc import Sequence

from django.db.models import BooleanField, F, Func, Value


class _Finds(Func):
    """Tell whether a search vector holds the terms of a query; the terms are taken as they are."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def finds(terms: Sequence[str], weight: str = "") -> Func:
    """Return the condition that an article holds all terms, with a weight if one is named.

    Terms are letters, digits and Han signs only (`kernel/search_terms.py`): quoting is enough.
    """
    mark = f":{weight}" if weight else ""
    return _Finds(F("search"), Value(" & ".join(f"'{term}'{mark}" for term in terms)))
