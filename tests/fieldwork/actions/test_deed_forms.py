"""Forms of a county: uploaded as versions, given their files, never changed once used."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import CampaignForm, FormMedia, FormUploaded, Invalid, NotFound, Refused
from gege.staff.api import Actor
from gege.trail.api import Entry as Line
from tests.fieldwork.collecting import Collecting, picture, png
from tests.fieldwork.sheets import PLAIN, xlsform


def uploaded(
    collecting: Collecting, data: bytes, name: str = "表.xlsx", by: Actor | None = None
) -> FormUploaded:
    return fieldwork.upload_form(
        SimpleUploadedFile(name, data),
        by=by or collecting.cast.county_supervisor,
        now=collecting.now,
    )


def attached(collecting: Collecting, version: str = "1", **files: bytes) -> list[FormMedia]:
    named = {name.replace("__", "."): content for name, content in files.items()}
    return fieldwork.attach_media(
        "houses", version, files=named, by=collecting.cast.county_supervisor, now=collecting.now
    )


@pytest.mark.row("R-046")
def test_an_upload_is_one_version(collecting: Collecting) -> None:
    one = uploaded(collecting, xlsform(), "../房屋\u202e.xlsx")
    assert (str(one.form), one.form.title, one.form.source_name, one.form.uploaded_by) == (
        "houses 1",
        "房屋采集",
        "房屋.xlsx",
        "周监管",
    )
    assert one.fresh
    assert fieldwork.missing_media(one.form) == ("sketch.png",)
    assert collecting.deeds("form:houses") == ["upload_form"]


def test_the_same_upload_again_is_the_same_version(collecting: Collecting) -> None:
    first, again = uploaded(collecting, xlsform()), uploaded(collecting, xlsform())
    assert (again.form, again.fresh) == (first.form, False)
    assert CampaignForm.objects.count() == 1


def test_another_content_under_the_version_is_refused(collecting: Collecting) -> None:
    uploaded(collecting, xlsform())
    with pytest.raises(Invalid, match="form_version_used"):
        uploaded(collecting, xlsform(title="别的"))
    assert uploaded(collecting, xlsform(version="2", title="别的")).fresh


def test_an_xform_is_taken_as_it_is(collecting: Collecting) -> None:
    xml = uploaded(collecting, xlsform()).form.xml
    other = xml.replace('version="1"', 'version="x.2"')
    one = uploaded(collecting, b"\xef\xbb\xbf" + other.encode(), "form.xml")
    assert (one.form.version, one.form.xml) == ("x.2", other)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "sheet_unreadable"),
        (b"MZ" * 200, "sheet_unreadable"),
        (b"<html/>", "form_is_no_xform"),
        (b"<a", "xml_broken"),
    ],
)
def test_what_is_no_form_is_refused_in_words(
    collecting: Collecting, data: bytes, word: str
) -> None:
    with pytest.raises(Invalid, match=word) as refused:
        uploaded(collecting, data)
    assert fieldwork.sentence_of(refused.value) != word
    assert CampaignForm.objects.count() == 0


def test_only_those_who_make_forms_upload_them(collecting: Collecting) -> None:
    cast = collecting.cast
    for who in (cast.grid_worker, cast.station_clerk, cast.electronic_supervisor):
        with pytest.raises(NotFound):
            uploaded(collecting, xlsform(), by=who)
    for who in (cast.administrator, cast.county_dispatcher, cast.township_operator):
        assert uploaded(collecting, xlsform(), by=who).form


def test_a_form_gets_its_files_by_the_names_it_calls(collecting: Collecting) -> None:
    uploaded(collecting, xlsform())
    (row,) = attached(collecting, sketch__png=png())
    assert (row.name, row.media_type) == ("sketch.png", "image/png")
    assert attached(collecting, sketch__png=png()) == []
    with pytest.raises(Invalid, match="media_not_called"):
        attached(collecting, other__png=png())
    with pytest.raises(Invalid, match="answer_file_type"):
        attached(collecting, sketch__png=b"<svg/>")


def test_a_new_version_takes_the_files_of_the_one_before(collecting: Collecting) -> None:
    collecting.form()
    second = uploaded(collecting, xlsform(version="2")).form
    assert fieldwork.missing_media(second) == ()
    assert [row.name for row in fieldwork.media_of(second)] == ["sketch.png"]


def test_what_collectors_saw_is_never_changed(collecting: Collecting) -> None:
    collecting.open()
    with pytest.raises(Refused, match="form_in_use"):
        attached(collecting, sketch__png=picture())
    # The same picture again is no change.
    assert attached(collecting, sketch__png=png()) == []


def test_a_list_beside_the_form_must_be_utf8(collecting: Collecting) -> None:
    survey = (PLAIN[0], ("select_one_from_file streets.csv", "street", "Street"))
    form = uploaded(collecting, xlsform(form_id="streets", survey=survey, choices=())).form
    assert fieldwork.missing_media(form) == ("streets.csv",)
    by, now = collecting.cast.county_supervisor, collecting.now
    with pytest.raises(Invalid, match="table_not_utf8"):
        fieldwork.attach_media(
            "streets", "1", files={"streets.csv": "街".encode("gbk")}, by=by, now=now
        )
    good = "name,label\na,街\n".encode()
    (row,) = fieldwork.attach_media("streets", "1", files={"streets.csv": good}, by=by, now=now)
    assert row.media_type == "text/csv"


@pytest.mark.parametrize("deed", ["upload", "attach"])
def test_nothing_stays_when_the_trail_breaks(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    uploaded(collecting, xlsform())
    before = CampaignForm.objects.count(), FormMedia.objects.count(), Line.objects.count()

    def broken(**_line: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr("gege.fieldwork.actions.upload_form.record", broken)
    act = {
        "upload": lambda: uploaded(collecting, xlsform(version="2")),
        "attach": lambda: attached(collecting, sketch__png=png()),
    }[deed]
    with pytest.raises(RuntimeError, match="trail"):
        act()
    after = CampaignForm.objects.count(), FormMedia.objects.count(), Line.objects.count()
    assert after == before
