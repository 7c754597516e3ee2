"""Reports as files, and charts as numbers."""

import csv
import io
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from outcomes import xmr
from outcomes.charts import SeriesChart, series_chart
from outcomes.reports.file import as_csv, neutral
from outcomes.reports.parts import Board, Card, Line, Section, Table


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-5", "@x", "\tx"])
def test_cell_that_would_be_a_formula_is_text(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


def test_ordinary_cell_stays_as_it_is() -> None:
    assert neutral("1,230") == "1,230"


def test_file_holds_every_cell_of_every_table_and_headline() -> None:
    table = Table("Referrals by urgency", ("Urgency", "Referrals"), (Line("Urgent", ("=15",)),))
    board = Board(
        scheme="S",
        period="April 2026",
        compared_with="April 2025",
        cards=(Card("Referrals", "15", "", "", "referrals"),),
        sections=(Section("referrals", "Referrals", (), (table,)),),
        rule="Rule",
    )
    lines = list(csv.reader(io.StringIO(as_csv(board))))
    assert lines[1:3] == [
        ["S", "April 2026", "Headlines", "Headlines", "Referrals", "Value", "15"],
        ["S", "April 2026", "Referrals", "Referrals by urgency", "Urgent", "Referrals", "'=15"],
    ]


def chart(values: list[float], better: xmr.Direction = xmr.Direction.LOWER) -> SeriesChart:
    return series_chart(
        code="c",
        title="Days",
        unit="days",
        part="months",
        labels=[str(number) for number in range(len(values))],
        values=values,
        found=xmr.chart(values, better=better) if len(values) >= 12 else None,
        better=better,
    )


def test_chart_point_beyond_the_limit_for_the_worse_is_a_square() -> None:
    assert chart([10.0, 11.0] * 6 + [30.0]).wide.markers[-1].shape == "square"


def test_chart_point_beyond_the_limit_for_the_better_is_a_diamond() -> None:
    assert chart([10.0, 11.0] * 6 + [30.0], xmr.Direction.HIGHER).wide.markers[-1].shape == "diamond"


def test_chart_points_stay_inside_the_drawing() -> None:
    for drawing in (chart([0.0, 250.0, 3.0]).wide, chart([0.0, 250.0, 3.0]).narrow):
        assert all(0 <= marker.x <= drawing.width and 0 <= marker.y <= drawing.height for marker in drawing.markers)


def test_chart_of_nothing_but_zeros_is_drawn() -> None:
    assert chart([0.0, 0.0, 0.0]).wide.y_ticks[-1].label == "1"


def test_drawing_has_title_and_description_and_no_style() -> None:
    found = chart([10.0, 11.0] * 6 + [30.0])
    svg = render_to_string("outcomes/report_drawing.html", {"drawing": found.wide, "size": "wide", "chart": found})
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert "style" not in svg
