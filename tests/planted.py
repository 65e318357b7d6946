"""The pairs of `cases/duplicates.toml` as data: for the tests, and for the benchmark."""

import tomllib
from pathlib import Path
from typing import NamedTuple

import kg.yamltree.writing as yaml

CASES = Path(__file__).parent / "cases" / "duplicates.toml"


class Case(NamedTuple):
    """Two entities of invented ids, which are the same or not."""

    kind: str
    same: bool
    ids: tuple[str, str]
    names: tuple[str, str]
    entities: dict
    missed: bool


def cases():
    """Give the cases, and the entities that their statements lead to."""
    table = tomllib.loads(CASES.read_text(encoding="utf-8"))
    things = {id_: {"type": type_} for id_, type_ in table["things"].items()}
    rows = [(same, row) for verdict, same in (("same", True), ("different", False)) for row in table[verdict]]
    return [case(number, same, row) for number, (same, row) in enumerate(rows)], things


def case(number, same, row):
    ids = f"x{number}a", f"x{number}b"
    entities = {}
    for id_, type_, name, part in zip(ids, row["type"], row["names"], ("one", "other"), strict=True):
        entities[id_] = {"type": type_, "name": name}
        for statement in (*row.get("both", ()), *row.get(part, ())):
            key, value = statement.split(": ")
            entities[id_][key] = {"value" if key in VALUES else "to": value.replace("OTHER", ids[1]), **MARKS}
    for id_, alias in zip(ids, row.get("alias", ()), strict=False):
        entities[id_]["aliases"] = [alias]
    return Case(row["kind"], same, ids, tuple(row["names"]), entities, row.get("missed", False))


VALUES = ("start", "level", "jobTitle")
MARKS = {"status": "inferred", "note": "为测试而设"}


def as_yaml(*groups):
    """Write entities as the YAML that stands below `entities:`."""
    return "".join(
        yaml.entry_text(id_, entity, 2, blocks=1) for group in groups for id_, entity in group.items()
    )
