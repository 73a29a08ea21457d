"""The list of requirement rows and their tests, made from a small project of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import rows

DOCUMENT = """\
# Rows

## 1.1 Goals

| row | title | what it asks | rooms |
| --- | --- | --- | --- |
| R-001 | A pilot | It can grow. | territory |
| R-002 | A period | It can start on any day. | territory, boards |
| R-003 | A theme | Two figures. | boards |
"""

TESTS = """\
import pytest

@pytest.mark.row("R-001")
def test_it_grows(): ...

@pytest.mark.row("R-001", "R-002")
def test_it_starts_on_any_day(): ...

def test_of_nothing_in_particular(): ...
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with three rows, two cited, and one room that holds code."""
    write(tmp_path / "docs" / "requirements.md", DOCUMENT)
    write(tmp_path / "tests" / "test_some.py", TESTS)
    write(tmp_path / "gege" / "territory" / "api.py", "")
    write(tmp_path / "gege" / "boards" / "__init__.py", "")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = rows.main(arguments, root=project)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_each_row_is_printed_with_its_tests_and_the_totals(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, capsys) == (
        0,
        (
            "1.1 Goals\n"
            "  R-001  A pilot\n"
            "         built: shown by 2 tests\n"
            "           tests/test_some.py:4 test_it_grows\n"
            "           tests/test_some.py:7 test_it_starts_on_any_day\n"
            "  R-002  A period\n"
            "         partly: shown by 1 test (not there yet: boards)\n"
            "           tests/test_some.py:7 test_it_starts_on_any_day\n"
            "  R-003  A theme\n"
            "         not yet: no test\n"
            "\n"
            "3 rows: 1 built, 1 partly, 1 not yet\n"
        ),
        "",
    )


def test_missing_lists_only_rows_without_a_test(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, capsys, "--missing") == (
        0,
        (
            "1.1 Goals\n"
            "  R-003  A theme\n"
            "         not yet: no test\n"
            "\n"
            "3 rows: 1 built, 1 partly, 1 not yet\n"
        ),
        "",
    )


def test_one_row_is_printed_with_what_it_asks_and_its_rooms(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, capsys, "--row", "R-002") == (
        0,
        (
            "R-002  A period\n"
            "  It can start on any day.\n"
            "  rooms: territory, boards\n"
            "  partly: shown by 1 test (not there yet: boards)\n"
            "    tests/test_some.py:7 test_it_starts_on_any_day\n"
        ),
        "",
    )


def test_a_row_that_does_not_exist_is_said_to_be_missing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, capsys, "--row", "R-999") == (1, "", "there is no row R-999\n")


def test_a_test_that_cites_an_unknown_row_fails_the_run(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        project / "tests" / "deep" / "test_other.py",
        'import pytest\n\n@pytest.mark.row("R-404")\ndef test_it(): ...\n',
    )
    code, _, complaint = run(project, capsys)
    assert (code, complaint) == (
        1,
        (
            "tests/deep/test_other.py:4: test_it cites R-404, "
            "which docs/requirements.md does not have\n"
        ),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            'pytestmark = pytest.mark.row("R-001")\ndef test_a(): ...',
            [("R-001", "test_a")],
            id="module",
        ),
        pytest.param(
            'pytestmark = [pytest.mark.slow, pytest.mark.row("R-001")]\nasync def test_a(): ...',
            [("R-001", "test_a")],
            id="module-list",
        ),
        pytest.param(
            '@pytest.mark.row("R-001")\nclass TestIt:\n    @pytest.mark.row("R-002")\n'
            "    def test_a(self): ...\n    def helper(self): ...",
            [("R-001", "TestIt.test_a"), ("R-002", "TestIt.test_a")],
            id="class",
        ),
        pytest.param(
            '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.row("R-003"))])\n'
            "def test_a(x): ...",
            [("R-003", "test_a")],
            id="parameter",
        ),
        pytest.param(
            '@pytest.mark.row("R-001")\n@pytest.mark.row("R-001")\ndef test_a(): ...',
            [("R-001", "test_a")],
            id="twice-counts-once",
        ),
    ],
)
def test_marks_are_found_wherever_pytest_finds_them(
    tmp_path: Path, source: str, expected: list[tuple[str, str]]
) -> None:
    write(tmp_path / "tests" / "test_it.py", source)
    found = rows.read_citations(tmp_path / "tests", tmp_path)
    assert [(citation.row, citation.test) for citation in found] == expected


@pytest.mark.parametrize(
    ("path", "text", "complaint"),
    [
        ("tests/test_some.py", "def test_(:\n", "tests/test_some.py:1: invalid syntax"),
        (
            "tests/test_some.py",
            "@pytest.mark.row(ROW)\ndef test_a(): ...\n",
            "tests/test_some.py:1: a row mark names its rows by plain strings",
        ),
        (
            "docs/requirements.md",
            DOCUMENT + "| R-003 | Again | Twice. | boards |\n",
            "requirements.md:10: R-003 stands twice",
        ),
        (
            "docs/requirements.md",
            DOCUMENT + "| R-004 | No rooms |\n",
            "requirements.md:10: a row needs id, title, text, rooms",
        ),
        ("docs/requirements.md", "# Nothing\n", "requirements.md has no rows"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    project: Path, capsys: pytest.CaptureFixture[str], path: str, text: str, complaint: str
) -> None:
    write(project / path, text)
    assert run(project, capsys) == (2, "", complaint + "\n")


def test_a_missing_document_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "docs" / "requirements.md").unlink()
    assert run(project, capsys) == (
        2,
        "",
        "cannot read requirements.md: No such file or directory\n",
    )
