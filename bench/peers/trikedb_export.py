"""Write a data directory as TrikeDB's one YAML file: `python bench/peers/trikedb_export.py DIR FILE`.

Entities are nodes with properties, statements are triples with attributes for what ours hold besides: source,
quote, measure, when, status, role, note. It reads the generated data, not all of our format.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ABOUT_THE_NAME = ("type", "name", "aliases", "description")


def node(id_: str, entity: dict[str, Any]) -> dict[str, str]:
    known = {key: entity[key] for key in ABOUT_THE_NAME if key in entity}
    return {"name": id_, **known, "aliases": "、".join(entity.get("aliases", ()))}


def triples(id_: str, entity: dict[str, Any], source: str) -> Iterator[dict[str, str]]:
    for key, values in entity.items():
        if key in ABOUT_THE_NAME:
            continue
        for value in values if isinstance(values, list) else [values]:
            fields = {"source": source} | (dict(value) if isinstance(value, dict) else {"value": value})
            object_ = fields.pop("to", None) or fields.pop("value")
            yield {"s": id_, "p": key, "o": object_, **fields}


def export(directory: Path, file: Path) -> None:
    read = yaml.load((directory / "entities.yaml").read_bytes(), yaml.CSafeLoader)
    found = read["entities"].items()
    document = {
        "nodes": {id_: node(id_, entity) for id_, entity in found},
        "triples": [triple for id_, entity in found for triple in triples(id_, entity, read["source"])],
    }
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(
            document,
            stream,
            yaml.CSafeDumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,  # as TrikeDB itself saves: a triple a line
            width=120,
        )


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
