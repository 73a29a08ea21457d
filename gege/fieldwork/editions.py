"""The field rules in force, kept in each process under the number of their edition."""

from functools import lru_cache
from typing import Final

from gege.fieldwork.models import FieldRulesEdition
from gege.fieldwork.rules.field_rules import FieldRules, from_json
from gege.territory.api import Editions

EDITION: Final = "fieldwork"


def current_rules(editions: Editions) -> FieldRules:
    """Return the rules in force; the defaults while nothing was published."""
    return _rules(editions[EDITION])


@lru_cache(maxsize=8)
def _rules(stamp: int) -> FieldRules:
    """Return the newest rules under a stamp, which changes with every publishing."""
    newest = FieldRulesEdition.objects.order_by("-number").first() if stamp else None
    return from_json(newest.document) if newest else FieldRules()
