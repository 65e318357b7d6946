"""`kg draft`: proposals for an article never seen, as a file of YAML to be reviewed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.common import declare_output, load_graph, write
from kg.problems import KgError, Location, Problem
from kg.terminal import say_aside, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.commands.common import Say
    from kg.draft.proposal import Proposal

DIRECTORY = "drafts"
COUNTS = (
    "{} 个实体，{} 条陈述，其中 {} 个数字；未归属 {} 处",
    "{} entities, {} statements, {} of them figures; {} of no entity",
)


def declare(parser: ArgumentParser, say: Say) -> None:
    """Declare the options."""
    parser.add_argument(
        "article", metavar="ARTICLE.txt", help=say("报道的正文（UTF-8）", "the article's text (UTF-8)")
    )
    declare_output(parser, say, None)
    parser.add_argument(
        "--id",
        metavar="ID",
        help=say("文章的标识，默认取文件名", "the article's id; its file name unless given"),
    )
    parser.add_argument(
        "--title",
        metavar="T",
        help=say("标题，默认取正文前的标题行", "the headline; found in the text unless given"),
    )
    parser.add_argument(
        "--published",
        metavar="DATE",
        help=say("刊发日期，“今年”等由此推算", "when it appeared; 今年 is reckoned from it"),
    )
    model = say(
        "也问一问与 OpenAI 兼容的模型；正文会发给它",
        "also ask an OpenAI-compatible model, which is sent the text",
    )
    parser.add_argument("--model", metavar="URL", help=model)


def run(options: Namespace) -> int:
    """Write the proposals for one article."""
    from kg.draft.proposal import made_id, propose
    from kg.draft.writing import render

    path = Path(options.article)
    text = _read(path)
    dataset = load_graph(options).dataset
    article = options.id or path.stem
    published = _published(options.published)
    _check(article, made_id(article), dataset.articles)
    to_stdout = options.output == "-"
    options.output = options.output or os.path.relpath(
        Path(options.data).absolute().parent / DIRECTORY / f"{article}.yaml"
    )
    if not to_stdout and Path(options.output).exists():
        raise KgError(Problem("draft-exists", Location(options.output)))
    proposal, dropped = propose(text, dataset.ontology, dataset.entities, published, options.model)
    if options.title:
        proposal = proposal._replace(title=options.title)
    tell([*dropped, *_elsewhere(path, options)], options)
    proposal = proposal._replace(published=published or proposal.published)
    page = render(proposal, article, f"articles/{path.name}", options.language)
    if not to_stdout:
        _make_directory(Path(options.output).parent)
    status = write(options, page.encode())
    say_aside(COUNTS[options.language == "en"].format(*_counts(proposal)))
    return status


def _read(path: Path) -> str:
    from kg.loading.load import raise_errors
    from kg.loading.nodes import read_file
    from kg.yamltree.encoding import decode

    try:
        text, problem = decode(read_file(path), str(path))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise KgError(Problem("unreadable", Location(str(path)), {"reason": reason})) from error
    raise_errors([problem] if problem else [])
    if not text.strip():
        raise KgError(Problem("draft-empty", Location(str(path))))
    return text


def _check(article: str, possible: str, known: object) -> None:
    if article != possible:
        raise KgError(Problem("draft-bad-id", Location("--id"), {"id": article, "suggestion": possible}))
    if isinstance(known, dict) and article in known:
        raise KgError(Problem("draft-known-article", Location("--id"), {"id": article}))


def _published(raw: str | None) -> str | None:
    from kg.dates import DateError, parse_date

    if raw is None:
        return None
    try:
        return parse_date(raw).raw
    except DateError as error:
        raise KgError(Problem("draft-bad-date", Location("--published"), {"value": raw})) from error


def _elsewhere(path: Path, options: Namespace) -> list[Problem]:
    """Say where the text is looked for, if that is not where it is."""
    directory = Path(options.articles) if options.articles else Path(options.data) / "articles"
    expected = directory / path.name
    if expected.exists():
        return []
    return [Problem("draft-text-elsewhere", Location(str(path)), {"path": str(expected)})]


def _make_directory(directory: Path) -> None:
    from kg.files import not_written

    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(directory, error) from error


def _counts(proposal: Proposal) -> tuple[int, int, int, int]:
    statements = [said for one in proposal.entities for said in one.statements]
    figures = sum(said.property == "statistics" for said in statements)
    return len(proposal.entities), len(statements), figures, len(proposal.unattached)
