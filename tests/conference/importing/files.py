"""Files as offices send them."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

HEADER = ("Vārds, uzvārds", "E-pasts", "Joma")
ANNA = ("Anna Kalniņa", "anna@inbox.lv", "Veselība")
ZANE = ("Zane Šķēle", "zane@inbox.lv", "")


def a_csv(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return end.join(delimiter.join(row) for row in rows).encode(encoding)


def a_workbook(*rows: Sequence[Any], others: Iterable[str] = (), merged: Iterable[str] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for title in others:
        workbook.create_sheet(title)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
