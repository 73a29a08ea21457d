"""The field rules in force, the day, and the vocabularies with their labels."""

from collections.abc import Mapping
from typing import Any

from gege.field.scene import Scene
from gege.fieldwork import api as fieldwork
from gege.matters import api as matters


def field_rules(scene: Scene) -> dict[str, Any]:
    """Return the rules and the closed vocabularies in the worker's language."""
    w = fieldwork.words
    return {
        **fieldwork.rules_to_json(scene.rules),
        "today": scene.today.isoformat(),
        "service_day": scene.where.calendar.is_working(scene.today),
        "purposes": labelled(fieldwork.names.PURPOSES),
        "excuses": labelled(fieldwork.names.EXCUSE_REASONS),
        "visit_states": labelled(
            fieldwork.names.VISIT_STATES,
            (w.VisitState.DONE, w.VisitState.REFUSED, w.VisitState.ABSENT),
        ),
        "entry_outcomes": labelled(fieldwork.names.OUTCOMES),
        "severities": labelled(matters.names.SEVERITIES),
        "intents": labelled(matters.names.INTENTS),
        "outcomes": {
            str(intent): labelled(matters.names.OUTCOMES, allowed)
            for intent, allowed in matters.ALLOWED_OUTCOMES.items()
        },
    }


def labelled(names: Mapping[str, Any], only: Any = None) -> list[dict[str, str]]:
    """Return words of a vocabulary with their labels, in its order."""
    wanted = list(names) if only is None else only
    return [{"value": str(word), "label": str(names[word])} for word in wanted]
