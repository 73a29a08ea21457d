"""Why a file cannot be read, as words for a room's sentences."""

from typing import Final

from gege.kernel.worded_errors import WordedError


class FileError(WordedError):
    """A file that is not read; `values` say where or how much."""

    word = "damaged"


FAULTS: Final = {
    "empty": ("The file is empty.", "文件是空的。"),
    "too_large": (
        "The file is larger than {most} MB.",
        "文件超过 {most} MB，请拆分后再导入。",
    ),
    "legacy_xls": (
        "This is an old Excel file (.xls). Save it as .xlsx or CSV.",
        "这是旧版 Excel 文件（.xls），请另存为 .xlsx 或 CSV。",
    ),
    "encrypted": (
        "The workbook has a password. Save it without one.",
        "工作簿设有密码，请取消密码后再导入。",
    ),
    "html": (
        "This is a web page named like a table. Open it in a spreadsheet and save it as .xlsx.",
        "这是网页改名的表格，请用表格软件打开后另存为 .xlsx。",
    ),
    "unknown_kind": (
        "This is no table: CSV, text and .xlsx can be read.",
        "不是表格文件，可读取 CSV、文本和 .xlsx。",
    ),
    "bomb": (
        "The workbook would unpack to far more than it is. It is not opened.",
        "工作簿解压后异常庞大，已拒绝打开。",
    ),
    "unsafe_xml": (
        "The workbook contains instructions that no spreadsheet writes. It is not opened.",
        "工作簿含有异常内容，已拒绝打开。",
    ),
    "damaged": ("The file is damaged or was cut.", "文件已损坏或不完整。"),
    "encoding": (
        "The characters of the file cannot be read: neither UTF-8 nor GB 18030.",
        "文件的字符无法识别，既不是 UTF-8 也不是 GB 18030。",
    ),
    "too_many_columns": ("There are more than {most} columns.", "列数超过 {most}。"),
    "too_many_rows": ("There are more than {most} rows.", "行数超过 {most}。"),
    "cell_too_long": (
        "Line {line} has a cell of more than {most} characters; a quotation mark may be missing.",
        "第 {line} 行有单元格超过 {most} 个字符，可能缺少引号。",
    ),
    "no_sheet": ("There is no sheet with rows.", "没有含数据的工作表。"),
    "no_header": ("No line of headings was found.", "没有找到表头。"),
}
"""English message ids and their Chinese."""
