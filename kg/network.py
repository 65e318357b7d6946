"""The dataset as a network: paths between entities, their neighbourhoods, communities, ranks and counts.

Only here does the project know networkx. A path needs no more than the dataset itself: it is found by a plain
breadth-first search, so that `kg path` never pays for the import.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.model import DIFFERENT, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from kg.model import Dataset, Statement

SEED = 1
"""Louvain visits nodes in a random order; a fixed one gives the same communities for the same data."""

ASSERTED = ("stated", "inferred")
"""The statuses that the graph asserts; what is disputed or deprecated carries no path."""


DAMPING = 0.85
"""The chance that a walk goes on along a relation, rather than to any entity at all (Brin and Page 1998)."""

CONVERGED = 1e-9


class Step(NamedTuple):
    """One step of a path: the statement it takes, and whether it goes from its subject to its object."""

    statement: Statement
    forward: bool

    @property
    def source(self) -> str:
        """Give the id of the entity that the step leaves."""
        return self.statement.subject if self.forward else _target(self.statement)

    @property
    def target(self) -> str:
        """Give the id of the entity that the step reaches."""
        return _target(self.statement) if self.forward else self.statement.subject


class Community(NamedTuple):
    """Entities that are more connected with each other than with the rest; most central one first."""

    members: tuple[str, ...]

    @property
    def name(self) -> str:
        """Give the id of the most central member."""
        return self.members[0]


class Statistics(NamedTuple):
    """Counts for people, each mapping in falling order; the isolated have no degree and no community."""

    entities: int
    statements: int
    quoted: int
    omissions: int
    articles: int
    types: dict[str, int]
    properties: dict[str, int]
    statuses: dict[str, int]
    degrees: dict[str, int]
    communities: list[Community]
    isolated: list[str]


def relations(dataset: Dataset) -> Iterator[Statement]:
    """Give the statements that lead from one entity of the dataset to another one, in order."""
    for statement in dataset.statements:
        if isinstance(statement.object, Reference) and statement.object.id in dataset.entities:
            yield statement


def to_networkx(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Build a networkx graph: a node per entity (name, type), an edge per statement between entities.

    The key of an edge is its property; its attributes are `property`, `status` and the `statement` itself.
    A figure, a date or a text is no node: it stays a statement of the dataset.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in dataset.entities.values():
        graph.add_node(entity.id, name=entity.name, type=entity.type)
    parallel: Counter[tuple[str, str, str]] = Counter()
    for statement in relations(dataset):
        edge = (statement.subject, _target(statement), statement.property)
        parallel[edge] += 1
        # the same relation from a second source is an edge of its own, which the same key would overwrite
        key = statement.property if parallel[edge] == 1 else f"{statement.property} {parallel[edge]}"
        graph.add_edge(
            statement.subject,
            _target(statement),
            key=key,
            property=statement.property,
            status=statement.status,
            statement=statement,
        )
    return graph


def shortest_path(dataset: Dataset, start: str, end: str) -> list[Step]:
    """Find a shortest path between two entities, walking asserted statements in either direction.

    Among equally short ones it is the one whose statements were written first. Empty where there is none, and
    from an entity to itself. Raises KeyError for an unknown id.
    """
    for entity in (start, end):
        dataset.entities[entity]
    reached_by: dict[str, Step | None] = {start: None}
    frontier = [start]
    while frontier and end not in reached_by:
        steps = [step for entity in frontier for step in _steps(dataset, entity)]
        frontier = []
        for step in steps:
            if step.target not in reached_by:
                reached_by[step.target] = step
                frontier.append(step.target)
    return _walk_back(reached_by, end)


def _walk_back(reached_by: dict[str, Step | None], end: str) -> list[Step]:
    path: list[Step] = []
    step = reached_by.get(end)
    while step is not None:
        path.append(step)
        step = reached_by[step.source]
    return path[::-1]


def neighbourhood(dataset: Dataset, centre: str, depth: int = 1) -> set[str]:
    """Give the ids of all entities at most `depth` statements away, of any status; KeyError if unknown."""
    reached = {dataset.entities[centre].id}
    frontier = reached
    for _ in range(depth):
        frontier = {other for entity in frontier for other in _neighbours(dataset, entity)} - reached
        reached = reached | frontier
    return reached


def communities(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[Community]:
    """Find communities by Louvain's method, largest first, then in the order of `nodes`."""
    import networkx as nx

    # Numbers rather than names: networkx iterates over sets, and the order of strings in a set changes from
    # one process to the next.
    numbers = {node: number for number, node in enumerate(nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    ends = ((numbers[source], numbers[target]) for source, target in edges)
    weights = Counter((min(pair), max(pair)) for pair in ends)
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in weights.items() if pair[0] != pair[1])
    found = nx.community.louvain_communities(graph, seed=SEED)
    ranked = [
        sorted(members, key=lambda node: (-_inner_degree(graph, node, members), node)) for members in found
    ]
    ranked.sort(key=lambda members: (-len(members), min(members)))
    return [Community(tuple(nodes[number] for number in members)) for members in ranked]


def pagerank(count: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Rank nodes by where a random walk over the edges, in either direction, is found: the mean is 1.

    Edges are pairs of node numbers below `count`; parallel ones count each, loops not. The unconnected have
    the least rank.
    """
    import numpy as np

    pairs = np.array([edge for edge in edges if edge[0] != edge[1]], dtype=np.intp).reshape(-1, 2)
    sources, targets = np.concatenate((pairs, pairs[:, ::-1])).T
    degrees = np.bincount(sources, minlength=count)
    isolated = degrees == 0
    rank = np.ones(count)
    change = 1.0
    while count and change > CONVERGED:
        steps = rank / np.maximum(degrees, 1)
        jumps = 1 - DAMPING + DAMPING * rank[isolated].sum() / count
        moved = jumps + DAMPING * np.bincount(targets, steps[sources], minlength=count)
        change = float(np.abs(moved - rank).max())
        rank = moved
    return rank


def statistics(dataset: Dataset) -> Statistics:
    """Count what there is, and rank entities by degree: the number of statements that connect them."""
    edges = [(statement.subject, _target(statement)) for statement in relations(dataset)]
    degrees = Counter(entity for edge in edges for entity in edge)
    groups = communities(list(dataset.entities), edges)
    return Statistics(
        entities=len(dataset.entities),
        statements=len(dataset.statements),
        quoted=sum(statement.quote is not None for statement in dataset.statements),
        omissions=len(dataset.omissions),
        articles=len(dataset.articles),
        types=_ranked(entity.type for entity in dataset.entities.values()),
        properties=_ranked(statement.property for statement in dataset.statements),
        statuses=_ranked(statement.status for statement in dataset.statements),
        degrees=dict(degrees.most_common()),
        communities=[group for group in groups if len(group.members) > 1],
        isolated=[entity for entity in dataset.entities if entity not in degrees],
    )


def _ranked(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _inner_degree(graph: nx.Graph[int], node: int, members: set[int]) -> int:
    return sum(neighbour in members for neighbour in graph[node])


def _target(statement: Statement) -> str:
    if not isinstance(statement.object, Reference):
        raise TypeError(f"{statement.property} leads to no entity")
    return statement.object.id


def _steps(dataset: Dataset, entity: str) -> Iterator[Step]:
    """Give the asserted steps away from an entity, its own statements first."""
    for statement in dataset.statements_from.get(entity, ()):
        leads_on = isinstance(statement.object, Reference) and statement.object.id in dataset.entities
        if leads_on and _connects(statement):
            yield Step(statement, forward=True)
    for statement in dataset.statements_to.get(entity, ()):
        if _connects(statement):
            yield Step(statement, forward=False)


def _connects(statement: Statement) -> bool:
    """Tell whether a path may take a statement; that two are not the same connects nothing."""
    return statement.status in ASSERTED and statement.property != DIFFERENT


def _neighbours(dataset: Dataset, entity: str) -> Iterator[str]:
    for statement in dataset.statements_from.get(entity, ()):
        if isinstance(statement.object, Reference) and statement.object.id in dataset.entities:
            yield statement.object.id
    for statement in dataset.statements_to.get(entity, ()):
        yield statement.subject
