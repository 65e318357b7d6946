"""A data directory -> (Dataset, problems): every file is read, every mistake is found in one run.

First pass: articles, and the entities' names and types. Second pass: statements, which refer to both.
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.evidence import Text
from kg.loading.articles import ArticleReader
from kg.loading.entities import NOT_STATED, EntityReader
from kg.loading.linkml import read_ontology
from kg.loading.nodes import NodeReader, read_file
from kg.loading.omissions import OmissionReader
from kg.loading.rules import check_rules
from kg.loading.statements import StatementReader
from kg.loading.values import Context
from kg.model import DRAFT, Article, Dataset, Entity, ids_of_name
from kg.ontology import EMPTY, Ontology
from kg.problems import KgError, Location, Problem, in_order
from kg.yamltree import Mapping, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as MappingOf

    from kg.model import Omission, Statement
    from kg.ontology import Property

    Contents = MappingOf[Path, bytes]
    Parser = Callable[[bytes, str], tuple[Mapping, list[Problem]]]

ONTOLOGY_FILE = "ontology.yaml"
TOP_KEYS = ("status", "source", "articles", "entities")
_not_stated = frozenset(NOT_STATED)
no_contents: Contents = {}
no_entities: MappingOf[str, Entity] = {}
MAYBE_ELSEWHERE = frozenset({"unknown-reference", "unknown-source"})
"""What is unknown may stand in a file that could not be read: not said until it can be."""


class EntityNode(NamedTuple):
    """An entity whose head was read, with the node that holds its statements and what they come from."""

    entity: Entity
    node: Mapping
    file: str
    source: str | None
    is_draft: bool = False


class Loading:
    """A data directory that is being read: the heads of entities at once, statements as they are taken.

    Problems gather in `problems` on the way. Who stops half way has half the data.
    """

    def __init__(
        self, directory: Path, articles: Path | None, contents: Contents = no_contents, parsed: Parser = parse
    ) -> None:
        self.problems: list[Problem] = []
        files = sorted({*(data_files(directory) if directory.is_dir() else []), *contents})
        if not files:
            code = "no-data" if directory.is_dir() else "no-directory"
            self.problems.append(Problem(code, Location(str(directory))))
        trees = dict(_parsed(files, self.problems, contents, parsed))
        self.unread = [path for path in files if str(path) not in trees]
        self.whole = not self.unread
        if articles and not articles.is_dir():
            self.problems.append(Problem("no-articles", Location(str(articles))))
        ontology = _ontology(trees, directory, self.problems)
        self.readers = [
            FileReader(file, tree, self.problems) for file, tree in trees.items() if ontology is not EMPTY
        ]
        ready, drafts = ([one for one in self.readers if one.is_draft is draft] for draft in (False, True))
        found_articles = [article for reader in ready for article in reader.articles(articles)]
        known_articles = {article.id: article for article in _unique(found_articles, self.problems)}
        draft_articles = {one.id: one for reader in drafts for one in reader.articles(articles, directory)}
        all_articles = draft_articles | known_articles
        self.nodes = [node for reader in ready for node in reader.entity_nodes(ontology, all_articles)]
        heads = [node.entity for node in self.nodes if not node.is_draft]
        entities = {entity.id: entity for entity in _unique(heads, self.problems)}
        self.nodes += [
            node for reader in drafts for node in reader.entity_nodes(ontology, all_articles, entities)
        ]
        proposed = {node.entity.id: node.entity for node in self.nodes if node.is_draft}
        new = [node for node in self.nodes if node.is_draft and node.entity.id not in entities]
        self.drafts = Counter(node.file for node in new)
        self.context = _context(ontology, proposed | entities, all_articles)._replace(
            drafts=frozenset(proposed.keys() - entities.keys()),
            draft_articles=frozenset(draft_articles.keys() - known_articles.keys()),
        )
        self.dataset = Dataset(ontology, entities, [], known_articles)

    def statements(self) -> Iterator[Statement]:
        """Read the statements, and give each as soon as it is read; to be taken once, and to the end.

        What is not stated is read on the way.
        """
        omissions = self.dataset.omissions
        for reader in (one for one in self.readers if not one.is_draft):
            omissions.extend(reader.article_omissions(self.context))
        self.readers.clear()  # nobody needs a node that was read: its memory is used again
        self.nodes.reverse()
        while self.nodes:
            node = self.nodes.pop()
            found = list(statements_of(node, self.context, self.problems))
            read = [statement for statement in found if statement.status != DRAFT]
            self.drafts[node.file] += len(found) - len(read)
            self.dataset.statements.extend(read)
            if not node.is_draft and not _not_stated.isdisjoint(node.node.entries):
                omissions.extend(omissions_of(node, self.context, self.problems))
            yield from read

    def finish(self) -> tuple[Dataset, list[Problem]]:
        """Check the whole, and give it with all problems in order."""
        self.problems.extend(check_rules(self.dataset))
        for file, count in (+self.drafts).items():
            self.problems.append(Problem("drafts-unreviewed", Location(file), {"count": str(count)}))
        known = self.problems if self.whole else (p for p in self.problems if p.code not in MAYBE_ELSEWHERE)
        return self.dataset, in_order(known)


def load(
    directory: Path, articles: Path | None = None, contents: Contents = no_contents, parsed: Parser = parse
) -> tuple[Dataset, list[Problem]]:
    """Read all `*.yaml` under a directory; article texts are taken from `articles` where it is given.

    `contents` are read instead of these files, which need not be there yet; `parsed` may be a parser that
    remembers. The dataset holds what was right: who must not work with half the data looks at the problems.
    """
    with _collector_paused():
        loading = Loading(directory, articles, contents, parsed)
        for _ in loading.statements():
            pass
        return loading.finish()


def load_good(directory: Path, articles: Path | None = None) -> tuple[Dataset, list[Problem]]:
    """Load data that has no error, with its warnings; raises KgError with every error otherwise."""
    dataset, problems = load(directory, articles)
    raise_errors(problems)
    return dataset, problems


def raise_errors(problems: Iterable[Problem]) -> None:
    """Raise KgError with the errors among some problems, if there are any."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise KgError(*errors)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the garbage collector: loading makes a million objects and no garbage to find."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def data_files(directory: Path) -> list[Path]:
    """List the YAML files under a directory, in a stable order, hidden ones left out."""
    return sorted(
        path
        for pattern in ("*.yaml", "*.yml")
        for path in directory.rglob(pattern)
        if not any(part.startswith(".") for part in path.relative_to(directory).parts)
    )


