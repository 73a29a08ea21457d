"""The tables of work outdoors."""

from gege.fieldwork.models.campaigns import (
    Assignment,
    Campaign,
    CampaignForm,
    Entry,
    EntryFile,
    FormMedia,
)
from gege.fieldwork.models.edition import FieldRulesEdition
from gege.fieldwork.models.patrols import CheckIn, Excuse, Finding, Patrol, Round, TrackPoint
from gege.fieldwork.models.points import CheckPoint
from gege.fieldwork.models.terminals import DeadToken, Terminal
from gege.fieldwork.models.visits import Concern, ContactLink, Visit

__all__ = [
    "Assignment",
    "Campaign",
    "CampaignForm",
    "CheckIn",
    "CheckPoint",
    "Concern",
    "ContactLink",
    "DeadToken",
    "Entry",
    "EntryFile",
    "Excuse",
    "FieldRulesEdition",
    "Finding",
    "FormMedia",
    "Patrol",
    "Round",
    "Terminal",
    "TrackPoint",
    "Visit",
]
