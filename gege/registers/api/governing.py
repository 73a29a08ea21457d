"""Assessments, the sharing catalogue, consent, forgetting, and what people ask of their data."""

from gege.registers.actions.assess import decide_assessment, write_assessment
from gege.registers.actions.consent import withdraw_consent
from gege.registers.actions.forget import forget_due
from gege.registers.actions.rights import (
    answer_request,
    ask_to_correct,
    open_own_data,
    receive_request,
)
from gege.registers.actions.share import FREQUENCIES, end_sharing, share
from gege.registers.models import Assessment, CatalogueEntry, Consent, Forgetting, RightsRequest
from gege.registers.queries.governing import assessment, assessments, catalogue, forgettings
from gege.registers.queries.rights import (
    OwnData,
    OwnField,
    OwnRecord,
    own_data,
    request_by_number,
    requests_of,
)
from gege.registers.rules.consenting import Giver
from gege.registers.rules.rights import IDENTITY, Asker, Right

__all__ = [
    "FREQUENCIES",
    "IDENTITY",
    "Asker",
    "Assessment",
    "CatalogueEntry",
    "Consent",
    "Forgetting",
    "Giver",
    "OwnData",
    "OwnField",
    "OwnRecord",
    "Right",
    "RightsRequest",
    "answer_request",
    "ask_to_correct",
    "assessment",
    "assessments",
    "catalogue",
    "decide_assessment",
    "end_sharing",
    "forget_due",
    "forgettings",
    "open_own_data",
    "own_data",
    "receive_request",
    "request_by_number",
    "requests_of",
    "share",
    "withdraw_consent",
    "write_assessment",
]
