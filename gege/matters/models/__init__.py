"""The tables of matters."""

from gege.matters.models.attachment import Attachment
from gege.matters.models.edition import RulebookEdition
from gege.matters.models.handling import (
    ClockPause,
    ExtensionRequest,
    Instruction,
    Involvement,
    Watch,
)
from gege.matters.models.matter import PROVISIONAL, Matter, search_vector, search_words
from gege.matters.models.remark import Remark
from gege.matters.models.reporting import Reporting
from gege.matters.models.triage_help import Offer, TriageModel

__all__ = [
    "PROVISIONAL",
    "Attachment",
    "ClockPause",
    "ExtensionRequest",
    "Instruction",
    "Involvement",
    "Matter",
    "Offer",
    "Remark",
    "Reporting",
    "RulebookEdition",
    "TriageModel",
    "Watch",
    "search_vector",
    "search_words",
]
