"""Pages of reviews: from the matter to the end; what is refused is said, strangers find none."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdf import PdfReader

from gege.kernel.papers import choose_letters
from gege.supervision import api as supervision
from gege.supervision.api import Evidence, Named, Review
from gege.trail.api import AccessLine
from tests.cast import HOUSING, Cast
from tests.matters.play import Play
from tests.supervision.reviewing import FINDING, STATEMENT, opened, reviewed, second_supervisor

pytestmark = pytest.mark.row("R-092")
SCRIPT = Path(__file__).resolve().parents[3] / "docs/examples/verify_dossier.py"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def verified(package: bytes, folder: Path, *more: str) -> tuple[int, str]:
    """Run the auditor's script alone, as somebody else would."""
    path = folder / "dossier.zip"
    path.write_bytes(package)
    ended = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *more],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_a_review_is_opened_heard_found_appealed_and_closed_at_the_desk(
    cast: Cast, play: Play
) -> None:
    matter = play.in_hand()
    decider = second_supervisor(play)
    supervisor, officer = cast.client("county_supervisor"), cast.client("department_officer")
    other = cast.client(decider)
    link = f"/supervision/reviews/new?matter={matter.number}"
    assert link in text_of(supervisor, matter.get_absolute_url())
    assert link not in text_of(officer, matter.get_absolute_url())
    assert f'value="{matter.number}"' in text_of(supervisor, link)
    typed = {
        "matters": matter.number,
        "consequence": "injury",
        "harm_on": "2026-11-25",
        "finding": FINDING,
    }
    typed["harm_on"] = matter.reported_at.date().isoformat()
    made = supervisor.post("/supervision/reviews/new", typed)
    review = Review.objects.get()
    address = review.get_absolute_url()
    assert made.headers["Location"] == address
    who = f"account:{cast.department_officer.account_id}"
    assert supervisor.post(f"{address}/do/name", {"who": who, "why": "主办"}).status_code == 302
    named = Named.objects.get()
    theirs = f"{address}/named/{named.pk}"
    assert "主办" in text_of(officer, address)
    early = supervisor.post(f"{address}/do/conclude", {"words": "办理单位失职"})
    assert early.status_code == 422
    assert "尚有被追查对象未陈述" in early.content.decode()
    assert officer.post(f"{theirs}/state", {"words": STATEMENT}).status_code == 302
    finding = {"degree": "direct", "facts": "九日未到场", "standard": "办理时限",
               "measures": ["talk"], "words": "十日内"}  # fmt: skip
    assert supervisor.post(f"{theirs}/find", finding).status_code == 302
    draft = text_of(officer, address)  # of those who conduct it, until it is announced
    assert [said for said in ("九日未到场", "直接责任", "提醒谈话") if said in draft] == []
    conclude = {"words": "办理单位失职"}
    assert supervisor.post(f"{address}/do/conclude", conclude).status_code == 302
    assert "九日未到场" in text_of(officer, address)
    assert officer.post(f"{theirs}/appeal", {"words": "当日大雨"}).status_code == 302
    ruling = {"ruling": "eased", "eased_to": "secondary", "words": "天气原因属实"}
    own = supervisor.post(f"{theirs}/decide", ruling)
    assert own.status_code == 422
    assert other.post(f"{theirs}/decide", ruling).status_code == 302
    assert supervisor.post(f"{address}/do/close", {"words": "整改已验收"}).status_code == 302
    review.refresh_from_db()
    assert review.state == "closed"
    shown = text_of(supervisor, address)
    for said in (FINDING, STATEMENT, "九日未到场", "办理单位失职", "当日大雨", "天气原因属实"):
        assert said in shown
    assert review.number in text_of(supervisor, matter.get_absolute_url())
    assert review.number not in text_of(cast.client("station_clerk"), matter.get_absolute_url())
    assert review.number in text_of(officer, f"/supervision/reviews/units/{HOUSING}")


