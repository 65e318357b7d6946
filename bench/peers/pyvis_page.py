"""A graph as pyvis writes it: `python bench/peers/pyvis_page.py GRAPH FILE`.

Nothing is set but what any use of it sets; the graph is directed, since an undirected one drops parallel
relations. vis-network stands in the page: the other modes would have it fetched.
"""

import json
import sys
from pathlib import Path

from pyvis.network import Network

graph = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
network = Network(directed=True, cdn_resources="in_line")
for node in graph["nodes"]:
    network.add_node(node["id"], label=node["name"])
for edge in graph["edges"]:
    network.add_edge(edge["from"], edge["to"], title=edge["property"])
network.write_html(sys.argv[2], notebook=False)
