"""A graph as TrikeDB writes it: `python bench/peers/trikedb_page.py GRAPH FILE`."""

import json
import sys
import tempfile
from pathlib import Path

from trikedb import TrikeDB

graph = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
with tempfile.TemporaryDirectory() as directory:
    database = TrikeDB(Path(directory) / "graph.yaml")
    with database.batch():
        for node in graph["nodes"]:
            database.set_node(node["id"], name=node["name"])
        for edge in graph["edges"]:
            database.add(edge["from"], edge["property"], edge["to"])
    database.to_html(sys.argv[2])
