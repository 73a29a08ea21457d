"""Every operation: requests are read by this table, and the schema is written from it."""

from typing import Final

from gege.kernel.coordinates import Crs
from gege.matters.api import Box, Light, Order, words
from gege.openapi.rest import doing, facts, reading_matters
from gege.openapi.rest.operations import MOST_WHOLE, Entry, Operation
from gege.openapi.rest.table_of_moves import OFFERED

_STATES: Final = "|".join(str(one) for one in words.State)
_KIND: Final = "[0-9A-Za-z.-]{1,20}"
_AREA: Final = "[0-9]{6}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?"
_BOXES: Final = tuple(str(box) for box in Box if box is not Box.WATCHED)

FACTS: Final = (
    Operation("GET", "me", "me", "For whom the token speaks.", facts.me, "Me"),
    Operation("GET", "kinds", "kinds", "The kinds of matters in use.", facts.kinds, "Kinds"),
    Operation(
        "GET",
        "areas",
        "areas",
        "County, townships, communities and grids of today.",
        facts.areas,
        "Areas",
        query=(Entry("under", "Only an area and what lies in it.", pattern=_AREA, most=15),),
    ),
    Operation("GET", "units", "units", "Platforms and departments.", facts.units, "Units"),
)
LIST: Final = Operation(
    "GET",
    "matters",
    "listMatters",
    "The matters that the post may see, page by page.",
    reading_matters.listed,
    "MatterList",
    "reads",
    query=(
        Entry("box", "A ready-made list; `mine`: what the unit holds.", choices=_BOXES),
        Entry("state", "States, with commas.", pattern=f"({_STATES})(,({_STATES}))*", most=200),
        Entry("light", "The signal light.", choices=tuple(str(one) for one in Light)),
        Entry("kind", "A kind.", pattern=_KIND, most=20),
        Entry("area", "An area.", pattern=_AREA, most=15),
        Entry("since", "Reported on this day or later.", "day"),
        Entry("until", "Reported on this day or earlier.", "day"),
        Entry("q", "Words or a number.", most=60),
        Entry("order", "The order; `due`: open ones only.", choices=tuple(map(str, Order))),
        Entry("limit", "Rows of a page (50).", "whole", least=1, most=reading_matters.MOST),
        Entry("cursor", "`next` of the page before.", pattern="[0-9A-Za-z_:.+-]{2,60}", most=60),
    ),
)
REPORT: Final = Operation(
    "POST",
    "matters",
    "report",
    "Report a matter.",
    doing.report,
    "Done",
    "reports",
    body=(
        Entry("title", "What it is, in a line.", needed=True, least=2, most=120),
        Entry("kind", "A kind of `kinds`.", needed=True, pattern=_KIND, most=20),
        Entry("description", "What there is to say.", most=2000),
        Entry("grid", "The grid, if it is known.", pattern="[0-9]{15}", most=15),
        Entry("lng", "Longitude.", "number", least=-180, most=180),
        Entry("lat", "Latitude.", "number", least=-90, most=90),
        Entry("crs", "What lng and lat are in (wgs84).", choices=tuple(str(one) for one in Crs)),
        Entry("address", "The place in words.", most=200),
        Entry("severity", "How urgent.", choices=tuple(str(one) for one in words.Severity)),
        Entry("intent", "What is wanted.", choices=tuple(str(one) for one in words.Intent)),
        Entry("happened_at", "When it happened.", "moment"),
        Entry("name", "Who reports it, if they wish.", most=60),
        Entry("phone", "How to reach them.", most=30),
        Entry("wants_callback", "Whether they wait for a call; needs `phone`.", "flag"),
        Entry(
            "edition", "The edition the kind was chosen from.", "whole", least=1, most=MOST_WHOLE
        ),
    ),
    change=True,
    status=201,
)
ONE: Final = Operation(
    "GET",
    "matters/<str:number>",
    "matter",
    "One matter with its steps, words and files.",
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
    "Keep a photograph (JPEG, PNG, WebP) or a PDF with a matter.",
    doing.attach,
    "Attached",
    "moves",
    body=(
        Entry("file", "The file.", "file", needed=True),
        Entry("stage", "Before or after the work.", choices=("before", "after")),
    ),
    form=True,
    change=True,
    status=201,
)
FILE: Final = Operation(
    "GET",
    "matters/<str:number>/attachments/<str:sha256>",
    "file",
    "The bytes of one file.",
    reading_matters.file,
    "",
    "reads",
    binary=True,
)
ADDRESSES: Final = (*((one,) for one in FACTS), (LIST, REPORT), (ONE,), *((m,) for m in MOVES),
                    (ATTACH,), (FILE,))  # fmt: skip
OPERATIONS: Final = tuple(one for address in ADDRESSES for one in address)
