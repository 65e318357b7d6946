"""Gongtu 工图: a knowledge graph whose every statement can be traced to the words that support it.

import kg

graph = kg.load("data")
graph.to_rdflib(), graph.to_networkx(), graph.query("SELECT …")
"""

TYPE_CHECKING = False  # `typing` takes longer to import than all that a query needs at first
if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph as KnowledgeGraph
    from kg.graph import load as load
    from kg.model import Dataset as Dataset
    from kg.model import Entity as Entity
    from kg.model import Statement as Statement
    from kg.problems import KgError as KgError
    from kg.problems import Problem as Problem
    from kg.quantity import Quantity as Quantity
    from kg.quantity import parse_quantity as parse_quantity

__version__ = "0.1.0"

_HOMES = {
    "load": "graph",
    "KnowledgeGraph": "graph",
    "Dataset": "model",
    "Entity": "model",
    "Statement": "model",
    "Quantity": "quantity",
    "parse_quantity": "quantity",
    "Problem": "problems",
    "KgError": "problems",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: the `kg` command starts in a fifth of the time."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kg.{_HOMES[name]}"), name)
