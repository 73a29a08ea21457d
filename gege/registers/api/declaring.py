"""The contract: registers, sheets, fields, and who may see them."""

from gege.registers.actions.publish_contract import Flawed, publish_contract
from gege.registers.books import contract, current_contract, current_number, document_in_force
from gege.registers.declared.shipped import shipped_contract, shipped_document
from gege.registers.models import ContractEdition
from gege.registers.queries.live import is_live, live_registers
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
from gege.registers.rules.sight import Opens, Reach, Seen, Sight

__all__ = [
    "Basis",
    "CodeList",
    "Contract",
    "ContractEdition",
    "Field",
    "Flaw",
    "Flawed",
    "Level",
    "Need",
    "Opens",
    "Part",
    "Reach",
    "Register",
    "Seen",
    "Sheet",
    "Side",
    "Sight",
    "Type",
    "Unreadable",
    "contract",
    "current_contract",
    "current_number",
    "document_in_force",
    "is_live",
    "live_registers",
    "publish_contract",
    "read_contract",
    "shipped_contract",
    "shipped_document",
    "subjects_of",
]
