"""What the rules of comparison are called, and what to do about what they find."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.registers.rules.findings.declared import Kind

Text = str | Promise

RULES: Final[Mapping[str, Text]] = {
    "L01": _("One document number in two residents"),
    "L02": _("Perhaps entered twice: same name, month of birth and building"),
    "L03": _("A resident without a dwelling, or with one in another grid"),
    "L04": _("A household without head or members, or a member of two"),
    "L05": _("Let without tenants, or vacant with residents"),
    "L06": _("A building's position lies outside of its grid"),
    "L07": _("Nobody answers for safety, or the inspection is overdue"),
    "L08": _("The place is open, the organisation has left its address"),
    "L09": _("A file is still open after the person died"),
    "L11": _("Somebody reaches 60, 65, 80, 90 or 100 soon"),
    "L12": _("Assistance is reviewed within 30 days"),
    "L13": _("A visit of care is overdue"),
    "L14": _("A child's service without a guardian"),
    "L15": _("A hazard where people are cared for"),
    "L16": _("Three hazards in 90 days at one facility"),
    "L17": _("A grid has far more or far less work than its like"),
}
"""What was found."""

TO_DO: Final[Mapping[str, Text]] = {
    "L01": _("Compare both side by side: make them one record, or say why they are different."),
    "L02": _("Ask at the door. Two people may well share name and month."),
    "L03": _("Ask where the person lives and enter the dwelling."),
    "L04": _("Ask who belongs to the household and correct it."),
    "L05": _("Look at the dwelling and correct its use, tenants or residents."),
    "L06": _("First check the coordinate system of the position, then the grid's border."),
    "L07": _("Name who answers for safety, or inspect the place."),
    "L08": _("Look who uses the place and correct it."),
    "L09": _("Close the file. Speak with the family with respect."),
    "L11": _("Offer help with card, allowance and health check."),
    "L12": _("Offer help with the renewal."),
    "L13": _("Visit, and note what was done."),
    "L14": _("Ask the family who looks after the child."),
    "L15": _("Remove this hazard before others of its grade."),
    "L16": _("Look for the cause instead of repairing again."),
    "L17": _(
        "Look at the proposal, ask the station, and let the division be changed or say why not."
    ),
}
"""What to do about it."""

KINDS: Final[Mapping[str, Text]] = {Kind.TASK: _("Task"), Kind.HINT: _("Offer")}
