"""`kg query`: a saved or ad-hoc query, answered within limits; alone, the list of the saved ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.terminal import emit, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from kg.commands.common import Say
    from kg.early import EarlyWorker
    from kg.query.ask import Question
    from kg.query.worker import Worker

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "ttl", "nt", "nq", "trig", "jsonld")
"""The formats of `kg.query.answers`, which takes too long to import for an option."""


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    which = say("保存的查询、文件，或 -（标准输入）", "a saved query, a file, or - for standard input")
    parser.add_argument("name", nargs="?", metavar="NAME|FILE|-", help=which)
    fill = say("参数，可重复", "a parameter; may be repeated")
    parser.add_argument("-p", dest="parameters", action="append", default=[], metavar="NAME=VALUE", help=fill)
    shape = say("输出格式", "how the answer is written")
    parser.add_argument("--format", choices=ANSWER_FORMATS, default="table", help=shape)
    engine = say("用哪个引擎回答", "the engine that answers")
    parser.add_argument("--engine", choices=("oxigraph", "rdflib"), default="oxigraph", help=engine)
    parser.add_argument(
        "--rdf", nargs="+", metavar="FILE", help=say("改为查询 RDF 文件", "ask RDF files instead")
    )
    endpoint = say("改为查询别的 SPARQL 服务器", "ask another SPARQL server instead")
    parser.add_argument("--endpoint", metavar="URL", help=endpoint)
    graph = say("那里的命名图，或 default", "the named graph there, or default")
    parser.add_argument("--graph", default="", metavar="IRI", help=graph)
    limit = say("秒数限制", "the time limit, in seconds")
    parser.add_argument("--timeout", type=seconds, default=60.0, metavar="SECONDS", help=limit)
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))


def seconds(text: str) -> float:
    """Read a time; argparse says "invalid seconds value" where this raises ValueError."""
    value = float(text)
    if not 0 < value < 1_000_000:  # inf and nan are no limits either
        raise ValueError(text)
    return value


def run(options: Namespace) -> int:
    """Answer a query; without a name, list the saved ones."""
    if options.name is None and (options.rdf or options.parameters):
        tell([Problem("query-unnamed", Location("kg query"))], options)
        return 2
    if options.name is None:
        return _list_queries(options)
    from kg.query.ask import Question, find_query
    from kg.query.evaluation import answer_question
    from kg.query.guard import Limits, within

    parameters = [_parameter(given) for given in options.parameters]
    question = Question(find_query(options.name, options.queries), parameters, options.format, options.engine)
    if options.endpoint:
        return _ask_elsewhere(options, question)
    worker, prefixes = _worker(options)
    place = Location(question.query.file)
    ask = within(Limits(options.timeout), worker, place)
    try:
        outcome = answer_question(ask, prefixes, question)
    except KgError:
        raise
    except Exception as error:  # a mistake of ours must not look like one of the query
        raise KgError(Problem("internal-error", place, {"reason": repr(error)})) from error
    emit(outcome.output)
    tell(outcome.remarks, options)
    return 0


def _ask_elsewhere(options: Namespace, question: Question) -> int:
    """Have another server answer. A request ends in time by itself, so that no worker is needed."""
    from kg.query.evaluation import answer_question
    from kg.remote.connecting import connect, prefixes_of, remote_store

    if options.rdf or options.engine != "oxigraph":
        option = "--rdf" if options.rdf else "--engine"
        tell([Problem("remote-engine", Location("--endpoint"), {"option": option})], options)
        return 2
    store = remote_store(connect(options.endpoint, options.timeout), options.graph)
    outcome = answer_question(store.asked, prefixes_of(options.data, options.articles), question)
    emit(outcome.output)
    tell([*store.remarks, *outcome.remarks], options)
    return 0


def _worker(options: Namespace) -> tuple[Worker, Mapping[str, str]]:
    """Give a worker that has the graph, and the graph's prefixes: at best one that was started early."""
    early: EarlyWorker | None = options.early
    if early and early.serves(options) and (prefixes := early.prefixes()) is not None:
        return early, prefixes
    from kg.cache import open_data
    from kg.query.worker import Worker
    from kg.store import open_files

    opened = (open_files(options.rdf), {}) if options.rdf else open_data(options.data, options.articles)
    return Worker(lambda: opened), opened[1]


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise KgError(Problem("parameter-without-value", Location("-p"), {"given": given}))
    return name, value


def _list_queries(options: Namespace) -> int:
    from kg.query.saved import list_queries
    from kg.query.tables import text_table

    index = options.language
    rows = [
        (query.name, " ".join(f"-p {name}=" for name in query.parameters), query.summaries[index])
        for query in list_queries(options.queries)
    ]
    header = {"zh": ("查询", "参数", "问题"), "en": ("query", "parameters", "question")}[index]
    emit(text_table(header, rows))
    return 0
