"""A spreadsheet into the data: judged row by row, then written as text edits that keep all that is there."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.editing.landing import Sources, contents_after, land, problems_added
from kg.loading.load import load, raise_errors
from kg.loading.nodes import read_file
from kg.problems import KgError, Location, Problem
from kg.sheets.addition import FileAddition
from kg.sheets.delimited import read_delimited
from kg.sheets.judging import CONFLICTING, WRONG, Judge, Verdict
from kg.sheets.known import Known
from kg.sheets.layouts import HeaderReader
from kg.sheets.rows import RowReader
from kg.sheets.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingOf

    from kg.editing.edits import TextEdit
    from kg.editing.sources import SourceFile
    from kg.model import Dataset, Omission, Statement
    from kg.sheets.rows import Row
    from kg.sheets.table import Table

REFUSED = (CONFLICTING, WRONG)


class Import:
    """One spreadsheet that is to be imported into a data directory.

    verdicts: a row each, once it was judged
    warnings: what of the file is not read, or may surprise
    written: the files that were changed
    """

    def __init__(self, directory: Path, file: Path, articles: Path | None = None) -> None:
        self.directory = directory
        self.file = file
        self.articles = articles
        self.target: Path | None = None
        self.sheet: str | None = None
        self.source: str | None = None
        self.skip_wrong = False
        self.verdicts: list[Verdict] = []
        self.warnings: list[Problem] = []
        self.written: list[Path] = []
        self._raw: bytes | None = None

    def rehearse(self) -> list[Verdict]:
        """Judge, and do all but write; raises KgError where it is more than rows that is wrong."""
        sources = Sources(self.directory)
        contents = contents_after(sources, self._plan(sources))
        problems = self._check(contents) if contents else []
        raise_errors(problems)
        return self.verdicts

    def land(self) -> list[Verdict]:
        """Judge and write: all, or nothing if a row is refused and these are not skipped."""
        self.written = sorted(land(self.directory, self._plan, self.articles, self._check).contents)
        return self.verdicts

    @property
    def refused(self) -> list[Verdict]:
        """The rows that are wrong, or contradict what is there."""
        return [verdict for verdict in self.verdicts if verdict.kind in REFUSED]

    def _plan(self, sources: Sources) -> dict[Path, list[TextEdit]]:
        contents = {path: sources[path].raw for path in sources.paths}
        self.known = Known(self.directory, self.articles, contents, self.target)
        self.known.check_source(self.source)
        problems: list[Problem] = []
        rows = list(self._rows(problems))
        judge = Judge(self.known, rows, problems)
        self.verdicts = judge.judge()
        if self.refused and self.skip_wrong:
            judge = self._without_refused(problems)
        elif self.refused:
            return {}
        self._judge = judge
        return {Path(file): self._edits(sources[Path(file)], judge) for file in self._files(judge)}

    def _without_refused(self, problems: list[Problem]) -> Judge:
        """Judge the other rows again until none is refused: one may need what another would have brought."""
        while True:
            kept = [verdict.row for verdict in self.verdicts if verdict.kind not in REFUSED]
            judge = Judge(self.known, kept, problems)
            again = {id(verdict.row): verdict for verdict in judge.judge()}
            self.verdicts = [again.get(id(verdict.row), verdict) for verdict in self.verdicts]
            if not any(verdict.kind in REFUSED for verdict in again.values()):
                return judge

    def _rows(self, problems: list[Problem]) -> Iterator[Row]:
        headers = HeaderReader(self.known.ontology)
        tables = self._tables(headers)
        self.warnings = [problem for table in tables for problem in table.warnings]
        layouts = [(table, headers.layout(table)) for table in tables]
        without = [table for table, layout in layouts if layout is None and table.rows]
        if all(layout is None for _, layout in layouts):
            table = next(iter(without or tables))
            raise KgError(table.problem("header-none" if table.rows else "sheet-empty"))
        self.warnings += [table.problem("sheet-not-read") for table in without]
        for table, layout in layouts:
            if layout:
                yield from RowReader(table, layout, self.known.ontology, problems, self.source).rows()

    def _tables(self, headers: HeaderReader) -> list[Table]:
        if self._raw is None:
            try:
                self._raw = read_file(self.file)
            except OSError as error:
                reason = {"reason": error.strerror or str(error)}
                raise KgError(Problem("unreadable", Location(str(self.file)), reason)) from None
        if is_workbook(self._raw):
            return read_workbook(self._raw, str(self.file), self.sheet)
        if self.sheet is not None:
            raise KgError(Problem("sheet-of-text", Location(str(self.file)), {"name": self.sheet}))
        return [read_delimited(self._raw, str(self.file), headers.count)]

    def _files(self, judge: Judge) -> list[str]:
        """Give the files in which something is to be written."""
        files = {
            self.known.file_of(id_, head.entity.type): None
            for id_, head in judge.heads.items()
            if head.is_new or any(head.added.values()) or id_ in judge.statements or id_ in judge.omissions
        }
        return list(files)

    def _edits(self, source: SourceFile, judge: Judge) -> list[TextEdit]:
        file = str(source.path)
        heads = {
            id_: head
            for id_, head in judge.heads.items()
            if self.known.file_of(id_, head.entity.type) == file
        }
        return FileAddition(source, self.known, judge, heads).edits()

    def _check(self, contents: MappingOf[Path, bytes]) -> list[Problem]:
        """Load what would be written: it brings no error, and says just what the data and the rows say."""
        after, problems = load(self.directory, self.articles, contents)
        added = problems_added(self.known.problems, problems)
        if not any(problem.severity == "error" for problem in added):
            added += _differences(self.known.dataset, self._judge, after)
        return added


def _differences(before: Dataset, judge: Judge, after: Dataset) -> list[Problem]:
    """Find a statement that is gone or another one now: a new name may take what another had."""
    written = Counter(_bare(one) for one in _all(after.statements, after.omissions))
    new = _all(*judge.statements.values(), *judge.omissions.values())
    for one in (*_all(before.statements, before.omissions), *new):
        written[_bare(one)] -= 1
        if written[_bare(one)] < 0:
            return [Problem("import-differs", one.location, {"id": one.subject, "property": one.property})]
    return []


def _all(*said: Iterable[Statement | Omission]) -> Iterator[Statement | Omission]:
    return chain.from_iterable(said)


def _bare(one: Statement | Omission) -> Statement | Omission:
    return one._replace(location=_NOWHERE)


_NOWHERE = Location("")
