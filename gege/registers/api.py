"""The door of the registers: the contract, deeds, reads and words."""

from gege.registers import finding_names, names, pair_names
from gege.registers.actions.assess import decide_assessment, write_assessment
from gege.registers.actions.consent import withdraw_consent
from gege.registers.actions.end_record import WHY, end_record
from gege.registers.actions.entering import EVIDENCE
from gege.registers.actions.findings import decline_hint, dismiss_finding, finish_finding
from gege.registers.actions.forget import forget_due
from gege.registers.actions.incidents import set_incidents
from gege.registers.actions.merging.merge import merge
from gege.registers.actions.merging.unmerge import unmerge
from gege.registers.actions.open_record import open_record
from gege.registers.actions.pairing.decide import (
    Many,
    keep_apart,
    merge_likely,
    merge_pair,
    propose,
    put_off,
)
from gege.registers.actions.publish_contract import Flawed, publish_contract
from gege.registers.actions.reveal import reveal, set_cases
from gege.registers.actions.rights import (
    answer_request,
    ask_to_correct,
    open_own_data,
    receive_request,
)
from gege.registers.actions.run_rules import last_cursor, run_rules
from gege.registers.actions.say import say
from gege.registers.actions.settle import settle
from gege.registers.actions.share import FREQUENCIES, end_sharing, share
from gege.registers.actions.word import Told
from gege.registers.books import contract, current_contract, current_number, document_in_force
from gege.registers.declared.shipped import shipped_contract, shipped_document
from gege.registers.errors import Faults, Invalid, NotFound, Refused, RegisterError, Stale
from gege.registers.keeping import values_of as own_values
from gege.registers.models import (
    Assessment,
    CatalogueEntry,
    Consent,
    ContractEdition,
    Finding,
    Forgetting,
    Import,
    Link,
    Merge,
    Pair,
    Question,
    Record,
    RightsRequest,
    Statement,
    Turn,
)
from gege.registers.names import sentence_of, sentence_of_flaw, sentence_of_wrong
from gege.registers.protection.searches import seal_search, unseal_search
from gege.registers.queries.around.reach import record_in_reach, with_merged
from gege.registers.queries.at_the_door import Door, doors_at, doors_stamp
from gege.registers.queries.derived import set_formula
from gege.registers.queries.finding_anywhere import FoundAnywhere, Hits, find_anywhere
from gege.registers.queries.findings import (
    FindingLine,
    finding_line,
    open_findings,
    rules_for,
)
from gege.registers.queries.governing import (
    assessment,
    assessments,
    catalogue,
    forgettings,
)
from gege.registers.queries.listing import RecordFilter, RecordLine, RecordPage, records
from gege.registers.queries.live import is_live, live_registers
from gege.registers.queries.one import Linked, Past, RecordSheet, Shown, record_sheet
from gege.registers.queries.pairs import PairLine, pair_of_finding, pairs
from gege.registers.queries.questions import (
    QuestionLine,
    QuestionSheet,
    Word,
    open_questions,
    question_sheet,
)
from gege.registers.queries.rights import (
    OwnData,
    OwnField,
    OwnRecord,
    own_data,
    request_by_number,
    requests_of,
)
from gege.registers.queries.scope import Reader, keeps_people_in_reach, reader
from gege.registers.queries.standing import record_for_word, standing_rows
from gege.registers.rules.consenting import Giver
from gege.registers.rules.declaration import (
    Basis,
    CodeList,
    Contract,
    Field,
    Level,
    Need,
    Part,
    Register,
    Sheet,
    Side,
    Type,
    subjects_of,
)
from gege.registers.rules.declaring import Flaw, Unreadable, read_contract
from gege.registers.rules.rights import IDENTITY, Asker, Right
from gege.registers.rules.saying import Effect, Verified
from gege.registers.rules.settling import How, may_settle
from gege.registers.rules.showing import masked_text, text_of
from gege.registers.rules.sight import Opens, Reach, Seen, Sight
from gege.registers.rules.values import Wrong

__all__ = [
    "EVIDENCE",
    "FREQUENCIES",
    "IDENTITY",
    "WHY",
    "Asker",
    "Assessment",
    "Basis",
    "CatalogueEntry",
    "CodeList",
    "Consent",
    "Contract",
    "ContractEdition",
    "Door",
    "Effect",
    "Faults",
    "Field",
    "Finding",
    "FindingLine",
    "Flaw",
    "Flawed",
    "Forgetting",
    "FoundAnywhere",
    "Giver",
    "Hits",
    "How",
    "Import",
    "Invalid",
    "Level",
    "Link",
    "Linked",
    "Many",
    "Merge",
    "Need",
    "NotFound",
    "Opens",
    "OwnData",
    "OwnField",
    "OwnRecord",
    "Pair",
    "PairLine",
    "Part",
    "Past",
    "Question",
    "QuestionLine",
    "QuestionSheet",
    "Reach",
    "Reader",
    "Record",
    "RecordFilter",
    "RecordLine",
    "RecordPage",
    "RecordSheet",
    "Refused",
    "Register",
    "RegisterError",
    "Right",
    "RightsRequest",
    "Seen",
    "Sheet",
    "Shown",
    "Side",
    "Sight",
    "Stale",
    "Statement",
    "Told",
    "Turn",
    "Type",
    "Unreadable",
    "Verified",
    "Word",
    "Wrong",
    "answer_request",
    "ask_to_correct",
    "assessment",
    "assessments",
    "catalogue",
    "contract",
    "current_contract",
    "current_number",
    "decide_assessment",
    "decline_hint",
    "dismiss_finding",
    "document_in_force",
    "doors_at",
    "doors_stamp",
    "end_record",
    "end_sharing",
    "find_anywhere",
    "finding_line",
    "finding_names",
    "finish_finding",
    "forget_due",
    "forgettings",
    "is_live",
    "keep_apart",
    "keeps_people_in_reach",
    "last_cursor",
    "live_registers",
    "masked_text",
    "may_settle",
    "merge",
    "merge_likely",
    "merge_pair",
    "names",
    "open_findings",
    "open_own_data",
    "open_questions",
    "open_record",
    "own_data",
    "own_values",
    "pair_names",
    "pair_of_finding",
    "pairs",
    "propose",
    "publish_contract",
    "put_off",
    "question_sheet",
    "read_contract",
    "reader",
    "receive_request",
    "record_for_word",
    "record_in_reach",
    "record_sheet",
    "records",
    "request_by_number",
    "requests_of",
    "reveal",
    "rules_for",
    "run_rules",
    "say",
    "seal_search",
    "sentence_of",
    "sentence_of_flaw",
    "sentence_of_wrong",
    "set_cases",
    "set_formula",
    "set_incidents",
    "settle",
    "share",
    "shipped_contract",
    "shipped_document",
    "standing_rows",
    "subjects_of",
    "text_of",
    "unmerge",
    "unseal_search",
    "with_merged",
    "withdraw_consent",
    "write_assessment",
]
