"""Accepted proposals as changes of the data: new entities into a file of their article."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from kg.editing.changing import entity_node
from kg.editing.edits import TextEdit
from kg.editing.insertion import insert_entities, insert_entries
from kg.editing.order import Order
from kg.editing.references import entity_entries, ontology_of
from kg.editing.sources import SourceFile
from kg.editing.values import ValueEditor, items_of, text_of
from kg.loading.load import ONTOLOGY_FILE
from kg.problems import KgError, Location, Problem
from kg.yamltree import Mapping, Scalar
from kg.yamltree.writing import entry_text, scalar_text, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingOf
    from pathlib import Path

    from kg.draft.items import Item
    from kg.editing.landing import Sources
    from kg.yamltree import Entry, Node
    from kg.yamltree.writing import Value


class Acceptance:
    """Proposals of one draft that go into the data, on the files as they are now; `edits` says how.

    What is new goes into `ARTICLE.yaml`, which is made with the article's head where it is not there yet.
    """

    def __init__(self, sources: Sources, draft: SourceFile) -> None:
        self.sources = sources
        self.ontology = ontology_of(sources)
        self.article = article_of(draft)
        self.home = sources.directory / f"{self.article}.yaml"
        data = [path for path in sources.paths if path != sources.directory / ONTOLOGY_FILE]
        self._now = {path: sources[path] for path in data}
        self._files = {id_: path for path, one in self._now.items() for id_ in entity_entries(one.tree)}
        self._add_article(draft)

    def add(self, item: Item, form: Value) -> None:
        """Accept a proposal in this form; raises KgError where there is no place for it."""
        if not item.key:
            self._add_entity(item, form)
        elif item.subject in self._files:
            self._add_statement(item, form)
        else:
            raise KgError(_problem("review-entity-first", item))

    def edits(self) -> dict[Path, list[TextEdit]]:
        """Give what has changed of each file, as one edit."""
        changed = {path: now for path, now in self._now.items() if now.raw != self.sources[path].raw}
        return {path: [_difference(self.sources[path].text, now.text)] for path, now in changed.items()}

    def _edit(self, path: Path, edits: list[TextEdit]) -> None:
        source = self._now[path]
        self._now[path] = SourceFile(path, source.edited(edits))

    def _add_article(self, draft: SourceFile) -> None:
        if any(self.article in _articles(one) for one in self._now.values()):
            self._now.setdefault(self.home, self.sources[self.home])
            return
        head = value_of(_articles(draft)[self.article].value)
        written = f"articles:\n{entry_text(self.article, head, 2, blocks=1)}"
        if self.home not in self._now:
            text = f"source: {scalar_text(self.article)}\n\n{written}"
            self._now[self.home] = SourceFile(self.home, text.encode())
            return
        source = self._now[self.home]
        section = source.tree.entries.get("articles")
        if section and isinstance(section.value, Mapping) and section.value.entries:
            edits = [insert_entries(source, section.value, {self.article: head}, blocks=1)]
        else:
            edits = [TextEdit(0, 0, f"{written}\n")]
        self._edit(self.home, edits)

    def _add_entity(self, item: Item, form: Value) -> None:
        if item.subject in self._files:
            return  # accepted before: whoever was interrupted then goes on
        self._edit(self.home, insert_entities(self._now[self.home], {item.subject: form}))
        self._files[item.subject] = self.home

    def _add_statement(self, item: Item, form: Value) -> None:
        path = self._files[item.subject]
        source = self._now[path]
        node, property_ = entity_node(source, item.subject), self.ontology.property_ids.get(item.key)
        form = self._with_source(form, source)
        ids = self.ontology.property_ids
        entry = next(
            (one for name, one in node.entries.items() if property_ and ids.get(name) == property_), None
        )
        if entry is None:
            self._edit(path, Order(self.ontology).insert(source, node, {item.key: form}))
        elif not any(value_of(one) == form for one in items_of(entry.value)):
            if property_ and not self.ontology.properties[property_].multivalued:
                said = text_of(items_of(entry.value)[0]) or ""
                raise KgError(_problem("review-single-value", item, property=item.key, value=said))
            self._edit(path, ValueEditor(source, node, entry).add(form))

    def _with_source(self, form: Value, source: SourceFile) -> Value:
        """Say which article a statement is from, where its new file is not about that one."""
        if _text(source.tree.entries.get("source")) == self.article:
            return form
        long = form if isinstance(form, dict) else {"value": form}
        return {**long, "source": self.article} if "source" not in long else long


def article_of(draft: SourceFile) -> str:
    """Give the article that a draft is about; raises KgError where the file is no draft of one."""
    article = _text(draft.tree.entries.get("source"))
    if _text(draft.tree.entries.get("status")) != "draft" or article not in _articles(draft):
        raise KgError(Problem("review-no-draft", Location(str(draft.path))))
    return article


def _articles(source: SourceFile) -> MappingOf[str, Entry]:
    section = source.tree.entries.get("articles")
    return section.value.entries if section and isinstance(section.value, Mapping) else {}


def _text(entry: Entry | None) -> str:
    node: Node | None = entry.value if entry else None
    return node.text if isinstance(node, Scalar) else ""


def _problem(code: str, item: Item, **blanks: str) -> Problem:
    return Problem(code, Location(item.subject), {"id": item.subject, **blanks})


def _difference(before: str, after: str) -> TextEdit:
    """Give the one edit that makes a text of another."""
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    return TextEdit(start, len(before) - end, after[start : len(after) - end])


def _same(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
