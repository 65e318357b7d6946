"""`kg schema`: what editors check files with accepts our data, and finds what is commonly mistyped."""

import json
import re

import pytest
import yaml
from conftest import HEAD, ROOT
from jsonschema import Draft7Validator

from kg.cli import main
from kg.loading.load import load
from kg.schema.document import json_schema, render_schema

ENTITIES = """\
  省总工会:
    type: Union
    aliases: 省总
  班前十分钟:
    type: Campaign
    organizer: {to: 省总, quote: 省总工会联合}
"""


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do (the core schema of YAML 1.2): 2022 is a number, 2022-04-01 a text."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    whole = re.compile(f"^(?:{pattern})$")
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", whole, list(first))


def as_editors_read(text):
    return yaml.load(text, EditorLoader)  # noqa: S506  it is a SafeLoader


@pytest.fixture(scope="module")
def schema():
    """Give the schema of the project's own data."""
    return json_schema(load(ROOT / "data")[0])


def complaints(schema, text):
    return list(Draft7Validator(schema).iter_errors(as_editors_read(text)))


def test_it_is_a_valid_schema(schema):
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("file", sorted((ROOT / "data").glob("*.yaml")), ids=lambda file: file.name)
def test_it_accepts_our_data(schema, file):
    if file.name != "ontology.yaml":  # a schema of its own kind, LinkML's
        assert complaints(schema, file.read_text(encoding="utf-8")) == []


FINE = {
    "short forms": ENTITIES + "    participant: [省总, 一个新名字]\n",
    "Chinese keys": ENTITIES + "    主办单位: 省总\n    开始: 2022-04\n",
    "English labels": ENTITIES + "    part of: 省总\n    not stated: {funder: 没有写}\n",
    "a type in Chinese": "  甲:\n    type: 工会\n",
    "what editors read as numbers or truth values": "  甲:\n    type: Campaign\n    name: 2022\n"
    "    aliases: [007, true, 1.50]\n"
    "    start: 2022\n    statistics: {measure: 场次, value: 20}\n",
    "a name that nothing has yet": ENTITIES + "    coorganizer: 尚未写下的单位\n",
    "several phrases": ENTITIES + "    participant: {to: 省总, quote: [一, 二]}\n",
    "a draft in part": ENTITIES + "    participant: {to: 省总, status: draft, confidence: 0.8}\n",
}
WRONG = {
    "a type that is none": "  甲: {type: Unoin}\n",
    "an abstract type": "  甲: {type: Agent}\n",
    "no type": "  甲: {name: 甲}\n",
    "a property that is none": ENTITIES + "    organiser: 省总\n",
    "a property of another type": "  甲: {type: Union, organizer: 乙}\n",
    "a qualifier that is none": ENTITIES + "    participant: {to: 省总, qoute: 一}\n",
    "a measure of what is no figure": ENTITIES + "    participant: {to: 省总, measure: 一}\n",
    "neither object": ENTITIES + "    participant: {quote: 一}\n",
    "both objects": ENTITIES + "    participant: {to: 省总, value: 一}\n",
    "a status that is none": ENTITIES + "    participant: {to: 省总, status: sure}\n",
    "a date as printed": ENTITIES + "    start: 2022年4月\n",
    "a figure without a number": ENTITIES + "    statistics: {measure: 企业, value: 许多家}\n",
    "a unit that is none": ENTITIES + "    statistics: {measure: 企业, value: 20咖}\n",
    "a figure without a measure": ENTITIES + "    statistics: {value: 20家}\n",
    "a quote that is too long": ENTITIES + f"    participant: {{to: 省总, quote: {'长' * 41}}}\n",
    "a value of an enumeration that is none": "  甲: {type: Union, level: province}\n",
    "no value": ENTITIES + "    participant:\n",
    "an address that is none": "  甲: {type: Union, sameAs: zh.wikipedia.org}\n",
    "an id with a comma": "  甲，乙: {type: Union}\n",
    "a list in a list": ENTITIES + "    participant: [[省总]]\n",
}


@pytest.mark.parametrize("case", FINE)
def test_it_accepts_what_the_format_allows(schema, case):
    assert complaints(schema, HEAD + FINE[case]) == []


@pytest.mark.parametrize("case", WRONG)
def test_it_finds_what_is_mistyped(schema, case):
    assert complaints(schema, HEAD + WRONG[case])


def test_a_file_of_drafts_need_not_repeat_types(schema):
    assert complaints(schema, "status: draft\nentities:\n  省总: {participant: 甲}\n") == []


def test_it_knows_the_names_and_says_what_keys_mean_in_both_languages(data):
    directory = data(ENTITIES)
    found = json_schema(load(directory)[0])["definitions"]
    assert found["name-Organization"]["examples"] == ["省总工会"]
    assert found["article"]["examples"] == ["a1"]
    hover = found["property-organizer"]["description"]
    assert hover.startswith("主办 organizer: ")
    assert "organizer" in hover
    quote = found["qualifier-quote"]["description"]
    assert "article" in quote or "phrase" in quote
    assert "引文" in quote


def test_what_it_offers_depends_on_the_type(data):
    found = json_schema(load(data(ENTITIES))[0])["definitions"]
    offered = {type_: set(found[f"type-{type_}"]["properties"]) for type_ in ("Union", "Campaign")}
    assert {"organizer", "主办"} <= offered["Campaign"]
    assert not {"organizer", "主办"} & offered["Union"]


def test_the_same_data_give_the_same_bytes(data):
    directory = data(ENTITIES)
    assert render_schema(load(directory)[0]) == render_schema(load(directory)[0])


def run(capfd, *arguments):
    with pytest.MonkeyPatch.context() as patch:
        ended = []
        patch.setattr("os._exit", ended.append)
        main(arguments)
    return ended[0], *capfd.readouterr()


def test_it_is_written_while_the_data_have_mistakes_which_are_told(data, capfd):
    directory = data(ENTITIES.replace("Union", "Unoin"))
    status, output, errors = run(capfd, "schema", "--data", str(directory))
    assert status == 1
    assert "unknown-type" in errors
    assert json.loads(output)["definitions"]["entity"]


def test_it_is_written_to_a_file(data, capfd, tmp_path):
    target = tmp_path / "schema.json"
    assert run(capfd, "schema", "--data", str(data(ENTITIES)), "-o", str(target))[0] == 0
    Draft7Validator.check_schema(json.loads(target.read_text(encoding="utf-8")))


def test_without_an_ontology_there_is_none(tmp_path, capfd):
    status, output, errors = run(capfd, "schema", "--data", str(tmp_path))
    assert (status, output) == (1, "")
    assert "no-data" in errors
