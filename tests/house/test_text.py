"""What may not stand in any file of the project.

The forbidden words are spelled with a bracket in them, so that this file does not contain them.
"""

from __future__ import annotations

import re

import pytest

from tests.house.tree import name_of, told, tracked_files, tracked_texts

PLACES = re.compile(r"(?<![\w.])/(?:w[o]rk|f[a]rm|t[m]p|r[o]ot|h[o]me/\w+)(?=/|\b(?!\s*:))")
REGISTRIES = re.compile(
    r"p[y]pi\.o[r]g|p[y]thonhosted|registry\.n[p]mjs|registry\.y[a]rnpkg|deb\.d[e]bian"
    r"|p[r]oxy\.golang|u[n]pkg\.com|j[s]delivr|c[d]njs",
    re.IGNORECASE,
)
WORKPLACE = re.compile(
    r"\bc[l]aude\b|\banthr[o]pic\b|\bopen[a]i\b|\bchat[g]pt\b|\bsub-?[a]gents?\b|\bco-?p[i]lot\b"
    r"|\bc[o]-authored-by\b|\b(?:domain|design|peers|anchors|contract)\.m[d]\b",
    re.IGNORECASE,
)
LEFTOVERS = re.compile(r"^(?:<{7}|>{7}) |\b(?:T[O]DO|F[I]XME|X[X]X)\b", re.MULTILINE)
LARGEST = 1_000_000
"""Bytes. Pictures and code lists fit in it; a file of a third party often does not."""


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        pytest.param(PLACES, "Name no path of one machine; use a path from the root.", id="places"),
        pytest.param(REGISTRIES, "Name no registry or public host of packages.", id="registries"),
        pytest.param(
            WORKPLACE, "Say it in the project's own terms; cite an R-row or a standard.", id="words"
        ),
        pytest.param(LEFTOVERS, "Finish it, or open an issue for it.", id="leftovers"),
    ],
)
def test_no_file_contains(pattern: re.Pattern[str], rule: str) -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in tracked_texts()
        for match in pattern.finditer(text)
    ]
    assert found == [], told(found, rule)


def test_no_tracked_file_is_large() -> None:
    large = [
        f"{name_of(path)}: {path.stat().st_size} bytes"
        for path in tracked_files()
        if path.stat().st_size > LARGEST
    ]
    assert large == [], told(large, "Make it at set-up, or load it from the operator.")


def test_code_and_comments_are_english() -> None:
    """Chinese stands in data, translations, documents and texts on purpose, not in comments."""
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in tracked_texts()
        if name.startswith(("gege/", "tools/")) and name.endswith(".py")
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*#.*[\u4e00-\u9fff]{6,}", line)
    ]
    assert found == [], told(found, "Write the comment in English; a Chinese term may follow it.")


@pytest.mark.row("R-038")
def test_pages_name_no_other_host() -> None:
    """The government extranet has no internet; an address of a name space is not a request."""
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in tracked_texts()
        if name.startswith("gege/") and name.endswith((".html", ".css", ".js", ".mjs", ".svg"))
        for match in re.finditer(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", text)
        if not re.search(r"www\.w3\.org$", match[0])
    ]
    assert found == [], told(found, "Serve it from the static files of the project.")
