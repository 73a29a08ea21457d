"""A review as a dossier: one paper, and a package whose sums somebody else can verify (R-092)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gege.desk.parts import Fact
from gege.desk.reviews import shown
from gege.kernel.papers import as_docx, as_pdf
from gege.kernel.papers.paper import (
    Block,
    Facts,
    Heading,
    Language,
    Note,
    PageBreak,
    Paper,
    Table,
    Text,
)
from gege.matters.api import local_date
from gege.staff.api import Actor
from gege.supervision.api import Dossier, NamedPart
from gege.supervision.api import review_names as words
from gege.territory.api import Atlas, load_atlas

FORMAT: Final = "gege-dossier/1"
_MOMENT: Final = (2000, 1, 1, 0, 0, 0)
"""The time of each file in a package: the same review gives the same package."""


def language_of(language: str | None) -> Language:
    """Return the language of a paper for the language of its reader."""
    return "en" if (language or "").startswith("en") else "zh-hans"


def dossier_paper(dossier: Dossier, by: Actor, language: Language) -> Paper:
    """Return the whole review as one paper, with what its reader may read of it."""
    review, atlas = dossier.page.review, load_atlas()
    title = _("Dossier of accountability review: %(title)s") % {
        "title": shown.typed(review.title, by)
    }
    return Paper(
        title=title,
        number=review.number,
        issuer=shown.unit_name(atlas, review.by_unit_id),
        dated=local_date(review.ended_at or review.concluded_at or review.opened_at),
        language=language,
        blocks=tuple(_blocks(dossier, by, atlas)),
        foot=_("Evidence %(sum)s") % {"sum": review.evidence_sum},
    )


def _blocks(dossier: Dossier, by: Actor, atlas: Atlas) -> Iterator[Block]:
    page = dossier.page
    review = page.review
    yield Heading(_("The finding of serious harm"))
    about = [f"{one.number} {shown.typed(one.title, by)}" for one in page.matters]
    about += [f"{one.number} {shown.typed(one.title, by)}" for one in page.orders]
    facts = [Fact(_("About"), "\n".join(about)), *shown.head_of(page, by)]
    facts.append(Fact(_("State"), shown.named(words.STATES, review.state)))
    yield _facts(facts)
    yield Text(shown.typed(review.finding, by))
    yield Heading(_("Those named"))
    for part in page.parts:
        yield from _part(part, dossier, atlas, by)
    if review.conclusion:
        yield Heading(pgettext("review", "Conclusion"))
        yield Text(shown.typed(review.conclusion, by))
    if review.ending:
        yield Heading(pgettext("review", "How it ended"))
        yield Text(shown.typed(review.ending, by))
    yield Heading(_("What was done, and when"))
    yield Table(
        (_("When"), _("What"), pgettext("evidence", "Who"), _("Hash of the line")),
        tuple(
            (
                shown.day(line.at),
                shown.named(words.STEPS, line.deed),
                " ".join(one for one in (line.name, line.unit) if one),
                bytes(line.hash).hex(),
            )
            for line in dossier.trail
        ),
        widths=(18, 22, 24, 36),
    )
    yield PageBreak()
    yield from _evidence(dossier)


def _part(part: NamedPart, dossier: Dossier, atlas: Atlas, by: Actor) -> Iterator[Block]:
    one = shown.part_of(part, dossier.page, atlas, by)
    yield Heading(f"{one.name} · {one.unit}", 2)
    yield _facts(one.facts)
    if one.gone:
        yield Text(_("Let go: %(why)s") % {"why": one.gone})
    if one.heard:
        yield Heading(one.heard, 3)
        yield Text(one.statement)
    if one.finding:
        yield Heading(pgettext("review", "Finding"), 3)
        yield _facts(one.finding)
    if one.appeal:
        yield Heading(pgettext("review", "Appeal"), 3)
        yield _facts(one.appeal)


def _evidence(dossier: Dossier) -> Iterator[Block]:
    review, proof = dossier.page.review, dossier.proof
    yield Heading(_("List of evidence"))
    yield _facts(
        [
            Fact(_("Items of evidence"), review.evidence_count),
            Fact(_("Sum over the list (SHA-256)"), review.evidence_sum),
            Fact(_("Verified when this was written"), proof_said(dossier)),
        ]
    )
    yield Note(
        _(
            "Each item is kept as one text; its sum is the SHA-256 of that text. The sum over the "
            "list is the SHA-256 of its lines, place and sum. verify_dossier.py computes both anew "
            "from the package of this dossier. Numbers of telephones and identity cards were "
            "masked when the evidence was gathered."
        )
    )
    lines = [shown.evidence_line(one) for one in dossier.evidence]
    yield Table(
        (
            _("No."),
            _("Kind"),
            pgettext("evidence", "What it is"),
            _("Of when"),
            pgettext("evidence", "Who"),
            "SHA-256",
        ),
        tuple(
            (
                str(line.item.place),
                line.kind,
                " · ".join(one for one in (line.title, line.said) if one),
                shown.day(line.item.at) if line.item.at else "",
                line.item.name or line.item.unit,
                line.item.sha256,
            )
            for line in lines
        ),
        widths=(6, 12, 28, 15, 13, 30),
    )
    if proof.whole:
        return
    yield Note(_("THE EVIDENCE WAS CHANGED AFTER IT WAS FROZEN. Do not rely on it."))


def proof_said(dossier: Dossier) -> str:
    """Return whether the evidence still is what was frozen, in words."""
    proof = dossier.proof
    if proof.whole:
        return _("All %(items)s items hold.") % {"items": proof.items}
    if proof.broken:
        return _("%(count)s items were changed, the first is no. %(first)s.") % {
            "count": len(proof.broken),
            "first": proof.broken[0],
        }
    return _("The list does not fit the line of the trail that opened the review.")


def _facts(facts: list[Fact]) -> Facts:
    rows = []
    for one in facts:
        value = "" if one.value is None else str(one.value)
        rows.append((str(one.label), f"{value}\n{one.hint}" if one.hint else value))
    return Facts(tuple(rows))


def packed(dossier: Dossier, by: Actor) -> bytes:
    """Return the package: every item as a file, both papers, and the list of their sums."""
    paper = dossier_paper(dossier, by, language_of(get_language()))
    review = dossier.page.review
    papers = {"dossier.pdf": as_pdf(paper), "dossier.docx": as_docx(paper)}
    items = [
        {"place": one.place, "file": f"evidence/{one.place:05}.json", "sha256": one.sha256}
        for one in dossier.evidence
    ]
    manifest = {
        "format": FORMAT,
        "review": review.number,
        "state": review.state,
        "evidence_sum": review.evidence_sum,
        "items": items,
        "files": [
            {"file": name, "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in papers.items()
        ],
        "trail": [
            {"seq": one.seq, "deed": one.deed, "hash": bytes(one.hash).hex()}
            for one in dossier.trail
        ],
    }
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        listed = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        _put(package, "manifest.json", listed.encode())
        for item, row in zip(items, dossier.evidence, strict=True):
            _put(package, str(item["file"]), row.text.encode())
        for name, data in papers.items():
            _put(package, name, data)
    return into.getvalue()


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    one = zipfile.ZipInfo(name, _MOMENT)
    one.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(one, data)
