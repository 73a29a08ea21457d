#!/usr/bin/env python3
"""Verify the package of an accountability review (责任倒查): python3 verify_dossier.py FILE.zip

It needs nothing but Python 3.9 or newer, and nothing of the platform. It finds any change in an
item of evidence, in the list, and in the papers of the package. Whoever changes a package and
computes every sum anew is found by the sum that stands elsewhere: on a signed or printed dossier,
and in the line of the trail that opened the review. Give it with --sum. That sum covers the
evidence: what the papers of a package say is compared with the signed dossier by a person.

Ends with 0 when everything holds, with 1 when something does not, with 2 when it cannot be read.
"""

import argparse
import hashlib
import html
import json
import re
import sys
import zipfile
import zlib
from io import BytesIO

FORMAT = "gege-dossier/1"
SEPARATOR = "\x1f"
GENESIS = "0" * 64
MOST_BYTES = 512 * 1024 * 1024
DAMAGED = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What reading a file of a package raises: RuntimeError for what is encrypted."""


def main(arguments=None):
    """Verify a package and say what was found, a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", help="the package, as it was taken from the platform")
    parser.add_argument("--sum", default="", help="the sum over the evidence, known from elsewhere")
    given = parser.parse_args(arguments)
    try:
        with zipfile.ZipFile(given.package) as package:
            said, problems = verify(package, given.sum.strip().lower())
    except (*DAMAGED, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"CANNOT BE READ: {error}")
        return 2
    for line in said:
        print(line)
    for line in problems:
        print(f"DOES NOT HOLD: {line}")
    print("NOT VERIFIED." if problems else "VERIFIED: everything holds.")
    return 1 if problems else 0


def verify(package, known_sum=""):
    """Return what was verified and what does not hold, as sentences."""
    contents = read_all(package)
    manifest = json.loads(contents.pop("manifest.json").decode("utf-8"))
    if manifest["format"] != FORMAT:
        raise ValueError(f"the format is {manifest['format']!r}, not {FORMAT!r}")
    problems = []
    listed = manifest["items"] + manifest["files"]
    names = [one["file"] for one in listed]
    problems += [f"{one} is in the package and not in its list" for one in contents.keys() - names]
    problems += [f"{one} stands twice in the list" for one in sorted(names) if names.count(one) > 1]
    for one in listed:
        problems += check_sum(contents, one)
    places = [one["place"] for one in manifest["items"]]
    if places != list(range(1, len(places) + 1)):
        problems.append("the places of the items are not 1, 2, 3 and so on")
    text = "".join(f"{one['place']} {one['sha256']}\n" for one in manifest["items"])
    total = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if total != manifest["evidence_sum"]:
        problems.append("the sum over the list is not that of its items")
    if known_sum and total != known_sum:
        problems.append("the sum over the list is not the one known from elsewhere")
    problems += check_paper(contents.get("dossier.docx"), total)
    items = read_items(contents, manifest["items"])
    problems += check_places(items)
    chains, wrong = check_chains(items)
    problems += check_proofs(items)
    said = [
        f"Review {manifest['review']}: {len(places)} items of evidence, "
        f"{len(manifest['files'])} papers.",
        f"Sum over the evidence: {total}",
        *chains,
        "The papers fit the list of the package alone: compare what they say with the signed one.",
    ]
    return said, problems + wrong


def read_all(package):
    """Return every file of the package; refuses names that stand twice, and bombs."""
    entries = package.infolist()
    names = [one.filename for one in entries]
    if len(set(names)) != len(names):
        raise ValueError("a file stands twice in the package")
    if sum(one.file_size for one in entries) > MOST_BYTES:
        raise ValueError("the package is larger than 512 MB")
    return {one.filename: package.read(one) for one in entries}


def check_sum(contents, listed):
    """Return what is wrong with one file of the list."""
    data = contents.get(listed["file"])
    if data is None:
        return [f"{listed['file']} is in the list and not in the package"]
    if hashlib.sha256(data).hexdigest() != listed["sha256"]:
        return [f"{listed['file']} was changed: its sum is not the one in the list"]
    return []


def check_paper(docx, total):
    """Return what is wrong with the Word document: the sum over the evidence stands in it."""
    if docx is None:
        return ["dossier.docx is missing"]
    try:
        with zipfile.ZipFile(BytesIO(docx)) as parts:
            if parts.getinfo("word/document.xml").file_size > MOST_BYTES:
                return ["dossier.docx cannot be read"]
            body = parts.read("word/document.xml").decode("utf-8")
    except (*DAMAGED, KeyError, UnicodeDecodeError):
        return ["dossier.docx cannot be read"]
    text = html.unescape(re.sub(r"<[^>]+>", "", body))
    return [] if total in text else ["dossier.docx names another sum over the evidence"]


def read_items(contents, listed):
    """Return the items as they read; what cannot be read is named by its sum already."""
    items = []
    for one in listed:
        try:
            items.append((one["place"], json.loads(contents[one["file"]].decode("utf-8"))))
        except (KeyError, ValueError):
            continue
    return items


def check_places(items):
    """Return the items that say they stand elsewhere in the list."""
    return [
        f"item {place} says that it is {one['place']}"
        for place, one in items
        if one["place"] != place
    ]


def check_proofs(items):
    """Return what the platform itself found broken in its trails when it gathered the evidence,
    and trails of which lines are not here."""
    trails = {}
    for _place, one in items:
        if one["kind"] == "line":
            trails.setdefault(one["data"]["stream"], []).append(one["data"]["hash"])
    problems = []
    for _place, one in items:
        if one["kind"] != "proof":
            continue
        data = one["data"]
        found = trails.pop(data["stream"], [])
        if data["chain"] != "whole":
            problems.append(f"{data['stream']}: broken when it was gathered: {data['chain']}")
        if not all(seal["holds"] is True for seal in data["seals"]):
            problems.append(f"{data['stream']}: a seal did not hold when it was gathered")
        if len(found) != data["lines"] or (found[-1] if found else "") != data["head"]:
            problems.append(f"{data['stream']}: there are not as many lines as its proof says")
    return problems + [f"{stream}: there is no proof of it" for stream in sorted(trails)]


def check_chains(items):
    """Follow the chain of hashes of every trail in the evidence."""
    trails = {}
    for _place, one in items:
        if one["kind"] == "line":
            trails.setdefault(one["data"]["stream"], []).append(one)
    said, problems = [], []
    for stream, lines in sorted(trails.items()):
        previous, whole, masked = GENESIS, 0, 0
        for number, line in enumerate(lines, start=1):
            data = line["data"]
            if data["seq"] != number or data["previous"] != previous:
                problems.append(f"{stream}: line {number} does not follow the line before it")
            if data["masked"]:
                masked += 1
            elif line_hash(line) == data["hash"]:
                whole += 1
            else:
                problems.append(f"{stream}: line {number} does not fit its hash")
            previous = data["hash"]
        said.append(
            f"Trail {stream}: {len(lines)} lines in one chain, {whole} computed anew, "
            f"{masked} with masked numbers."
        )
    return said, problems


def line_hash(line):
    """Compute the hash of a line of the trail from all it says and the hash before it."""
    data, who = line["data"], line["who"]
    fields = (
        data["previous"],
        data["stream"],
        str(data["seq"]),
        line["at"],
        data["deed"],
        "" if data["account"] is None else str(data["account"]),
        who["name"],
        who["post"],
        data["role"],
        "" if data["unit_id"] is None else str(data["unit_id"]),
        who["unit"],
        data["payload"],
    )
    return hashlib.sha256(SEPARATOR.join(fields).encode("utf-8")).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
