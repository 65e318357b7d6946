"""Page data to a pyvis network, and that to `Drawing` of `web/src/types.ts`: where everything is drawn.

pyvis carries the nodes, the edges and the options of vis-network, and nothing else of it is used. Its
template loads Bootstrap from a CDN whatever one asks for, and writes titles as markup; its writer opens files
without an encoding; its copy of vis-network is an old one.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from kg.view.beside import place_beside
from kg.view.forces import Box
from kg.view.layout import place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyvis.network import Network

    from kg.view.beside import Point

    Json = dict[str, Any]

LABEL_SIZE = 12
LABEL_LINE = 16
LABEL_WIDTH = 9
"""Labels are set in lines of up to so many Chinese characters of so many pixels: `draw/wrap.ts` does it."""

LABEL_LINES = 3

NODE_KEYS = ("id", "x", "y", "size")
EDGE_KEYS = ("id", "from", "to", "dashes", "smooth")

MOST_NEW = 0.5
"""The share of nodes that are put beside those with a known place; with more of them all are placed anew."""

MANY_NODES = 3000
"""Above it edges are hidden while the graph moves, so that moving stays smooth."""


def build(data: Json, known: Mapping[str, Point] | None = None) -> Network:
    """Build the network: a node per entity, an edge per relation (its id: the place in `statements`).

    What has a `known` place stays there, as long as that is most of what is to be drawn.
    """
    network = _network_class()(directed=True)
    entities = data["entities"]
    numbers = {entity["id"]: number for number, entity in enumerate(entities)}
    relations = [
        (number, statement)
        for number, statement in enumerate(data["statements"])
        if statement["object"].get("entity") in numbers and statement["subject"] in numbers
    ]
    ends = [(numbers[s["subject"]], numbers[s["object"]["entity"]]) for _, s in relations]
    boxes = [_box(entity) for entity in entities]
    kept = {numbers[id_]: point for id_, point in (known or {}).items() if id_ in numbers}
    if len(entities) - len(kept) <= MOST_NEW * len(entities):
        places = place_beside(kept, boxes, ends)
    else:
        places = place(boxes, ends, [entity["community"] for entity in entities])
    for entity, (x, y) in zip(entities, places, strict=True):
        network.add_node(entity["id"], entity["name"], size=_radius(entity), x=x, y=y)
    bends: dict[tuple[int, int], int] = {}
    for (number, statement), pair in zip(relations, ends, strict=True):
        bends[pair] = bends.get(pair, 0) + 1
        network.add_edge(
            statement["subject"],
            statement["object"]["entity"],
            id=number,
            **_shape(statement, bends[pair]),
        )
    network.options = _options(len(entities))
    return network


def drawing(network: Network, *, focus: str | None = None) -> Json:
    """Give what the page draws of a network: names and colours come with the data instead."""
    return {
        "nodes": [_kept(node, NODE_KEYS) for node in network.nodes],
        "edges": [_kept(edge, EDGE_KEYS) for edge in network.edges],
        "options": network.options,
        "focus": focus,
    }


def _kept(options: Json, keys: Sequence[str]) -> Json:
    return {key: options[key] for key in keys if key in options}


def _network_class() -> type[Network]:
    from pyvis.network import Network

    class IndexedNetwork(Network):  # type: ignore[misc]  # pyvis ships no types
        """A pyvis network that looks ids up in a dictionary: the original scans a list for every edge."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.node_ids = _Ids()

    return IndexedNetwork


class _Ids(dict[str, None]):
    """A list of ids as far as pyvis asks for one, with membership in constant time."""

    def append(self, node: str) -> None:
        self[node] = None


def _radius(entity: Json) -> float:
    """Let a node's size grow mildly with the number of its relations, in pixels at zoom 1."""
    return round(9 + 3.2 * sqrt(min(entity["degree"], 60)), 1)


def _box(entity: Json) -> Box:
    width = sum(1.0 if east_asian_width(letter) in "WFA" else 0.56 for letter in entity["name"])
    lines = min(max(-(-width // LABEL_WIDTH), 1), LABEL_LINES)
    return Box(_radius(entity), min(width / lines + 1, LABEL_WIDTH) * LABEL_SIZE, lines * LABEL_LINE)


def _shape(statement: Json, bend: int) -> Json:
    """Curve an edge, each further one between the same nodes more; dash what is not simply stated."""
    shape: Json = {}
    if bend > 1:
        shape["smooth"] = {"type": "curvedCW", "roundness": round(0.1 + 0.14 * (bend - 1), 2)}
    if "status" in statement:
        shape["dashes"] = [7, 5] if statement["status"] == "inferred" else [2, 5]
    return shape


def _options(nodes: int) -> Json:
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"shape": "dot", "borderWidth": 0, "chosen": False},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "chosen": False,
            "hoverWidth": 0,
            "selectionWidth": 0,
            "smooth": {"type": "curvedCW", "roundness": 0.1},
            "width": 1,
        },
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "hideEdgesOnDrag": nodes > MANY_NODES,
            "hideEdgesOnZoom": nodes > MANY_NODES,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
    }
