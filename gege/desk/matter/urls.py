"""Addresses of one matter."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gege.desk.matter.views import (
    files,
    moving,
    page,
    printing,
    report,
    reveal,
    suggesting,
    watching,
)


class NumberConverter(StringConverter):
    """A matter's number as it is written; the dash may be missing."""

    regex = "[0-9]{8}-?[0-9]{7,10}"


class DigestConverter(StringConverter):
    """A SHA-256 in hexadecimal."""

    regex = "[0-9a-f]{64}"


register_converter(NumberConverter, "matter_number")
register_converter(DigestConverter, "sha256")

app_name = "matter"

urlpatterns = [
    path("matters/new", report.new, name="new"),
    path("matters/new/grids", report.grids, name="grids"),
    path("matters/new/suggestions", suggesting.suggest, name="suggest"),
    path("matters/<matter_number:number>", page.show, name="page"),
    path("matters/<matter_number:number>/print", printing.sheet, name="print"),
    path("matters/<matter_number:number>/reveal", reveal.reveal, name="reveal"),
    path("matters/<matter_number:number>/watch", watching.watch, name="watch"),
    path("matters/<matter_number:number>/files/<sha256:digest>", files.file, name="file"),
    path(
        "matters/<matter_number:number>/files/<sha256:digest>/small",
        files.thumbnail,
        name="thumbnail",
    ),
    path("matters/<matter_number:number>/<slug:move>", moving.move, name="move"),
]
