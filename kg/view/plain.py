"""Entities and statements as plain JSON for other programs: with names beside ids, and all evidence.

Unlike what the page knows (`statements.py`), each value can be read by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.view.statements import StatementWriter, without_empty

if TYPE_CHECKING:
    from kg.model import Dataset, Omission, Statement
    from kg.problems import Language

    Json = dict[str, Any]


class PlainWriter:
    """Writes about a dataset; the titles of types and properties are in one language."""

    def __init__(self, dataset: Dataset, language: Language) -> None:
        self.dataset = dataset
        self.language = language
        self.writer = StatementWriter(dataset, with_text=False)

    def entity(self, id_: str) -> Json:
        """Write an entity without its statements."""
        entity = self.dataset.entities[id_]
        required = {"id": id_, "name": entity.name, "type": self.titled("classes", entity.type)}
        optional = {"aliases": entity.aliases, "description": entity.description, "sameAs": entity.same_as}
        return without_empty(required, optional)

    def statement(self, statement: Statement) -> Json:
        """Write a statement; figures as printed and as numbers, dates as written and as days.

        `paragraph` and `offsets` (code points) say where the quote stands, if the text is at hand.
        """
        written = self.writer.statement(statement)
        written["subject"] = self.named(statement.subject)
        written["property"] = self.titled("properties", statement.property)
        written["object"] = self._object(written["object"])
        written["status"] = statement.status
        if statement.quote and statement.quote.spans:
            written["offsets"] = statement.quote.spans
        return self._with_article(written)

    def omission(self, omission: Omission) -> Json:
        """Write what an article does not say; `partial` where it names some values, not all."""
        written = self.writer.omission(omission)
        del written["subject"]
        written["property"] = self.titled("properties", omission.property)
        return self._with_article(written)

    def article(self, id_: str) -> Json:
        """Write all about an article but its text, with what it does not say of itself."""
        article = self.dataset.articles[id_]
        open_ = [one for one in self.dataset.omissions if one.of_article and one.subject == id_]
        optional = {
            "authors": article.authors,
            "publisher": article.publisher,
            "published": article.published,
            "url": article.url,
            "notStated": [self.omission(one) for one in open_],
        }
        return without_empty({"id": id_, "title": article.title}, optional)

    def named(self, id_: str) -> Json:
        """Write an entity where it is only mentioned."""
        return {"id": id_, "name": self.dataset.entities[id_].name}

    def titled(self, kind: str, id_: str) -> Json:
        """Write a class or a property (`kind` is `classes` or `properties`)."""
        definitions = getattr(self.dataset.ontology, kind)
        return {"id": id_, "title": definitions[id_].titles[self.language]}

    def _object(self, written: Json) -> Json:
        if "entity" in written:
            return {"entity": self.named(written["entity"])}
        for key in ("text", "kind"):
            if key in written:
                written[key] = written[key][self.language]
        for key in ("counts", "scope"):
            if key in written:
                written[key] = self.named(written[key])
        return written

    def _with_article(self, written: Json) -> Json:
        source = written.pop("source", None)
        if source not in self.dataset.articles:
            return written
        return {**written, "article": {"id": source, "title": self.dataset.articles[source].title}}
