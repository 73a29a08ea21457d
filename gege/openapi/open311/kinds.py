"""The services: the kinds of matters in use, and what else may be said of each."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gege.matters.api import Kind, names, words
from gege.openapi.open311.answers import Problem, answer
from gege.openapi.open311.asking import Asked, speaks

ATTRIBUTES: Final[tuple[tuple[str, str, Promise | str, Promise | str], ...]] = (
    ("title", "string", gettext_lazy("What it is, in a line"), gettext_lazy("2 to 120 characters")),
    ("severity", "singlevaluelist", gettext_lazy("How urgent it is"), ""),
    ("intent", "singlevaluelist", gettext_lazy("What the person wants"), ""),
    (
        "happened_at",
        "datetime",
        gettext_lazy("When it happened"),
        gettext_lazy("ISO 8601 with its offset"),
    ),
)
"""Code, datatype, description and its hint, in their order; none is required."""
CHOICES: Final = {"severity": names.SEVERITIES, "intent": names.INTENTS}


@require_safe
@speaks
def services(asked: Asked) -> HttpResponse:
    """List the kinds in use."""
    given = asked.values(asked.request.GET)
    asked.jurisdiction(given)
    asked.knock(given, needed=False)
    rows = [_service(kind, asked.language) for kind in asked.where.book.live_kinds]
    return answer(asked.form, "services", rows)


@require_safe
@speaks
def definition(asked: Asked, code: str) -> HttpResponse:
    """Say what may be told of a kind besides its place and description."""
    given = asked.values(asked.request.GET)
    asked.jurisdiction(given)
    asked.knock(given, needed=False)
    book = asked.where.book
    if not book.has(code) or book.kind(code).retired:
        text = _("service_code %(value)s was not found.")
        raise Problem(404, text % {"value": code[:20]})
    attributes = [_attribute(order, *one) for order, one in enumerate(ATTRIBUTES, start=1)]
    content = {"service_code": code, "attributes": attributes}
    return answer(asked.form, "service_definition", content)


def _service(kind: Kind, language: str) -> dict[str, Any]:
    other = "zh-hans" if language == "en" else "en"
    said = [kind.name(other), str(names.FAMILIES[words.Family(kind.family)])]
    return {
        "service_code": kind.code,
        "service_name": kind.name(language),
        "description": f"{kind.group(language)}: {kind.name(language)}",
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys(said)),
        "group": kind.group(language),
    }


def _attribute(
    order: int, code: str, datatype: str, description: Promise | str, hint: Promise | str
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": str(hint) or None,
        "order": order,
        "description": str(description),
    }
    if code in CHOICES:
        found["values"] = [
            {"key": str(key), "name": str(name)} for key, name in CHOICES[code].items()
        ]
    return found
