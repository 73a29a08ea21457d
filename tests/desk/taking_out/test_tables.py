"""What is read of a page: its tables as values, and where its list goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gege.desk.taking_out.tables import read_page, without_empty_columns

PAGE = """<body><table><tr><td>outside</td></tr></table><main id="main">
<table><caption> Orders <b>open</b></caption>
<thead><tr><th>Light</th><th>Number</th><th>Due</th><th></th></tr></thead><tbody>
<tr><td><svg><text>x</text></svg><span class="word">on time</span></td>
 <td><span class="number">1,204</span></td>
 <td><span class="when"><time datetime="2026-11-23T14:05+08:00">2026-11-23 14:05</time>
   <span class="away">2 days</span></span></td>
 <td><form><button>Close</button></form></td></tr>
<tr><th scope="row">R&amp;D<br>two</th><td><span class="number">007</span></td>
 <td><time datetime="2026-11-23">2026-11-23</time></td><td></td></tr>
<tr><td>=1+1</td><td>—</td><td>until <time datetime="2026-11-23">2026-11-23</time></td></tr>
</tbody></table>
<nav class="pager"><a rel="prev" href="?before=1">b</a><a rel="next" href="?box=a&amp;after=9">n</a>
</nav><table><tr><td colspan="2">12</td><td class="number">-1.50</td></tr></table></main></body>"""


def test_moments_numbers_and_texts_are_told_apart() -> None:
    page = read_page(PAGE)
    orders, other = page.tables
    without_empty_columns(orders)
    assert (orders.title, orders.paged, page.next) == ("Orders open", True, "?box=a&after=9")
    assert orders.heads == ["Light", "Number", "Due"]
    assert orders.rows == [
        ["on time", 1204, datetime(2026, 11, 23, 6, 5, tzinfo=UTC)],
        ["R&D two", "007", date(2026, 11, 23)],
        ["=1+1", None, "until 2026-11-23"],
    ]
    assert (other.paged, other.rows) == (False, [["12", None, -1.5]])


def test_figures_are_lines_and_a_table_without_a_caption_has_its_heading() -> None:
    page = read_page(
        """<main id="main"><h1>Overview</h1><div class="figures"><div class="figure is-red">
        <p class="name">Overdue</p><p class="value"><a href="/x"><span class="number">1,204</span>
        </a></p><details class="meaning"><p>how</p></details></div><div class="figure">
        <p class="name">Near</p><p class="value"><b><span class="number">95.0<span class="unit">%
        </span></span></b><span class="of">/ <span class="number">40</span> matters</span></p>
        <p class="period">2026-11</p></div></div><h2>Times</h2><p class="name">no cell</p>
        <table><tr><th scope="row">Triage<details class="meaning">how</details></th>
        <td><p class="value">1 h</p></td></tr></table></main>"""
    )
    figures, times = page.tables
    assert (figures.title, len(figures.heads)) == ("Overview", 3)
    assert figures.rows == [["Overdue", 1204], ["Near", "95.0% / 40 matters", "2026-11"]]
    assert (times.title, times.rows) == ("Times", [["Triage", "1 h"]])


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<main id=main>",
        "<table><tr><td>x",
        "<main id=main></td></tr></table>",
        "<main id=main><",
    ],
)
def test_a_page_without_tables_or_with_broken_ones_has_none(html: str) -> None:
    assert [one for one in read_page(html).tables if one.rows] == []


def test_a_moment_that_cannot_be_read_stays_a_text() -> None:
    row = '<td><time datetime="{}">soon</time></td>'
    bad = "".join(row.format(word) for word in ("", "x", "2026-13-45", "2026-11-23T14:05"))
    page = read_page(f'<main id="main"><table><tr>{bad}</tr></table></main>')
    assert page.tables[0].rows == [["soon"] * 4]
