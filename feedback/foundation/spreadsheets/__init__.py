"""Spreadsheets: reading XLSX and delimited text row by row, and writing workbooks that hold only plain values.

Reading streams: hidden rows, formulas (their stored values), merged cells and date cells are all seen, nothing is
executed, and what could harm (macros, passwords, DOCTYPE, zip bombs) is refused with a sentence for the person.
"""

from feedback.foundation.spreadsheets.cells import Book, Cell, Kind, Merge, Row, Sheet
from feedback.foundation.spreadsheets.reading import open_book
from feedback.foundation.spreadsheets.writing import Column, SheetOut, new_workbook, write_workbook

__all__ = [
    "Book",
    "Cell",
    "Column",
    "Kind",
    "Merge",
    "Row",
    "Sheet",
    "SheetOut",
    "new_workbook",
    "open_book",
    "write_workbook",
]