def _parsed(
    files: list[Path], problems: list[Problem], contents: Contents, parsed: Parser
) -> Iterator[tuple[str, Mapping]]:
    """Yield the files that can be read, with their nodes."""
    for path in files:
        try:
            raw = contents[path] if path in contents else read_file(path)
        except OSError as error:
            code = "broken-link" if path.is_symlink() and not path.exists() else "unreadable"
            problems.append(Problem(code, Location(str(path)), {"reason": os.strerror(error.errno or 0)}))
            continue
        tree, found = parsed(raw, str(path))
        problems.extend(found)
        if tree.entries or not any(problem.severity == "error" for problem in found):
            yield str(path), tree


def _ontology(trees: dict[str, Mapping], directory: Path, problems: list[Problem]) -> Ontology:
    file = str(directory / ONTOLOGY_FILE)
    if file not in trees:
        if trees and not (directory / ONTOLOGY_FILE).is_file():
            problems.append(Problem("ontology-missing", Location(file)))
        return EMPTY
    ontology, found = read_ontology(trees.pop(file), file)
    problems.extend(found)
    return ontology


class FileReader(NodeReader):
    """Reads the top level of one file of data."""

    def __init__(self, file: str, tree: Mapping, problems: list[Problem]) -> None:
        super().__init__(file, problems)
        self.sections = self.known_entries(tree, file, TOP_KEYS)
        self.is_draft = self.status() == DRAFT

    def status(self) -> str | None:
        node = self.sections.get("status")
        status = self.text(node, "status")
        if node is not None and status not in (None, DRAFT):
            self.unknown("unknown-value", node, (DRAFT,), enumeration="status")
        return status

    def articles(self, directory: Path | None, home: Path | None = None) -> Iterator[Article]:
        """Read the articles that this file describes; their texts are below `home`, or beside the file."""
        reader = ArticleReader(self.file, self.problems, directory, home or Path(self.file).parent)
        for entry in self.entries(self.sections.get("articles"), "articles"):
            yield reader.article(entry)

    def article_omissions(self, context: Context) -> Iterator[Omission]:
        """Read what the articles of this file do not say of themselves."""
        for key, node in self.entries(self.sections.get("articles"), "articles"):
            if isinstance(node, Mapping):
                reader = OmissionReader(self.file, self.problems, context, key.text)
                yield from reader.of_article(key.text, node)

    def entity_nodes(
        self, ontology: Ontology, articles: dict[str, Article], known: MappingOf[str, Entity] = no_entities
    ) -> Iterator[EntityNode]:
        """Read the heads of the entities of this file; a draft may add to those that are known."""
        source = self.source(articles)
        reader = EntityReader(self.file, self.problems, ontology)
        for entry in self.entries(self.sections.get("entities"), "entities"):
            entity = reader.entity(entry, known.get(entry.key.text))
            if isinstance(entry.value, Mapping):
                draft = reader.is_draft(entry.value, draft=self.is_draft)
                yield EntityNode(entity, entry.value, self.file, source, draft)

    def source(self, articles: dict[str, Article]) -> str | None:
        node = self.sections.get("source")
        source = self.text(node, "source")
        if node is None or source in articles:
            return source
        self.unknown("unknown-source", node, articles, known="、".join(articles))
        return None


