"""What every topic shares: the rules of field work, its words and errors, its scope."""

from gege.fieldwork import names
from gege.fieldwork.actions.publish_field_rules import publish_field_rules
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import FieldError, Invalid, NotFound, Refused, Stale
from gege.fieldwork.models import FieldRulesEdition
from gege.fieldwork.names import sentence, sentence_of
from gege.fieldwork.queries.scope import grid_by_code, grids_of, may_see, scope_of
from gege.fieldwork.rules import words
from gege.fieldwork.rules.field_rules import RANGES, FieldRules, RuleProblem
from gege.fieldwork.rules.field_rules import from_json as rules_from_json
from gege.fieldwork.rules.field_rules import problems_of as problems_of_rules
from gege.fieldwork.rules.field_rules import to_json as rules_to_json

__all__ = [
    "RANGES",
    "FieldError",
    "FieldRules",
    "FieldRulesEdition",
    "Invalid",
    "NotFound",
    "Refused",
    "RuleProblem",
    "Stale",
    "current_rules",
    "grid_by_code",
    "grids_of",
    "may_see",
    "names",
    "problems_of_rules",
    "publish_field_rules",
    "rules_from_json",
    "rules_to_json",
    "scope_of",
    "sentence",
    "sentence_of",
    "words",
]
