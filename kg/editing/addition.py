"""New entities: where they go, what they could break, and onto the disk.

A new entity is checked against the heads of all others, not against their statements, which takes a fifth of
the time. All it can change of them is what they refer to: where its names are used already, all is checked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.editing.effects import may_be_used, problems_brought
from kg.editing.heads import DEFAULT_FILE, Heads
from kg.editing.insertion import are_apart, entities_text, insert_entities, insert_entries
from kg.editing.landing import Sources, contents_after, land
from kg.editing.references import entity_entries
from kg.editing.sources import SourceFile
from kg.loading.load import ONTOLOGY_FILE, raise_errors
from kg.problems import KgError, Location, Problem, in_order
from kg.yamltree import parse
from kg.yamltree.spans import last_line
from kg.yamltree.writing import scalars_in

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf

    from kg.editing.edits import TextEdit
    from kg.editing.insertion import Values
    from kg.yamltree import Entry
    from kg.yamltree.writing import Value


class Added(NamedTuple):
    """What was written, or would be: the file, the line of each new entity by its id, and warnings."""

    path: Path
    lines: dict[str, int]
    warnings: list[Problem]


class Addition:
    """Entities that are to be added to a data directory; `target` is the file, where it is chosen.

    Both ways raise KgError with what would be wrong; what is wrong with a new entity is placed by its id and
    the line of its own text.
    """

    def __init__(
        self, directory: Path, entities: Values, target: Path | None = None, articles: Path | None = None
    ) -> None:
        self.directory = directory
        self.entities = entities
        self.target = target
        self.articles = articles
        self.path = target or directory / DEFAULT_FILE
        self.new: list[Entry] = []

    def land(self) -> Added:
        """Write them."""
        return self._added(land(self.directory, self.plan, self.articles, self.check).warnings)

    def rehearse(self) -> Added:
        """Do all but write."""
        sources = Sources(self.directory)
        problems = self.check(contents_after(sources, self.plan(sources)))
        raise_errors(problems)
        return self._added(problems)

    @property
    def text(self) -> str:
        """The new entities as YAML, as they would stand in a file of the usual layout."""
        return entities_text(self.entities)

    def _added(self, warnings: list[Problem]) -> Added:
        return Added(self.path, {entry.key.text: entry.key.line for entry in self.new}, warnings)

    def plan(self, sources: Sources) -> dict[Path, list[TextEdit]]:
        """Give the edits, and keep what they will be checked against."""
        self.heads = Heads(sources, self.articles)
        raise_errors(filter(None, map(self.heads.known, self.entities)))
        self.path = self.target or self._home()
        self.texts = [sources[path].text for path in sources.paths]
        source = sources[self.path]
        return {self.path: self._behind_the_last(source) or self._anywhere(source)}

    def _home(self) -> Path:
        """Give the file of the first one's type: all of them are written at once."""
        first = next(iter(self.entities.values()))
        return self.heads.home_of(first.get("type") if isinstance(first, dict) else None)

    def _behind_the_last(self, source: SourceFile) -> list[TextEdit]:
        """Read the last entity only, and insert behind it; nothing where the layout is not understood."""
        outline = self.heads.outlines.get(self.path)
        if not outline or not outline.last:
            return []
        start, end = outline.last
        last = SourceFile(source.path, source.text[start:end].encode())
        if parse(last.raw, "")[1]:
            return []
        apart = are_apart(source.text, start)
        edit = insert_entries(last, last.tree, self.entities, blocks=1, apart=apart)
        above = "\n" * source.text.count("\n", 0, start)
        self._read(above.encode() + last.edited([edit]), list(last.tree.entries.values()), within=False)
        return [edit._replace(start=edit.start + start, end=edit.end + start)]

    def _anywhere(self, source: SourceFile) -> list[TextEdit]:
        edits = insert_entities(source, self.entities)
        known = list(entity_entries(source.tree).values())
        self._read(source.edited(edits), known, within=True)
        return edits

    def _read(self, raw: bytes, known: list[Entry], *, within: bool) -> None:
        """Read the new entities where they will stand; those that are known must be what they were."""
        tree, problems = parse(raw, str(self.path))
        entries = entity_entries(tree) if within else tree.entries
        self.new = [entries[id_] for id_ in self.entities if id_ in entries]
        raise_errors(map(self._placed, problems))
        kept = all(
            one.key.text in entries
            and list(scalars_in(entries[one.key.text].value)) == list(scalars_in(one.value))
            for one in known
        )
        if not kept or len(self.new) < len(self.entities):
            raise KgError(Problem("edit-layout", Location(str(self.path))))

    def check(self, contents: MappingOf[Path, bytes]) -> list[Problem]:
        """Give what would be wrong; all is loaded only where the new entities may concern others."""
        problems = self.heads.problems_of(self.new, str(self.path))
        if not any(problem.severity == "error" for problem in problems) and self._concerns_others():
            problems += problems_brought(self.directory, self.articles, contents, set(self.entities))
        return in_order(map(self._placed, problems))

    def _concerns_others(self) -> bool:
        names = {name for id_, node in self.entities.items() for name in names_of(id_, node)}
        return not names.isdisjoint(self.heads.ids_of_name) or may_be_used(names, self.texts)

    def _placed(self, problem: Problem) -> Problem:
        """Place what is wrong with a new entity by its id: it stands in no file yet."""
        file, line, column = problem.location
        above = [entry.key for entry in self.new if (entry.key.line, entry.key.column) <= (line, column)]
        if file != str(self.path) or not above or line > last_line(self.new[-1].value):
            return problem
        return problem._replace(location=Location(above[-1].text, line - above[-1].line + 1, column))


def data_file(directory: Path, name: str) -> Path:
    """Give the data file of a name, as it is or within the directory; raises KgError for any other file."""
    given = Path(name) if Path(name).exists() or not (directory / name).parent.is_dir() else directory / name
    parent, root = given.parent.resolve(), directory.resolve()
    if parent.is_relative_to(root) and given.suffix in {".yaml", ".yml"} and parent.is_dir():
        path = directory / parent.relative_to(root) / given.name
        hidden = any(part.startswith(".") for part in path.relative_to(directory).parts)
        if not hidden and path != directory / ONTOLOGY_FILE:
            return path
    raise KgError(Problem("not-a-data-file", Location(name), {"directory": str(directory)}))


def names_of(id_: str, node: Value) -> set[str]:
    """Give what an entity, as JSON, can be referred to by."""
    named = [node.get("name"), node.get("aliases")] if isinstance(node, dict) else []
    listed = [name for names in named for name in (names if isinstance(names, list) else [names])]
    return {id_, *(name for name in listed if isinstance(name, str))}
