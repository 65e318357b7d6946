"""Files of the data as the editor has them: open documents before what is on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pygls.uris import from_fs_path, to_fs_path

from kg.editing.landing import Sources
from kg.editing.sources import SourceFile
from kg.loading.nodes import read_file
from kg.lsp.checking import is_data
from kg.lsp.documents import Document, Units, split_lines
from kg.problems import KgError
from kg.yamltree.encoding import UTF8_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as MappingOf

    from pygls.workspace import TextDocument

    from kg.yamltree import Mapping


class Files:
    """The files of one data directory; `documents` are all that are open, by their URI."""

    def __init__(self, directory: Path, documents: MappingOf[str, TextDocument], units: Units) -> None:
        self.directory = directory
        self.documents = documents
        self.units = units

    def path(self, uri: str) -> Path | None:
        """Give the file of a URI if it belongs to the data; its directory may be reached through links."""
        name = to_fs_path(uri)
        if not uri.startswith("file:") or not name:
            return None
        path = Path(name).parent.resolve() / Path(name).name
        return path if is_data(path, self.directory) else None

    def open_documents(self) -> Iterator[tuple[Path, Document]]:
        """Yield the open documents that belong to the data, by their file."""
        for document in list(self.documents.values()):
            path = self.path(document.uri)
            if path and isinstance(document, Document):
                yield path, document

    def contents(self) -> dict[Path, bytes]:
        """Give what open documents have in them, as it would be saved."""
        return {
            path: document.source.encode("utf-8", "surrogatepass") for path, document in self.open_documents()
        }

    def uri(self, path: Path) -> str:
        """Give the URI of a file; of an open document just as the editor writes it."""
        open_ones = {opened: document.uri for opened, document in self.open_documents()}
        return open_ones.get(path) or from_fs_path(str(path)) or ""

    def lines(self, path: Path) -> Sequence[str]:
        """Give the lines of a file as the editor has them or would open them; none where it has no text."""
        document = dict(self.open_documents()).get(path)
        if document:
            return document.lines
        try:
            raw = read_file(path)
        except OSError:
            return [""]
        return split_lines(raw.removeprefix(UTF8_MARK).decode(errors="replace"))


class OpenSources(Sources):
    """The files of the data for edits: open documents as they are in the editor."""

    def __init__(self, files: Files) -> None:
        super().__init__(files.directory)
        self.contents = files.contents()
        self.paths = sorted({*self.paths, *self.contents})

    def __getitem__(self, path: Path) -> SourceFile:
        """Give one file as the editor has it; raises KgError where it cannot be read."""
        raw = self.contents.get(path)
        return super().__getitem__(path) if raw is None else SourceFile(path, raw)

    def trees(self) -> Iterator[tuple[Path, Mapping]]:
        """Yield the files that can be read, with their nodes."""
        for path in self.paths:
            try:
                yield path, self[path].tree
            except KgError:  # its problems are shown already
                continue
