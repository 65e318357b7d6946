"""`kg check`: all problems of the data, and what the quotes cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.problems import Location, Problem
from kg.terminal import counts_in_words, emit, say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kg.commands.common import Say
    from kg.model import Dataset


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    files = say(
        "只报告这些文件或目录里的问题；可以是草稿", "report only on these files or directories; or on a draft"
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help=files)
    strict = say("警告和未核对的引文也算错误", "warnings and unchecked quotes are errors too")
    parser.add_argument("--strict", action="store_true", help=strict)
    shape = say("输出格式", "how problems are printed")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help=shape)
    measure = say("文章哪些部分有引文，哪些还没有用到", "show which parts of the articles quotes cover")
    parser.add_argument("--coverage", action="store_true", help=measure)


def run(options: Namespace) -> int:
    """Print all problems of the data, at once."""
    if options.coverage and (options.paths or options.format == "github"):
        code = "coverage-paths" if options.paths else "coverage-format"
        tell([Problem(code, Location("--coverage"))], options)
        return 2
    from pathlib import Path

    from kg.loading.load import load
    from kg.loading.paths import drafts_among, problems_in
    from kg.problems import RENDERINGS

    directory = Path(options.data)
    drafts = drafts_among(options.paths, options.data)
    dataset, problems = load(directory, Path(options.articles) if options.articles else None, drafts)
    if options.strict:
        problems = [problem._replace(strict=True) for problem in problems]
    if options.paths:
        problems = problems_in(options.paths, problems, options.data, options.articles, drafts)
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
