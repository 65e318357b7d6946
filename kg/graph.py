"""The graph as a library's user meets it: loaded once, then asked through Oxigraph, rdflib or networkx."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    from kg.model import Dataset
    from kg.problems import Problem
    from kg.query.sparql import Reading


class KnowledgeGraph:
    """A dataset with the engines that can be asked about it, each made when it is first needed."""

    def __init__(self, dataset: Dataset, warnings: list[Problem]) -> None:
        self.dataset = dataset
        self.warnings = warnings
        self._readings: dict[str, Reading] = {}

    @cached_property
    def store(self) -> Store:
        """The graph as an Oxigraph store in memory."""
        from kg.store import memory_store

        return memory_store(self.dataset)

    @cached_property
    def ids_of_name(self) -> dict[str, list[str]]:
        """The ids of the entities that have an id, name or alias."""
        from kg.model import ids_of_name

        return ids_of_name(self.dataset.entities.values())

    def to_rdflib(self) -> rdflib.Graph:
        """Give the graph as an rdflib Graph (RDF 1.1: without the reifiers, which rdflib does not know)."""
        import rdflib

        from kg.rdf import ntriples

        graph = rdflib.Graph()
        graph.parse(data="".join(ntriples(self.dataset, reifiers=False)), format="nt")
        for prefix, iri in self.dataset.ontology.prefixes.items():
            graph.bind(prefix, iri)
        return graph

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Give entities as nodes, and the statements between them as edges."""
        from kg.network import to_networkx

        return to_networkx(self.dataset)

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Ask in SPARQL 1.1, with the known prefixes declared; raises KgError for what cannot run.

        Evaluated in this process and without a time limit; `kg query` has one.
        """
        from kg.query.answers import solve
        from kg.query.sparql import read

        if sparql not in self._readings:
            self._readings[sparql] = read(sparql, "<query>", self._prefixes)
        return solve(self.store, self._readings[sparql], self._prefixes)

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        from kg.vocabulary import known_prefixes

        return known_prefixes(self.dataset.ontology.prefixes)


def load(directory: str | Path = "data", articles: str | Path | None = None) -> KnowledgeGraph:
    """Load a data directory; raises KgError with every problem if there is an error among them.

    `articles` is where the articles' texts are, if not in the directory itself.
    """
    from kg.loading.load import load_good

    return KnowledgeGraph(*load_good(Path(directory), Path(articles) if articles else None))