def test_who_takes_names_of_a_review_out_stands_in_the_access_log(cast: Cast, play: Play) -> None:
    review, supervisor = reviewed(play).review, cast.client("county_supervisor")
    for address, subject in (
        (f"{review.get_absolute_url()}/evidence", "list:evidence"),
        (f"/supervision/reviews/units/{HOUSING}", "list:closed-reviews"),
    ):
        text_of(supervisor, address)
        assert not AccessLine.objects.filter(subject=subject).exists()
        text_of(supervisor, f"{address}?as=csv")
        assert AccessLine.objects.get(subject=subject).fields.startswith("name (")


def test_what_cannot_be_taken_stands_at_its_entry(cast: Cast, play: Play) -> None:
    matter = play.in_hand()
    supervisor = cast.client("county_supervisor")
    good = {"matters": matter.number, "consequence": "injury", "harm_on": "2026-11-24",
            "finding": FINDING}  # fmt: skip
    for bad in (
        {"matters": ""},
        {"matters": "20200101-0000001"},
        {"consequence": "red"},
        {"harm_on": "2999-01-01"},
        {"harm_on": "yesterday"},
        {"finding": "逾期"},
        {"finding": "x" * 2001},
        {"title": "x" * 121},
    ):
        refused = supervisor.post("/supervision/reviews/new", good | bad)
        assert (refused.status_code, Review.objects.count()) == (422, 0), bad
    it = reviewed(play)
    address = it.review.get_absolute_url()
    for bad in ({"who": "unit:0", "why": "查"}, {"who": "", "why": "查清"}, {"who": "x"}):
        assert supervisor.post(f"{address}/do/name", bad).status_code == 422
    named = it.heard()
    theirs = f"{address}/named/{named.pk}"
    finding = {"degree": "direct", "facts": "九日未到场", "standard": "办理时限"}
    for bad in ({"degree": "x"}, {"facts": ""}, {"measures": ["rectify"]}, {"standard": "x" * 501}):
        assert supervisor.post(f"{theirs}/find", finding | bad).status_code == 422
    none = finding | {"degree": "none", "measures": ["talk"]}
    assert supervisor.post(f"{theirs}/find", none).status_code == 422
    stale = supervisor.post(f"{theirs}/find", finding | {"seen": "1"})
    assert stale.status_code == 422
    for nowhere in ("do/open", "do/remind", "do/x", "named/0/find", f"named/{named.pk}/close"):
        assert supervisor.post(f"{address}/{nowhere}", finding).status_code == 404
    officer = cast.client("department_officer")
    again = officer.post(f"{theirs}/state", {"words": "补充"})
    assert again.status_code == 422


