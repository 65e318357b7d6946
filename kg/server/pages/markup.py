"""What search engines read of a page: schema.org as JSON-LD, in a data block that no browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.rdf import UNASSERTED
from kg.view.blocks import as_json
from kg.vocabulary import SCHEMA

if TYPE_CHECKING:
    from kg.model import Dataset

    Json = dict[str, Any]


def entity_markup(dataset: Dataset, account: Json, articles: list[Json], address: str) -> str:
    """Say of an entity what schema.org has words for; what is disputed or deprecated is not claimed."""
    named = account["entity"]
    said: Json = {
        "@context": SCHEMA.rstrip("/"),
        "@type": _type(dataset, named["type"]["id"]),
        "@id": named["iri"],
        "name": named["name"],
        "url": address,
    }
    optional = {
        "alternateName": named.get("aliases"),
        "description": named.get("description"),
        "sameAs": named.get("sameAs"),
    }
    said |= {key: value for key, value in optional.items() if value}
    for statement in account["statements"]:
        iri = dataset.ontology.properties[statement["property"]["id"]].iri
        value = _value(dataset, statement["object"])
        if iri.startswith(SCHEMA) and value is not None and statement["status"] not in UNASSERTED:
            said.setdefault(iri.removeprefix(SCHEMA), []).append(value)
    said["subjectOf"] = [_article(dataset, article) for article in articles]
    return as_json({key: value for key, value in said.items() if value})[1]


def article_markup(dataset: Dataset, account: Json) -> str:
    """Say what is known of an article."""
    return as_json({"@context": SCHEMA.rstrip("/"), **_article(dataset, account["article"])})[1]


def _type(dataset: Dataset, class_id: str) -> str:
    """Give the nearest type that schema.org knows."""
    classes = dataset.ontology.classes
    iris = (classes[id_].iri for id_ in dataset.ontology.lineage(class_id))
    return next((iri.removeprefix(SCHEMA) for iri in iris if iri.startswith(SCHEMA)), "Thing")


def _value(dataset: Dataset, object_: Json) -> Json | str | None:
    if "entity" in object_:
        named = object_["entity"]
        return {"@id": dataset.ontology.prefixes["e"] + named["id"], "name": named["name"]}
    value: str | None = object_.get("date", object_.get("text"))
    return value


def _article(dataset: Dataset, article: Json) -> Json:
    said = {
        "@type": "NewsArticle",
        "@id": dataset.ontology.prefixes["article"] + article["id"],
        "headline": article["title"],
        "author": [{"@type": "Person", "name": name} for name in article.get("authors", ())],
        "publisher": article.get("publisher") and {"@type": "Organization", "name": article["publisher"]},
        "datePublished": article.get("published"),
        "url": article.get("url"),
    }
    return {key: value for key, value in said.items() if value}
