"""The standard vocabularies that the graph uses, and the ontology itself as triples.

The ontology is loaded into the graph too, so that a query can ask for labels, subclasses and inverse
properties.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.ontology import Class, Ontology, Property

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
EDTF = "^^<http://id.loc.gov/datatypes/edtf/EDTF>"

OWN_PREFIXES = ("kg", "e", "st", "obs", "article")
"""The namespaces of the project's own IRIs: the ontology's `prefixes:` must configure them."""

STANDARD_PREFIXES = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "skos": SKOS, "oa": OA, "prov": PROV}
STANDARD_PREFIXES["schema"] = SCHEMA

_local_name = re.compile(r"\w[\w·-]*").fullmatch

QUALIFIERS = {
    "source": ("来源文章", "source article"),
    "quote": ("引文", "quote"),
    "status": ("状态", "status"),
    "when": ("时间", "when"),
    "whenStart": ("时间起", "when: first day"),
    "whenEnd": ("时间止", "when: last day"),
    "earliest": ("最早日期", "earliest day"),
    "latest": ("最晚日期", "latest day"),
    "role": ("角色", "role"),
    "note": ("说明", "note"),
    "raw": ("原文写法", "as printed"),
    "bound": ("界限", "bound"),
    "counts": ("所数", "counts"),
    "scope": ("口径", "scope"),
    "period": ("时段原文", "period as printed"),
    "kind": ("数字性质", "kind of figure"),
}
"""The properties of statement and observation nodes, with their labels in Chinese and English."""


OMISSION = ("文中未载", "not stated")
"""The labels of the class of what an article does not say."""


def known_prefixes(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Give the prefixes that every query may use without declaring them."""
    return {**STANDARD_PREFIXES, **prefixes}


def shortened(iri: str, prefixes: Iterable[tuple[str, str]]) -> str:
    """Write an IRI with the first prefix that it begins with, else in angle brackets.

    >>> shortened("https://schema.org/organizer", [("schema", "https://schema.org/")])
    'schema:organizer'
    """
    for prefix, namespace in prefixes:
        if namespace and iri.startswith(namespace) and _local_name(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def longest_first(prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Order prefixes so that the one with the longest namespace is tried first."""
    return sorted(prefixes.items(), key=lambda pair: -len(pair[1]))


def literal(text: str, suffix: str = "") -> str:
    r"""Write a literal in N-Triples; `suffix` is a language tag or a datatype.

    >>> print(literal('“四型”\n社会', "@zh"))
    "“四型”\n社会"@zh
    """
    if "\\" in text or '"' in text or "\n" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{text}"{suffix}'


def ontology_lines(ontology: Ontology) -> Iterator[str]:
    """Yield the ontology as N-Triples: labels, subclasses, ranges and inverse properties."""
    for class_ in ontology.classes.values():
        yield from _class_lines(ontology, class_)
    for property_ in ontology.properties.values():
        yield from _property_lines(ontology, property_)
    kg = ontology.prefixes["kg"]
    for name, (zh, en) in QUALIFIERS.items():
        iri = f"<{kg}{name}>"
        yield f"{iri} <{RDF}type> <{RDF}Property> .\n"
        yield from _labels(iri, {"zh": zh, "en": en})
    yield f"<{kg}Omission> <{RDF}type> <{OWL}Class> .\n"
    yield from _labels(f"<{kg}Omission>", dict(zip(("zh", "en"), OMISSION, strict=True)))
    yield f"<{kg}source> <{RDFS}subPropertyOf> <{PROV}wasDerivedFrom> .\n"


def _class_lines(ontology: Ontology, class_: Class) -> Iterator[str]:
    iri = f"<{class_.iri}>"
    yield f"{iri} <{RDF}type> <{OWL}Class> .\n"
    yield from _labels(iri, class_.titles)
    if class_.parent:
        yield f"{iri} <{RDFS}subClassOf> <{ontology.classes[class_.parent].iri}> .\n"


def _property_lines(ontology: Ontology, property_: Property) -> Iterator[str]:
    iri = f"<{property_.iri}>"
    classes = [ontology.classes[range_] for range_ in property_.ranges if range_ in ontology.classes]
    kind = "ObjectProperty" if classes or "Quantity" in property_.ranges else "DatatypeProperty"
    yield f"{iri} <{RDF}type> <{OWL}{kind}> .\n"
    yield from _labels(iri, property_.titles)
    if len(classes) == len(property_.ranges) == 1:
        yield f"{iri} <{RDFS}range> <{classes[0].iri}> .\n"
    if property_.inverse:
        yield f"{iri} <{OWL}inverseOf> <{ontology.properties[property_.inverse].iri}> .\n"


def _labels(iri: str, titles: Mapping[str, str]) -> Iterator[str]:
    for language, title in titles.items():
        yield f"{iri} <{RDFS}label> {literal(title, '@' + language)} .\n"
