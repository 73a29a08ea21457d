"""Words about people: roles and units in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from gege.staff.api import role_name

register = template.Library()


@register.filter
def role_words(role: object) -> str:
    """Write a role's name in the reader's language."""
    return role_name(str(role))


@register.filter
def unit_words(holder: Any) -> str:
    """Write the unit of a post or an actor in the reader's language."""
    english = getattr(holder, "unit_name_en", "")
    return str(english or holder.unit_name) if get_language() == "en" else str(holder.unit_name)
