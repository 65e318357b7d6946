"""`kg view`: the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import declare_output, load_graph, write
from kg.problems import Problem
from kg.terminal import tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.graph import KnowledgeGraph
    from kg.model import Dataset, Statement
    from kg.query.groups import Group

QUERIES = "queries"


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    declare_output(parser, say, "graph.html")
    parser.add_argument("--title", help=say("网页的标题", "the title of the page"))
    parser.add_argument(
        "--focus", metavar="ENTITY", help=say("只显示它的周围", "show only what is around it")
    )
    depth = say("周围的步数", "how many steps around")
    parser.add_argument("--depth", type=steps, default=1, metavar="N", help=depth)
    parser.add_argument("--query", metavar="NAME|FILE", help=say("只显示查询结果", "show only what it finds"))
    parser.add_argument("--queries", default=QUERIES, metavar="DIR", help=say("查询目录", "saved queries"))
    with_text = say("附上引文所在的句子", "show the sentences around the quotes")
    parser.add_argument("--with-text", action="store_true", help=with_text)
    sparql = say("网页里可用 SPARQL 提问", "the page answers SPARQL, offline")
    parser.add_argument("--sparql", action="store_true", help=sparql)


def steps(text: str) -> int:
    """Read a number of steps; argparse says "invalid steps value" where this raises ValueError."""
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def run(options: Namespace) -> int:
    """Write the page."""
    from kg.describe import find_entity
    from kg.view import render_page

    graph = load_graph(options)
    if options.with_text:
        tell(absent_texts(graph.dataset), options)
    page = render_page(
        graph.dataset,
        focus=options.focus and find_entity(graph.dataset, options.focus),
        depth=options.depth,
        only=what_is_found(options, graph) if options.query else None,
        language=options.lang or "zh",  # readers are Chinese, whatever the locale of whoever makes the page
        title=options.title,
        with_text=options.with_text,
        sparql=saved_queries(options.queries) if options.sparql else None,
    )
    return write(options, page.encode("utf-8", "replace"))


def what_is_found(options: Namespace, graph: KnowledgeGraph) -> list[str | Statement]:
    """Answer the query that the page is to show; raises KgError where it finds nothing to show."""
    from kg.query.ask import find_query
    from kg.query.found import found

    return found(graph, find_query(options.query, options.queries))


def saved_queries(directory: str) -> list[Group]:
    """Read the saved queries that the page offers; none where the usual directory is not there."""
    from pathlib import Path

    from kg.query.groups import grouped
    from kg.query.saved import list_queries

    if directory == QUERIES and not Path(directory).is_dir():
        return []
    return grouped(list_queries(directory), directory)


def absent_texts(dataset: Dataset) -> list[Problem]:
    """Say of which articles no sentence can be shown."""
    articles = dataset.articles.values()
    return [Problem("view-no-text", each.location, {"id": each.id}) for each in articles if each.text is None]
