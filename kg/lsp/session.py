"""One editor at work on one data directory: what it asks, in the protocol's terms, and what it is told."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from kg.lsp.checking import Checker, Reader
from kg.lsp.completion import Completer
from kg.lsp.fixes import Fixer, span
from kg.lsp.hover import Explainer
from kg.lsp.navigation import definition, mentions, referred, symbols
from kg.lsp.place import place_at
from kg.lsp.workspace import Files, OpenSources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pygls.lsp.server import LanguageServer

    from kg.lsp.completion import Proposal
    from kg.lsp.documents import Document
    from kg.lsp.place import Place
    from kg.lsp.reading import Checked
    from kg.problems import Language, Location, Problem

KINDS = {
    "property": lsp.CompletionItemKind.Property,
    "key": lsp.CompletionItemKind.Keyword,
    "class": lsp.CompletionItemKind.Class,
    "entity": lsp.CompletionItemKind.Reference,
    "value": lsp.CompletionItemKind.EnumMember,
    "unit": lsp.CompletionItemKind.Unit,
    "article": lsp.CompletionItemKind.File,
}
SEVERITIES = {"error": lsp.DiagnosticSeverity.Error, "warning": lsp.DiagnosticSeverity.Warning}

_source_of_file = re.compile(r"source[ \t]*:[ \t]*[\"']?([^\s\"'#]+)").match
_source_of_value = re.compile(r"[{,][ \t]*source[ \t]*:[ \t]*[\"']?([^\s,}\"']+)").search


class Session:
    """Answers an editor; places and ranges are in its units."""

    def __init__(
        self, server: LanguageServer, files: Files, articles: Path | None, language: Language
    ) -> None:
        self.server = server
        self.files = files
        self.language = language
        self.checker = Checker(Reader(files.directory, articles), files.contents, self.publish)
        self.problems: dict[Path, list[Problem]] = {}  # as they were published last
        self.told = ""

    # ── problems ──

    def publish(self, checked: Checked) -> None:
        """Show the problems of every file, and take back those that are gone."""
        found: dict[Path, list[Problem]] = defaultdict(list)
        of_no_file = []
        for problem in checked.problems:
            path = Path(problem.location.file)
            if path == self.files.directory or not path.suffix:
                of_no_file.append(problem)
            else:
                found[path].append(problem)
        open_ones = {path for path, _ in self.files.open_documents()}
        for path in sorted({*found, *self.problems, *open_ones}):
            self.show(path, found.get(path, []))
        self.problems = dict(found)
        self.tell("\n".join(map(self.message, of_no_file)))

    def show(self, path: Path, problems: Sequence[Problem]) -> None:
        """Show the problems of one file, which may be none."""
        document = dict(self.files.open_documents()).get(path)
        lines = self.files.lines(path) if problems else []
        self.server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(
                uri=self.files.uri(path),
                version=document.version if document else None,
                diagnostics=[self.diagnostic(problem, lines) for problem in problems],
            )
        )

    def tell(self, message: str) -> None:
        """Show what concerns no file, once."""
        if message and message != self.told:
            self.server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, message))
        self.told = message

    def message(self, problem: Problem) -> str:
        """Say what is wrong, and on the next line the likely fix."""
        hint = problem.hint(self.language)
        return problem.message(self.language) + (f"\n{hint}" if hint else "")

    def diagnostic(self, problem: Problem, lines: Sequence[str]) -> lsp.Diagnostic:
        """Give a problem as an editor underlines it."""
        line = max(problem.location.line - 1, 0)
        start, end = span(problem, lines[line]) if problem.location.line and line < len(lines) else (0, 0)
        return lsp.Diagnostic(
            range=self.files.units.range(lines, line, start, end),
            message=self.message(problem),
            severity=SEVERITIES[problem.severity],
            code=problem.code,
            source="kg",
        )

    def code_actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        """Give the fixes of the problems on the lines that are asked about."""
        path, document = self.opened(params.text_document.uri)
        if path is None or document is None:
            return []
        fixer = Fixer(self.checker.known.names, self.language)
        return [
            lsp.CodeAction(
                title=fix.title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[self.diagnostic(problem, document.lines)],
                is_preferred=fix.preferred,
                edit=lsp.WorkspaceEdit(
                    changes={
                        document.uri: [
                            lsp.TextEdit(
                                self.files.units.range(document.lines, fix.line, fix.start, fix.end), fix.text
                            )
                        ]
                    }
                ),
            )
            for problem in self.problems.get(path, [])
            if params.range.start.line <= problem.location.line - 1 <= params.range.end.line
            for fix in fixer.fixes(problem, document.lines)
        ]

    # ── the word under the cursor ──

    def opened(self, uri: str) -> tuple[Path | None, Document | None]:
        """Give an open document of the data, with its file."""
        path = self.files.path(uri)
        document = dict(self.files.open_documents()).get(path) if path else None
        return path, document

    def place(self, uri: str, position: lsp.Position) -> tuple[Place, Document] | None:
        """Give where in an open document of the data a position is."""
        _, document = self.opened(uri)
        place = place_at(document.lines, *document.place(position)) if document else None
        return (place, document) if place and document else None

    def complete(self, params: lsp.CompletionParams) -> lsp.CompletionList | None:
        """Give what may stand at a position."""
        found = self.place(params.text_document.uri, params.position)
        if found is None:
            return None
        place, document = found
        proposals, more = Completer(self.checker.known, self.language).proposals(document.lines, place)
        column = document.place(params.position)[1]
        items = [
            self.item(proposal, number, place, document, column) for number, proposal in enumerate(proposals)
        ]
        return lsp.CompletionList(is_incomplete=more, items=items)

    def item(
        self, proposal: Proposal, number: int, place: Place, document: Document, column: int
    ) -> lsp.CompletionItem:
        """Give a proposal as an editor lists it; a quote that is open is replaced with the word in it."""
        line = document.lines[place.line]
        quote = (
            line[place.start : place.start + 1] if line[place.start : place.start + 1] in ("'", '"') else ""
        )
        start = place.start + (proposal.start + len(quote) if proposal.start else 0)
        end = column + (bool(quote) and not proposal.start and line[column : column + 1] == quote)
        lead = " " if line[start - 1 : start] == ":" else ""
        search = " ".join((proposal.search or proposal.label).split())
        return lsp.CompletionItem(
            label=proposal.label,
            kind=KINDS[proposal.kind],
            detail=proposal.detail or None,
            documentation=proposal.documentation or None,
            filter_text=f"{'' if proposal.start else quote}{search}",
            sort_text=f"{number:04}",
            text_edit=lsp.TextEdit(
                self.files.units.range(document.lines, place.line, start, end), lead + proposal.text
            ),
        )

    def hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        """Say what the word at a position means."""
        found = self.place(params.text_document.uri, params.position)
        if found is None:
            return None
        place, document = found
        text = Explainer(self.checker.known, self.language).explain(place, _source(document.lines, place))
        content = lsp.MarkupContent(lsp.MarkupKind.PlainText, text)
        return lsp.Hover(content, self.word(place, document)) if text else None

    def word(self, place: Place, document: Document) -> lsp.Range:
        """Give the range of a word."""
        return self.files.units.range(document.lines, place.line, place.start, place.end)

    # ── from place to place ──

    def definition(self, params: lsp.DefinitionParams) -> lsp.Location | None:
        """Give where the word at a position is defined."""
        found = self.place(params.text_document.uri, params.position)
        location = definition(found[0], self.checker.known) if found else None
        return self.location(location) if location else None

    def location(self, location: Location) -> lsp.Location:
        """Give a place of ours as an editor has it."""
        path = Path(location.file)
        lines = self.files.lines(path)
        line, column = location.line - 1, location.column - 1
        return lsp.Location(self.files.uri(path), self.files.units.range(lines, line, column, column))

    async def references(self, params: lsp.ReferenceParams) -> list[lsp.Location]:
        """Give all places that speak of the entity at a position, by its id or another name."""
        found = self.place(params.text_document.uri, params.position)
        entity = (
            self.checker.known.dataset.entities.get(referred(found[0], self.checker.known)) if found else None
        )
        if entity is None:
            return []
        ids = self.checker.known.ids
        names = {name for name in (entity.id, entity.name, *entity.aliases) if ids.get(name) == [entity.id]}
        sources = OpenSources(self.files)
        places = await asyncio.to_thread(lambda: list(self.mentions(sources, {entity.id, *names})))
        own = [self.location(entity.location)] if params.context.include_declaration else []
        return own + places

    def mentions(self, sources: OpenSources, names: set[str]) -> Iterator[lsp.Location]:
        """Yield the places that refer to an entity by these names."""
        ontology = self.checker.known.dataset.ontology
        for path, tree in sources.trees():
            found = list(mentions(tree, ontology, names))
            lines = self.files.lines(path) if found else []
            uri = self.files.uri(path) if found else ""
            for scalar in found:
                line, start = scalar.line - 1, scalar.column - 1
                end = start + len(scalar.text) + 2 * bool(scalar.style)
                yield lsp.Location(uri, self.files.units.range(lines, line, start, end))

    def symbols(self, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        """Give the articles and entities of a document."""
        _, document = self.opened(params.text_document.uri)
        if document is None:
            return []
        lines, units = document.lines, self.files.units
        kinds = {"articles": lsp.SymbolKind.File, "entities": lsp.SymbolKind.Object}
        return [
            lsp.DocumentSymbol(
                name=one.name or "?",
                kind=kinds[one.section],
                detail=one.detail,
                range=lsp.Range(
                    lsp.Position(one.line, 0), units.position(lines, one.last, len(lines[one.last].rstrip()))
                ),
                selection_range=units.range(lines, one.line, one.start, one.end),
            )
            for one in symbols(lines)
        ]


def _source(lines: Sequence[str], place: Place) -> str:
    """Give the article that a value comes from: its own on this line, else that of the file."""
    own = _source_of_value(lines[place.line])
    of_file = next(filter(None, map(_source_of_file, lines)), None)
    return own[1] if own else of_file[1] if of_file else ""
