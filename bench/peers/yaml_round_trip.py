"""The peer of adding: read the whole file, put an entity in, write the whole file.

    python bench/peers/yaml_round_trip.py FILE

With ruamel.yaml where it is installed, which keeps comments and takes 40 s for 10,000 entities; else with
PyYAML on libyaml, which loses every comment, blank line and quote, and turns 2022-04 or no into what YAML
makes of them. It checks nothing: no reference, no quote, no figure.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

NEW = {"type": "Union", "aliases": ["新设工会"], "partOf": {"to": "浙江省总工会", "status": "inferred"}}


def main(path: Path) -> None:
    try:
        from ruamel.yaml import YAML
    except ImportError:
        data = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        data["entities"]["新设总工会"] = NEW
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    else:
        round_trip = YAML()
        data = round_trip.load(path)
        data["entities"]["新设总工会"] = NEW
        round_trip.dump(data, path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