Described = TypeVar("Described", Article, Entity)


def _unique(found: Iterable[Described], problems: list[Problem]) -> Iterator[Described]:
    """Drop what has an id that stands in another file already (in one file, the parser saw it)."""
    first: dict[str, Described] = {}
    for one in found:
        other = first.setdefault(one.id, one)
        if other is one:
            yield one
        else:
            problems.append(
                Problem("duplicate-id", one.location, {"id": one.id, "other": str(other.location)})
            )


def _context(ontology: Ontology, entities: dict[str, Entity], articles: dict[str, Article]) -> Context:
    return Context(
        ontology=ontology,
        ranges={id_: _ranges(property_, ontology) for id_, property_ in ontology.properties.items()},
        types={id_: entity.type for id_, entity in entities.items()},
        ids_of_name=ids_of_name(entities.values()),
        articles=articles,
        texts={id_: Text(article.text) for id_, article in articles.items() if article.text is not None},
    )


def _ranges(property_: Property, ontology: Ontology) -> tuple[list[str], list[str]]:
    classes = [range_ for range_ in property_.ranges if range_ in ontology.classes]
    return classes, [range_ for range_ in property_.ranges if range_ not in ontology.classes]


def statements_of(node: EntityNode, context: Context, problems: list[Problem]) -> Iterator[Statement]:
    """Read the statements of one entity, drafts among them."""
    reader = StatementReader(node.file, problems, context, node.source, draft=node.is_draft)
    return reader.statements_of(node.entity, node.node)


def omissions_of(node: EntityNode, context: Context, problems: list[Problem]) -> Iterator[Omission]:
    """Read what the article does not say of one entity."""
    reader = OmissionReader(node.file, problems, context, node.source)
    return reader.of_entity(node.entity, node.node)
