"""What new entities are checked against: the ontology, the articles, and which entities there are already.

Statements of other entities are not read: they cannot make a new entity wrong. `addition` knows what a new
entity can do to them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.editing.insertion import ENTITIES
from kg.editing.outline import Outline
from kg.loading.load import FileReader, Loading, omissions_of, raise_errors, statements_of
from kg.loading.rules import check_rules
from kg.model import DRAFT, Dataset, ids_of_name
from kg.problems import Location, Problem
from kg.yamltree import Entry, Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as MappingOf

    from kg.editing.landing import Sources
    from kg.loading.load import EntityNode
    from kg.loading.values import Context
    from kg.model import Entity
    from kg.yamltree import Node


DEFAULT_FILE = "entities.yaml"
"""Where an entity goes whose type no other has."""


class Heads:
    """The heads of all entities of a data directory, from its files as they are read for editing.

    Raises KgError where a file cannot be read: whether something is new cannot be told then.
    """

    def __init__(self, sources: Sources, articles: Path | None) -> None:
        self.directory = sources.directory
        self.outlines = {path: Outline(sources[path].text) for path in sources.paths}
        contents = {path: outline.text.encode() for path, outline in self.outlines.items()}
        loading = Loading(sources.directory, articles, contents)
        if not loading.whole:
            loading = Loading(sources.directory, articles, {path: sources[path].raw for path in contents})
        if not loading.whole or not loading.readers:
            raise_errors(loading.problems)
        self.ontology = loading.context.ontology
        self.context = loading.context
        self.dataset = loading.dataset
        self.entities = loading.dataset.entities
        self.ids_of_name = loading.context.ids_of_name
        self._sections = {
            reader.file: {key: node for key, node in reader.sections.items() if key != ENTITIES}
            for reader in loading.readers
        }

    def home_of(self, type_: object) -> Path:
        """Give the file where most entities of a type stand, by its key or label."""
        id_ = self.ontology.class_ids.get(str(type_), "")
        files = Counter(one.location.file for one in self.entities.values() if id_ and one.type == id_)
        return Path(files.most_common(1)[0][0]) if files else self.directory / DEFAULT_FILE

    def same(self, name: str) -> str:
        """Give the id of the one entity that has a name, or else the name."""
        ids = [name] if name in self.entities else self.ids_of_name.get(name, ())
        return ids[0] if len(ids) == 1 else name

    def known(self, id_: str) -> Problem | None:
        """Say that an id is taken, if it is."""
        if id_ not in self.entities:
            return None
        return Problem("entity-exists", self.entities[id_].location, {"id": id_})

    def problems_of(self, entries: Iterable[Entry], file: str) -> list[Problem]:
        """Read new entities as the loader would if they stood in a file, and give what is wrong with them."""
        problems: list[Problem] = []
        sections = self._sections.get(file, {})
        new = Mapping({entry.key.text: entry for entry in entries})
        reader = FileReader(file, _with_keys({**sections, ENTITIES: new}), problems)
        nodes = list(reader.entity_nodes(self.ontology, self.context.articles))
        context = self._context_with(nodes)
        accepted = {node.entity.id: node.entity for node in nodes if not node.is_draft}
        dataset = Dataset(self.ontology, accepted, [], context.articles)
        for node in nodes:
            found = list(statements_of(node, context, problems))
            dataset.statements.extend(one for one in found if one.status != DRAFT)
            if not node.is_draft:
                dataset.omissions.extend(omissions_of(node, context, problems))
        problems += [*check_rules(dataset), *self._shared_names(node.entity for node in nodes)]
        others = {Location(file, node.line, node.column) for node in sections.values()}
        return [one for one in problems if one.location.file == file and one.location not in others]

    def _context_with(self, nodes: Iterable[EntityNode]) -> Context:
        """Give what values are checked against once these entities are there too."""
        new = {node.entity.id: node.entity for node in nodes}
        drafts = {node.entity.id for node in nodes if node.is_draft}
        names = dict(self.ids_of_name)
        for name, ids in ids_of_name(new.values()).items():
            names[name] = list(dict.fromkeys((*names.get(name, ()), *ids)))
        types = self.context.types | {id_: entity.type for id_, entity in new.items()}
        still = (self.context.drafts - new.keys()) | drafts
        return self.context._replace(types=types, ids_of_name=names, drafts=frozenset(still))

    def _shared_names(self, entities: Iterable[Entity]) -> Iterator[Problem]:
        for entity in entities:
            for name in dict.fromkeys((entity.id, entity.name, *entity.aliases)):
                others = [id_ for id_ in self.ids_of_name.get(name, ()) if id_ != entity.id]
                if others:
                    blanks = {"name": name, "others": "、".join(others)}
                    yield Problem("name-shared", entity.location, blanks)


def _with_keys(sections: MappingOf[str, Node]) -> Mapping:
    """Give the top level of a file that has these sections."""
    return Mapping({name: Entry(Scalar(name, 1, 1), node) for name, node in sections.items()})
