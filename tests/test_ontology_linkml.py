"""`data/ontology.yaml` is a LinkML schema that LinkML's own tools accept, not only our small reader."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import yaml

SCHEMA = Path(__file__).parent.parent / "data" / "ontology.yaml"
ABOUT_THE_NAME = {"type", "name", "aliases", "description", "sameAs"}
NOT_STATED = {"notStated", "未载", "not stated"}
LONG_FORM = {"to", "value", "measure", "source", "quote", "when", "status", "role", "note"}
LONG_FORM |= {"counts", "scope", "period", "kind"}
BASE = "https://gongtu.example/"


@pytest.fixture(scope="module")
def schema():
    return yaml.safe_load(SCHEMA.read_text("utf-8"))


@pytest.fixture(scope="module")
def owl():
    from linkml.generators.owlgen import OwlSchemaGenerator

    # LinkML is about to change these defaults. Without native IRIs a class keeps its standard term.
    generator = OwlSchemaGenerator(
        str(SCHEMA),
        use_native_uris=False,
        skip_vacuous_min_zero_cardinality_axioms=True,
        skip_vacuous_local_range_axioms=True,
        consolidate_cardinality_axioms=True,
    )
    return generator.serialize()


def lineage(schema, class_):
    parent = schema["classes"][class_].get("is_a")
    return [class_, *(lineage(schema, parent) if parent else [])]


def test_linkml_finds_nothing_to_complain_about():
    from linkml.linter.linter import Linter

    rules = {
        # Its properties are partOf, holdsHonour, and its units 家, 人次: the rule wants part_of and PERSON.
        "standard_naming": {"level": "disabled"},
        # The data uses https://schema.org/, and short prefixes (st:, e:) that others use for other things.
        "canonical_prefixes": {"level": "disabled"},
    }
    linter = Linter({"extends": "recommended", "rules": rules})
    assert [problem.message for problem in linter.lint(str(SCHEMA), validate_schema=True)] == []


def test_json_schema_can_be_generated():
    from linkml.generators.jsonschemagen import JsonSchemaGenerator

    definitions = json.loads(JsonSchemaGenerator(str(SCHEMA)).serialize())["$defs"]
    assert definitions["Campaign"]["properties"]["organizer"]["type"] == ["array", "null"]
    assert "人次" in definitions["Unit"]["enum"]


def test_owl_can_be_generated_and_uses_the_iris_of_the_data(owl):
    triples = list(pyoxigraph.parse(owl, format=pyoxigraph.RdfFormat.TURTLE))
    subclass = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    union = pyoxigraph.NamedNode("https://schema.org/WorkersUnion")
    organization = pyoxigraph.NamedNode("http://www.w3.org/ns/org#Organization")
    assert any((t.subject, t.predicate, t.object) == (union, subclass, organization) for t in triples)
    assert "http://schema.org/" not in owl


def test_the_base_iri_is_the_one_of_the_prefixes(schema):
    own = {prefix: iri for prefix, iri in schema["prefixes"].items() if iri.startswith(BASE)}
    assert own == {
        "kg": f"{BASE}schema#",
        "e": f"{BASE}entity/",
        "st": f"{BASE}statement/",
        "obs": f"{BASE}observation/",
        "article": f"{BASE}article/",
    }
    assert schema["default_prefix"] == "kg"


def test_every_class_descends_from_entity(schema):
    roots = {lineage(schema, class_)[-1] for class_ in schema["classes"]}
    assert roots == {"Entity"}
    assert schema["classes"]["Entity"]["abstract"] is True


@pytest.mark.parametrize("section", ["classes", "slots"])
def test_every_definition_has_a_chinese_and_an_english_label_and_a_description(schema, section):
    incomplete = [
        key
        for key, definition in schema[section].items()
        if not re.search(r"[\u4e00-\u9fff]", definition["title"])
        or not definition["annotations"]["title_en"].isascii()
        or not definition["description"]
    ]
    assert incomplete == []


@pytest.mark.parametrize("section", ["classes", "slots"])
def test_no_two_definitions_share_a_label_or_an_iri(schema, section):
    names, iris = Counter(), Counter()
    for key, definition in schema[section].items():
        labels = (definition["title"], definition["annotations"]["title_en"], *definition.get("aliases", []))
        names.update({key, *labels})
        iris[definition.get("slot_uri") or definition["class_uri"]] += 1
    assert [name for name, count in (names + iris).items() if count > 1] == []


def test_no_property_takes_a_key_that_the_data_format_reserves(schema):
    names = {
        name
        for key, slot in schema["slots"].items()
        for name in (key, slot["title"], *slot.get("aliases", []))
    }
    assert names & (ABOUT_THE_NAME | NOT_STATED | LONG_FORM) == set()


def test_every_property_may_be_used_by_some_class(schema):
    used = {slot for class_ in schema["classes"].values() for slot in class_.get("slots", [])}
    assert used == set(schema["slots"])


def test_inverses_name_each_other(schema):
    inverse = {key: slot["inverse"] for key, slot in schema["slots"].items() if "inverse" in slot}
    assert all(inverse[other] == key for key, other in inverse.items())
    assert inverse["partOf"] == "hasPart"


def test_a_union_is_no_movement(schema):
    assert "Movement" not in lineage(schema, "Union")
    assert "Union" not in lineage(schema, "Movement")


UNITS = "家 场次 人次 条 元 职工 工会志愿者 名 支 人 个 项 大 型 户 天 %"


@pytest.mark.parametrize("unit", UNITS.split())
def test_the_units_of_the_first_article_are_known(schema, unit):
    assert schema["enums"]["Unit"]["permissible_values"][unit]["title"]
