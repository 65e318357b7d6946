"""Another id for an entity, in every file that has it, as edits of the editor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from kg.editing.renaming import rename
from kg.lsp.navigation import referred
from kg.lsp.workspace import OpenSources

if TYPE_CHECKING:
    from pathlib import Path

    from kg.editing.edits import TextEdit
    from kg.editing.sources import SourceFile
    from kg.lsp.session import Session


def renamable(session: Session, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """Give the id at a position, if an entity has it; other names are changed where they are written."""
    found = session.place(params.text_document.uri, params.position)
    if found is None:
        return None
    place, document = found
    entities = session.checker.known.dataset.entities
    if place.text not in entities or referred(place, session.checker.known) != place.text:
        return None
    return lsp.PrepareRenamePlaceholder(range=session.word(place, document), placeholder=place.text)


async def rename_everywhere(session: Session, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Give the edits of all files, in open documents as they are; raises KgError where it cannot be done."""
    position = lsp.PrepareRenameParams(params.text_document, params.position)
    found = renamable(session, position)
    if found is None:
        return None
    sources = OpenSources(session.files)
    ontology = session.checker.known.dataset.ontology
    edits = await asyncio.to_thread(rename, sources, ontology, found.placeholder, params.new_name)
    return lsp.WorkspaceEdit(
        changes={
            session.files.uri(path): [_edit(session, sources[path], path, edit) for edit in of_file]
            for path, of_file in edits.items()
        }
    )


def _edit(session: Session, source: SourceFile, path: Path, edit: TextEdit) -> lsp.TextEdit:
    lines = session.files.lines(path)
    start, end = (
        session.files.units.position(lines, line - 1, column - 1)
        for line, column in map(source.spans.lines.place, (edit.start, edit.end))
    )
    return lsp.TextEdit(lsp.Range(start, end), edit.text)
