"""The tables of registers."""

from gege.registers.models.counting import Counting, Figure
from gege.registers.models.division import DivisionEdition
from gege.registers.models.edition import Assessment, ContractEdition
from gege.registers.models.finding import Comparing, Finding
from gege.registers.models.forgetting import Forgetting
from gege.registers.models.intake import ColumnMap, Import, ImportChunk, ImportRow
from gege.registers.models.pairs import Merge, Pair, Pairing
from gege.registers.models.record import AREA_DEPTHS, Link, Record
from gege.registers.models.resealing import Resealing
from gege.registers.models.rights import RightsRequest
from gege.registers.models.roll_call import RollCall, RollCallPerson, RollCallReader
from gege.registers.models.saying import Question, Statement, Turn
from gege.registers.models.sharing import CatalogueEntry, Consent

__all__ = [
    "AREA_DEPTHS",
    "Assessment",
    "CatalogueEntry",
    "ColumnMap",
    "Comparing",
    "Consent",
    "ContractEdition",
    "Counting",
    "DivisionEdition",
    "Figure",
    "Finding",
    "Forgetting",
    "Import",
    "ImportChunk",
    "ImportRow",
    "Link",
    "Merge",
    "Pair",
    "Pairing",
    "Question",
    "Record",
    "Resealing",
    "RightsRequest",
    "RollCall",
    "RollCallPerson",
    "RollCallReader",
    "Statement",
    "Turn",
]
