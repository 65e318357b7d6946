"""`kg view`: the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import declare_output, load_graph, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    declare_output(parser, say, "graph.html")
    parser.add_argument(
        "--focus", metavar="ENTITY", help=say("只显示它的周围", "show only what is around it")
    )
    depth = say("周围的步数", "how many steps around")
    parser.add_argument("--depth", type=steps, default=1, metavar="N", help=depth)
    parser.add_argument("--query", metavar="NAME|FILE", help=say("只显示查询结果", "show only what it finds"))
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))


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
    focus = options.focus and find_entity(graph.dataset, options.focus)
    only = None
    if options.query:
        from kg.query.ask import find_query
        from kg.query.evaluation import entities_found

        only = entities_found(graph, find_query(options.query, options.queries))
    language = options.lang or "zh"  # readers are Chinese, whatever the locale of whoever makes the page
    page = render_page(graph.dataset, focus=focus, depth=options.depth, only=only, language=language)
    return write(options, page.encode("utf-8", "replace"))
