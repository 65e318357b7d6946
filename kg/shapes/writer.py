"""Ontology -> SHACL shapes in Turtle: what must hold of the graph, for validators that know nothing of us.

- A class is a node shape with `sh:targetClass`. Validators find its entities through `rdfs:subClassOf` in the
  graph, so a shape names only the properties that its class adds to those of its parent.
- A property is one property shape, shared by all classes that have it: class, datatype or values by its
  range, `sh:maxCount 1` where it takes one value, `sh:minCount 1` where it is required.
- What may have a property is a node shape on its subjects; that an entity has no property from elsewhere is
  the `sh:closed` of all entities.
- Statements, omissions, observations, selectors and articles have the shape that `kg.rdf` gives them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.loading.statements import STATUSES
from kg.model import FIGURE_KINDS
from kg.ontology import ROOT
from kg.shapes.nodes import (
    ARTICLE_FIELDS,
    NAME_FIELDS,
    OBSERVATION_FIELDS,
    OMISSION_FIELDS,
    SELECTOR_FIELDS,
    STATEMENT_FIELDS,
    VALUE_TYPES,
)
from kg.shapes.turtle import (
    Field,
    Value,
    any_of,
    block,
    both,
    closed,
    constraint,
    described,
    listed,
    node,
    one_of,
    one_of_words,
    sourced,
)
from kg.vocabulary import QUALIFIERS, SCHEMA, known_prefixes, longest_first, shortened

if TYPE_CHECKING:
    from kg.ontology import Class, Ontology, Property

SHACL = "http://www.w3.org/ns/shacl#"


def shapes(ontology: Ontology) -> str:
    """Write the shapes of a graph as one Turtle document; the same ontology gives the same text."""
    return "\n".join(_Writer(ontology).parts())


class _Writer:
    """Writes the shapes of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.classes, self.properties = ontology.classes.values(), ontology.properties.values()
        shape = f"{ontology.prefixes['kg']}shape-"
        self.prefixes = {"sh": SHACL, **known_prefixes(ontology.prefixes), "shape": shape}
        self.namespaces = longest_first(self.prefixes)
        self.entity = self.of_class(ontology.classes[ROOT])

    def parts(self) -> list[str]:
        return [
            "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(self.prefixes.items())),
            self.named(),
            *map(self.class_, self.classes),
            *map(self.property, self.properties),
            *map(self.subjects, self.properties),
            self.statement(),
            self.omission(),
            self.observation(),
            node("shape:selector", "oa:TextPositionSelector", SELECTOR_FIELDS),
            node("shape:article", "schema:NewsArticle", ARTICLE_FIELDS),
        ]

    def short(self, iri: str) -> str:
        return shortened(iri, self.namespaces)

    def of_class(self, class_: Class) -> Value:
        zh, en = class_.titles["zh"], class_.titles["en"]
        return Value(f"sh:class {self.short(class_.iri)}", f"“{zh}”", f"of type {en}")

    def named(self) -> str:
        """Write what holds of every entity: one concrete type, a name, and no property from elsewhere."""
        concrete = [self.short(class_.iri) for class_ in self.classes if not class_.abstract]
        type_ = one_of(concrete, "本体里的类型", "a type of the ontology")
        fields = (Field("rdf:type", ("类型", "type"), type_, 1, 1), *NAME_FIELDS)
        article = "[ sh:class schema:NewsArticle ]"  # it has a headline, and is no entity of the data
        name = "[ sh:path skos:prefLabel ; sh:minCount 1 ]"
        zh, en = (
            "实体须有名称，且只能有本体里的属性",
            "an entity has a name, and properties of the ontology only",
        )
        more = [
            ("sh:targetSubjectsOf", "skos:prefLabel"),
            ("sh:or", listed([article, name])),
            *closed(zh, en, (self.short(property_.iri) for property_ in self.properties)),
        ]
        return node("shape:named", constraint(self.entity)[1], fields, more)

    def class_(self, class_: Class) -> str:
        """Write what a class adds to its parent; an article is more than an entity of its class."""
        article = class_.iri == f"{SCHEMA}NewsArticle"
        own = [] if article else [id_ for id_ in sorted(class_.properties) if self.adds(class_, id_)]
        pairs = [("rdfs:label", both(class_.titles["zh"], class_.titles["en"]))]
        pairs += [("sh:property", ", ".join(f"shape:{id_}" for id_ in own))] if own else []
        return node(f"shape:{class_.id}", self.short(class_.iri), (), pairs)

    def adds(self, class_: Class, property_id: str) -> bool:
        parent = self.ontology.classes.get(class_.parent or "")
        return property_id in class_.properties and not (parent and property_id in parent.properties)

    def property(self, property_: Property) -> str:
        titles = (property_.titles["zh"], property_.titles["en"])
        value = any_of([self.range(range_) for range_ in property_.ranges])
        most = None if property_.multivalued else 1
        field = Field(self.short(property_.iri), titles, value, int(property_.required), most)
        return block(f"shape:{property_.id}", [("a", "sh:PropertyShape"), *described(field)])

    def range(self, range_: str) -> Value:
        if range_ in self.ontology.classes:
            return self.of_class(self.ontology.classes[range_])
        if range_ in self.ontology.enumerations:
            return one_of_words(self.ontology.enumerations[range_].values)
        return VALUE_TYPES[range_]

    def subjects(self, property_: Property) -> str:
        """Write which classes have a property: those that add it, and with them all below."""
        value = any_of([self.of_class(class_) for class_ in self.classes if self.adds(class_, property_.id)])
        zh, en = property_.titles["zh"], property_.titles["en"]
        message = both(f"有“{zh}”的应为{value.zh}", f"what has the property {en} must be {value.en}")
        target = ("sh:targetSubjectsOf", self.short(property_.iri))
        pairs = [("a", "sh:NodeShape"), target, constraint(value), ("sh:message", message)]
        return block(f"shape:{property_.id}-subject", pairs)

    def statement(self) -> str:
        status = Field("kg:status", QUALIFIERS["status"], one_of_words(STATUSES), 1, 1)
        zh, en = "有引文的陈述须有来源文章", "a statement with a quote has a source article"
        fields = (*self.subject_and_predicate(), status, *STATEMENT_FIELDS)
        return node("shape:statement", "rdf:Statement", fields, sourced(zh, en, ["rdf:type", "rdf:reifies"]))

    def omission(self) -> str:
        """Write the shape of what is not stated: like a statement, with a reason and without an object."""
        zh, en = (
            "未载之事没有宾语；有引文的须有来源文章",
            "what is not stated has no object; a quote has a source",
        )
        fields = (*self.subject_and_predicate(), *OMISSION_FIELDS)
        return node("shape:omission", "kg:Omission", fields, sourced(zh, en, ["rdf:type"]))

    def subject_and_predicate(self) -> tuple[Field, Field]:
        iris = [self.short(property_.iri) for property_ in self.properties]
        predicate = one_of(iris, "本体里的属性", "a property of the ontology")
        return (
            Field("rdf:subject", ("主语", "subject"), self.entity, 1, 1),
            Field("rdf:predicate", ("谓语", "predicate"), predicate, 1, 1),
        )

    def observation(self) -> str:
        known = FIGURE_KINDS in self.ontology.enumerations
        fields = (
            Field("schema:observationAbout", ("关于", "about"), self.entity, 1, 1),
            *OBSERVATION_FIELDS,
            Field("kg:counts", QUALIFIERS["counts"], self.entity, 0, 1),
            Field("kg:scope", QUALIFIERS["scope"], self.entity, 0, 1),
            Field("kg:kind", QUALIFIERS["kind"], self.range(FIGURE_KINDS if known else "string"), 0, 1),
        )
        return node("shape:observation", "schema:Observation", fields)
