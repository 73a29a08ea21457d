"""The door of field work: deeds, reads, words."""

from gege.fieldwork import names
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import FieldError, Invalid, NotFound, Refused, Stale
from gege.fieldwork.names import sentence_of
from gege.fieldwork.queries.scope import grid_by_code, grids_of, may_see, scope_of
from gege.fieldwork.rules import words
from gege.fieldwork.rules.field_rules import FieldRules

__all__ = [
    "FieldError",
    "FieldRules",
    "Invalid",
    "NotFound",
    "Refused",
    "Stale",
    "current_rules",
    "grid_by_code",
    "grids_of",
    "may_see",
    "names",
    "scope_of",
    "sentence_of",
    "words",
]
