"""The door of the registers: the contract, deeds, reads and words."""

from gege.registers import finding_names, intake_names, names, pair_names, roll_call_names
from gege.registers.actions.assess import decide_assessment, write_assessment
from gege.registers.actions.close_roll_call import close_roll_call
from gege.registers.actions.consent import withdraw_consent
from gege.registers.actions.count_registers import count_registers
from gege.registers.actions.end_record import WHY, end_record
from gege.registers.actions.entering import EVIDENCE
from gege.registers.actions.findings import decline_hint, dismiss_finding, finish_finding
from gege.registers.actions.forget import forget_due
from gege.registers.actions.forget_roll_calls import forget_roll_calls
from gege.registers.actions.incidents import set_incidents
from gege.registers.actions.join_roll_call import join_roll_call
from gege.registers.actions.mark_people import mark_people
from gege.registers.actions.merging.merge import merge
from gege.registers.actions.merging.unmerge import unmerge
from gege.registers.actions.open_record import open_record
from gege.registers.actions.open_roll_call import open_roll_call
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
from gege.registers.intake.apply import apply_import
from gege.registers.intake.columns import map_columns
from gege.registers.intake.decide import decide_row, decide_rows, drop_import
from gege.registers.intake.faults_list import (
    failure_words,
    fault_lines,
    fault_words,
)
from gege.registers.intake.made_up import MadeUp, enter_made_up, made_up_uid
from gege.registers.intake.reads import (
    Candidate,
    ImportSheet,
    RowLine,
    RowSheet,
    import_row,
    import_rows,
    import_sheet,
    imports,
    missing_fields,
)
from gege.registers.intake.receive import FileRefused, receive_file
from gege.registers.intake.undo import undo_import
from gege.registers.intake.work import try_again, work, work_at_once
from gege.registers.intake_names import fault_sentence, fault_sentences
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
    RollCall,
    RollCallPerson,
    Statement,
    Turn,
)
from gege.registers.names import sentence_of, sentence_of_flaw, sentence_of_wrong
from gege.registers.protection.searches import seal_search, unseal_search
from gege.registers.queries.around.building import BuildingPlan, building_plan
from gege.registers.queries.around.dwelling import Stay, stays_of
from gege.registers.queries.around.grid import GridView, grid_view
from gege.registers.queries.around.household import records_of_household
from gege.registers.queries.around.naming import Naming, naming
from gege.registers.queries.around.reach import record_in_reach, with_merged
from gege.registers.queries.around.whereabouts import Whereabouts, linked_records, whereabouts
from gege.registers.queries.at_the_door import Door, doors_at, doors_stamp
from gege.registers.queries.derived import set_formula
from gege.registers.queries.figures import FigureTable, figures, tables_for
from gege.registers.queries.finding_anywhere import FoundAnywhere, Hits, find_anywhere
from gege.registers.queries.findings import (
    FindingLine,
    finding_line,
    findings_about,
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
from gege.registers.queries.pair_sheet import PairSheet, pair_sheet
from gege.registers.queries.pairs import (
    PairLine,
    merge_behind,
    merges_of,
    pair_of_finding,
    pairs,
)
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
from gege.registers.queries.roll_calls.listing import RollLine, roll_calls
from gege.registers.queries.roll_calls.scope import (
    building_to_call,
    open_roll_call_of,
    visible_roll_calls,
)
from gege.registers.queries.roll_calls.sheet import RollSheet, roll_sheet
from gege.registers.queries.scope import Reader, keeps_people_in_reach, reader
from gege.registers.queries.standing import record_for_word, standing_rows
from gege.registers.rules.building_plan import Room, Storey, Unit
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
from gege.registers.rules.roll_calls import Found, Reason
from gege.registers.rules.saying import Effect, Verified
from gege.registers.rules.settling import How, may_settle
from gege.registers.rules.showing import masked_text, text_of
from gege.registers.rules.sight import Opens, Reach, Seen, Sight
from gege.registers.rules.statistics.tables import CountedTable
from gege.registers.rules.values import Wrong

__all__ = [
    "EVIDENCE",
    "FREQUENCIES",
    "IDENTITY",
    "WHY",
    "Asker",
    "Assessment",
    "Basis",
    "BuildingPlan",
    "Candidate",
    "CatalogueEntry",
    "CodeList",
    "Consent",
    "Contract",
    "ContractEdition",
    "CountedTable",
    "Door",
    "Effect",
    "Faults",
    "Field",
    "FigureTable",
    "FileRefused",
    "Finding",
    "FindingLine",
    "Flaw",
    "Flawed",
    "Forgetting",
    "Found",
    "FoundAnywhere",
    "Giver",
    "GridView",
    "Hits",
    "How",
    "Import",
    "ImportSheet",
    "Invalid",
    "Level",
    "Link",
    "Linked",
    "MadeUp",
    "Many",
    "Merge",
    "Naming",
    "Need",
    "NotFound",
    "Opens",
    "OwnData",
    "OwnField",
    "OwnRecord",
    "Pair",
    "PairLine",
    "PairSheet",
    "Part",
    "Past",
    "Question",
    "QuestionLine",
    "QuestionSheet",
    "Reach",
    "Reader",
    "Reason",
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
    "RollCall",
    "RollCallPerson",
    "RollLine",
    "RollSheet",
    "Room",
    "RowLine",
    "RowSheet",
    "Seen",
    "Sheet",
    "Shown",
    "Side",
    "Sight",
    "Stale",
    "Statement",
    "Stay",
    "Storey",
    "Told",
    "Turn",
    "Type",
    "Unit",
    "Unreadable",
    "Verified",
    "Whereabouts",
    "Word",
    "Wrong",
    "answer_request",
    "apply_import",
    "ask_to_correct",
    "assessment",
    "assessments",
    "building_plan",
    "building_to_call",
    "catalogue",
    "close_roll_call",
    "contract",
    "count_registers",
    "current_contract",
    "current_number",
    "decide_assessment",
    "decide_row",
    "decide_rows",
    "decline_hint",
    "dismiss_finding",
    "document_in_force",
    "doors_at",
    "doors_stamp",
    "drop_import",
    "end_record",
    "end_sharing",
    "enter_made_up",
    "failure_words",
    "fault_lines",
    "fault_sentence",
    "fault_sentences",
    "fault_words",
    "figures",
    "find_anywhere",
    "finding_line",
    "finding_names",
    "findings_about",
    "finish_finding",
    "forget_due",
    "forget_roll_calls",
    "forgettings",
    "grid_view",
    "import_row",
    "import_rows",
    "import_sheet",
    "imports",
    "intake_names",
    "is_live",
    "join_roll_call",
    "keep_apart",
    "keeps_people_in_reach",
    "last_cursor",
    "linked_records",
    "live_registers",
    "made_up_uid",
    "map_columns",
    "mark_people",
    "masked_text",
    "may_settle",
    "merge",
    "merge_behind",
    "merge_likely",
    "merge_pair",
    "merges_of",
    "missing_fields",
    "names",
    "naming",
    "open_findings",
    "open_own_data",
    "open_questions",
    "open_record",
    "open_roll_call",
    "open_roll_call_of",
    "own_data",
    "own_values",
    "pair_names",
    "pair_of_finding",
    "pair_sheet",
    "pairs",
    "propose",
    "publish_contract",
    "put_off",
    "question_sheet",
    "read_contract",
    "reader",
    "receive_file",
    "receive_request",
    "record_for_word",
    "record_in_reach",
    "record_sheet",
    "records",
    "records_of_household",
    "request_by_number",
    "requests_of",
    "reveal",
    "roll_call_names",
    "roll_calls",
    "roll_sheet",
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
    "stays_of",
    "subjects_of",
    "tables_for",
    "text_of",
    "try_again",
    "undo_import",
    "unmerge",
    "unseal_search",
    "visible_roll_calls",
    "whereabouts",
    "with_merged",
    "withdraw_consent",
    "work",
    "work_at_once",
    "write_assessment",
]
