"""The subcommands of `kg`: for each, its options and one short function that gives the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import KgError, Location, Problem
from kg.terminal import counts_in_words, emit, emit_lines, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence

    from kg.describe import Describer
    from kg.early import EarlyWorker
    from kg.graph import KnowledgeGraph
    from kg.model import Dataset
    from kg.query.worker import Worker

    Say = Callable[[str, str], str]
    """Picks the Chinese or the English of two texts."""

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "ttl", "nt", "nq", "trig", "jsonld")
"""The formats of `kg.query.answers`, which takes too long to import for an option."""


def _graph(options: Namespace) -> KnowledgeGraph:
    from kg.graph import load

    return load(options.data, options.articles)


def _describer(options: Namespace) -> Describer:
    from kg.describe import Describer

    return Describer(_graph(options).dataset, options.language)


def _write(options: Namespace, content: bytes) -> int:
    if options.output in (None, "-"):
        emit(content)
    else:
        from kg.files import write_file

        write_file(options.output, content)
        say_aside(("{} 已写好", "wrote {}")[options.language == "en"].format(options.output))
    return 0


def declare_check(parser: ArgumentParser, say: Say) -> None:
    files = say("只报告这些文件或目录里的问题", "report only on these files or directories")
    parser.add_argument("paths", nargs="*", metavar="PATH", help=files)
    strict = say("警告和未核对的引文也算错误", "warnings and unchecked quotes are errors too")
    parser.add_argument("--strict", action="store_true", help=strict)
    shape = say("输出格式", "how problems are printed")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help=shape)
    measure = say("文章哪些部分有引文，哪些还没有用到", "show which parts of the articles quotes cover")
    parser.add_argument("--coverage", action="store_true", help=measure)


def check(options: Namespace) -> int:
    """Print all problems of the data, at once."""
    if options.coverage and (options.paths or options.format == "github"):
        code = "coverage-paths" if options.paths else "coverage-format"
        tell([Problem(code, Location("--coverage"))], options)
        return 2
    from pathlib import Path

    from kg.loading.load import load
    from kg.loading.paths import problems_in
    from kg.problems import RENDERINGS

    directory = Path(options.data)
    dataset, problems = load(directory, Path(options.articles) if options.articles else None)
    if options.strict:
        problems = [problem._replace(strict=True) for problem in problems]
    if options.paths:
        problems = problems_in(options.paths, problems, options.data, options.articles)
    if options.coverage:
        _emit_coverage(dataset, problems, options)
    else:
        rendered = RENDERINGS[options.format](problems, options.language)
        emit(f"{rendered}\n" if rendered else "")
    errors = sum(problem.severity == "error" for problem in problems)
    counts = (len(dataset.entities), len(dataset.statements), errors, len(problems) - errors)
    say_aside(counts_in_words(counts, options.language))
    return 1 if errors else 0


def _emit_coverage(dataset: Dataset, problems: Sequence[Problem], options: Namespace) -> None:
    from kg.coverage.measure import absent_texts, coverage
    from kg.coverage.report import RENDERINGS

    measured = coverage(dataset)
    emit(RENDERINGS[options.format](measured, problems, options.language))
    tell(absent_texts(measured), options)


def declare_query(parser: ArgumentParser, say: Say) -> None:
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
    limit = say("秒数限制", "the time limit, in seconds")
    parser.add_argument("--timeout", type=seconds, default=60.0, metavar="SECONDS", help=limit)
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))


def seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1_000_000:  # inf and nan are no limits either
        raise ValueError(text)
    return value


def steps(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def query(options: Namespace) -> int:
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
    worker, prefixes = _worker(options)
    ask = within(Limits(options.timeout), worker, Location(question.query.file))
    outcome = answer_question(ask, prefixes, question)
    emit(outcome.output)
    tell(outcome.remarks, options)
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
        (query.name, query.summaries[index], " ".join(f"-p {name}=" for name in query.parameters))
        for query in list_queries(options.queries)
    ]
    header = {"zh": ("查询", "问题", "参数"), "en": ("query", "question", "parameters")}[index]
    emit(text_table(header, rows))
    return 0


def declare_show(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("entity", metavar="ENTITY", help=say("标识、名称或别名", "an id, name or alias"))


def show(options: Namespace) -> int:
    """Print all about an entity, with the evidence, or about an article."""
    emit_lines(_describer(options).about(options.entity))
    return 0


def declare_search(parser: ArgumentParser, say: Say) -> None:
    what = say("中文、别名、拼音或首字母", "Chinese, an alias, pinyin or its initials")
    parser.add_argument("text", metavar="TEXT", help=what)


def search(options: Namespace) -> int:
    """Print the entities that a text may mean, best first; exit 1 where there is none."""
    describer = _describer(options)
    matches = describer.matches(options.text)
    emit_lines("\t".join(match) for match in matches)
    if not matches:
        tell([describer.nothing_found(options.text)], options)
    return 0 if matches else 1


def declare_path(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("start", metavar="A", help=say("起点实体", "the entity to start from"))
    parser.add_argument("end", metavar="B", help=say("终点实体", "the entity to reach"))


def path(options: Namespace) -> int:
    """Print a shortest path between two entities with the evidence of each step; exit 1 where none is."""
    from kg.network import shortest_path

    describer = _describer(options)
    start, end = describer.find(options.start), describer.find(options.end)
    steps = shortest_path(describer.dataset, start, end)
    if not steps and start != end:
        tell([Problem("no-path", Location(options.start), {"start": start, "end": end})], options)
        return 1
    emit_lines(describer.path(start, steps))
    return 0


def declare_nothing(parser: ArgumentParser, say: Say) -> None:
    """Nothing beyond the common options."""


def stats(options: Namespace) -> int:
    """Print counts, degrees and communities."""
    from kg.network import statistics

    describer = _describer(options)
    emit_lines(describer.statistics(statistics(describer.dataset)))
    return 0


def declare_view(parser: ArgumentParser, say: Say) -> None:
    declare_output(parser, say, "graph.html")
    parser.add_argument(
        "--focus", metavar="ENTITY", help=say("只显示它的周围", "show only what is around it")
    )
    depth = say("周围的步数", "how many steps around")
    parser.add_argument("--depth", type=steps, default=1, metavar="N", help=depth)
    parser.add_argument("--query", metavar="NAME|FILE", help=say("只显示查询结果", "show only what it finds"))
    parser.add_argument("--queries", default="queries", metavar="DIR", help=say("查询目录", "saved queries"))


def view(options: Namespace) -> int:
    """Write the page."""
    from kg.describe import find_entity
    from kg.view import render_page

    graph = _graph(options)
    focus = options.focus and find_entity(graph.dataset, options.focus)
    only = None
    if options.query:
        from kg.query.ask import find_query
        from kg.query.evaluation import entities_found

        only = entities_found(graph, find_query(options.query, options.queries))
    language = options.lang or "zh"  # readers are Chinese, whatever the locale of whoever makes the page
    page = render_page(graph.dataset, focus=focus, depth=options.depth, only=only, language=language)
    return _write(options, page.encode("utf-8", "replace"))


def declare_export(parser: ArgumentParser, say: Say) -> None:
    from kg.export import FORMATS

    parser.add_argument("--format", choices=FORMATS, required=True, help=say("格式", "the format"))
    declare_output(parser, say, None)
    parser.add_argument(
        "--rdf", nargs="+", metavar="FILE", help=say("改为导出 RDF 文件", "export RDF files instead")
    )


def export(options: Namespace) -> int:
    """Write the whole graph in another format."""
    from kg.export import RDF_FORMATS, export_store
    from kg.export import export as export_dataset

    if options.rdf and options.format not in RDF_FORMATS:
        blanks = {"format": options.format, "allowed": ", ".join(RDF_FORMATS)}
        tell([Problem("export-rdf-format", Location("--format"), blanks)], options)
        return 2
    if options.rdf:
        from kg.store import open_files

        return _write(options, export_store(open_files(options.rdf), options.format))
    return _write(options, export_dataset(_graph(options).dataset, options.format))


def declare_output(parser: ArgumentParser, say: Say, default: str | None) -> None:
    where = say("写到此文件，- 为标准输出", "the file to write, - for standard output")
    parser.add_argument("-o", dest="output", default=default, metavar="FILE", help=where)
