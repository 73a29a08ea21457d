"""Files of departments, read with care: what they are, what stands in their columns, row by row.

CSV and other delimited text, workbooks (.xlsx) and columns of fixed width, in UTF-8, GB 18030 (with
GBK and GB 2312) or UTF-16. Plain Python without Django, in bounded memory, and nothing in a file is
ever computed, followed or guessed: what is doubtful is told.
"""

from gege.registers.files.faults import FileError
from gege.registers.files.fixed_width import FixedColumn, FixedLayout, guess_layout
from gege.registers.files.limits import Limits
from gege.registers.files.opening import Opened, open_file
from gege.registers.files.profiling import ColumnProfile, Profile, profile
from gege.registers.files.tables import Line, Mark

__all__ = [
    "ColumnProfile",
    "FileError",
    "FixedColumn",
    "FixedLayout",
    "Limits",
    "Line",
    "Mark",
    "Opened",
    "Profile",
    "guess_layout",
    "open_file",
    "profile",
]
