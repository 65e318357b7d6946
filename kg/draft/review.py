"""A draft file under review: what is decided goes into the data, or away, and out of the draft.

The data come first: who is interrupted between the two finds the proposal again, and accepting it once more
adds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.draft.accepting import Acceptance, article_of
from kg.draft.items import items_in, without
from kg.editing.landing import ATTEMPTS, Sources, contents_after, land, locked, new_problems, prepare
from kg.editing.sources import SourceFile
from kg.evidence import find, paragraph_of, sentences
from kg.files import Replacement, not_written
from kg.loading.load import Loading
from kg.problems import KgError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from kg.draft.items import Item
    from kg.editing.edits import TextEdit
    from kg.yamltree.writing import Value

Decided = tuple["Item", "Value"]


class Change(NamedTuple):
    """Files before and after a decision, to take it back; `None` is a file that is not there."""

    before: dict[Path, bytes | None]
    after: dict[Path, bytes | None]


class Review:
    """A draft file and the data directory that it is for. Raises KgError where it is no draft."""

    def __init__(self, path: Path, directory: Path, articles: Path | None) -> None:
        self.path = path
        self.directory = directory
        self.articles = articles
        self.article = article_of(self.source())
        loading = Loading(directory, articles, {path: self.source().raw})
        self.ontology = loading.dataset.ontology
        self.types = {id_: one.type for id_, one in loading.dataset.entities.items()}
        self.written: set[Path] = set()
        self._placed: list[Decided] = []
        self._before: dict[Path, bytes | None] = {}
        self.text = loading.context.texts.get(self.article)
        self.problems = [one for one in self._finished(loading) if one.location.file == str(path)]

    def _finished(self, loading: Loading) -> list[Problem]:
        for _ in loading.statements():
            pass
        return loading.finish()[1]

    def source(self) -> SourceFile:
        """Read the draft as it is now."""
        return SourceFile.read(self.path)

    def items(self) -> list[Item]:
        """Give what is not decided yet; nothing once the file is gone."""
        return items_in(self.source()) if self.path.exists() else []

    def is_wrong(self, item: Item) -> bool:
        """Tell whether a proposal was found wrong as it stands in the file."""
        first, last = item.lines
        return any(one.severity == "error" and first <= one.location.line <= last for one in self.problems)

    def sentences_of(self, item: Item) -> list[tuple[str, int, int]]:
        """Give the sentences that quotes stand in, each on one line, and where in it the quote is."""
        found = find(self.text, item.quote) if self.text and item.quote else None
        return [self._sentence(*span) for span in found.spans] if found else []

    def _sentence(self, start: int, end: int) -> tuple[str, int, int]:
        text = self.text.original if self.text else ""
        paragraph = paragraph_of(text, start) or (start, end)
        around = [span for span in sentences(text, paragraph) if span[0] < end and start < span[1]]
        first, last = (around[0][0], max(around[-1][1], end)) if around else (start, end)
        pieces = (text[first:start].lstrip(), text[start:end], text[end:last].rstrip())
        before, quoted, after = ("".join(piece.split("\n")) for piece in pieces)
        return before + quoted + after, len(before), len(before) + len(quoted)

    def try_out(self, decided: Iterable[Decided]) -> list[Problem]:
        """Give what would be wrong with accepting proposals in these forms."""
        sources = Sources(self.directory)
        try:
            contents = contents_after(sources, self._plan(list(decided))(sources))
        except KgError as error:
            return list(error.problems)
        return new_problems(self.directory, self.articles, contents)

    def accept(self, decided: Sequence[Decided], refused: list[Problem] | None = None) -> Change:
        """Write proposals into the data, and take them out of the draft; raises KgError.

        What there is no place for stays in the draft, with a problem in `refused`, where that is given.
        """
        prepare(self.path)
        landed = land(self.directory, self._plan(decided, refused), self.articles)
        self.written.update(landed.contents)
        decided = self._placed
        for item, form in decided:
            if not item.key and isinstance(form, dict):
                self.types[item.subject] = str(form.get("type", ""))
        change = self._remove([item for item, _ in decided], whole=False)
        change.after.update(landed.contents)
        change.before.update(self._before)
        return change

    def reject(self, item: Item) -> Change:
        """Take a proposal out of the draft; with a new entity goes all that is said of it."""
        return self._remove([item], whole=True)

    def take_back(self, change: Change) -> bool:
        """Put the files back as they were; not where they have changed since."""
        with locked(self.directory):
            if any(_content(path) != content for path, content in change.after.items()):
                return False
            return all(_swap(path, change.after[path], content) for path, content in change.before.items())

    def _plan(
        self, decided: Sequence[Decided], refused: list[Problem] | None = None
    ) -> Callable[[Sources], dict[Path, list[TextEdit]]]:
        def plan(sources: Sources) -> dict[Path, list[TextEdit]]:
            acceptance = Acceptance(sources, self.source())
            problems: list[Problem] = []
            self._placed = []
            for item, form in decided:
                try:
                    acceptance.add(item, form)
                    self._placed.append((item, form))
                except KgError as error:
                    problems.extend(error.problems)
            if refused is None and problems:
                raise KgError(*problems)
            if refused is not None:
                refused[:] = problems
            edits = acceptance.edits()
            self._before = {path: sources[path].raw if path.exists() else None for path in edits}
            return edits

        return plan

    def _remove(self, items: Iterable[Item], *, whole: bool) -> Change:
        items = list(items)
        with locked(self.directory):
            for _ in range(ATTEMPTS):
                before = source = self.source()
                for item in items:
                    source = without(source, item, whole=whole)
                after = source.raw if items_in(source) else None
                if _swap(self.path, before.raw, after):
                    return Change({self.path: before.raw}, {self.path: after})
        raise KgError(Problem("edit-busy", Location(str(self.path)), {"count": str(ATTEMPTS)}))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _swap(path: Path, before: bytes | None, after: bytes | None) -> bool:
    """Put new content in the place of the old, or take the file away, unless it has changed meanwhile."""
    prepare(path)
    replacement = Replacement(path, after) if after is not None else None
    if _content(path) != before:
        if replacement:
            replacement.discard()
        return False
    if replacement:
        replacement.commit()
    else:
        _take_away(path)
    return True


def _take_away(path: Path) -> None:
    try:
        for one in (path.resolve(), path):
            one.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(path, error) from error
