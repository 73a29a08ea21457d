"""The kinds of questions a form can ask, in words, by control and type of data."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

KINDS: Final[Mapping[str, Promise | str]] = {
    "group": pgettext_lazy("question", "Group"),
    "repeat": pgettext_lazy("question", "Group that repeats"),
    "note": pgettext_lazy("question", "Text to read"),
    "input": pgettext_lazy("question", "Text"),
    "input:int": pgettext_lazy("question", "Whole number"),
    "input:decimal": pgettext_lazy("question", "Number"),
    "input:date": pgettext_lazy("question", "Date"),
    "input:time": pgettext_lazy("question", "Time"),
    "input:dateTime": pgettext_lazy("question", "Date and time"),
    "input:geopoint": pgettext_lazy("question", "Position, chosen on the map"),
    "input:geotrace": pgettext_lazy("question", "Line on the map"),
    "input:geoshape": pgettext_lazy("question", "Area on the map"),
    "input:barcode": pgettext_lazy("question", "Code to read with the camera"),
    "select1": pgettext_lazy("question", "One choice"),
    "select": pgettext_lazy("question", "Several choices"),
    "rank": pgettext_lazy("question", "Choices in order"),
    "range": pgettext_lazy("question", "Number on a scale"),
    "trigger": pgettext_lazy("question", "To be confirmed"),
    "upload": pgettext_lazy("question", "Picture or other file"),
}
