"""What is said of an entity or in an article, as one value: JSON for programs, and what pages are made of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.rdf import statement_iris
from kg.view.plain import PlainWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Dataset, Statement
    from kg.problems import Language

    Json = dict[str, Any]


@lru_cache(maxsize=2)
def writer_of(dataset: Dataset, language: Language) -> PlainWriter:
    """Give the writer of a dataset; it cuts the articles' texts into paragraphs once."""
    return PlainWriter(dataset, language)


def entity_account(dataset: Dataset, id_: str, language: Language) -> Json:
    """Say all about an entity: its names, its statements, those that lead to it, what is not stated."""
    writer = writer_of(dataset, language)
    omissions = [one for one in dataset.omissions if one.subject == id_ and not one.of_article]
    return {
        "entity": {"iri": dataset.ontology.prefixes["e"] + id_, **writer.entity(id_)},
        "statements": _written(writer, dataset.statements_from.get(id_, ())),
        "incoming": _written(writer, dataset.statements_to.get(id_, ())),
        "notStated": [writer.omission(one) for one in omissions],
    }


def article_account(dataset: Dataset, id_: str, language: Language) -> Json:
    """Say all about an article: what it says of itself, what it leaves open, what is cited from it."""
    writer = writer_of(dataset, language)
    cited = [statement for statement in dataset.statements if statement.source == id_]
    return {
        "article": {"iri": dataset.ontology.prefixes["article"] + id_, **writer.article(id_)},
        "statements": _written(writer, cited),
    }


def cited_articles(dataset: Dataset, account: Json, language: Language) -> list[Json]:
    """Give the articles that an account cites, in their order."""
    parts = (*account["statements"], *account["incoming"], *account["notStated"])
    ids = dict.fromkeys(part["article"]["id"] for part in parts if "article" in part)
    return [writer_of(dataset, language).article(id_) for id_ in ids]


def _written(writer: PlainWriter, statements: Iterable[Statement]) -> list[Json]:
    iris = statement_iris(writer.dataset, statements)
    return [{"iri": iri, **writer.statement(each)} for iri, _, each in iris]
