"""The nodes that `kg.rdf` writes, whatever the ontology: their properties, and what the values must be."""

from __future__ import annotations

from kg.shapes.turtle import Field, Value, before, one_of_words
from kg.vocabulary import QUALIFIERS

BOUNDS = ("exact", "lower", "upper", "about", "range", "magnitude")
"""What `kg.quantity` says of a figure."""

TEXT = Value("sh:datatype rdf:langString", "带语言标记的文字", "text with a language")
STRING = Value("sh:datatype xsd:string", "文字", "text")
LITERAL = Value("sh:nodeKind sh:Literal", "文字", "text")
ADDRESS = Value('sh:datatype xsd:string ; sh:pattern "^https?://"', "网址", "a web address")
IRI = Value("sh:nodeKind sh:IRI", " IRI", "an IRI")
ANYTHING = Value("sh:nodeKind sh:IRIOrLiteral", " IRI 或文字", "an IRI or a literal")
EDTF = Value("sh:datatype edtf:EDTF", " EDTF 日期", "an EDTF date")
DAY = Value("sh:datatype xsd:date", "日期", "a day")
DECIMAL = Value("sh:datatype xsd:decimal", "十进制数", "a decimal number")
OFFSET = Value("sh:datatype xsd:integer ; sh:minInclusive 0", "不小于 0 的整数", "an integer from 0")
OBSERVATION = Value("sh:class schema:Observation", "统计数字", "an observation")
SELECTOR = Value("sh:class oa:TextPositionSelector", "位置选择器", "a position selector")
SOURCE = Value("sh:class schema:NewsArticle", "“报道”", "of type Article")

VALUE_TYPES = {"string": STRING, "uri": ADDRESS, "Quantity": OBSERVATION, "EdtfDate": EDTF}
"""The ranges of properties that are neither a class nor an enumeration."""

NAME_FIELDS = (
    Field("skos:prefLabel", ("名称", "name"), TEXT, 0, 1),
    Field("rdfs:label", ("标签", "label"), TEXT, 1, 1),
    Field("skos:altLabel", ("别名", "alias"), TEXT),
    Field("schema:description", ("说明", "description"), TEXT, 0, 1),
    Field("schema:sameAs", ("另见", "same as"), IRI),
)
ARTICLE_FIELDS = (
    Field("schema:headline", ("标题", "headline"), LITERAL, 1, 1),
    Field("schema:author", ("作者", "author"), LITERAL),
    Field("schema:publisher", ("刊发媒体", "publisher"), LITERAL, 0, 1),
    Field("schema:datePublished", ("刊发日期", "date published"), EDTF, 0, 1),
    Field("schema:url", ("网址", "URL"), ANYTHING, 0, 1),
)
_evidence = (
    Field("kg:source", QUALIFIERS["source"], SOURCE, 0, 1),
    Field("kg:quote", QUALIFIERS["quote"], TEXT),
    Field("oa:hasSelector", ("位置", "selector"), SELECTOR),
)
STATEMENT_FIELDS = (
    Field("rdf:object", ("宾语", "object"), ANYTHING, 1, 1),
    *_evidence,
    Field("kg:when", QUALIFIERS["when"], EDTF, 0, 1),
    Field("kg:whenStart", QUALIFIERS["whenStart"], before(DAY, "kg:whenEnd"), 0, 1),
    Field("kg:whenEnd", QUALIFIERS["whenEnd"], DAY, 0, 1),
    Field("kg:earliest", QUALIFIERS["earliest"], before(DAY, "kg:latest"), 0, 1),
    Field("kg:latest", QUALIFIERS["latest"], DAY, 0, 1),
    Field("kg:role", QUALIFIERS["role"], TEXT, 0, 1),
    Field("kg:note", QUALIFIERS["note"], TEXT, 0, 1),
)
OMISSION_FIELDS = (*_evidence, Field("kg:note", QUALIFIERS["note"], TEXT, 1, 1))
OBSERVATION_FIELDS = (
    Field("rdfs:label", ("数的是什么", "measure"), TEXT, 1, 1),
    Field("schema:value", ("数值", "value"), DECIMAL, 1, 1),
    Field("schema:minValue", ("下界", "lowest value"), before(DECIMAL, "schema:maxValue"), 0, 1),
    Field("schema:maxValue", ("上界", "highest value"), DECIMAL, 0, 1),
    Field("schema:unitText", ("单位", "unit"), STRING, 1, 1),
    Field("kg:raw", QUALIFIERS["raw"], TEXT, 1, 1),
    Field("kg:bound", QUALIFIERS["bound"], one_of_words(BOUNDS), 1, 1),
    Field("kg:period", QUALIFIERS["period"], TEXT, 0, 1),
)
SELECTOR_FIELDS = (
    Field("oa:start", ("起点", "start"), before(OFFSET, "oa:end"), 1, 1),
    Field("oa:end", ("终点", "end"), OFFSET, 1, 1),
)
