"""The page: what it tells, hides and costs, and who is told that they were overtaken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.desk.matter.views.reveal import PURPOSES
from gege.matters import api as matters
from gege.matters.api import Attachment, Matter, Who
from gege.matters.api import Report as Entry
from gege.trail.api import AccessLine
from tests.cast import GRID, NEIGHBOUR_GRID, OTHER_GRID
from tests.desk.matter.conftest import HTMX, Pages, picture
from tests.matters.play import CALLER, Play

EVERYBODY = (
    "grid_worker",
    "station_clerk",
    "township_operator",
    "county_supervisor",
    "county_dispatcher",
    "department_officer",
    "hotline_operator",
    "electronic_supervisor",
)
STRANGERS = ("stranger", "strange_township_operator", "other_department_officer", "administrator")


def climbed(play: Play) -> Matter:
    """A matter with everything on its page: files, words, an extension, a pause, a duplicate."""
    cast = play.cast
    matter = play.in_hand(who=CALLER, description="雨后积水", address="农贸市场后门")
    matters.attach(matter.number, upload=picture(), by=cast.grid_worker, now=play.now)
    play.do(matters.ask_extension, matter, cast.department_officer, days=2, reason="等待材料")
    play.do(matters.extend, matter, cast.county_dispatcher)
    entry = {"why": "weather", "words": "暴雨不能施工", "days": 2}
    play.do(matters.pause, matter, cast.department_officer, **entry)
    play.do(matters.resume, matter, cast.department_officer)
    matters.note(matter.number, words="先打电话", by=cast.grid_worker, now=play.now)
    matters.reply(matter.number, words="已经订货", by=cast.department_officer, now=play.now)
    copy = play.report(title="同一处", who=CALLER, by=cast.station_clerk)
    play.do(matters.merge, copy, cast.station_clerk, parent=matter.number)
    matter.refresh_from_db()
    return matter


@pytest.mark.row("R-088")
@pytest.mark.parametrize("english", [False, True], ids=["chinese", "english"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_has_it_in_scope_reads_all_of_it(pages: Pages, who: str, english: bool) -> None:
    matter = climbed(pages.play)
    if english:
        pages.english(who)
    page = pages.open(who, matter)
    assert page.status_code == 200
    for text in (matter.number, "雨后积水", "暴雨不能施工", "已经订货", "农贸市场后门", "同一处"):
        assert text in page.text
    assert ("Held by" in page.text, "办理痕迹" in page.text) == (english, not english)
    assert len(page.context["steps"]) == matter.trail_seq


@pytest.mark.row("R-031")
@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_nothing(pages: Pages, who: str) -> None:
    matter = climbed(pages.play)
    digest = Attachment.objects.get(matter=matter).sha256
    for rest in ("", "/print", "/reveal", f"/files/{digest}", f"/files/{digest}/small", "/note"):
        assert pages.open(who, matter, rest).status_code == 404
    assert pages.press(who, matter, "watch", on="1").status_code == 404


def test_a_page_costs_the_same_with_one_line_and_with_thirty(pages: Pages) -> None:
    play = pages.play
    matter = play.accepted(who=CALLER)
    few = pages.statements("station_clerk", matter)
    for number in range(30):
        matters.note(matter.number, words=f"记录{number}", by=play.cast.grid_worker, now=play.now)
    assert pages.statements("station_clerk", matter) == few
    assert few <= 22


def test_the_dash_of_a_number_may_be_missing(pages: Pages) -> None:
    matter = pages.play.report()
    plain = matter.number.replace("-", "")
    answer = pages.client("grid_worker").get(f"/matters/{plain}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/matters/{matter.number}")


def test_only_one_button_is_filled(pages: Pages) -> None:
    page = pages.open("grid_worker", pages.play.report())
    assert page.text.count("is-first") == 2  # the likely move, and "yes" of the question
    assert page.context["deeds"]["first"].label == "受理"


@pytest.mark.row("R-085")
def test_electronic_supervision_sees_process_and_no_person(pages: Pages) -> None:
    matter = climbed(pages.play)
    page = pages.open("electronic_supervisor", matter)
    assert "居**" not in page.text
    assert "****" not in page.text  # not even what a mask leaves of a number
    assert [one.name for one in page.context["reporters"]] == ["反映人1", "反映人2"]
    assert page.context["deeds"] == {"first": None, "others": [], "talk": []}
    assert pages.open("electronic_supervisor", matter, "/reveal").status_code == 404


NEIGHBOUR = Who(anonymous=False, name="邻居乙", phone="10000000022", wants_callback=True)


def with_a_neighbours_duplicate(pages: Pages) -> tuple[Matter, Matter]:
    """A matter of one community, into which the township merged one of the next."""
    play = pages.play
    matter = play.in_hand(who=CALLER)
    entry = {"grid_code": NEIGHBOUR_GRID, "title": "同一处漏水", "who": NEIGHBOUR}
    copy = play.report(by=play.cast.second_station_clerk, **entry)
    play.do(matters.merge, copy, play.cast.township_operator, parent=matter.number)
    return matter, copy


def reveal(pages: Pages, who: str, matter: Matter) -> str:
    answer = pages.client(who).post(f"{matter.get_absolute_url()}/reveal", {"purpose": "call_back"})
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize("who", ["station_clerk", "grid_worker", "department_officer"])
def test_a_reporter_from_elsewhere_stays_closed_while_the_work_goes_on(
    pages: Pages, who: str
) -> None:
    """Decision 0022: that somebody else reported is shown, who it was is not."""
    matter, copy = with_a_neighbours_duplicate(pages)
    page = pages.open(who, matter)
    own, other = page.context["reporters"]
    assert (own.name, own.phone, own.hidden) == ("居**", "100****0001", True)
    assert (other.name, other.phone, other.hidden) == ("反映人2", "", False)
    assert copy.number in page.text
    assert ("同一处漏水" in page.text) == (who == "department_officer")
    shown = reveal(pages, who, matter)
    assert ("居民甲" in shown, "邻居乙" in shown, "10000000022" in shown) == (True, False, False)
    assert list(AccessLine.objects.values_list("subject", flat=True)) == [matter.stream]


def test_whoever_calls_back_sees_a_reporter_from_elsewhere_and_both_logs_say_so(
    pages: Pages,
) -> None:
    matter, copy = with_a_neighbours_duplicate(pages)
    play = pages.play
    play.complete(matter, play.cast.department_officer)
    play.do(matters.verify, matter, play.cast.station_clerk)
    assert matter.state == "verified"
    assert "邻**" in pages.open("station_clerk", matter).text
    assert "邻居乙" in reveal(pages, "station_clerk", matter)
    assert set(AccessLine.objects.values_list("subject", flat=True)) == {matter.stream, copy.stream}
    assert "邻**" not in pages.open("grid_worker", matter).text  # who calls nobody back


def test_the_township_over_both_communities_sees_both(pages: Pages) -> None:
    matter, _ = with_a_neighbours_duplicate(pages)
    page = pages.open("township_operator", matter)
    assert [one.name for one in page.context["reporters"]] == ["居**", "邻**"]
    assert "同一处漏水" in page.text


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_name_is_shown_for_a_stated_purpose_and_written_down(pages: Pages, htmx: bool) -> None:
    matter = pages.play.verified()
    headers = HTMX if htmx else None
    client, address = pages.client("station_clerk"), f"{matter.get_absolute_url()}/reveal"
    assert "居民甲" not in pages.open("station_clerk", matter).text
    refused = client.post(address, {"purpose": "other", "words": ""}, headers=headers)
    assert (refused.status_code, AccessLine.objects.count()) == (422, 0)
    shown = client.post(address, {"purpose": PURPOSES[0][0]}, headers=headers)
    assert (shown.status_code, "居民甲" in shown.text, "10000000001" in shown.text) == (
        200,
        True,
        True,
    )
    line = AccessLine.objects.get()
    assert (line.subject, line.name, line.purpose) == (matter.stream, "张站员", "call_back")
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert "居民甲" not in pages.open("station_clerk", matter).text


def test_a_file_is_handed_out_with_its_real_type(pages: Pages) -> None:
    matter = climbed(pages.play)
    row = Attachment.objects.get(matter=matter)
    answer = pages.open("grid_worker", matter, f"/files/{row.sha256}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert pages.open("grid_worker", matter, f"/files/{'0' * 64}").status_code == 404


def test_the_page_shows_small_copies_and_opens_the_photograph(pages: Pages) -> None:
    matter = climbed(pages.play)
    row = Attachment.objects.get(matter=matter)
    href = f"/matters/{matter.number}/files/{row.sha256}"
    page = pages.open("grid_worker", matter).text
    assert f'<a href="{href}">' in page
    assert f'<img src="{href}/small"' in page
    assert f'<img src="{href}"' not in page
    answer = pages.open("grid_worker", matter, f"/files/{row.sha256}/small")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Content-Disposition"].startswith("inline")
    small = b"".join(answer.streaming_content)
    assert small == matters.thumbnail_path(row.sha256).read_bytes()
    assert pages.open("grid_worker", matter, f"/files/{'0' * 64}/small").status_code == 404


def test_a_paper_is_to_be_kept_and_not_run(pages: Pages) -> None:
    matter = pages.play.report()
    paper = picture("公函.pdf")
    paper.file.seek(0)
    paper.file.truncate()
    paper.file.write(b"%PDF-1.4\n%%EOF\n")
    paper.size = 15
    paper.seek(0)
    pages.press("grid_worker", matter, "attach", photos=[paper], stage="before")
    row = Attachment.objects.get(matter=matter)
    answer = pages.open("grid_worker", matter, f"/files/{row.sha256}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert f"/files/{row.sha256}/small" not in pages.open("grid_worker", matter).text
    assert pages.open("grid_worker", matter, f"/files/{row.sha256}/small").status_code == 404


def test_a_disguised_file_is_refused_at_its_field(pages: Pages) -> None:
    matter = pages.play.report()
    page = picture("照片.jpg")
    page.file.seek(0)
    page.file.truncate()
    page.file.write(b"<html><script>alert(1)</script>")
    page.size = 31
    page.seek(0)
    answer = pages.press("grid_worker", matter, "attach", photos=[page], stage="before")
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["photos"]


def test_more_photographs_than_the_form_says_are_refused_at_their_field(
    pages: Pages, settings: Any
) -> None:
    settings.GEGE_UPLOAD_FILES = 2
    matter = pages.play.report()
    many = [picture(f"{name}.jpg") for name in range(3)]
    answer = pages.press("grid_worker", matter, "attach", photos=many, stage="before")
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["photos"]


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_whoever_was_overtaken_sees_what_happened_and_keeps_the_words(
    pages: Pages, htmx: bool
) -> None:
    play = pages.play
    matter = play.report()
    seen, line = matter.version, matter.trail_seq
    matters.note(matter.number, words="已在路上", by=play.cast.grid_worker, now=play.now)
    answer = pages.press(
        "grid_worker",
        matter,
        "escalate",
        htmx=htmx,
        seen=seen,
        line=line,
        reason="社区无力处理",
        tried="已设警示桩",
    )
    assert (answer.status_code, matter.state) == (409, "reported")
    assert [step.said for step in answer.context["meanwhile"]] == ["已在路上"]
    assert "已设警示桩" in answer.text
    form = answer.context["form"]
    assert (form["seen"].value(), form["line"].value()) == ("2", "2")


def test_the_counts_of_the_rail_follow_a_deed(pages: Pages) -> None:
    matter = pages.play.report()
    mine = "outerHTML:.rail [data-count='mine']\">"
    assert (
        '<span class="count" data-count="mine">1</span>' in pages.open("grid_worker", matter).text
    )
    answer = pages.press(
        "grid_worker", matter, "escalate", htmx=True, reason="无力处理", tried="已设警示桩"
    )
    assert answer.status_code == 200
    assert f"{mine}0</span>" in answer.text
    assert "innerHTML:.bar-below [data-count='mine']\">0</span>" in answer.text
    page = pages.press("grid_worker", pages.play.report(), "note", words="看过", htmx=False)
    assert "hx-swap-oob" not in pages.client("grid_worker").get(page.headers["Location"]).text


def test_words_for_a_move_that_is_gone_stand_there_to_be_copied(pages: Pages) -> None:
    play = pages.play
    matter = play.at_station()
    words = {"reason": "社区无力处理", "tried": "已设警示桩"}
    answer = pages.press("grid_worker", matter, "escalate", seen=1, line=1, **words)
    assert answer.status_code == 409
    assert [value for _label, value in answer.context["typed"]] == ["社区无力处理", "已设警示桩"]
    assert len(answer.context["meanwhile"]) == 1


def test_a_matter_is_followed_and_let_go(pages: Pages) -> None:
    matter = pages.play.report()
    pages.press("grid_worker", matter, "watch", on="1")
    assert pages.open("grid_worker", matter).context["watched"] is True
    pages.press("grid_worker", matter, "watch", on="0")
    assert pages.open("grid_worker", matter).context["watched"] is False


def test_it_prints_with_names_masked(pages: Pages) -> None:
    page = pages.open("station_clerk", climbed(pages.play), "/print")
    assert (page.status_code, "居民甲" in page.text, "居**" in page.text) == (200, False, True)


def test_what_was_typed_is_never_run(pages: Pages) -> None:
    hostile = '<script>alert("x")</script>'
    matter = pages.play.report(title=hostile, description=hostile, address=hostile)
    page = pages.open("grid_worker", matter)
    assert ("<script>alert" in page.text, "&lt;script&gt;alert" in page.text) == (False, True)


def test_a_duplicate_in_another_town_is_named_by_its_number_only(pages: Pages) -> None:
    play = pages.play
    entry = Entry(title="邻镇的秘密", kind="B01", grid_code=OTHER_GRID)
    far = matters.report(entry, by=play.cast.hotline_operator, now=play.now)
    matter = play.report(grid_code=GRID)
    play.do(matters.merge, matter, play.cast.county_dispatcher, parent=far.number)
    page = pages.open("grid_worker", matter)
    assert (far.number in page.text, "邻镇的秘密" in page.text) == (True, False)


def test_files_sent_together_are_one_step(pages: Pages) -> None:
    matter = pages.play.accepted()
    two = [picture("一.jpg"), picture("二.jpg", "red")]
    pages.press("grid_worker", matter, "attach", photos=two, stage="before")
    steps = pages.open("grid_worker", matter).context["steps"]
    assert [len(step.photos) for step in steps] == [2, 0, 0]


def test_only_likely_duplicates_are_offered(pages: Pages) -> None:
    play = pages.play
    near = play.report(title="同一个坑")
    play.report(title="别的事", kind="C01")
    play.report(title="外镇的坑", grid_code=OTHER_GRID, by=play.cast.hotline_operator)
    matter = play.at_station()
    form = pages.open("station_clerk", matter, "/merge").context["form"]
    assert [value for value, _name in form.fields["near"].choices] == [near.number, "other"]


def test_a_form_knows_which_reporter_is_called(pages: Pages) -> None:
    matter = pages.play.verified()
    row = matters.Reporting.objects.get(matter=matter)
    page = pages.open("station_clerk", matter, f"/call-back?reporter={row.pk}")
    assert page.context["form"]["reporting_id"].value() == str(row.pk)
    assert "居** 100****0001" in page.text


@pytest.mark.row("R-063")
def test_the_time_line_says_when_a_thing_was_done_that_was_heard_of_later(play: Play) -> None:
    matter = play.report()
    at = play.now + timedelta(minutes=20)
    play.wait(hours=3)
    play.do(matters.accept, matter, play.cast.grid_worker, at=at)
    page = play.cast.client("station_clerk").get(f"/matters/{matter.number}").content.decode()
    assert "实际办理时间" in page
    assert "09:20" in page
