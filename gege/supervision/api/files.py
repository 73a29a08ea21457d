"""Files with orders, meetings and cameras."""

from gege.supervision.actions.keep_file import MOST_FILES, attach_to_order
from gege.supervision.models import KeptFile
from gege.supervision.queries.files import FileOf, kept_file

__all__ = [
    "MOST_FILES",
    "FileOf",
    "KeptFile",
    "attach_to_order",
    "kept_file",
]
