"""A report as a file for a spreadsheet: the same words and numbers as the page, one cell a line. Pure."""

import csv
import io

from outcomes.reports.parts import Board

#: A cell that starts so would be worked out by a spreadsheet as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
HEADINGS = ("Scheme", "Period", "Subject", "Table", "Row", "Column", "Value")


def as_csv(board: Board) -> str:
    """Comma-separated lines: headlines, every table, and the rule on small numbers last."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)

    def write(*cells: str) -> None:
        writer.writerow([neutral(cell) for cell in (board.scheme, board.period, *cells)])

    for card in board.cards:
        write("Headlines", "Headlines", card.label, card.unit or "Value", card.value)
    for section in board.sections:
        for table in section.tables:
            for line in table.lines:
                for column, cell in zip(table.columns[1:], line.cells, strict=True):
                    write(section.title, table.caption, line.heading, column, cell)
                if line.sub:
                    write(section.title, table.caption, line.heading, "Price and source", line.sub)
            if table.note:
                write(section.title, table.caption, "Note", "Note", table.note)
    write("About these figures", "About these figures", "Small numbers", "Note", board.rule)
    return out.getvalue()


def neutral(cell: str) -> str:
    """The cell as text, whatever it starts with."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
