"""Tags of the pages of duty."""

from django import template

from gege.staff.api import duty

register = template.Library()


@register.simple_tag
def swap_state(state: str) -> str:
    """Write how a swap stands."""
    return str(duty.names.SWAP_STATES[duty.SwapState(state)])
