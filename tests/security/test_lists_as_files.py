"""Every list that offers files gives them, to those who may open the page and to nobody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from django.urls import URLResolver, get_resolver
from openpyxl import load_workbook

from gege.desk.taking_out.pages import TakenOut, how_taken_out
from gege.desk.taking_out.tables import read_page
from tests.matters.play import Play
from tests.security.doors import address, matter_in_hand
from tests.security.test_who_opens_what import CAST, TABLE


def doors(play: Play) -> Iterator[tuple[str, str, TakenOut]]:
    matter = matter_in_hand(play)
    for name, how in sorted(marked(get_resolver().url_patterns, "")):
        yield name, address(name, play, matter), how


def marked(patterns: list[Any], space: str) -> Iterator[tuple[str, TakenOut]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from marked(
                one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space
            )
        elif how := how_taken_out(one.callback):
            yield f"{space}{one.name}", how


def test_every_list_that_offers_files_gives_them(play: Play) -> None:
    found = list(doors(play))
    assert len(found) > 55
    clients = {who: play.cast.client(who) for who in CAST}
    for name, path, how in found:
        status, people, other = TABLE.get(name, (404, frozenset(), 404))
        if status != 200:  # records of nothing: it asks for more than an address
            continue
        who = next(one for one in CAST if one in people)
        page = clients[who].get(path)
        offered = page.context["as_files"]
        assert [kind for kind, _href in offered] == ["xlsx", "csv"], name
        xlsx, text = (clients[who].get(_from(path, href)) for _kind, href in offered)
        assert (xlsx.status_code, text.status_code) == (200, 200), name
        shown = sum(len(one.rows) for one in read_page(page.text).tables)
        assert how.whole or len(lines_of(text)) >= shown, name
        opens_clean(xlsx.content, name)
        stranger = next((one for one in reversed(CAST) if one not in people), "")
        if stranger:
            assert clients[stranger].get(_from(path, offered[1][1])).status_code == other, name


def _from(path: str, href: str) -> str:
    return path.partition("?")[0] + href if href.startswith("?") else href


def lines_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def opens_clean(content: bytes, name: str) -> None:
    """The workbook is read whole, its parts are intact, and nothing in it computes."""
    assert ZipFile(io.BytesIO(content)).testzip() is None, name
    book = load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for one in book for row in one.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}, name
    assert len({one.title.casefold() for one in book}) == len(book.worksheets), name
