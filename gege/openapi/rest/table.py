"""Every operation: requests are read by this table, and the schema is written from it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gege.kernel.coordinates import Crs
from gege.matters.api import Box, Light, Order, words
from gege.openapi.opinion.reading import CASE, LINE
from gege.openapi.rest import daily, doing, facts, opinions, reading_matters
from gege.openapi.rest.operations import MOST_WHOLE, Entry, Operation
from gege.openapi.rest.orders import ORDERS
from gege.openapi.rest.table_of_moves import OFFERED

_STATES: Final = "|".join(str(one) for one in words.State)
_KIND: Final = "[0-9A-Za-z.-]{1,20}"
_AREA: Final = "[0-9]{6}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?"
_BOXES: Final = tuple(str(box) for box in Box if box is not Box.WATCHED)

FACTS: Final = (
    Operation("GET", "me", "me", _("For whom the token speaks."), facts.me, "Me"),
    Operation("GET", "kinds", "kinds", _("The kinds of matters in use."), facts.kinds, "Kinds"),
    Operation(
        "GET",
        "areas",
        "areas",
        _("County, townships, communities and grids of today."),
        facts.areas,
        "Areas",
        query=(Entry("under", _("Only an area and what lies in it."), pattern=_AREA, most=15),),
    ),
    Operation("GET", "units", "units", _("Platforms and departments."), facts.units, "Units"),
)
LIST: Final = Operation(
    "GET",
    "matters",
    "listMatters",
    _("The matters that the post may see, page by page."),
    reading_matters.listed,
    "MatterList",
    "reads",
    query=(
        Entry("box", _("A ready-made list; mine: what the unit holds."), choices=_BOXES),
        Entry("state", _("States, with commas."), pattern=f"({_STATES})(,({_STATES}))*", most=200),
        Entry("light", _("The signal light."), choices=tuple(str(one) for one in Light)),
        Entry("kind", _("A kind."), pattern=_KIND, most=20),
        Entry("area", _("An area."), pattern=_AREA, most=15),
        Entry("since", _("Reported on this day or later."), "day"),
        Entry("until", _("Reported on this day or earlier."), "day"),
        Entry("q", _("Words or a number."), most=60),
        Entry("order", _("The order; due: open ones only."), choices=tuple(map(str, Order))),
        Entry("limit", _("Rows of a page (50)."), "whole", least=1, most=reading_matters.MOST),
        Entry(
            "cursor",
            _("The value of next on the page before."),
            pattern="[0-9A-Za-z_:.+-]{2,60}",
            most=60,
        ),
    ),
)
REPORT: Final = Operation(
    "POST",
    "matters",
    "report",
    _("Report a matter."),
    doing.report,
    "Done",
    "reports",
    body=(
        Entry("title", _("What it is, in a line."), needed=True, least=2, most=120),
        Entry("kind", _("A kind in use."), needed=True, pattern=_KIND, most=20),
        Entry("description", _("What there is to say."), most=2000),
        Entry("grid", _("The grid, if it is known."), pattern="[0-9]{15}", most=15),
        Entry("lng", _("Longitude."), "number", least=-180, most=180),
        Entry("lat", _("Latitude."), "number", least=-90, most=90),
        Entry("crs", _("What lng and lat are in (wgs84)."), choices=tuple(str(one) for one in Crs)),
        Entry("address", _("The place in words."), most=200),
        Entry("severity", _("How urgent."), choices=tuple(str(one) for one in words.Severity)),
        Entry("intent", _("What is wanted."), choices=tuple(str(one) for one in words.Intent)),
        Entry("happened_at", _("When it happened."), "moment"),
        Entry("name", _("Who reports it, if they wish."), most=60),
        Entry("phone", _("How to reach them."), most=30),
        Entry("wants_callback", _("Whether they wait for a call; needs the telephone."), "flag"),
        Entry(
            "edition", _("The edition the kind was chosen from."), "whole", least=1, most=MOST_WHOLE
        ),
    ),
    change=True,
    status=201,
)
ONE: Final = Operation(
    "GET",
    "matters/<str:number>",
    "matter",
    _("One matter with its steps, words and files."),
    reading_matters.one,
    "Matter",
    "reads",
)
MOVES: Final = tuple(
    Operation(
        "POST",
        f"matters/<str:number>/moves/{move}",
        move,
        about,
        doing.mover(move),
        "Done",
        "moves",
        body=entries,
        change=True,
    )
    for move, (_deed, about, entries) in OFFERED.items()
)
ATTACH: Final = Operation(
    "POST",
    "matters/<str:number>/attachments",
    "attach",
    _("Keep a photograph (JPEG, PNG, WebP) or a PDF with a matter."),
    doing.attach,
    "Attached",
    "moves",
    body=(
        Entry("file", _("The file."), "file", needed=True),
        Entry("stage", _("Before or after the work."), choices=("before", "after")),
    ),
    form=True,
    change=True,
    status=201,
)
FILE: Final = Operation(
    "GET",
    "matters/<str:number>/attachments/<str:sha256>",
    "file",
    _("The bytes of one file."),
    reading_matters.file,
    "",
    "reads",
    binary=True,
)
_FILE: Final = Entry("file", _("The file."), "file", needed=True)
_SINCE: Final = Entry("since", _("Raised at this time or later."), "moment", needed=True)
_UNTIL: Final = Entry("until", _("Raised before this time."), "moment", needed=True)
OPINIONS: Final = (
    (
        Operation(
            "GET",
            "opinions/<str:case>",
            "opinion",
            _("How a case of the opinion platform stands."),
            opinions.one,
            "Standing",
            "opinions",
        ),
        Operation(
            "PUT",
            "opinions/<str:case>",
            "handOver",
            _("Hand over a case, or a later version of it."),
            opinions.hand_over,
            "HandedOver",
            "opinions",
            body=CASE,
            change=True,
            keyed=False,
            lenient=True,
            also=(201,),
        ),
    ),
    (
        Operation(
            "POST",
            "opinions/<str:case>/received",
            "received",
            _("Say that a standing arrived."),
            opinions.received,
            "Received",
            "opinions",
            body=(Entry("hash", _("The hash of the standing."), needed=True, most=64),),
            change=True,
            keyed=False,
        ),
    ),
    (
        Operation(
            "POST",
            "opinions/<str:case>/attachments",
            "attachToOpinion",
            _("Keep a photograph (JPEG, PNG, WebP) or a PDF with a case."),
            opinions.attach,
            "Attached",
            "opinions",
            body=(_FILE,),
            form=True,
            change=True,
            status=201,
        ),
    ),
    (
        Operation(
            "GET",
            "opinion-index",
            "opinionIndex",
            _("The cases raised in a period, as they are known here."),
            opinions.index,
            "OpinionIndex",
            "opinions",
            query=(_SINCE, _UNTIL),
        ),
    ),
    (
        Operation(
            "POST",
            "opinion-comparisons",
            "compareOpinions",
            _("Compare the cases of a period, and keep the report."),
            opinions.comparison,
            "Comparison",
            "opinions",
            body=(
                _SINCE,
                _UNTIL,
                Entry("count", _("How many there are."), "whole", needed=True, most=MOST_WHOLE),
                Entry(
                    "cases",
                    _("Each case as the platform knows it."),
                    "rows",
                    needed=True,
                    items=10_000,
                    parts=LINE,
                ),
            ),
            change=True,
            keyed=False,
        ),
    ),
)
DAYS: Final = (
    Operation(
        "GET",
        "daily-files",
        "dailyFiles",
        _("The days' files for the province, with their digests; for the county's centre."),
        daily.listed,
        "DailyFiles",
        "reads",
        query=(
            Entry("since", _("This day or later."), "day"),
            Entry("until", _("This day or earlier."), "day"),
            Entry("limit", _("Days of the answer (31)."), "whole", least=1, most=daily.MOST),
        ),
    ),
    Operation(
        "GET",
        "daily-files/<str:day>",
        "dailyFile",
        _("The file of one day as it was made, byte for byte."),
        daily.one,
        "DailyDocument",
        "reads",
        query=(Entry("edition", _("An edition (the newest)."), "whole", least=1, most=MOST_WHOLE),),
    ),
)
ADDRESSES: Final = (*((one,) for one in FACTS), (LIST, REPORT), (ONE,), *((m,) for m in MOVES),
                    (ATTACH,), (FILE,), *ORDERS, *OPINIONS, *((one,) for one in DAYS))  # fmt: skip
OPERATIONS: Final = tuple(one for address in ADDRESSES for one in address)
