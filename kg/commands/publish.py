"""`kg publish`: the graph on another SPARQL server, and whether that one answers as we do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands.common import load_graph
from kg.commands.query import seconds
from kg.problems import Location, Problem
from kg.terminal import emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.graph import KnowledgeGraph
    from kg.remote.http import Server
    from kg.remote.publishing import Plan
    from kg.remote.state import Names

TOLD = {
    "nothing": (
        "没有变化，服务器上已是这 {all} 条三元组",
        "nothing to do: the server has these {all} triples",
    ),
    "difference": ("增加 {added} 条，删去 {removed} 条三元组", "{added} triples to add, {removed} to remove"),
    "whole": ("发布全部 {all} 条三元组，替换原有的 {there} 条", "all {all} triples, in place of {there}"),
}
DONE = ("已发布：{url}", "published: {url}")
RIGHT = ("{name}  结果相同", "{name}  the same answer")


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument("url", metavar="URL", help=say("SPARQL 服务器的网址", "the URL of a SPARQL server"))
    update = say("更新的网址（默认由 URL 推知）", "where updates go; guessed from URL")
    parser.add_argument("--update", default="", metavar="URL", help=update)
    store = say("图存储协议的网址（默认由 URL 推知）", "where data go; guessed from URL")
    parser.add_argument("--store", default="", metavar="URL", help=store)
    graph = say("命名图的 IRI，或 default", "the IRI of a named graph, or default")
    parser.add_argument("--graph", default="", metavar="IRI", help=graph)
    whole = say("全部重新发布", "publish all anew, not just what changed")
    parser.add_argument("--whole", action="store_true", help=whole)
    dry = say("只说要做什么", "tell what would be done, and do nothing")
    parser.add_argument("--dry-run", action="store_true", help=dry)
    verify = say("不发布，只核对保存的查询", "publish nothing: see whether saved queries are answered alike")
    parser.add_argument("--verify", action="store_true", help=verify)
    limit = say("每个请求的秒数限制", "the time limit of a request, in seconds")
    parser.add_argument("--timeout", type=seconds, default=600.0, metavar="SECONDS", help=limit)
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))


def run(options: Namespace) -> int:
    """Publish the graph, or compare answers."""
    from kg.rdf import ntriples
    from kg.remote.connecting import connect, names_at
    from kg.remote.publishing import knows_reifiers, plan, publish

    graph = load_graph(options)
    server = connect(options.url, options.timeout, options.update, options.store)
    names = names_at(server, options.graph)
    text = "".join(ntriples(graph.dataset, reifiers=knows_reifiers(server)))
    lines = frozenset(f"{line}\n" for line in text.split("\n") if line)
    if options.verify:
        return _verify(options, graph, server, names, lines)
    if options.dry_run:
        _announce(plan(server, names, lines, whole=options.whole), options)
        return 0
    done = publish(server, names, lines, lambda planned: _announce(planned, options), whole=options.whole)
    if done.kind != "nothing":
        say_aside(_in(options, DONE).format(url=server.addresses.query))
    return 0


def _in(options: Namespace, words: tuple[str, str]) -> str:
    return words[options.language == "en"]


def _announce(planned: Plan, options: Namespace) -> None:
    counts = {
        "all": len(planned.publication.lines),
        "there": planned.there,
        "added": len(planned.added),
        "removed": len(planned.removed),
    }
    say_aside(_in(options, TOLD[planned.kind]).format(**counts))


def _verify(
    options: Namespace, graph: KnowledgeGraph, server: Server, names: Names, lines: frozenset[str]
) -> int:
    from kg.query.saved import list_queries
    from kg.remote.publishing import plan
    from kg.remote.store import RemoteStore
    from kg.remote.verifying import differences
    from kg.vocabulary import known_prefixes

    if plan(server, names, lines).kind != "nothing":
        tell([Problem("verify-other", Location(server.addresses.query))], options)
    theirs = RemoteStore(server, "" if names.is_default else names.graph)
    prefixes = known_prefixes(graph.dataset.ontology.prefixes)
    wrong = []
    for query, problem in differences(list_queries(options.queries), graph.store, theirs, prefixes):
        if problem:
            wrong.append(problem)
        else:
            emit(_in(options, RIGHT).format(name=query.name) + "\n")
    tell([*theirs.remarks, *wrong], options)
    return 1 if wrong else 0
