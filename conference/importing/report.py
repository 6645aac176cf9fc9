"""What an import would do or has done, in words."""

from collections.abc import Iterable

from conference.importing.checking import Finding
from conference.importing.importing import Report
from conference.texts import Voice


def summary(voice: Voice, report: Report) -> list[str]:
    """Return what was read, and how many can be imported."""
    sheet, columns = report.checked.sheet, report.checked.columns
    below = sum(row.number > columns.header.number for row in sheet.rows)
    return [
        voice("import-read", format=sheet.form, count=below),
        voice("import-columns-read", columns=_listed(columns.read)),
        *([voice("import-columns-unknown", columns=_listed(unknown))] if (unknown := columns.unknown) else []),
        voice("import-ready", count=len(report.ready)),
        *([voice("import-left-out", count=left_out)] if (left_out := _left_out(report.findings)) else []),
        *_no_place(voice, report),
    ]


def done(voice: Voice, report: Report) -> list[str]:
    """Return how many were imported, and how many were not."""
    return [
        voice("import-done", count=report.written),
        *([voice("import-left-out", count=left_out)] if (left_out := _left_out(report.findings)) else []),
        *_no_place(voice, report),
    ]


def findings(voice: Voice, report: Report) -> list[str]:
    """Return a line for each finding, in the order of the rows, those that keep a row out marked."""
    return [_line(voice, finding) for finding in report.findings]


def exceeding(voice: Voice, report: Report) -> list[str]:
    """Return a line for each row that has no place."""
    return [voice("import-row", number=one.row, problem=voice("import-no-place")) for one in report.exceeding]


def _no_place(voice: Voice, report: Report) -> list[str]:
    if not report.exceeding:
        return []
    first = report.exceeding[0].row
    return [voice("import-exceeds", total=len(report.ready), limit=len(report.fitting), number=first)]


def _line(voice: Voice, finding: Finding) -> str:
    problem = voice(finding.problem.key, **finding.problem.variables)
    if finding.row is None:
        return problem
    if not finding.stops:
        problem = voice("import-warning", problem=problem)
    if not finding.column:
        return voice("import-row", number=finding.row, problem=problem)
    return voice("import-cell", number=finding.row, column=finding.column, problem=problem)


def _left_out(found: Iterable[Finding]) -> int:
    return len({finding.row for finding in found if finding.stops and finding.row})


def _listed(titles: Iterable[str]) -> str:
    return ", ".join(titles)
