"""What the script of the map asks for: small, checked by its sum, never kept by anybody between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from gege.boards.chosen import language
from gege.boards.map.asked import Asked, asked_of, looked_at, rows_of
from gege.boards.map.cells import Clusters, of_period, open_now
from gege.boards.map.outlines import outlines, shapes_of
from gege.boards.map.script import step_edges
from gege.boards.map.things import things_of
from gege.boards.map.values import open_by_area, values_of
from gege.boards.map.walks import walks_of
from gege.staff.api import Actor
from gege.territory.api import Editions, read_editions
from gege.territory.api import atlas as atlas_of

Query = Mapping[str, str]
Data = dict[str, Any]


def json_answer(request: HttpRequest, data: Data) -> HttpResponseBase:
    """Return data under the sum of itself: what a browser has already is not sent again."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:24])
    answer = HttpResponse(body, content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


def shapes(by: Actor, query: Query, *, now: datetime) -> Data:
    """Return the outlines of the area of a map."""
    atlas = atlas_of(read_editions())
    asked = asked_of(by, query, atlas, now=now)
    return dict(shapes_of(atlas, asked.place, asked.ground, language()))


def values(by: Actor, query: Query, *, now: datetime) -> Data:
    """Return what fills the areas, whole and step by step."""
    atlas = atlas_of(read_editions())
    asked = asked_of(by, query, atlas, now=now)
    found = values_of(rows_of(by, asked, atlas), asked, now)
    edges, shades = step_edges(
        [value for one in found.values() for value in one.steps if value is not None]
    )
    return {
        "areas": {code: [one.whole, one.of, one.counted, one.steps] for code, one in found.items()},
        "stepEdges": edges,
        "stepShades": shades,
    }


def cells(by: Actor, query: Query, *, now: datetime) -> Data:
    """Return the matters of the period in cells, step by step."""
    atlas = atlas_of(read_editions())
    asked = asked_of(by, query, atlas, now=now)
    lines = outlines(atlas)
    level, box = looked_at(query, asked.ground, lines.around([asked.place]))
    rows = rows_of(by, asked, atlas)
    found = of_period(rows, asked.chosen.period, asked.steps, level, box, lines)
    return _told(found, asked)


def standing(by: Actor, query: Query, *, now: datetime) -> tuple[Data, Asked]:
    """Return what is open now in cells and areas, and how today's patrols stand."""
    atlas = atlas_of(read_editions())
    asked = asked_of(by, query, atlas, now=now)
    lines = outlines(atlas)
    level, box = looked_at(query, asked.ground, lines.around([asked.place]))
    rows = rows_of(by, asked, atlas)
    found = open_now(rows, now, level, box, lines)
    areas = open_by_area(rows, asked.level, now)
    walks = walks_of(by, asked.place, now=now)
    return {
        **_told(found, asked),
        "areas": {code: one.counts for code, one in areas.items()},
        "walks": {code: str(one) for code, one in walks.items()},
    }, asked


def things(by: Actor, query: Query, *, now: datetime) -> Data:
    """Return what stands in the area besides matters."""
    editions: Editions = read_editions()
    atlas = atlas_of(editions)
    asked = asked_of(by, query, atlas, now=now)
    found = things_of(by, asked, atlas, outlines(atlas), editions, language(), now=now)
    return {
        "things": [
            [
                one.layer,
                one.name,
                one.note,
                *asked.ground.drawn(one.lng, one.lat),
                one.href,
                one.exact,
            ]
            for one in found.found
        ],
        "more": found.more,
    }


def _told(found: Clusters, asked: Asked) -> Data:
    return {
        "level": found.level,
        "beyond": found.beyond,
        "nowhere": found.nowhere,
        "cells": [
            [cell.x, cell.y, *asked.ground.drawn(*one.middle), *one.counts]
            for cell, one in sorted(found.found.items(), key=lambda pair: (pair[0].y, pair[0].x))
        ],
    }