def test_the_dossier_reads_as_pdf_and_as_a_word_document(cast: Cast, play: Play) -> None:
    it = reviewed(play)
    it.concluded()
    supervisor = cast.client("county_supervisor")
    address = it.review.get_absolute_url()
    pdf = supervisor.get(f"{address}/dossier.pdf")
    assert pdf.headers["Content-Disposition"].endswith(f'review-{it.review.number}.pdf"')
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    plain = "".join(read.split())
    word = Document(BytesIO(supervisor.get(f"{address}/dossier.docx").content))
    text = "\n".join(
        [one.text for one in word.paragraphs]
        + [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    )
    for said in (FINDING, STATEMENT, "九日未到场", it.review.evidence_sum, it.review.number):
        assert said in text
        assert "".join(said.split()) in plain
    sums = list(Evidence.objects.values_list("sha256", flat=True))
    assert [one for one in sums if one not in plain] == []
    noted = AccessLine.objects.filter(subject=it.review.stream).values_list("fields", flat=True)
    assert set(noted) == {"dossier"}
    choose_letters("/nowhere/none.ttf")
    try:
        away = supervisor.get(f"{address}/dossier.pdf", follow=True)
    finally:
        choose_letters()
    assert "none.ttf" in away.content.decode()


def test_the_package_is_verified_alone_and_one_changed_byte_is_found(
    cast: Cast, play: Play, tmp_path: Path
) -> None:
    it = reviewed(play)
    it.concluded()
    supervisor = cast.client("county_supervisor")
    package = supervisor.get(f"{it.review.get_absolute_url()}/dossier.zip").content
    ended, said = verified(package, tmp_path, "--sum", it.review.evidence_sum)
    assert (ended, said.splitlines()[-1]) == (0, "VERIFIED: everything holds.")
    assert f"{it.review.evidence_count} items of evidence" in said
    with zipfile.ZipFile(BytesIO(package)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    line = next(name for name, data in files.items() if b'"kind":"line"' in data)
    changed = {
        line: files[line].replace(b"2026", b"2027", 1),
        "dossier.pdf": files["dossier.pdf"][:-2] + b"x\n",
        "dossier.docx": files["dossier.docx"] + b"\x00",
        "evidence/00001.json": None,
        "evidence/99999.json": b"{}",
    }
    for name, data in changed.items():
        ended, said = verified(_zip(files | {name: data}), tmp_path)
        assert (ended, "DOES NOT HOLD" in said) == (1, True), name
    ended, said = verified(_recomputed(files, line), tmp_path)
    assert (ended, "does not fit its hash" in said) == (1, True)
    assert verified(package, tmp_path, "--sum", "0" * 64)[0] == 1
    assert verified(b"no package", tmp_path)[0] == 2
    assert verified(_zip({"manifest.json": b"[]"}), tmp_path)[0] == 2


def test_the_script_says_what_a_sum_does_not_cover_and_what_was_broken_before(
    cast: Cast, play: Play, tmp_path: Path
) -> None:
    it = reviewed(play)
    supervisor = cast.client("county_supervisor")
    package = supervisor.get(f"{it.review.get_absolute_url()}/dossier.zip").content
    known = ("--sum", it.review.evidence_sum)
    assert "The papers fit the list of the package alone" in verified(package, tmp_path, *known)[1]
    with zipfile.ZipFile(BytesIO(package)) as old:
        files = {name: old.read(name) for name in old.namelist()}
        begins = old.getinfo("evidence/00002.json").header_offset + 60
    # What the platform itself found broken when it gathered the evidence does not verify.
    proof = next(name for name, data in files.items() if b'"kind":"proof"' in data)
    broken = files[proof].replace(b'"chain":"whole"', b'"chain":"a line is missing"')
    ended, said = verified(_summed(files, proof, broken), tmp_path)
    assert (ended, "a line is missing" in said) == (1, True)
    last = max(name for name, data in files.items() if b'"kind":"line"' in data)
    ended, said = verified(_summed(files, last, b'{"kind":"file","place":%d}' % int(
        last[9:14])), tmp_path)  # fmt: skip
    assert (ended, "not as many lines as its proof says" in said) == (1, True)
    damaged = package[:begins] + b"\xff" * 40 + package[begins + 40 :]
    ended, said = verified(damaged, tmp_path)
    assert (ended, "Traceback" in said, "CANNOT BE READ" in said) == (2, False, True)


def _zip(files: dict[str, bytes | None]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as new:
        for name, data in files.items():
            if data is not None:
                new.writestr(name, data)
    return into.getvalue()


def _recomputed(files: dict[str, bytes], line: str) -> bytes:
    """A forger's package: a line changed, and every sum in the package computed anew."""
    changed = files[line].replace("郑住建".encode(), "李住建".encode())
    changed = changed if changed != files[line] else files[line].replace(b"report", b"repart", 1)
    return _summed(files, line, changed)


def _summed(files: dict[str, bytes], line: str, changed: bytes) -> bytes:
    """A package in which one item is another, with every sum that stands in its list."""
    manifest = json.loads(files["manifest.json"])
    for one in manifest["items"]:
        if one["file"] == line:
            one["sha256"] = hashlib.sha256(changed).hexdigest()
    text = "".join(f"{one['place']} {one['sha256']}\n" for one in manifest["items"])
    manifest["evidence_sum"] = hashlib.sha256(text.encode()).hexdigest()
    new = files | {line: changed, "manifest.json": json.dumps(manifest).encode()}
    return _zip(dict(new))


def test_the_electronic_supervision_reads_no_number_of_a_person(cast: Cast, play: Play) -> None:
    matter = play.in_hand()
    called = "王某10000000001反映路面"
    review = opened(play, matter, finding="伤者家属电话10000000001,已住院", title=called)
    watching = cast.client("electronic_supervisor")
    address = review.get_absolute_url()
    assert "10000000001" in text_of(cast.client("county_supervisor"), address)
    shown = text_of(watching, address)
    assert ("10000000001" in shown, "****0001" in shown) == (False, True)
    for more in ("/supervision/reviews", "/supervision/reviews?as=csv", f"{address}/evidence"):
        shown = text_of(watching, more)
        assert ("10000000001" in shown, "****0001" in shown) == (False, True)
    word = Document(BytesIO(watching.get(f"{address}/dossier.docx").content))
    assert "10000000001" not in "\n".join(one.text for one in word.paragraphs)
    assert watching.post(f"{address}/do/name", {"who": "unit:1", "why": "查"}).status_code == 404


def test_those_named_read_what_is_about_them_and_nothing_of_others(cast: Cast, play: Play) -> None:
    it = reviewed(play)
    it.name(it.officer)
    it.name(cast.county_dispatcher, why="派遣迟缓")
    officer = cast.client("department_officer")
    address = it.review.get_absolute_url()
    assert "派遣迟缓" not in text_of(officer, address)
    assert "吴派遣" not in text_of(officer, f"{address}/evidence").replace("派给吴派遣", "")
    hidden = Evidence.objects.filter(
        account_id=cast.county_dispatcher.account_id
    ).values_list("place", flat=True)[0]  # fmt: skip
    assert officer.get(f"{address}/evidence/{hidden}").status_code == 404
    assert officer.get(f"{address}/evidence/99999999999").status_code == 404
    # A form that is refused tells as much as one that is shown.
    own = Named.objects.get(account_id=cast.department_officer.account_id)
    for deed in ("do/name", "do/conclude", f"named/{own.pk}/find", f"named/{own.pk}/decide"):
        assert officer.post(f"{address}/{deed}", {}).status_code == 404
    for kind in ("pdf", "docx", "zip"):
        assert officer.get(f"{address}/dossier.{kind}").status_code == 404
    assert cast.client("county_supervisor").get(f"{address}/dossier.exe").status_code == 404
    for nobody in ("stranger", "station_clerk", "other_department_officer", "township_operator"):
        assert cast.client(nobody).get(address).status_code == 404
        assert it.review.number not in text_of(
            cast.client(nobody), "/supervision/reviews?state=all"
        )
    assert cast.client("stranger").get(f"/supervision/reviews/units/{HOUSING}").status_code == 404


def test_lists_cost_the_same_with_one_line_and_with_three(cast: Cast, play: Play) -> None:
    it = reviewed(play)
    it.concluded()
    play.wait(days=60)
    it.do(supervision.close_review, words="结束", by=it.supervisor)
    supervisor = cast.client("county_supervisor")
    addresses = (
        "/supervision/reviews?state=all",
        f"/supervision/reviews/units/{HOUSING}",
    )

    def cost(address: str) -> int:
        text_of(supervisor, address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text_of(supervisor, address)
        return len(queries)

    before = [cost(one) for one in addresses]
    for _more in range(2):
        it.review = opened(play, it.matter)
        it.concluded()
        play.wait(days=60)
        it.do(supervision.close_review, words="结束", by=it.supervisor)
    assert [cost(one) for one in addresses] == before
    assert Review.objects.count() == 3
    evidence = f"{it.review.get_absolute_url()}/evidence"
    assert cost(evidence) <= before[0] + 7  # whether its reader is named, too


def test_lists_go_on_by_key_and_take_hostile_keys(cast: Cast, play: Play) -> None:
    it = reviewed(play)
    supervisor = cast.client("county_supervisor")
    for query in ("after=x", "after=-1", "state=x", "after=99999999999999999999"):
        assert supervisor.get(f"/supervision/reviews?{query}").status_code == 200
    for query in ("first=x", "last=2026-99-99", "after=²"):
        page = f"/supervision/reviews/units/{HOUSING}?{query}"
        assert supervisor.get(page).status_code == 200
    assert supervisor.get("/supervision/reviews/units/nobody").status_code == 404
    assert supervisor.get("/supervision/reviews/new?order=x&matter=x").status_code == 200
    count = it.review.evidence_count
    sheet = supervisor.get(f"{it.review.get_absolute_url()}/evidence?as=csv").content.decode()
    assert len(sheet.strip().splitlines()) == count + 1
